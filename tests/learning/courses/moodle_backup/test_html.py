"""Moodle's HTML as blocks."""

import re

import pytest

from learning.courses.moodle_backup import Kind, blocks_from_html, rich_text_from_html
from learning.courses.moodle_backup.html import with_ids
from learning.courses.moodle_backup.html.words import words_in
from tests.learning.courses.moodle_backup.making import around
from tests.learning.courses.moodle_backup.reading_words import missing_word

pytestmark = pytest.mark.any_database
X = '<embed embedtype="formula" latex="x"/>'


def rich(markup):
    """The rich text of a page that holds nothing else."""
    (block,) = blocks_from_html(markup, around())
    assert block["type"] == "rich_text"
    return block["value"]


def kinds(markup):
    return [block["type"] for block in blocks_from_html(markup, around())]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("plain", "<p>plain</p>"),
        ("a<br>b<br><br>c", "<p>a<br/>b</p><p>c</p>"),
        ("<p>a&nbsp;<strong>b <em>c</em></strong></p>", "<p>a <b>b </b><i><b>c</b></i></p>"),
        ("<div><p>a</p>b</div>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><b>a</b></p><p><b>b</b></p>"),
        ("x<sup>2</sup> &lt; 3", "<p>x<sup>2</sup> &lt; 3</p>"),
        ("<script>evil()</script><style>p{}</style><p onclick='x'>a</p><!-- b -->", "<p>a</p>"),
        ("<p>one</p><hr><p>two</p>", "<p>one</p><hr/><p>two</p>"),
        ("<pre>a\n b</pre>", "<p>a<br/>b</p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p><b>a</b></p><p>b</p>"),
        ("<q>a</q>", "<p>“a”</p>"),
        ("<ul><ul><li>a</li><li>b</li></ul></ul>", "<ul><li>a</li><li>b</li></ul>"),
    ],
)
def test_text_becomes_rich_text(markup, expected):
    assert rich(markup) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [([3, 3, 4, 2], [2, 2, 3, 2]), ([1, 3, 6, 6, 3], [2, 3, 4, 4, 3]), ([5], [2]), ([2, 3, 4, 5], [2, 3, 4, 4])],
)
def test_headings_start_at_two_and_never_skip(levels, expected):
    html = rich("".join(f"<h{level}>A</h{level}>" for level in levels))
    assert [int(level) for level in re.findall(r"<h(\d)>", html)] == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (r"so \(x\) is", f"<p>so {X} is</p>"),
        (r"so \[x\] is", f"<p>so {X} is</p>"),
        (r"so $$x$$ is", f"<p>so {X} is</p>"),
        (r"so \(<span>x</span>\) is", f"<p>so {X} is</p>"),
        (r"so \(a &lt; b\) is", '<p>so <embed embedtype="formula" latex="a &lt; b"/> is</p>'),
        (r"so \(a<c \) is", '<p>so <embed embedtype="formula" latex="a&lt;c"/> is</p>'),
        (r"so \(a \\(b) \) is", '<p>so <embed embedtype="formula" latex="a \\\\(b)"/> is</p>'),
        (r"so \(a\\\) is", '<p>so <embed embedtype="formula" latex="a\\\\"/> is</p>'),
        (r"costs $5 and $6", "<p>costs $5 and $6</p>"),
        (r"so <math><mi>x</mi></math> is", f"<p>so {X} is</p>"),
        (
            r"so <math><mfrac><mn>1</mn><mi>x</mi></mfrac></math>",
            '<p>so <embed embedtype="formula" latex="\\frac{1}{x}"/></p>',
        ),
        (r"<ul><li>\(x\)</li></ul>", f"<ul><li>{X}</li></ul>"),
    ],
)
def test_formulas_stand_in_the_line(markup, expected):
    assert rich(markup) == expected


def test_formula_alone_in_a_paragraph_is_a_block():
    (block,) = blocks_from_html(r"<p>\[ \frac{1}{2} \]</p>", around())
    assert block == {"type": "formula", "value": {"latex": r"\frac{1}{2}", "mathml": "", "description": ""}}


def test_half_a_formula_stays_text_and_is_reported():
    place = around()
    assert blocks_from_html(r"<p>so \(x is</p>", place)[0]["value"] == r"<p>so \(x is</p>"
    assert place.report.counts == {Kind.NOT_UNDERSTOOD: 1}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1&amp;c=2", 'href="https://example.org/a?b=1&amp;c=2"'),
        ("mailto:a@example.org", 'href="mailto:a@example.org"'),
        ("//example.org/a", 'href="https://example.org/a"'),
        ("$@PAGEVIEWBYID*12@$", 'linktype="page" key="page-12"'),
        ("$@BOOKVIEWBYIDCH*14*3@$", 'linktype="page" key="book-14/chapter-3"'),
        ("$@BOOKVIEWBYB*5@$", 'linktype="page" key="book-14"'),
        ("https://moodle.example/mod/page/view.php?id=12", 'linktype="page" key="page-12"'),
        ("https://moodle.example/mod/book/view.php?id=14&amp;chapterid=3", 'linktype="page" key="book-14/chapter-3"'),
        ("@@PLUGINFILE@@/paper.pdf?forcedownload=1", f'linktype="document" file="{"b" * 40}"'),
        ("$@FILEPHP@$$@SLASH@$paper.pdf", f'linktype="document" file="{"b" * 40}"'),
    ],
)
def test_links_lead_outside_or_to_keys(url, expected):
    assert rich(f'<a href="{url}">there</a>') == f"<p><a {expected}>there</a></p>"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " JAVASCRIPT:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "page2.html",
        "$@FORUMVIEWBYID*3@$",
        "$@PAGEVIEWBYID*99@$",
        "@@PLUGINFILE@@/gone.pdf",
        "@@PLUGINFILE@@/../../x",
        "#top",
        "http://[::1",
        "https:///x",
    ],
)
def test_links_that_lead_nowhere_become_text(url):
    place = around()
    assert blocks_from_html(f'<a href="{url}">there</a>', place)[0]["value"] == "<p>there</p>"
    assert sum(place.report.counts.values()) == 1


def test_picture_of_the_backup_keeps_its_words():
    (block,) = blocks_from_html('<p><img src="@@PLUGINFILE@@/graph%20one.png" alt="A graph"></p>', around())
    assert block["type"] == "image"
    assert block["value"]["image"] == {"file": "a" * 40}
    assert (block["value"]["alt_text"], block["value"]["alt_missing"]) == ("A graph", False)


@pytest.mark.parametrize(("alt", "missing", "decorative"), [("", True, False), ('alt=""', False, True)])
def test_picture_without_words_is_marked(alt, missing, decorative):
    place = around()
    (block,) = blocks_from_html(f'<img src="@@PLUGINFILE@@/graph%20one.png" {alt}>', place)
    assert (block["value"]["alt_missing"], block["value"]["decorative"]) == (missing, decorative)
    assert place.report.counts == {Kind.ALT_MISSING if missing else Kind.ALT_EMPTY: 1}


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<img src="https://example.org/a.png" alt="A">', Kind.REMOTE_PICTURES),
        ('<video><source src="https://example.org/a.mp4">fallback</video>', Kind.REMOTE_VIDEOS),
        ('<audio src="https://example.org/a.mp3"></audio>', Kind.REMOTE_AUDIO),
        ('<iframe src="https://example.org/embed"></iframe>', Kind.REMOTE_FRAMES),
    ],
)
def test_what_lies_elsewhere_becomes_a_counted_card(markup, kind):
    place = around()
    before, card, after = blocks_from_html(f"<p>before {markup} after</p>", place)
    assert (before["value"], after["value"]) == ("<p>before</p>", "<p>after</p>")
    assert card["type"] == "link_card"
    assert card["value"]["address"].startswith("https://example.org/")
    assert place.report.counts == {kind: 1}


def test_video_of_the_backup_is_a_video():
    (block,) = blocks_from_html('<video title="Visit"><source src="@@PLUGINFILE@@/film.mp4"></video>', around())
    assert (block["type"], block["value"]["media"], block["value"]["title"]) == ("video", {"file": "c" * 40}, "Visit")


def test_figure_gives_its_caption_to_its_picture():
    (block,) = blocks_from_html(
        '<figure><img src="@@PLUGINFILE@@/graph%20one.png" alt="A"><figcaption>Seen <b>twice</b></figcaption></figure>',
        around(),
    )
    assert block["value"]["caption"] == "Seen twice"


def table_of(markup):
    (block,) = blocks_from_html(markup, around())
    assert block["type"] == "table"
    value = block["value"]
    return (
        [column["heading"] for column in value["columns"]],
        [row["values"] for row in value["rows"]],
        value["caption"],
    )


def test_table_keeps_caption_headings_and_cells():
    headings, rows, caption = table_of(
        "<table><caption>Visits</caption><tr><th>Day</th><th>Homes</th></tr>"
        "<tr><td>Monday</td><td><ul><li>a</li><li>b</li></ul></td></tr></table>"
    )
    assert (headings, caption) == (["Day", "Homes"], "Visits")
    assert rows == [["<p>Monday</p>", "<p>• a</p><p>• b</p>"]]


def test_table_fills_the_places_that_wide_and_high_cells_cover():
    _headings, rows, _caption = table_of(
        "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr>"
        "<tr><td>e</td><td>f</td><td>g</td></tr></table>"
    )
    assert rows == [["<p>a</p>", "<p>b</p>", ""], ["", "<p>c</p>", "<p>d</p>"], ["<p>e</p>", "<p>f</p>", "<p>g</p>"]]


def test_headings_with_formulas_stay_a_row():
    headings, rows, _caption = table_of(
        r"<table><tr><th>\(x\)</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert headings == ["", ""]
    assert rows[0] == [f"<p>{X}</p>", "<p><b>b</b></p>"]


def test_row_of_one_wide_cell_stands_outside_of_the_table():
    markup = (
        "<table><tr><td colspan=2><h3>Q</h3><table><tr><td>1</td><td>2</td></tr></table></td></tr>"
        "<tr><td>a</td><td>b</td></tr></table>"
    )
    assert kinds(markup) == ["rich_text", "table", "table"]


def test_picture_in_a_cell_follows_the_table():
    markup = '<table><tr><td>a</td><td><img src="@@PLUGINFILE@@/graph%20one.png" alt="Graph"></td></tr></table>'
    table, image = blocks_from_html(markup, around())
    assert table["value"]["rows"][0]["values"] == ["<p>a</p>", "<p>Graph</p>"]
    assert image["value"]["image"] == {"file": "a" * 40}


@pytest.mark.parametrize(
    "attribute",
    ['colspan="100000000"', 'colspan="-1"', 'colspan="x"', 'rowspan="99999"', 'colspan="1000" rowspan="1000"'],
)
def test_table_with_absurd_spans_stays_small(attribute):
    blocks = blocks_from_html(f"<table><tr><td {attribute}>a</td><td>b</td></tr><tr><td>c</td></tr></table>", around())
    assert len(str(blocks)) < 10_000
    assert words_in(blocks) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>a<b>b</b>c<li>d</li><i>e</i>f</ul>", "<ul><li>a<b>b</b>c</li><li>d<br/><i>e</i>f</li></ul>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br/>b</li></ol>"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "<p>3. a</p><p>4. b</p>"),
        ('<ol type="a" start="2"><li>a</li></ol>', "<p>b. a</p>"),
        ('<ol type="I" start="4"><li>a</li></ol>', "<p>IV. a</p>"),
    ],
)
def test_lists_keep_their_marks(markup, expected):
    assert rich(markup) == expected


def test_list_with_a_picture_becomes_numbered_paragraphs():
    markup = '<ol><li>a <img src="@@PLUGINFILE@@/graph%20one.png" alt="G"></li><li>b</li></ol>'
    assert [block["value"] for block in blocks_from_html(markup, around())][::2] == ["<p>1. a</p>", "<p>2. b</p>"]


def test_folding_parts_become_collapsible():
    details = "<details><summary>More</summary><p>Hidden</p></details>"
    card = (
        '<div class="card"><div class="card-header"><h5>More</h5></div><div class="collapse"><p>Hidden</p></div></div>'
    )
    for markup in (details, card):
        (block,) = blocks_from_html(markup, around())
        assert block["value"] == {"summary": "More", "content": [{"type": "rich_text", "value": "<p>Hidden</p>"}]}


def test_alert_becomes_a_call_out_and_quotation_a_quotation():
    (call_out,) = blocks_from_html(
        '<div class="alert alert-warning"><p><b>Mind</b></p><p>Wash hands</p></div>', around()
    )
    assert call_out["value"] == {"kind": "warning", "title": "Mind", "text": "<p>Wash hands</p>"}
    (quotation,) = blocks_from_html("<blockquote><p>Words</p><cite>Freire</cite></blockquote>", around())
    assert quotation["value"] == {"text": "Words", "source": "Freire", "address": ""}


def test_exercise_becomes_question_and_folded_answer():
    markup = """<div class="os-raise-ib-input" data-button-text="Solution">
        <div class="os-raise-ib-input-content"><p>Look</p></div>
        <div class="os-raise-ib-input-prompt"><p>What do you see?</p></div>
        <div class="os-raise-ib-input-ack"><p>Much</p></div></div>"""
    look, think, answer = blocks_from_html(markup, around())
    assert look["value"] == "<p>Look</p>"
    assert think == {"type": "think", "value": {"question": "What do you see?", "hint": ""}}
    assert answer["value"]["summary"] == "Solution"


def test_part_that_waits_for_a_button_folds_under_its_words():
    markup = """<div class="os-raise-ib-cta" data-button-text="Show" data-fire-event="e"><p>Try</p></div>
        <div class="os-raise-ib-content" data-wait-for-event="e"><p>Done</p></div>"""
    prompt, folded = blocks_from_html(markup, around())
    assert (prompt["value"], folded["value"]["summary"]) == ("<p>Try</p>", "Show")


def test_problem_shows_its_options_alike():
    markup = """<div class="os-raise-ib-pset-problem" data-problem-type="multiplechoice" data-solution="b"
        data-solution-options='["a", "b"]'><div class="os-raise-ib-pset-problem-content"><p>Which?</p></div>
        <div class="os-raise-ib-pset-correct-response"><p>Yes</p></div></div>"""
    question, feedback = blocks_from_html(markup, around())
    assert question["value"] == "<p>Which?</p><ul><li>a</li><li>b</li></ul>"
    assert words_in(feedback["value"]["content"]) == ["Yes"]


def test_summary_is_rich_text_alone():
    html = rich_text_from_html(
        '<h3>A</h3><table><tr><td>b</td><td>c</td></tr></table><iframe src="https://example.org"></iframe>', around()
    )
    assert html == '<h2>A</h2><p>b | c</p><p><a href="https://example.org">Embedded page</a></p>'


@pytest.mark.parametrize(
    "tag", ["div", "ul", "b", "table", "blockquote", "details", "source", "tbody", "font", "dl", "li", "figure"]
)
def test_deep_page_keeps_its_words_and_does_not_exhaust_the_stack(tag):
    blocks = blocks_from_html(f"<{tag}>" * 5000 + "deep words", around())
    assert missing_word(["deep", "words"], words_in(blocks)) == ""


def test_ids_of_blocks_stay_with_their_content():
    one, two = ({"type": "rich_text", "value": f"<p>{word}</p>"} for word in "ab")
    first, second = with_ids([one, two], "page-1"), with_ids([two, one, one], "page-1")
    assert [block["id"] for block in first] == [second[1]["id"], second[0]["id"]]
    assert len({block["id"] for block in second}) == 3
