"""What the blocks share: where a block says what it still lacks, and names of features."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

TEXT_FEATURES = [
    "h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link", "superscript", "subscript",
    "formula",
]  # fmt: skip
PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "formula"]
CELL_FEATURES = ["bold", "italic", "link", "superscript", "subscript", "formula"]

WORDS = _("Text")
FIGURES_AND_SOUND = _("Pictures, sound, video")
TO_DO = _("To think about and to go on")
DATA = _("Tables and formulas")


class Previewed:
    """A block whose example in the picker is drawn by what settings.BLOCK_PREVIEW names, as its readers would see it:
    a page of the library or a picture that the example needs may not be there."""

    def get_preview_template(self, value, context=None):
        return "home/block_preview.html"

    def get_preview_context(self, value, parent_context=None):
        context = dict(parent_context or {})
        return {**context, "example": import_string(settings.BLOCK_PREVIEW)(context["request"], self.name)}


class CheckedStructBlock(Previewed, blocks.StructBlock):
    """A block that says at its field what stops publication; a draft is always kept."""

    def clean(self, value):
        value = self.tidy(super().clean(value))
        # The flag sits on an object that threads share, so publishing asks again (BasePage.check_publishable).
        gaps = {} if self.is_deferred_validation else self.gaps(value)
        if gaps:
            raise StructBlockValidationError({name: ValidationError(gap) for name, gap in gaps.items()})
        return value

    def tidy(self, value):
        """Returns the value as it is kept."""
        return value

    def gaps(self, value) -> dict[str, str]:
        """Returns what stops publication, by the name of the field where it is said."""
        return {}
