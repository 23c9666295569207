"""Pictures of the style guide, compared with those kept here: what a style changes by accident is seen.

`make pictures` makes the kept ones anew after a change that was meant; look at them before you commit. They hold for
one kind of machine, named in made_with.json: the browser's major version and the files of the fonts that the test sets.
Both are reduced to their 32 main colours; then a channel may differ by 8 of 255, and one pixel in 2,000 by more.
"""

import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from site_config.styleguide import GROUPS
from tests.site_config.styleguide_page import CHROMIUM, open_styleguide, styleguide_window

pytestmark = pytest.mark.any_database

KEPT = Path(__file__).parent / "styleguide_pictures"
MADE_WITH = KEPT / "made_with.json"
FONTS = {"sans": "Liberation Sans", "serif": "Liberation Serif", "mono": "Liberation Mono"}
# The header and a phone's bar would lie over what is looked at; boxes of dates and files speak the machine's tongue.
STYLE = (
    "".join(f':root {{ --{name}: "{font}" }}' for name, font in FONTS.items())
    + ".masthead, .places { display: none !important } input[type=date], input[type=file] { visibility: hidden }"
)
VIEWS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
TOLERANCE = 8
MAY_DIFFER = 1 / 2000
COLOURS = 32


def this_machine() -> dict[str, str]:
    if not shutil.which("fc-match"):
        return {}
    said = _output(CHROMIUM, "--version")
    fonts = {font: _output("fc-match", "-f", "%{family} %{fontversion}", font) for font in FONTS.values()}
    return {"chromium": re.search(r"\d+", said)[0], **fonts}


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def renews() -> bool:
    """Whether the pictures are to be made anew; else this machine must be of the kind that made them."""
    here = this_machine()
    if os.environ.get("RENEW_PICTURES"):
        MADE_WITH.write_text(json.dumps(here, indent=2) + "\n")
        return True
    made_with = json.loads(MADE_WITH.read_text())
    if here != made_with:
        pytest.skip(f"The style guide's pictures were made with {made_with}; here is {here or 'no fc-match'}.")
    return False


@pytest.mark.slow
@pytest.mark.browser
def test_no_part_has_changed_its_looks_unnoticed(client, db, renews):
    html = client.get("/styleguide/").content.decode()
    changed = []
    with styleguide_window(html) as page:
        for width, scheme in VIEWS:
            open_styleguide(page, width, scheme)
            page.add_style_tag(content=STYLE)
            page.evaluate("document.activeElement.blur()")
            changed += [group for group in _names(width, scheme) if not _is_same(page, group, renews)]
    assert changed == [], "Look at them in styleguide_pictures/*.new.png; if they are right, run `make pictures`."


def _names(width: int, scheme: str) -> list[str]:
    return [f"{group.name}-{width}-{scheme}" for group in GROUPS if group.part_names]


def _is_same(page: Page, name: str, renews: bool) -> bool:
    shot = page.locator(f"[data-sample={name.split('-')[0]}]").screenshot(animations="disabled", caret="hide")
    seen = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    kept, new = KEPT / f"{name}.png", KEPT / f"{name}.new.png"
    new.unlink(missing_ok=True)
    if renews:
        seen.save(kept, optimize=True)
        return True
    if kept.exists():
        with Image.open(kept) as before:
            if _share_of_difference(seen, before) <= MAY_DIFFER:
                return True
    seen.save(new)
    return False


def _share_of_difference(seen: Image.Image, kept: Image.Image) -> float:
    if seen.size != kept.size:
        return 1
    bands = ImageChops.difference(seen.convert("RGB"), kept.convert("RGB")).split()
    far = [band.point(lambda value: 255 if value > TOLERANCE else 0) for band in bands]
    worst = ImageChops.lighter(ImageChops.lighter(far[0], far[1]), far[2])
    return worst.histogram()[255] / (seen.width * seen.height)


def test_a_change_of_a_few_pixels_passes_and_a_colour_or_a_line_does_not():
    kept = Image.new("RGB", (200, 100), "#fbf8f2")
    other = kept.copy()
    other.paste("#1f6f54", (0, 0, 5, 2))
    assert _share_of_difference(other, kept) <= MAY_DIFFER
    other.paste("#1f6f54", (0, 0, 200, 1))
    assert _share_of_difference(other, kept) > MAY_DIFFER
    assert _share_of_difference(kept.resize((200, 101)), kept) == 1
