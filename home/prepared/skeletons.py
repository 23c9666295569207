"""Parts of pages that are rendered once and then only filled: a template's loop costs more than its rows' query."""

import functools
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# What needs no escaping.
HARMLESS = frozenset((SafeString, bool, int))
MARK = re.compile("@@([a-z_]+)@@")


def fill(skeleton: str, values: Mapping[str, str]) -> SafeString:
    """Puts ready HTML in the places of the marks, in one go: what is put in is not looked at again."""
    return mark_safe(MARK.sub(lambda mark: values[mark[1]], skeleton))


def draw_rows(template: str, rows: list[dict[str, Any]]) -> SafeString:
    """Renders `template` for each row, with the row's values by name, and joins them.

    The template runs once for each set of true and false values that the rows have; where it puts a string or a number,
    it must put it plainly (`{{ name }}`, no filter). Strings are escaped, unless they are SafeString.
    """
    language = get_language()
    return mark_safe("".join([_draw(template, language, row) for row in rows]))


def _draw(template: str, language: str | None, row: dict[str, Any]) -> str:
    # What a row says yes or no to: an empty word or number is a no, and has no mark to be put at.
    shape = tuple(map(bool, row.values()))
    skeleton = _row_skeleton(template, language, tuple(row), shape)
    return skeleton.format_map(
        {name: value if type(value) in HARMLESS else escape(str(value)) for name, value in row.items() if value}
    )


@functools.lru_cache(maxsize=512)
def _row_skeleton(template: str, language: str | None, names: tuple[str, ...], shape: tuple[bool, ...]) -> str:
    context = {name: f"@@{name}@@" if is_there else "" for name, is_there in zip(names, shape, strict=True)}
    html = render_to_string(template, context).replace("{", "{{").replace("}", "}}")
    return MARK.sub(r"{\1}", html)
