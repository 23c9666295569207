from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup
from wagtail.images.blocks import ImageChooserBlock

from home.pages.blocks.base import FIGURES_AND_SOUND, CheckedStructBlock, Previewed
from home.pages.completeness import figure_gaps, lacks_alt_text


class PictureBlock(CheckedStructBlock):
    """`alt_missing` is the importer's mark: the picture came without a description and went public once."""

    image = ImageChooserBlock(label=_("Picture"), help_text=_("Choose one that is already here, or upload another."))
    alt_text = blocks.CharBlock(
        label=_("Description (alternative text)"),
        required=False,
        max_length=400,
        help_text=_("What the picture shows, in one or two sentences: screen readers say it aloud."),
    )
    decorative = blocks.BooleanBlock(
        label=_("The picture is only decoration"),
        required=False,
        default=False,
        help_text=_("It says nothing that the text does not say. Screen readers then pass over it."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=400, help_text=_("Shown below the picture, for everybody.")
    )
    credit = blocks.CharBlock(
        label=_("Author or source"),
        required=False,
        max_length=255,
        help_text=_("Left empty, what is kept with the picture is shown."),
    )
    licence = blocks.CharBlock(
        label=_("Licence"), required=False, max_length=120, help_text=_("For example: CC BY 4.0; own work.")
    )
    # Hidden by css/admin.css.
    alt_missing = blocks.BooleanBlock(required=False, default=False)

    def tidy(self, value):
        if value.get("alt_missing") and not lacks_alt_text(value):
            value["alt_missing"] = False
        return value

    def gaps(self, value):
        return figure_gaps(value)

    class Meta:
        icon = "image"
        label = _("Picture")
        group = FIGURES_AND_SOUND
        description = _("A picture with its description, caption and credit.")
        form_layout = BlockGroup(
            children=["image", "alt_text", "decorative", "caption"], settings=["credit", "licence", "alt_missing"]
        )
        label_format = "{alt_text}"


class GalleryBlock(Previewed, blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=200, help_text=_("What the pictures show together.")
    )
    figures = blocks.ListBlock(
        PictureBlock(), label=_("Pictures"), min_num=1, help_text=_("Each with a description of its own.")
    )

    class Meta:
        icon = "grid"
        label = _("Gallery of pictures")
        group = FIGURES_AND_SOUND
        description = _("Several pictures side by side.")
        label_format = "{title}"
