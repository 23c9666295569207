"""Blocks, as stored, to segments."""

import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping

import nh3
from django.utils.html import escape
from wagtail.rich_text.rewriters import extract_attrs

from home.pages.completeness import list_items
from home.pages.formulas import FormulaError, to_mathml
from home.pages.pictures import picture_sources
from home.pages.video_addresses import parse_video_address
from learning.courses.segments.sources import Sources

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "b", "i", "sup", "sub", "hr", "br"}
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
EMBED = re.compile(r"<embed\b([^>]*?)/?>(?:</embed>)?")
# Stands for a formula while the text around it is cleaned; a private character that no keyboard makes.
MARK = "\ue0f0"
FORMULA_MARK = re.compile(rf"{MARK}(\d+){MARK}")

type_of = mimetypes.guess_type


def render_rich_text(html: str, sources: Sources) -> str:
    """Returns a rich text, as stored, as clean HTML: links lead to where pages are read, formulas are MathML."""
    formulas: list[str] = []

    def set_formula(match: re.Match) -> str:
        attributes = extract_attrs(match.group(1))
        if attributes.get("embedtype") != "formula":
            return ""
        formulas.append(_math(attributes.get("latex", "")) or f"<code>{escape(attributes.get('latex', ''))}</code>")
        return f"{MARK}{len(formulas) - 1}{MARK}"

    html = EMBED.sub(set_formula, (html or "").replace(MARK, ""))
    html = LINK.sub(lambda match: _link(match, sources), html)
    html = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )
    return FORMULA_MARK.sub(lambda match: formulas[int(match.group(1))], html)


def render_body(stream: Iterable[Mapping], sources: Sources) -> list[list]:
    """Returns the segments of a stream's raw value; neighbouring texts become one segment."""
    segments: list[list] = []
    for block in stream:
        for segment in _render_block(block, sources):
            if segment[0] == "html" and segments and segments[-1][0] == "html":
                segments[-1][1] += segment[1]
            else:
                segments.append(segment)
    return segments


def is_waiting(segments: list) -> bool:
    """Whether a picture of these segments is still to be made."""
    return any(_waits(payload) for kind, payload in segments if kind != "html")


def _waits(payload: dict) -> bool:
    return bool(
        payload.get("waiting")
        or (payload.get("poster") or {}).get("waiting")
        or any(figure["waiting"] for figure in payload.get("figures", ()))
        or is_waiting(payload.get("segments", []))
    )


def _render_block(block: Mapping, sources: Sources) -> list[list]:
    kind, value = block["type"], block["value"]
    if kind == "rich_text":
        html = render_rich_text(value, sources)
        return [["html", html]] if html.strip() else []
    if kind == "think":
        return [
            ["think", {"block": block.get("id") or "", "question": value["question"], "hint": _text(value, "hint")}]
        ]
    if kind not in PAYLOADS or not value:
        return []
    name, make = PAYLOADS[kind]
    payload = make(value, sources)
    return [[name, payload]] if payload else []


def _link(match: re.Match, sources: Sources) -> str:
    attributes, text = extract_attrs(match.group(1)), match.group(2)
    kind, target = attributes.get("linktype"), attributes.get("id", "")
    if kind is None:
        return match.group(0)
    address = ""
    if kind == "page" and target.isdigit():
        address = sources.pages.get(int(target), ("", ""))[0]
    elif kind == "document" and target.isdigit():
        address = _document_address(int(target), sources)
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def _text(value: Mapping, key: str) -> str:
    return (value.get(key) or "").strip()


def _math(latex: str, *, block: bool = False) -> str:
    try:
        return to_mathml(latex, block=block)
    except FormulaError:
        return ""


def picture_file(image_id: int | None, sources: Sources) -> dict | None:
    image = sources.images.get(image_id)
    return image and picture_sources(image, sources.renditions.get(image_id, {}))


def _picture(value: Mapping, sources: Sources) -> dict | None:
    found = picture_file(value.get("image"), sources)
    if not found:
        return None
    image = sources.images[value["image"]]
    return found | {
        "alt": "" if value.get("decorative") else _text(value, "alt_text"),
        "caption": _text(value, "caption"),
        "credit": _text(value, "credit") or image["credit"],
        "licence": _text(value, "licence") or image["licence"],
    }


def _gallery(value: Mapping, sources: Sources) -> dict | None:
    figures = filter(None, (_picture(figure, sources) for figure in list_items(value.get("figures") or [])))
    return {"title": _text(value, "title"), "figures": list(figures)}


def _document_address(document_id: int | None, sources: Sources) -> str:
    document = sources.documents.get(document_id)
    return document.url if document else ""


def _audio(value: Mapping, sources: Sources) -> dict | None:
    media = sources.media.get(value.get("media"))
    if not media:
        return None
    return {
        "address": media.url,
        "type": type_of(media.file.name)[0] or "",
        "title": _text(value, "title") or media.title,
        "transcript": render_rich_text(value.get("transcript") or "", sources),
        "captions": _document_address(value.get("captions"), sources),
    }


def _video(value: Mapping, sources: Sources) -> dict | None:
    rest = {"poster": picture_file(value.get("poster"), sources)}
    if value.get("media"):
        audio = _audio(value, sources)
        return audio and {"provider": "file", "id": "", "player": "", **audio, **rest}
    found = parse_video_address(_text(value, "address"))
    if not found:
        return None
    return {
        "provider": found.provider,
        "id": found.video_id,
        "address": found.watch,
        "player": found.player,
        "type": "",
        "title": _text(value, "title"),
        "transcript": render_rich_text(value.get("transcript") or "", sources),
        "captions": "",
        **rest,
    }


def _document(value: Mapping, sources: Sources) -> dict | None:
    document = sources.documents.get(value.get("document"))
    return document and {
        "address": document.url,
        "title": _text(value, "title") or document.title,
        "description": _text(value, "description"),
        "extension": document.file_extension,
        "size": document.file_size or 0,
    }


def _call_out(value: Mapping, sources: Sources) -> dict:
    return {
        "kind": value.get("kind") or "info",
        "title": _text(value, "title"),
        "html": render_rich_text(value.get("text") or "", sources),
    }


def _quotation(value: Mapping, sources: Sources) -> dict:
    return {key: _text(value, key) for key in ("text", "source", "address")}


def _table(value: Mapping, sources: Sources) -> dict:
    headings = [escape(column.get("heading") or "") for column in value.get("columns", [])]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    body = "".join(f"<tr>{_cells(row['values'], headings, sources)}</tr>" for row in value.get("rows", []))
    caption = _text(value, "caption")
    head = f"<thead><tr>{head}</tr></thead>" if any(headings) else ""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return {"caption": caption, "html": f"<table>{title}{head}<tbody>{body}</tbody></table>"}


def _cells(values: list, headings: list[str], sources: Sources) -> str:
    cells = zip(headings, values, strict=False)
    return "".join(f'<td data-label="{label}">{render_rich_text(html or "", sources)}</td>' for label, html in cells)


def _collapsible(value: Mapping, sources: Sources) -> dict:
    return {"summary": _text(value, "summary"), "segments": render_body(value.get("content") or [], sources)}


def _glossary(value: Mapping, sources: Sources) -> dict | None:
    term = sources.terms.get(value.get("term"))
    return term and {"term": term.term, "definition": term.definition, "note": _text(value, "note")}


def _card(value: Mapping, sources: Sources) -> dict | None:
    outside = _text(value, "address")
    address, title = (outside, outside) if outside else sources.pages.get(value.get("page"), ("", ""))
    return address and {
        "item": None if outside else value["page"],
        "address": address,
        "title": _text(value, "title") or title,
        "text": _text(value, "text"),
        "outside": bool(outside),
    }


def _formula(value: Mapping, sources: Sources) -> dict:
    latex = _text(value, "latex")
    return {"html": _math(latex, block=True), "latex": latex, "description": _text(value, "description")}


PAYLOADS: dict[str, tuple[str, Callable[[Mapping, Sources], dict | None]]] = {
    "image": ("picture", _picture),
    "gallery": ("gallery", _gallery),
    "audio": ("audio", _audio),
    "video": ("video", _video),
    "document": ("document", _document),
    "call_out": ("call_out", _call_out),
    "quotation": ("quotation", _quotation),
    "table": ("table", _table),
    "collapsible": ("collapsible", _collapsible),
    "glossary_term": ("glossary", _glossary),
    "link_card": ("card", _card),
    "formula": ("formula", _formula),
}
