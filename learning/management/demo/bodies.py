"""A unit's blocks, from the content's form to the form in which a StreamField keeps them."""

import re
import uuid
from dataclasses import dataclass

from django.utils.html import escape

from learning.management.demo.shelf import Shelf

UNIT_LINK = re.compile(r'<a href="unit:([^"]+)">')
NAMESPACE = uuid.UUID("a3a0a3c2-3c0f-4d7b-9a51-6c1c3a0d9e11")


@dataclass(frozen=True)
class BodyMaker:
    """Turns names into ids: `items` are pages' ids by slug."""

    shelf: Shelf
    items: dict[str, int]

    def body(self, unit: dict) -> list[dict]:
        """A block's id follows from its place, so that a private answer finds its question in every demo."""
        return self._blocks(unit["slug"], unit["body"])

    def rich_text(self, html: str) -> str:
        return UNIT_LINK.sub(lambda match: f'<a linktype="page" id="{self.items[match.group(1)]}">', html.strip())

    def _blocks(self, path: str, blocks: list[dict]) -> list[dict]:
        return [self._block(f"{path}/{number}", dict(block)) for number, block in enumerate(blocks)]

    def _block(self, path: str, block: dict) -> dict:
        kind = block.pop("type")
        make = getattr(self, f"_{kind}", None)
        value = make(block, path) if make else block
        return {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, path))}

    def _rich_text(self, block: dict, path: str) -> str:
        return self.rich_text(block["html"])

    def _call_out(self, block: dict, path: str) -> dict:
        return {**block, "text": self.rich_text(block["text"])}

    def _image(self, block: dict, path: str = "") -> dict:
        name = block["image"]
        missing = {"decorative": False, "credit": "", "licence": "", "alt_missing": False}
        return {**missing, **block, "image": self.shelf.pictures[name], "alt_text": self.shelf.alt[name]}

    def _gallery(self, block: dict, path: str) -> dict:
        return {"title": block["title"], "figures": [self._image(figure) for figure in block["figures"]]}

    def _document(self, block: dict, path: str) -> dict:
        return {**block, "document": self.shelf.documents[block["document"]]}

    def _glossary_term(self, block: dict, path: str) -> dict:
        return {**block, "term": self.shelf.terms[block["term"]]}

    def _link_card(self, block: dict, path: str) -> dict:
        return {**block, "page": self.items[block["page"]] if block["page"] else None}

    def _collapsible(self, block: dict, path: str) -> dict:
        return {**block, "content": self._blocks(path, block["content"])}

    def _video(self, block: dict, path: str) -> dict:
        missing = {"media": None, "poster": None, "captions": None}
        return {**missing, **block, "transcript": self.rich_text(block["transcript"])}

    def _formula(self, block: dict, path: str) -> dict:
        return {"mathml": "", **block}

    def _table(self, block: dict, path: str) -> dict:
        rows = [[f"<p>{escape(cell)}</p>" for cell in row] for row in block["rows"]]
        return {
            "columns": [{"type": "text", "heading": heading} for heading in block["headings"]],
            "rows": [{"values": row} for row in rows],
            "caption": block["caption"],
        }
