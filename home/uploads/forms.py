from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from home.uploads.actions import size_limit_text
from home.uploads.kinds import ACCEPT


class UploadField(forms.FileField):
    """A learner's file: says its limit before and after. What it is, is asked by `receive_upload`."""

    def __init__(self, **options):
        options.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ACCEPT}))
        self.extra_help = options.pop("help_text", "")
        super().__init__(**options)

    @property
    def help_text(self) -> str:
        limit = _("Pictures, PDF, DOCX, XLSX, ODT, TXT or audio, up to %(limit)s each.") % {"limit": size_limit_text()}
        return f"{self.extra_help} {limit}".strip()

    @help_text.setter
    def help_text(self, value: str) -> None:
        """Django sets it on making the field; ours is made when it is read, in the reader's language."""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        if data and data.size > settings.UPLOAD_MAX_BYTES:
            sizes = {"size": filesizeformat(data.size), "limit": size_limit_text()}
            raise ValidationError(_("The file has %(size)s. The limit is %(limit)s.") % sizes, code="too_large")
        return super().to_python(data)
