"""Comments are found again in later versions, and drawing them changes no word."""

import re
import time

import pytest
from bleach._vendor import html5lib
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from home.richtext import clean_html
from learning.reviews.anchors import (
    LONGEST_QUOTE,
    TOLERANCE,
    Anchor,
    Mark,
    _least_changes,
    draw_marks,
    find_anchor,
    make_anchor,
    passages,
    text_content,
)

WALK = "Fui ao largo da feira com a agente de saúde e vimos coisas diferentes. Ela conhece quem vende ali."
words = st.text(alphabet="abcdefgh áé👩🏽‍⚕️\n", max_size=60)
WORDS = ["feira", "largo", "água", "rua", "casa", "visita", "equipe", "território", "porta", "de", "da", "que"]
sentences = st.lists(st.sampled_from(WORDS), min_size=6, max_size=40).map(" ".join)
PIECES = [
    "<p>", "</p>", "<ul><li>", "</li></ul>", "<strong>", "</strong>", "<a href='https://a.example/'>", "</a>", "<br>",
    "<pre>\n\n", "</pre>", "feira & água", "<x> a < b", " olá ", "👩🏽‍⚕️", "&nbsp;é", "<blockquote>", "</blockquote>",
]  # fmt: skip
markup = st.lists(st.sampled_from(PIECES), max_size=25).map("".join).map(clean_html)


def anchored(text, quote):
    start = text.index(quote)
    return make_anchor(text, start, start + len(quote))


def quoted(text, place):
    return place and text[slice(*place)]


def distance(text, words):
    """The least edit distance of `words` to a part of `text`, by the book."""
    column = list(range(len(words) + 1))
    least = column[-1]
    for character in text:
        before, column[0] = column[0], 0
        for row, wanted in enumerate(words, 1):
            before, column[row] = column[row], min(column[row] + 1, column[row - 1] + 1, before + (character != wanted))
        least = min(least, column[-1])
    return least


@given(markup)
def test_text_content_is_what_a_browser_counts(html):
    tree = html5lib.parseFragment(html, treebuilder="dom", namespaceHTMLElements=False)
    shown, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        shown.append(node.data if node.nodeType == node.TEXT_NODE else "")
        waiting.extend(reversed(node.childNodes))
    assert text_content(html) == "".join(shown)


@given(sentences, st.integers(0, 200), st.integers(1, 80))
def test_an_anchor_is_found_where_it_was_made(text, start, length):
    assume(text[start : start + length].strip())
    anchor = make_anchor(text, start, start + length)
    assert find_anchor(text, anchor) == (anchor.start, anchor.end)
    assert text[anchor.start : anchor.end] == anchor.exact == anchor.exact.strip()


@given(words, words)
def test_an_anchor_moves_with_its_sentence(before, after):
    anchor = anchored(WALK, "agente de saúde")
    changed = before + WALK + after
    assert quoted(changed, find_anchor(changed, anchor)) == "agente de saúde"
    assert find_anchor(changed, anchor)[0] == len(before) + anchor.start


def test_of_equal_quotes_the_one_with_the_same_surroundings_is_taken():
    text = "A porta fechada da sala. A porta fechada da rua. A porta fechada da casa."
    anchor = make_anchor(text, 25, 40)
    later = "Hoje vi outra vez. " + text
    assert find_anchor(later, anchor) == (44, 59)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ("Fomos ao largo das feiras com a agente de saúde.", "largo das feiras com a agente de saúde"),
        ("Fui ao Largo da Feira com a agente da saúde e vi.", "Largo da Feira com a agente da saúde"),
        ("Fui à praça e ninguém veio.", None),
        ("", None),
    ],
)
def test_a_changed_passage_is_found_within_bounds(changed, found):
    anchor = anchored(WALK, "largo da feira com a agente de saúde")
    place = find_anchor(changed, anchor)
    assert (quoted(changed, place) or "").strip() == (found or "")


def test_a_short_quote_is_not_guessed():
    anchor = anchored("Ela não veio.", "não")
    assert find_anchor("Hoje não. E amanhã também não.", anchor) is None


def test_an_anchor_of_blanks_is_refused():
    with pytest.raises(ValueError, match="no words"):
        make_anchor("a   b", 1, 4)


@given(st.text(alphabet="abc", max_size=30), st.text(alphabet="abc", min_size=1, max_size=12))
def test_the_bits_count_what_the_table_counts(text, words):
    assert _least_changes(text, words)[0] == distance(text, words)


@settings(deadline=None)
@given(sentences, st.integers(0, 30), st.text(alphabet="xyz", min_size=1, max_size=2))
def test_a_found_passage_is_near_to_the_quote(text, at, typo):
    anchor = make_anchor(text, 0, len(text))
    changed = text[:at] + typo + text[at:]
    place = find_anchor(changed, anchor)
    assume(len(text) >= 5 * TOLERANCE)
    assert place is not None
    assert distance(changed[slice(*place)], anchor.exact) <= len(anchor.exact) // TOLERANCE


@pytest.mark.parametrize(
    ("text", "quote"),
    [("ab" * 50_000, "ab" * 900 + "c"), ("a" * 100_000, "a" * 999 + "b" + "a" * 999), ("a b " * 25_000, "b a " * 400)],
)
def test_hostile_repeats_cost_little(text, quote):
    anchor = Anchor(70_000, 70_000 + len(quote), quote, "a" * 32, "b" * 32)
    began = time.process_time()
    find_anchor(text, anchor)
    assert time.process_time() - began < 1


def marked(html, spans):
    length = len(text_content(html))
    spans = [(min(start, length), min(start + size, length)) for start, size in spans]
    return draw_marks(
        html, [Mark(start, end, str(at), at, '"><script>') for at, (start, end) in enumerate(spans, 1) if start < end]
    )


@given(markup, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 40)), max_size=6))
def test_marks_add_no_text_and_break_no_tag(html, spans):
    drawn = marked(html, spans)
    assert text_content(drawn) == text_content(html)
    bare = re.sub(r'</?mark[^>]*>|<a class="note-sign"[^>]*></a>', "", drawn)
    assert re.findall("<[^>]*>", bare) == re.findall("<[^>]*>", html)
    assert clean_html(bare) == clean_html(html)


@given(markup, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 40)), min_size=1, max_size=6))
def test_every_mark_has_one_sign_and_none_stands_in_a_link(html, spans):
    drawn = marked(html, spans)
    numbers = re.findall(r'data-number="(\d+)"', drawn)
    assert len(numbers) == len(set(numbers))
    assert not re.search(r"<a href[^>]*>(?:(?!</a>).)*note-sign", drawn)
    assert "<script>" not in drawn


def test_overlapping_marks_name_each_comment():
    drawn = draw_marks("<p>um dois <em>três</em></p>", [Mark(0, 7, "a", 1, "1"), Mark(3, 12, "b", 2, "2")])
    assert 'data-notes="a b">dois</mark>' in drawn
    assert '<em><mark class="note" data-notes="b">três</mark>' in drawn


def test_passages_are_sentences_of_their_blocks():
    html = "<h2>A feira</h2><p>Fui lá. Vi &amp; ouvi! E voltei</p><ul><li>um</li><li>dois</li></ul>"
    text = text_content(html)
    found = passages(html)
    assert [words for _, _, words in found] == ["A feira", "Fui lá.", "Vi & ouvi!", "E voltei", "um", "dois"]
    assert all(text[start:end].strip() == words for start, end, words in found)


def test_a_sentence_without_end_is_offered_in_parts():
    assert [len(words) for _, _, words in passages("a" * (LONGEST_QUOTE + 5))] == [LONGEST_QUOTE, 5]
