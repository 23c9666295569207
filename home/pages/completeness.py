"""What still stops a page from being published: the same rules for the editor's form and for every other path.

They read raw block values (what StreamField stores) as well as the values of a form, which answer `get` alike.
"""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.pages.formulas import FormulaError, to_mathml
from home.pages.video_addresses import parse_video_address

ALT_MISSING = gettext_lazy(
    "Describe the picture for people who cannot see it (alternative text), or mark it as decorative."
)
TRANSCRIPT_MISSING = gettext_lazy("Add a transcript: without it, people who cannot hear or play this are left out.")
CAPTIONS_OR_TRANSCRIPT_MISSING = gettext_lazy("Add a transcript or a file of captions.")
VIDEO_MISSING = gettext_lazy("Choose a video file, or give an address on YouTube or Vimeo.")
ADDRESS_UNKNOWN = gettext_lazy(
    "This is no address of a video on YouTube or Vimeo. Other videos can be uploaded as a file."
)
FILE_OR_ADDRESS = gettext_lazy("Give either a file or an address, not both.")
PAGE_OR_ADDRESS = gettext_lazy("Choose either a page or an address, not both.")
CARD_LEADS_NOWHERE = gettext_lazy("Choose where the card leads.")
FORMULA_WRONG = gettext_lazy("This formula cannot be read: look for a missing brace or a misspelt command.")
INLINE_FORMULA = re.compile(r'<embed\b[^>]*embedtype="formula"[^>]*>')
LATEX = re.compile(r'\blatex="([^"]*)"')


class PublicationRefused(ValidationError):
    """A page that may not go public yet. `reasons` are sentences for the editor, each naming its block."""

    def __init__(self, page, reasons: list[str]):
        self.page = page
        self.reasons = reasons
        super().__init__(reasons)


def lacks_alt_text(figure: Mapping) -> bool:
    return bool(figure.get("image")) and not figure.get("decorative") and not (figure.get("alt_text") or "").strip()


def has_words(html) -> bool:
    return bool(strip_tags(getattr(html, "source", html) or "").strip())


def figure_gaps(value: Mapping) -> dict[str, str]:
    return {"alt_text": ALT_MISSING} if lacks_alt_text(value) else {}


def audio_gaps(value: Mapping) -> dict[str, str]:
    if has_words(value.get("transcript")) or value.get("captions"):
        return {}
    return {"transcript": CAPTIONS_OR_TRANSCRIPT_MISSING}


def video_gaps(value: Mapping) -> dict[str, str]:
    address = (value.get("address") or "").strip()
    if address and value.get("media"):
        return {"address": FILE_OR_ADDRESS}
    if address and parse_video_address(address) is None:
        return {"address": ADDRESS_UNKNOWN}
    if not address and not value.get("media"):
        return {"media": VIDEO_MISSING}
    if address and not has_words(value.get("transcript")):
        # Captions of ours cannot be laid over somebody else's player.
        return {"transcript": TRANSCRIPT_MISSING}
    return {} if address else audio_gaps(value)


def formula_gaps(value: Mapping) -> dict[str, str]:
    gap = formula_gap(value.get("latex") or "")
    return {"latex": gap} if gap else {}


def link_card_gaps(value: Mapping) -> dict[str, str]:
    if value.get("page") and value.get("address"):
        return {"address": PAGE_OR_ADDRESS}
    return {} if value.get("page") or value.get("address") else {"page": CARD_LEADS_NOWHERE}


def formula_gap(latex: str):
    try:
        to_mathml(latex or "", block=True)
    except FormulaError:
        return FORMULA_WRONG
    return None


def inline_formulas(html: str) -> list[str]:
    """The LaTeX of the formulas within a rich text, as stored."""
    found = (LATEX.search(tag) for tag in INLINE_FORMULA.findall(html))
    return [_unescape(match.group(1)) if match else "" for match in found]


def find_gaps(stream: Iterable[Mapping], labels: Mapping[str, str], *, allow_marked: bool = False) -> list[str]:
    """Returns a sentence for each thing that stops publication, with the number and the name of its block.

    `stream` is a stream's raw value. `allow_marked` lets pictures pass that carry the importer's `alt_missing`.
    """
    gaps = []
    for number, block in enumerate(stream, 1):
        name = _("Block %(number)d, “%(label)s”") % {"number": number, "label": labels.get(block["type"], "")}
        for gap in _block_gaps(block, labels, allow_marked):
            gaps.append(f"{name}: {gap}")
    return gaps


def _block_gaps(block: Mapping, labels: Mapping[str, str], allow_marked: bool) -> Iterable[str]:
    kind, value = block["type"], block["value"]
    if kind == "image":
        yield from _figure_gaps([value], allow_marked)
    elif kind == "gallery":
        yield from _figure_gaps(list_items(value["figures"]), allow_marked)
    elif kind == "collapsible":
        yield from find_gaps(value.get("content") or [], labels, allow_marked=allow_marked)
    elif kind in CHECKS:
        yield from CHECKS[kind](value).values()
    for html in rich_texts(kind, value):
        yield from filter(None, map(formula_gap, inline_formulas(html)))


def rich_texts(kind: str, value) -> Iterable[str]:
    """The rich texts, as stored, within one block's raw value; not those of blocks inside it."""
    if kind == "rich_text":
        yield value or ""
    elif kind == "call_out":
        yield value.get("text") or ""
    elif kind in ("audio", "video"):
        yield value.get("transcript") or ""
    elif kind == "table":
        for row in (value or {}).get("rows", []):
            yield from (cell or "" for cell in row["values"])


def list_items(raw: Iterable[Mapping]) -> list:
    """A list block's raw items: plain values, or {"type": "item", "value": …}."""
    return [item["value"] if item.get("type") == "item" and "value" in item else item for item in raw]


CHECKS = {"audio": audio_gaps, "video": video_gaps, "formula": formula_gaps, "link_card": link_card_gaps}


def _figure_gaps(figures: list[Mapping], allow_marked: bool) -> Iterable[str]:
    for figure in figures:
        if lacks_alt_text(figure) and not (allow_marked and figure.get("alt_missing")):
            yield ALT_MISSING


def _unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
