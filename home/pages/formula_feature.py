"""The formula within a sentence: a button of the rich text editor, kept as `<embed embedtype="formula" latex="…"/>`."""

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate_models import Entity, EntityRange
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    FORCE_WHITESPACE,
    KEEP_WHITESPACE,
    add_paragraph_block,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import EmbedHandler

from home.pages.formulas import FormulaError, to_mathml


class FormulaEmbedHandler(EmbedHandler):
    """For pages that Wagtail itself serves; courses have read rows."""

    identifier = "formula"

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        latex = attrs.get("latex", "")
        try:
            return to_mathml(latex)
        except FormulaError:
            return f"<code>{escape(latex)}</code>"

    @classmethod
    def extract_references(cls, attrs: dict) -> list:
        return []


class FormulaElementHandler:
    """From the database to the editor, where the formula's LaTeX stands in the line as one piece."""

    def handle_starttag(self, name, attrs, state, contentstate):
        if state.current_block is None:
            add_paragraph_block(state, contentstate)
        if state.leading_whitespace == FORCE_WHITESPACE:
            state.current_block.text += " "
        latex = dict(attrs).get("latex") or ""
        piece = EntityRange(contentstate.add_entity(Entity("FORMULA", "IMMUTABLE", {"latex": latex})))
        piece.offset, piece.length = len(state.current_block.text), len(latex)
        state.current_block.entity_ranges.append(piece)
        state.current_block.text += latex
        state.leading_whitespace = KEEP_WHITESPACE

    def handle_endtag(self, name, state, contentstate):
        pass


def formula_decorator(props):
    """From the editor to the database."""
    return DOM.create_element("embed", {"embedtype": "formula", "latex": props.get("latex", "")})


def register_formula(features) -> None:
    features.register_embed_type(FormulaEmbedHandler)
    features.register_editor_plugin(
        "draftail",
        "formula",
        EntityFeature(
            {
                "type": "FORMULA",
                "label": "√x",
                "description": _("Formula"),
                # xgettext:no-python-brace-format
                "question": _(r"Formula in LaTeX, for example \frac{cases}{population}"),
            },
            js=["js/admin_formula.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "formula",
        {
            "from_database_format": {'embed[embedtype="formula"]': FormulaElementHandler()},
            "to_database_format": {"entity_decorators": {"FORMULA": formula_decorator}},
        },
    )
    features.default_features.append("formula")
