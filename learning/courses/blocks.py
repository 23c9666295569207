from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from home.pages.blocks import (
    AudioBlock,
    CallOutBlock,
    CollapsibleBlock,
    DocumentBlock,
    FormulaBlock,
    GalleryBlock,
    PictureBlock,
    QuotationBlock,
    TableBlock,
    TextBlock,
    VideoBlock,
)
from home.pages.blocks.base import TO_DO, WORDS, CheckedStructBlock, Previewed
from home.pages.completeness import link_card_gaps


class GlossaryTermBlock(Previewed, blocks.StructBlock):
    term = SnippetChooserBlock(
        "learning.GlossaryTerm",
        label=_("Term"),
        help_text=_("Missing there? Write it first under “Glossary” in the menu."),
    )
    note = blocks.CharBlock(
        label=_("Remark for this reading"),
        required=False,
        max_length=300,
        help_text=_("Shown after the definition, only here."),
    )

    class Meta:
        icon = "snippet"
        label = _("Glossary term")
        group = WORDS
        description = _("A word whose definition opens when it is touched.")
        label_format = "{term}"


class ThinkBlock(Previewed, blocks.StructBlock):
    """The reader's answer is kept by this block's id: it belongs to her alone."""

    question = blocks.TextBlock(
        label=_("Question"),
        rows=2,
        max_length=500,
        help_text=_("One question about the reader's own work. Nobody else reads the answer."),
    )
    hint = blocks.TextBlock(
        label=_("Hint"),
        required=False,
        rows=2,
        max_length=500,
        help_text=_("Where to look, or how to begin. It may stay empty."),
    )

    class Meta:
        icon = "help"
        label = _("Think about it")
        group = TO_DO
        description = _("A question; the reader's answer is kept for her alone.")
        label_format = "{question}"


class LinkCardBlock(CheckedStructBlock):
    page = blocks.PageChooserBlock(
        label=_("Page of this site"), required=False, help_text=_("Follows the page when its address changes.")
    )
    address = blocks.URLBlock(
        label=_("Address outside"), required=False, help_text=_("In place of a page of this site.")
    )
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200, help_text=_("Left empty, the page's title is shown.")
    )
    text = blocks.TextBlock(
        label=_("Why go there"),
        required=False,
        rows=2,
        max_length=400,
        help_text=_("One sentence: what the reader finds there."),
    )

    def gaps(self, value):
        return link_card_gaps(value)

    class Meta:
        icon = "link"
        label = _("Link card")
        group = TO_DO
        description = _("A card that leads to another reading or to an address outside.")
        label_format = "{title}"


class RubricLevelBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        label=_("Level"), max_length=60, help_text=_("In two or three words, for example: clear, with examples.")
    )
    points = blocks.IntegerBlock(
        label=_("Points"),
        min_value=0,
        max_value=100,
        default=0,
        help_text=_("From the lowest level up. All at 0 where the rubric gives no number."),
    )
    text = blocks.TextBlock(
        label=_("What one sees in the text"),
        rows=2,
        max_length=400,
        help_text=_("So that two people who read the same text would choose the same level."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Level")
        label_format = "{label}"


class RubricCriterionBlock(blocks.StructBlock):
    name = blocks.CharBlock(
        label=_("Criterion"), max_length=80, help_text=_("What is looked at, as a verb: describes…")
    )
    description = blocks.CharBlock(
        label=_("In other words"), required=False, max_length=200, help_text=_("Half a sentence that says how.")
    )
    weight = blocks.IntegerBlock(
        label=_("Weight"),
        min_value=1,
        max_value=100,
        default=1,
        help_text=_("2 counts twice as much as 1. Leave 1 everywhere if all count the same."),
    )
    levels = blocks.ListBlock(
        RubricLevelBlock(), label=_("Levels"), min_num=2, help_text=_("Two or more, from the lowest up.")
    )

    class Meta:
        icon = "tasks"
        label = _("Criterion")
        label_format = "{name}"


class RubricBlocks(blocks.StreamBlock):
    criterion = RubricCriterionBlock()


class UnitBlocks(blocks.StreamBlock):
    # A new reading begins with a text: left empty it is nothing, and stops nobody.
    rich_text = TextBlock(required=False)
    call_out = CallOutBlock()
    quotation = QuotationBlock()
    collapsible = CollapsibleBlock()
    glossary_term = GlossaryTermBlock()
    image = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    audio = AudioBlock()
    document = DocumentBlock()
    think = ThinkBlock()
    link_card = LinkCardBlock()
    table = TableBlock()
    formula = FormulaBlock()
