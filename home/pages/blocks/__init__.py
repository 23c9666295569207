"""StreamField blocks that any page type may use. What they store is read raw by whoever renders it."""

from home.pages.blocks.media import AudioBlock, DocumentBlock, VideoBlock
from home.pages.blocks.pictures import GalleryBlock, PictureBlock
from home.pages.blocks.text import (
    CallOutBlock,
    CollapsibleBlock,
    FormulaBlock,
    QuotationBlock,
    TableBlock,
    TextBlock,
)

__all__ = [
    "AudioBlock",
    "CallOutBlock",
    "CollapsibleBlock",
    "DocumentBlock",
    "FormulaBlock",
    "GalleryBlock",
    "PictureBlock",
    "QuotationBlock",
    "TableBlock",
    "TextBlock",
    "VideoBlock",
]
