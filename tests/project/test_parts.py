"""Pages are made of the declared parts, and of no others."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

from home.parts import PARTS

TEMPLATES = settings.ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FORMER = re.compile(r"""\{%\s*include\s+["']components/""")


def test_there_are_at_most_fifteen_parts_and_each_has_its_template():
    assert len(PARTS) <= 15
    assert {f"components/{name}.html" for name in PARTS} == {page for page in PAGES if page.startswith("components/")}


def test_every_template_can_be_compiled_so_that_no_wrong_prop_waits_for_a_reader():
    for page in PAGES:
        get_template(page)


@pytest.mark.parametrize("folder", ["templates", "home", "forums", "learning", "site_config", "tests"])
def test_no_template_draws_a_part_unchecked(folder):
    files = [path for kind in ("*.html", "*.py") for path in (settings.ROOT / folder).rglob(kind)]
    assert [path for path in files if FORMER.search(path.read_text())] == []


def test_every_part_and_every_prop_says_what_it_is():
    for part in PARTS.values():
        assert part.about
        assert len({prop.name for prop in part.props}) == len(part.props)
        for prop in part.props:
            assert prop.about, (part.name, prop.name)
            if not prop.required:
                assert not prop.allowed or prop.default in prop.allowed, (part.name, prop.name)
