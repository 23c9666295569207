from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from home.pages.blocks.base import FIGURES_AND_SOUND, PLAIN_FEATURES, CheckedStructBlock, Previewed
from home.pages.completeness import audio_gaps, video_gaps

CAPTIONS_HELP = _("A WebVTT file (.vtt), uploaded among the documents.")
TRANSCRIPT_HELP = _("Everything that is said or heard, for people who cannot hear or cannot play it.")

RECORDING_TITLE_HELP = _("What readers see beside the play button.")


class AudioBlock(CheckedStructBlock):
    media = AudioChooserBlock(label=_("Sound file"), help_text=_("MP3, OGG, M4A or WAV."))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200, help_text=RECORDING_TITLE_HELP)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), required=False, features=PLAIN_FEATURES, help_text=TRANSCRIPT_HELP
    )
    captions = DocumentChooserBlock(label=_("Captions"), required=False, help_text=CAPTIONS_HELP)

    def gaps(self, value):
        return audio_gaps(value)

    class Meta:
        icon = "wagtailmedia-audio"
        label = _("Sound")
        group = FIGURES_AND_SOUND
        description = _("A recording with its transcript.")
        label_format = "{title}"


class VideoBlock(CheckedStructBlock):
    address = blocks.CharBlock(
        label=_("Address on YouTube or Vimeo"),
        required=False,
        max_length=300,
        help_text=_("Copied from the browser. Readers see a picture; the video comes only when they touch it."),
    )
    media = VideoChooserBlock(
        label=_("Video file"),
        required=False,
        help_text=_("In place of an address, when the video is yours: MP4 or WebM."),
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200, help_text=RECORDING_TITLE_HELP)
    poster = ImageChooserBlock(
        label=_("Picture shown before it plays"),
        required=False,
        help_text=_("Left empty, readers see a plain area with the title."),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), required=False, features=PLAIN_FEATURES, help_text=TRANSCRIPT_HELP
    )
    captions = DocumentChooserBlock(label=_("Captions"), required=False, help_text=CAPTIONS_HELP)

    def gaps(self, value):
        return video_gaps(value)

    class Meta:
        icon = "wagtailmedia-video"
        label = _("Video")
        group = FIGURES_AND_SOUND
        description = _("A video file, or a video on YouTube or Vimeo, with its transcript.")
        form_layout = BlockGroup(children=["address", "media", "title", "transcript"], settings=["poster", "captions"])
        label_format = "{title}"


class DocumentBlock(Previewed, blocks.StructBlock):
    document = DocumentChooserBlock(
        label=_("Document"), help_text=_("Choose one that is already here, or upload another.")
    )
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Left empty, the title kept with the document is shown."),
    )
    description = blocks.TextBlock(
        label=_("What it is for"),
        required=False,
        max_length=400,
        rows=2,
        help_text=_("One sentence, so that readers know whether to download it."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        group = FIGURES_AND_SOUND
        description = _("A file to download: PDF, spreadsheet, text.")
        label_format = "{title}"
