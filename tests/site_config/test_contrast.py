"""The contrast of every pair of colours that the styles put on one another, computed from the tokens themselves.

WCAG 2.2: text 4.5 (1.4.3), edges and marks that carry a meaning 3 (1.4.11); what is read at length 7 (1.4.6), by our
own choice. Lines that only divide (--line) carry none: the words beside a ring say what it shows.
"""

import re

import pytest
from django.conf import settings

CSS = settings.ROOT / "site_config/static/css"
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
PAPERS = ("paper", "surface")
GROUNDS = (*PAPERS, "sunk")
TINTS = ("leaf-tint", "clay-tint", "ochre-tint", "sky-tint")

READING = [("ink", ground) for ground in (*GROUNDS, *TINTS)] + [("soft", ground) for ground in PAPERS]
TEXT = [
    *[("soft", ground) for ground in (*GROUNDS, *TINTS)],
    *[("sky", ground) for ground in (*GROUNDS, *TINTS)],
    *[("leaf", ground) for ground in GROUNDS],
    *[("clay-strong", ground) for ground in (*GROUNDS, "clay-tint")],
    ("leaf-strong", "leaf-tint"), ("ochre-ink", "ochre-tint"), ("on-leaf", "leaf"), ("on-leaf", "leaf-strong"),
    ("on-leaf", "clay"), ("on-leaf", "clay-strong"), ("paper", "ink"), ("paper", "sky"),
    ("paper", "ochre-ink"),
]  # fmt: skip
MARKS = [
    *[(mark, ground) for mark in ("edge", "leaf", "clay", "ochre-ink", "sky", "focus") for ground in GROUNDS],
    ("leaf", "leaf-tint"), ("clay", "clay-tint"), ("ochre-ink", "ochre-tint"), ("sky", "sky-tint"),
    ("edge", "leaf-tint"), ("leaf", "ochre-tint"),
    ("focus", "leaf-tint"), ("focus", "clay-tint"), ("focus", "ochre-tint"),
]  # fmt: skip


def tokens(scheme: str) -> dict[str, str]:
    layer = (CSS / "roda.css").read_text().partition("@layer tokens {")[2].partition("@layer base")[0]
    light, dark, _rest = re.split(r"@media \((?:prefers-color-scheme: dark|forced-colors: active)\)", layer)
    return dict(TOKEN.findall(light)) | (dict(TOKEN.findall(dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_wcag_says_it_is():
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(READING, 7), (TEXT, 4.5), (MARKS, 3)], ids=["reading", "text", "marks"])
def test_what_stands_on_a_ground_can_be_told_from_it(scheme, pairs, least):
    colours = tokens(scheme)
    ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}


def test_every_rule_that_sets_words_on_a_ground_is_among_the_pairs():
    rules = re.findall(r"\{([^{}]*)\}", "".join((CSS / name).read_text() for name in ("roda.css", "pages.css")))
    known = {*READING, *TEXT}
    for rule in rules:
        ground = re.search(r"background(?:-color)?: var\(--([a-z-]+)\)", rule)
        words = re.search(r"(?<![a-z-])color: var\(--([a-z-]+)\)", rule)
        if ground and words:
            assert (words[1], ground[1]) in known, rule


def test_no_style_names_a_colour_that_is_no_token():
    for name in ("roda.css", "pages.css"):
        styles = (
            (CSS / name).read_text().partition("@layer base")[2] if name == "roda.css" else (CSS / name).read_text()
        )
        assert set(re.findall(r"#[0-9a-f]{3,8}\b(?=[;, ])", styles)) <= {"#000"}, name
