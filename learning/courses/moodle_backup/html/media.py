"""Pictures, recordings, videos and frames: from the backup they become blocks, from elsewhere cards with a
link.
"""

import re

from django.utils.translation import gettext as _

from learning.courses.moodle_backup.addresses import Place
from learning.courses.moodle_backup.html.nodes import Box, Link, Paragraph, Solid, Style, Text
from learning.courses.moodle_backup.report import Kind

LONGEST_TITLE = 120
# Some editors pasted HTML into alternative texts.
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
REMOTE_KINDS = {
    "image": Kind.REMOTE_PICTURES,
    "video": Kind.REMOTE_VIDEOS,
    "audio": Kind.REMOTE_AUDIO,
    "frame": Kind.REMOTE_FRAMES,
}


def card(address, title, text=""):
    """A card that leads to an outside address; a long title moves into the card's text."""
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        text = f"{title} {text}".strip()
        title = title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return Solid("link_card", {"page": None, "address": address, "title": title, "text": text})


def picture(reader, element):
    """The node of an `<img>`."""
    words = " ".join(MARKUP.sub(" ", element.get("alt") or "").split())
    return _medium(reader, element, "image", element.get("src") or "", words)


def recording(reader, element):
    """The node of a `<video>` or `<audio>`: the first of its sources that leads anywhere."""
    kind = element.tag
    # Several sources are the same recording in other encodings.
    addresses = [element.get("src"), *(source.get("src") for source in element.iter("source"))]
    found = next(
        (url for url in addresses if url and reader.around.resolve(url).place is not Place.NOWHERE),
        addresses[-1] or "",
    )
    return _medium(reader, element, kind, found, (element.get("title") or element.get("aria-label") or "").strip())


def frame(reader, element):
    """The node of an `<iframe>`, `<object>` or `<embed>`."""
    url = element.get("src") or element.get("data") or ""
    return _medium(reader, element, "frame", url, (element.get("title") or "").strip())


def file_block(around, digest, title):
    """The block for a file that stands for itself, chosen by its type."""
    main = around.mimetypes.get(digest, "").split("/")[0]
    if main == "image":
        around.note(Kind.ALT_MISSING, title)
        return _image(digest, "", False, True, title)
    if main in ("video", "audio"):
        return _recording(main, digest, title)
    return Solid("document", {"document": {"file": digest}, "title": title, "description": ""})


def _medium(reader, element, kind, url, words):
    around, address = reader.around, reader.around.resolve(url)
    if address.place is Place.OUTSIDE:
        return _remote(reader, element, kind, address.value, words)
    if address.place is Place.ITEM:
        return Solid(
            "link_card",
            {"page": {"page_key": address.value}, "address": "", "title": words or _("Page"), "text": ""},
        )
    if address.place is Place.NOWHERE:
        around.note_missing(url) if url and not url.startswith("data:") else around.note(
            Kind.NOT_UNDERSTOOD, f"<{element.tag}>"
        )
        return Paragraph((Text(words),)) if words else None
    # What Moodle claims of a file only chooses the block; the one who stores the bytes must look at them.
    main = around.mimetypes.get(address.value, "").split("/")[0]
    if kind == "image" and main in ("image", ""):
        missing = _alternative_is_missing(around, element, url)
        return _image(address.value, words, not words and not missing, missing)
    if kind in ("video", "audio"):
        return _recording(kind, address.value, words, _captions(reader, element), _poster(reader, element))
    return file_block(around, address.value, words or url.split("?")[0].rsplit("/", 1)[-1])


def _remote(reader, element, kind, url, words):
    around = reader.around
    around.note(REMOTE_KINDS[kind], url[:200])
    if kind == "image":
        _alternative_is_missing(around, element, url)
    for track in element.iter("track"):
        around.note(Kind.REMOTE_CAPTIONS, (track.get("src") or "")[:200])
    names = {"image": _("Picture"), "video": _("Video"), "audio": _("Recording"), "frame": _("Embedded page")}
    return card(url, words or names[kind])


def _alternative_is_missing(around, element, url):
    """Counts a picture without alternative text; an empty text says that the picture is decoration."""
    words = element.get("alt")
    if words is None:
        around.note(Kind.ALT_MISSING, url[:200])
    elif not words.strip() and element.get("role") != "presentation":
        around.note(Kind.ALT_EMPTY, url[:200])
    return words is None


def _image(digest, words, decorative, missing, caption=""):
    value = {"image": {"file": digest}, "alt_text": words, "decorative": decorative, "caption": caption}
    return Solid("image", value | {"credit": "", "licence": "", "alt_missing": missing})


def _recording(kind, digest, title, captions=None, poster=None):
    value = {"media": {"file": digest}, "title": title, "captions": captions, "transcript": ""}
    return Solid(kind, value | ({"address": "", "poster": poster} if kind == "video" else {}))


def _captions(reader, element):
    for track in element.iter("track"):
        address = reader.around.resolve(track.get("src") or "")
        if address.place is Place.FILE:
            return {"file": address.value}
    return None


def _poster(reader, element):
    address = reader.around.resolve(element.get("poster") or "")
    return {"file": address.value} if address.place is Place.FILE else None


def as_line(solid):
    """The runs that stand for a block where only lines may stand: its title, with a link where it has one."""
    value = solid.value
    title = value.get("title") or value.get("alt_text") or value.get("question") or value.get("caption") or ""
    return tuple(
        Text(text, Style(link=link)) for text, link in ((title, _link(solid)), (value.get("text", ""), None)) if text
    )


def _link(solid):
    value = solid.value
    if solid.type == "link_card":
        return Link("page", value["page"]["page_key"]) if value["page"] else Link("external", value["address"])
    if solid.type == "document":
        return Link("document", value["document"]["file"])
    return None


def captioned(nodes, caption):
    """The nodes of a figure, its caption put into the one picture or card that it holds; None where there
    is no such one.
    """
    solid = next((node for node in nodes if isinstance(node, Solid) and node.type in ("image", "link_card")), None)
    if solid is None or sum(isinstance(node, Solid | Box) for node in nodes) != 1 or nodes[-1] is not solid:
        return None
    name = "caption" if solid.type == "image" else "text"
    words = f"{solid.value[name]} {caption}".strip()
    return [*nodes[:-1], Solid(solid.type, solid.value | {name: words})]
