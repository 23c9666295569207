"""Labels: text that Moodle shows between the items of a section, where we have no place for text.

A label of more than `LONG` words becomes a unit of its own. A shorter one goes to the head of what follows
it: of the next unit's
body, or of the next lesson's introduction; with nothing after it, to the end of the module's summary. A
label that is hidden while
its neighbour is not, or that holds more than text where only text can go, becomes a unit too.
"""

from dataclasses import replace

from learning.courses.moodle_backup.course_reading import blocks, checksum, make_lesson, make_unit
from learning.courses.moodle_backup.html import with_ids
from learning.courses.moodle_backup.html.words import words_in
from learning.courses.moodle_backup.records import first, text_of
from learning.courses.moodle_backup.structure import Unit

LONG = 30
LONGEST_TITLE = 80


class Label:
    """One label that was read: `body` are its blocks."""

    def __init__(self, activity, title, body):
        self.key, self.hidden = activity.key, activity.hidden
        self.title, self.body = title, body

    @property
    def is_text(self):
        return all(block["type"] == "rich_text" for block in self.body)

    @property
    def is_long(self):
        return len(words_in(self.body)) > LONG

    @property
    def html(self):
        return "".join(block["value"] for block in self.body)

    def unit(self):
        return make_unit(self.key, self.title, self.hidden, self.body)


def read_label(source, activity):
    """The `Label` of an activity, or None where it holds nothing."""
    record = first(source.archive, activity.file, "label")
    if record is None:
        return None
    body = blocks(text_of(record, "intro"), text_of(record, "introformat"), source.of_activity(activity, "intro"))
    return Label(activity, _title(record, activity, body), body) if body else None


def _title(record, activity, body):
    name = text_of(record, "name").strip()
    # Moodle makes the name from the beginning of the text and cuts it anywhere.
    if name and not name.endswith("..."):
        return name
    words = " ".join(words_in(body))
    if len(words) <= LONGEST_TITLE:
        return words or name or activity.key
    return words[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def placed(labels, item):
    """(units that go before `item`, the item with the labels in it); `labels` are those that waited for
    it, in their order.
    """
    before, joined = [], []
    for label in labels:
        # Order is kept: once a label has its own unit, only later ones can still join the item.
        if label.is_long or not _can_join(label, item):
            before += [each.unit() for each in [*joined, label]]
            joined = []
        else:
            joined.append(label)
    return before, _joined(joined, item)


def left_over(labels):
    """(units, rich text for the module's summary) of labels that nothing follows."""
    units, html = [], []
    # A summary is text and is always shown.
    for label in labels:
        if label.is_long or label.hidden or not label.is_text:
            units.append(label.unit())
        else:
            html.append(label.html)
    return units, "".join(html)


def _can_join(label, item):
    return label.hidden == item.hidden and (isinstance(item, Unit) or label.is_text)


def _joined(labels, item):
    if not labels:
        return item
    if isinstance(item, Unit):
        head = [block for label in labels for block in with_ids(label.body, label.key)]
        mark = checksum([item.checksum, [label.body for label in labels]])
        return replace(item, body=(*head, *item.body), checksum=mark)
    intro = "".join(label.html for label in labels) + item.intro
    return make_lesson(item.key, item.title, item.hidden, intro, item.units)
