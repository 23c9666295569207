"""What the admin's block picker shows of each block: segments with words of our own, made when they are asked for."""

from collections.abc import Callable

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

from learning.courses.segments import Sources, render_body

WIDTH, HEIGHT = 640, 400
NOTHING = Sources(images={}, renditions={}, documents={}, media={}, terms={}, pages={})


def example_of(name: str) -> list:
    """Returns segments (see learning.courses.segments) for the block of this name, none for a strange one."""
    make = EXAMPLES.get(name)
    return make() if make else []


def _picture(**changes) -> dict:
    return {
        "image": 0,
        "width": WIDTH,
        "height": HEIGHT,
        "webp": [],
        "jpeg": [[WIDTH, static("img/example.svg")]],
        "waiting": False,
        "alt": _("A road between houses, with a health post at its end"),
        "caption": _("The way to the health post"),
        "credit": "",
        "licence": "CC BY 4.0",
        **changes,
    }


def _rich_text() -> list:
    heading, text = _("Walk, listen, count"), _("A visit begins before the door opens. Write down:")
    items = (_("who was at home;"), _("what they told you first."))
    html = format_html("<h2>{}</h2><p>{}</p><ul><li>{}</li><li>{}</li></ul>", heading, text, *items)
    return [["html", str(html)]]


def _call_out() -> list:
    html = str(format_html("<p>{}</p>", _("Take this list along on your next three visits.")))
    return [["call_out", {"kind": "practice", "title": "", "html": html}]]


def _quotation() -> list:
    words = _("Nobody educates anybody, nobody educates themselves: people educate one another.")
    return [["quotation", {"text": words, "source": "Paulo Freire, 1968", "address": ""}]]


def _collapsible() -> list:
    inside = [["html", str(format_html("<p>{}</p>", _("Closed at first; here it stands open to be seen.")))]]
    return [["collapsible", {"summary": _("To know more"), "segments": inside}], *inside]


def _glossary_term() -> list:
    meaning = _("The place where people live, work and fall ill, with all that joins them.")
    return [["glossary", {"term": _("territory"), "definition": meaning, "note": ""}]]


def _gallery() -> list:
    return [["gallery", {"title": _("Before and after"), "figures": [_picture(caption=""), _picture(caption="")]}]]


def _recording() -> dict:
    transcript = str(format_html("<p>{}</p>", _("“We began by asking who was missing.”")))
    return {"address": "", "type": "", "title": _("A nurse tells"), "transcript": transcript, "captions": ""}


def _video() -> list:
    player = {"provider": "youtube", "id": "", "player": "https://www.youtube-nocookie.com/", "poster": _picture()}
    return [["video", {**_recording(), **player}]]


def _document() -> list:
    facts = {"title": _("Guide for the walk"), "description": _("Two pages to print."), "extension": "pdf"}
    return [["document", {**facts, "address": "", "size": 120_000}]]


def _think() -> list:
    hint = _("Think of last week.")
    return [["think", {"block": "", "question": _("Who never comes to your health post?"), "hint": hint}]]


def _link_card() -> list:
    facts = {"title": _("Who lives here, who is missing"), "text": _("How to draw the map of your area.")}
    return [["card", {**facts, "item": None, "address": "", "outside": False}]]


def _table() -> list:
    columns = [{"type": "text", "heading": heading} for heading in (_("Day"), _("Visits"))]
    rows = [{"values": [_("Monday"), "6"]}, {"values": [_("Tuesday"), "4"]}]
    value = {"columns": columns, "rows": rows, "caption": _("A week")}
    return render_body([{"type": "table", "value": value}], NOTHING)


def _formula() -> list:
    value = {"latex": r"\frac{12}{480} \times 1000 = 25", "description": ""}
    return render_body([{"type": "formula", "value": value}], NOTHING)


EXAMPLES: dict[str, Callable[[], list]] = {
    "rich_text": _rich_text,
    "call_out": _call_out,
    "quotation": _quotation,
    "collapsible": _collapsible,
    "glossary_term": _glossary_term,
    "image": lambda: [["picture", _picture()]],
    "gallery": _gallery,
    "video": _video,
    "audio": lambda: [["audio", _recording()]],
    "document": _document,
    "think": _think,
    "link_card": _link_card,
    "table": _table,
    "formula": _formula,
}
