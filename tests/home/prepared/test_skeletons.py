from django.utils.safestring import mark_safe

from home.prepared import draw_rows, fill

ROW = {
    "href": "/x/", "subject": "", "meta": "", "replies": "0", "unread": 0, "is_pinned": False, "is_locked": False,
}  # fmt: skip


def drawn(**values):
    return draw_rows("forums/topic_row.html", [ROW | values])


def test_words_are_escaped_and_what_is_put_in_is_not_looked_at_again():
    html = drawn(subject="<b>{meta} @@href@@ 100%s", meta=mark_safe("<i>é</i>"))
    assert "&lt;b&gt;{meta} @@href@@ 100%s" in html
    assert "<i>é</i>" in html


def test_each_row_says_what_it_is():
    rows = [ROW | {"subject": "um"}, ROW | {"subject": "dois", "unread": 3, "is_pinned": True}]
    html = draw_rows("forums/topic_row.html", rows)
    assert html == drawn(subject="um") + drawn(subject="dois", unread=3, is_pinned=True)
    assert (html.count("list__row--unread"), html.count("pill--sky")) == (1, 1)


def test_fill_puts_each_word_in_its_place():
    assert fill("<p>@@a@@ @@b@@</p>", {"a": "@@b@@", "b": "2"}) == "<p>@@b@@ 2</p>"
