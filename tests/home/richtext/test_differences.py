import time

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from home.richtext import clean_html
from home.richtext.differences import ADDED, REMOVED, SAME, Block, compare_words, read_blocks

WORDS = st.sampled_from(["a", "de", "casa", "equipe", "visita", "mãe", "2,5", "–", "pré-natal", "😀", "\u0301x", "&"])
LINES = st.lists(WORDS, max_size=8).map(" ".join)
TEXTS = st.lists(st.tuples(st.sampled_from(["p", "h2", "blockquote", "pre", "ul"]), LINES), max_size=6).map(
    lambda blocks: clean_html("".join(_block(tag, words) for tag, words in blocks))
)


def _block(tag: str, words: str) -> str:
    words = words.replace("&", "&amp;")
    return f"<ul><li>{words}</li><li>{words} x</li></ul>" if tag == "ul" else f"<{tag}>{words}</{tag}>"


def side(blocks: list[Block], left_out: str) -> str:
    """One of the two texts, from what a comparison shows."""
    words = ""
    for block in blocks:
        words += "".join(piece.text for piece in block.pieces if piece.kind != left_out)
        words += "\n\n" if block.ending not in ("", left_out) else ""
    return words


def words_of(html: str) -> str:
    return "\n\n".join(text for _tag, text in read_blocks(html))


def said(before: str, after: str) -> list[str]:
    """Each block in one line: [-gone-] and {+new+}."""
    marks = {SAME: "{}", ADDED: "{{+{}+}}", REMOVED: "[-{}-]"}
    return ["".join(marks[kind].format(text) for kind, text in block.pieces) for block in compare_words(before, after)]


@given(TEXTS, TEXTS)
def test_a_comparison_gives_both_texts_back(before, after):
    blocks = compare_words(before, after)

    assert side(blocks, ADDED) == words_of(before)
    assert side(blocks, REMOVED) == words_of(after)


@given(st.text(), st.text())
def test_any_words_come_back(before, after):
    before, after = clean_html(before), clean_html(after)
    blocks = compare_words(before, after)

    assert (side(blocks, ADDED), side(blocks, REMOVED)) == (words_of(before), words_of(after))


@given(TEXTS)
def test_the_same_text_has_no_change(text):
    assert not any(block.is_changed for block in compare_words(text, text))


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("<p>Fomos à casa.</p>", "<p>Fomos à escola.</p>", ["Fomos à [-casa-]{+escola+}."]),
        ("<p>um</p><p>três</p>", "<p>um</p><p>dois</p><p>três</p>", ["um", "{+dois+}", "três"]),
        ("", "<h2>Novo</h2>", ["{+Novo+}"]),
        ("<p>A equipe ouviu.</p>", "<p>A equipe <strong>ouviu</strong>.</p>", ["A equipe ouviu."]),
        # Three short words between changes would only break the reading.
        ("<p>falar de saúde</p>", "<p>ouvir de perto</p>", ["[-falar de saúde-]{+ouvir de perto+}"]),
    ],
)
def test_changes_read_as_a_person_made_them(before, after, lines):
    assert said(before, after) == lines


def test_a_paragraph_that_was_parted_shows_its_new_break():
    blocks = compare_words("<p>Ouvimos todos. Depois decidimos.</p>", "<p>Ouvimos todos.</p><p>Depois decidimos.</p>")

    assert [block.ending for block in blocks] == [ADDED, ""]


def test_blocks_keep_what_they_were():
    blocks = compare_words(
        "<h2>Um</h2><p>fim</p>", "<h2>Um</h2><ul><li>dois</li></ul><blockquote><p>fim</p></blockquote>"
    )

    assert [block.tag for block in blocks] == ["h2", "li", "blockquote"]


def test_long_texts_take_a_moment():
    words = [f"palavra{n % 700}" for n in range(15_000)]
    before = "".join(f"<p>{' '.join(words[n : n + 60])}</p>" for n in range(0, 15_000, 60))
    after = before.replace("palavra3 ", "outra ").replace("palavra99 palavra100", "isto")
    started = time.process_time()

    compare_words(before, after)
    compare_words("<p>" + "a b " * 20_000 + "</p>", "<p>" + "b c a " * 14_000 + "</p>")

    assert time.process_time() - started < 3


def test_a_comparison_is_drawn_without_letting_markup_through():
    blocks = compare_words("<p>1 &lt;b&gt;</p>", "<p>1 &lt;i&gt;</p>")
    drawn = render_to_string("home/richtext/differences.html", {"blocks": blocks})

    assert "&lt;" in drawn
    assert "<b>" not in drawn
    assert "</ins>" in drawn
