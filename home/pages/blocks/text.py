from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from home.pages.blocks.base import (
    CELL_FEATURES,
    DATA,
    PLAIN_FEATURES,
    TEXT_FEATURES,
    WORDS,
    CheckedStructBlock,
    Previewed,
)
from home.pages.blocks.pictures import PictureBlock
from home.pages.completeness import FORMULA_WRONG, formula_gap, formula_gaps, inline_formulas
from home.pages.formulas import FormulaError, to_mathml


class TextBlock(Previewed, blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation and any(map(formula_gap, inline_formulas(value.source))):
            raise ValidationError(FORMULA_WRONG)
        return value

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = WORDS
        description = _("Paragraphs, headings, lists and links.")


class CallOutBlock(Previewed, blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("info", _("For your information")),
            ("tip", _("Tip")),
            ("warning", _("Attention")),
            ("practice", _("In practice")),
        ],
        default="info",
        help_text=_("Gives the box its colour and its sign."),
    )
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200, help_text=_("A few words. It may stay empty.")
    )
    text = TextBlock(label=_("Text"), features=PLAIN_FEATURES, help_text=_("Two or three sentences are read best."))

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        group = WORDS
        description = _("A boxed remark that stands out: a tip, a warning, something from practice.")
        label_format = "{title}"


class QuotationBlock(Previewed, blocks.StructBlock):
    text = blocks.TextBlock(
        label=_("Quoted words"), rows=3, help_text=_("As they were said or written; the marks are put around them.")
    )
    source = blocks.CharBlock(
        label=_("Source"), max_length=300, help_text=_("Who said it, and where: author, title, year.")
    )
    address = blocks.URLBlock(
        label=_("Address of the source"), required=False, help_text=_("Where it can be read, beginning with https://")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = WORDS
        description = _("Somebody's words, with their source.")
        label_format = "{source}"


class TableBlock(Previewed, TypedTableBlock):
    text = TextBlock(label=_("Text"), features=CELL_FEATURES, required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        group = DATA
        description = _("Rows and columns with headings.")


class FormulaBlock(CheckedStructBlock):
    """`mathml` is made here from `latex`, whatever came with the form."""

    latex = blocks.TextBlock(
        label=_("Formula in LaTeX"),
        rows=2,
        # xgettext:no-python-brace-format
        help_text=_(r"For example: \frac{cases}{population} \times 1000"),
    )
    description = blocks.CharBlock(
        label=_("In words"), required=False, max_length=400, help_text=_("How you would read it aloud.")
    )
    # Hidden by css/admin.css.
    mathml = blocks.TextBlock(required=False)

    def tidy(self, value):
        try:
            value["mathml"] = to_mathml(value.get("latex") or "", block=True)
        except FormulaError:
            value["mathml"] = ""
        return value

    def gaps(self, value):
        return formula_gaps(value)

    class Meta:
        icon = "superscript"
        label = _("Formula")
        group = DATA
        description = _("A formula on a line of its own.")
        label_format = "{latex}"


class CollapsibleContent(blocks.StreamBlock):
    rich_text = TextBlock()
    image = PictureBlock()
    table = TableBlock()
    formula = FormulaBlock()


class CollapsibleBlock(Previewed, blocks.StructBlock):
    summary = blocks.CharBlock(label=_("Title"), max_length=200, help_text=_("What the reader sees before opening it."))
    content = CollapsibleContent(
        label=_("What is inside"), help_text=_("Text, pictures, tables or formulas: press + and choose.")
    )

    class Meta:
        icon = "collapse-down"
        label = _("Section that opens")
        group = WORDS
        description = _("Something for those who want to know more, closed at first.")
        label_format = "{summary}"
