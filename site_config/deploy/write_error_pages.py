"""Writes the error pages as files beside the static ones, for nginx to show when nothing else answers."""

import django
from django.conf import settings
from django.template.loader import render_to_string

from site_config.errors import STATUSES


def main() -> None:
    django.setup()
    folder = settings.STATIC_ROOT / "errors"
    folder.mkdir(parents=True, exist_ok=True)
    for status in STATUSES:
        (folder / f"{status}.html").write_text(render_to_string(f"{status}.html", {"status": status}))


if __name__ == "__main__":
    main()
