"""Whatever comes in, no word of a page is lost and nothing that is not allowed gets through."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.courses.moodle_backup import blocks_from_html
from learning.courses.moodle_backup.html.words import words_in
from tests.examples import some_of
from tests.learning.courses.moodle_backup.making import around
from tests.learning.courses.moodle_backup.reading_words import missing_word, source_words

WORDS = st.text(alphabet="abcdé ", min_size=1, max_size=8)
LEAVES = st.one_of(WORDS, WORDS.map(lambda word: rf"\({word}\)"), st.just("<br>"), st.just("&lt;"), st.just("<hr>"))
# Text that strays between cells stands before its table, as in a browser: so no cell outside of a row here.
WRAPPERS = [
    "p",
    "div",
    "b",
    "em",
    "span",
    "h3",
    "h5",
    "blockquote",
    "u",
    "a href='https://a.example'",
    "section",
    "pre",
    "sup",
    "ul><li",
    "ol start=3><li",
    "table><tr><td",
    "table><caption>c</caption><tr><th",
    "details",
    "figure",
    "font",
    "center",
    "div class='alert alert-info'",
    "div class='os-raise-graybox'",
    "dl><dt",
    "fieldset",
    "li",
]


def wrapped(children):
    def close(opening):
        return "".join(f"</{part.split()[0]}>" for part in reversed(opening.split("><")) if "/" not in part)

    inner = st.lists(children, min_size=1, max_size=4).map("".join)
    return st.tuples(st.sampled_from(WRAPPERS), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}{close(pair[0])}")


@settings(max_examples=some_of(400), deadline=None)
@given(markup=st.recursive(LEAVES, wrapped, max_leaves=25))
def test_no_word_of_a_page_is_lost_or_moved(markup):
    blocks = blocks_from_html(markup, around())
    wanted = re.findall(r"\w+", " ".join(source_words(markup)))
    shown = re.findall(r"\w+", " ".join(words_in(blocks)))
    assert missing_word(wanted, shown) == ""


ALLOWED = re.compile(
    r"</?(?:p|h[234]|b|i|sup|sub|ul|ol|li)>|<(?:br|hr)/>|</a>"
    r'|<a (?:href="(?:https?|mailto|tel):[^"]*"|linktype="(?:page" key|document" file)="[^"]*")>'
    r'|<embed embedtype="formula" latex="[^"]*"/>'
)
SCRAPS = [
    "<p>",
    "</p>",
    "<b>",
    "<a href=",
    "'javascript:x'",
    '"https://a.example/"',
    ">",
    "<img src=",
    " onerror=x",
    "<svg/onload=x>",
    "<math>",
    "</table>",
    "<table>",
    "<td>",
    "<li>",
    "<!--",
    "-->",
    "\\(",
    "\\)",
    "$$",
    "&lt;script&gt;",
    "<script>",
    "x",
    "<iframe src=",
    "\x00",
]


@settings(max_examples=some_of(400), deadline=None)
@given(markup=st.lists(st.sampled_from(SCRAPS), max_size=20).map("".join))
def test_rich_text_holds_only_its_features_whatever_comes_in(markup):
    for html in rich_texts(blocks_from_html(markup, around())):
        assert not re.search(r"[<>]", ALLOWED.sub("", html))


def rich_texts(blocks):
    for block in blocks:
        value = block["value"]
        if block["type"] == "rich_text":
            yield value
        elif block["type"] == "table":
            yield from (cell for row in value["rows"] for cell in row["values"])
        elif block["type"] == "collapsible":
            yield from rich_texts(value["content"])
        elif block["type"] == "call_out":
            yield value["text"]
