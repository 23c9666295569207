"""Pages, addresses, files, folders and books: each read from its XML into one unit, or a lesson of units."""

from learning.courses.moodle_backup.addresses import FileArea, Place, resolve
from learning.courses.moodle_backup.course_reading import blocks, make_lesson, make_unit, rich_text
from learning.courses.moodle_backup.html.media import card, file_block
from learning.courses.moodle_backup.records import elements, first, number_of, text_of
from learning.courses.moodle_backup.report import Kind


def page_unit(source, activity):
    """A page of Moodle: its content, and its description where Moodle shows it."""
    record = first(source.archive, activity.file, "page")
    if record is None:
        return None
    options = text_of(record, "displayoptions")
    shown = 's:10:"printintro";s:1:"1"' in options or 's:10:"printintro";i:1' in options
    body = _description(source, activity, record, shown)
    around = source.of_activity(activity, "content")
    body += blocks(text_of(record, "content"), text_of(record, "contentformat"), around)
    return make_unit(activity.key, _title(record, activity), activity.hidden, body)


def address_unit(source, activity):
    """An address: its description, and a card that leads there."""
    record = first(source.archive, activity.file, "url")
    if record is None:
        return None
    title, url = _title(record, activity), text_of(record, "externalurl")
    body = _description(source, activity, record, True)
    address = resolve(url, source.directory, None)
    if address.place is Place.OUTSIDE:
        body.append(_written(card(address.value, title)))
    elif address.place is Place.ITEM:
        value = {"page": {"page_key": address.value}, "address": "", "title": title, "text": ""}
        body.append({"type": "link_card", "value": value})
    else:
        source.report.add(Kind.LINKS, where=title, text=url[:200])
    return make_unit(activity.key, title, activity.hidden, body)


def files_unit(source, activity):
    """A file or a folder: its description, and a block for each file, the main file first."""
    record = first(source.archive, activity.file, activity.kind)
    if record is None:
        return None
    title = _title(record, activity)
    around = source.of_activity(activity, "content", title)
    held = source.files.by_area.get(FileArea(activity.context, f"mod_{activity.kind}", "content"), {})
    body = _description(source, activity, record, True)
    body += [_written(file_block(around, digest, path)) for path, digest in held.items()]
    return make_unit(activity.key, title, activity.hidden, body)


def book_lesson(source, activity):
    """A book: its chapters as units, in their order."""
    chapters = list(elements(source.archive, activity.file, ("chapter",)))
    record = first(source.archive, activity.file, "book")
    if record is None:
        return None
    units = [
        _chapter(source, activity, chapter) for chapter in sorted(chapters, key=lambda each: number_of(each, "pagenum"))
    ]
    intro = rich_text(text_of(record, "intro"), text_of(record, "introformat"), source.of_activity(activity, "intro"))
    return make_lesson(activity.key, _title(record, activity), activity.hidden, intro, units)


def _chapter(source, activity, record):
    number, title = record.get("id") or "", text_of(record, "title").strip() or activity.title
    around = source.of_activity(activity, "chapter", title, number)
    body = blocks(text_of(record, "content"), text_of(record, "contentformat"), around)
    hidden = activity.hidden or text_of(record, "hidden") == "1"
    return make_unit(f"{activity.key}/chapter-{number}", title, hidden, body)


def _title(record, activity):
    return text_of(record, "name").strip() or activity.title or activity.key


def _description(source, activity, record, shown):
    intro = text_of(record, "intro")
    if shown or activity.shows_description:
        return blocks(intro, text_of(record, "introformat"), source.of_activity(activity, "intro"))
    # An editor of the Moodle course chose not to show it to readers.
    source.report.add(Kind.DESCRIPTIONS, where=activity.title, count=int(bool(intro.strip())))
    return []


def _written(solid):
    return {"type": solid.type, "value": solid.value}
