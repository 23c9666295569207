"""The blocks of a backup's unit as blocks of ours, in raw form: every reference becomes a number.

What a reference cannot give is told in words where it stood: a file that is not taken by its title, a card without
target by its text.
"""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

from home.pages.completeness import find_gaps
from learning.courses.moodle_import.report import Outcome
from learning.courses.moodle_import.rich_text import References, paragraph, stored

# (type, value) of a block.
Part = tuple[str, dict | str]
# The limits of the fields that an editor fills: what is longer could not be saved again, not even as a draft.
LIMITS = {
    "image": {"alt_text": 400, "caption": 400},
    "audio": {"title": 200},
    "video": {"title": 200},
    "document": {"title": 200, "description": 400},
    "call_out": {"title": 200},
    "quotation": {"source": 300},
    "collapsible": {"summary": 200},
    "think": {"question": 500, "hint": 500},
    "link_card": {"title": 200},
}
LONGEST_CARD_TEXT = 400
RECORDINGS = ("audio", "video")


def stored_body(blocks: tuple | list, references: References, where: str) -> list[dict]:
    """Returns the raw stream. `where` is the page's title, for the report."""
    body = []
    for block in blocks:
        parts = BLOCKS[block["type"]](block["value"], references, where)
        for number, (kind, value) in enumerate(parts):
            # One block that became several: the first keeps its id, by which a reader's answer is kept.
            identity = str(uuid5(UUID(block["id"]), str(number))) if number else block["id"]
            body.append({"type": kind, "value": _shortened(kind, value, references, where), "id": identity})
    return body


def lacks_words(body: list[dict]) -> bool:
    """Whether a recording stops publication: it has neither transcript nor captions."""
    return bool(find_gaps([block for block in body if block["type"] in RECORDINGS], {}))


def _shortened(kind: str, value: dict | str, references: References, where: str) -> dict | str:
    for name, limit in LIMITS.get(kind, {}).items():
        if len(value.get(name) or "") > limit:
            references.report.add(Outcome.SHORTENED, where=where, text=value[name])
            value = value | {name: value[name][: limit - 1].rsplit(" ", 1)[0] + "…"}
    return value


def _text(value: str, references: References, where: str) -> Iterator[Part]:
    yield "rich_text", stored(value, references, where)


def _as_it_is(kind: str) -> Callable:
    def keep(value: dict, references: References, where: str) -> Iterator[Part]:
        yield kind, value

    return keep


def _words(*texts: str) -> Iterator[Part]:
    html = paragraph(*texts)
    if html:
        yield "rich_text", html


def _image(value: dict, references: References, where: str) -> Iterator[Part]:
    digest = value["image"]["file"]
    image = references.files.image(digest)
    if image is not None:
        yield "image", value | {"image": image}
    else:
        title = value["alt_text"] or value["caption"]
        yield from _document({"document": value["image"], "title": title, "description": ""}, references, where)


def _recording(kind: str) -> Callable:
    def keep(value: dict, references: References, where: str) -> Iterator[Part]:
        files, digest = references.files, value["media"]["file"]
        media = files.recording(digest, kind)
        if media is None:
            title = {"title": value["title"], "description": ""}
            yield from _document({"document": value["media"], **title}, references, where)
            return
        captions, poster = value.get("captions"), value.get("poster")
        value = value | {"media": media, "captions": captions and files.document(captions["file"])}
        yield kind, value | ({"poster": poster and files.image(poster["file"])} if kind == "video" else {})

    return keep


def _document(value: dict, references: References, where: str) -> Iterator[Part]:
    digest = value["document"]["file"]
    document = references.files.document(digest)
    if document is not None:
        yield "document", value | {"document": document}
    else:
        references.files.refuse(digest)
        yield from _words(value["title"], value["description"])


def _card(value: dict, references: References, where: str) -> Iterator[Part]:
    if value["page"]:
        page = references.page(value["page"]["page_key"], where)
        if page is None:
            yield from _words(value["title"], value["text"])
            return
        value = value | {"page": page}
    if len(value["text"]) <= LONGEST_CARD_TEXT:
        yield "link_card", value
    else:
        yield "link_card", value | {"text": ""}
        yield from _words(value["text"])


def _call_out(value: dict, references: References, where: str) -> Iterator[Part]:
    yield "call_out", value | {"text": stored(value["text"], references, where)}


def _table(value: dict, references: References, where: str) -> Iterator[Part]:
    rows = [{"values": [stored(cell, references, where) for cell in row["values"]]} for row in value["rows"]]
    yield "table", value | {"rows": rows}


def _collapsible(value: dict, references: References, where: str) -> Iterator[Part]:
    yield "collapsible", value | {"content": stored_body(value["content"], references, where)}


def _formula(value: dict, references: References, where: str) -> Iterator[Part]:
    mathml = references.mathml(value["latex"], where, block=True)
    if mathml:
        yield "formula", value | {"mathml": mathml}
    else:
        yield from _words(value["latex"])


BLOCKS: dict[str, Callable[..., Iterator[Part]]] = {
    "rich_text": _text,
    "image": _image,
    "audio": _recording("audio"),
    "video": _recording("video"),
    "document": _document,
    "call_out": _call_out,
    "quotation": _as_it_is("quotation"),
    "think": _as_it_is("think"),
    "table": _table,
    "collapsible": _collapsible,
    "link_card": _card,
    "formula": _formula,
}
