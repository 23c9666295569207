from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from home.uploads.actions import Part, size_limit_text
from home.uploads.kinds import ACCEPT

PART_LIMIT = 512 * 1024


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


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files of a learner at once, `most` at the most; gives a list."""

    def __init__(self, *, most: int, **options):
        super().__init__(widget=SeveralFiles(attrs={"accept": ACCEPT, "multiple": True}), **options)
        self.most = most

    def clean(self, data: list | None, initial: object = None) -> list:
        files = [file for file in data or [] if file]
        if len(files) > self.most:
            raise ValidationError(_("At most %(most)s files at once.") % {"most": self.most}, code="too_many")
        if not files:
            return super().clean(None, initial) or []
        return [super(UploadsField, self).clean(file, initial) for file in files]


class PartForm(forms.Form):
    """A part of a file that comes in several; the last one may be empty, where only its answer was lost."""

    offset = forms.IntegerField(min_value=0)
    size = forms.IntegerField(min_value=1)
    name = forms.CharField(strip=False)
    part = forms.FileField(allow_empty_file=True)

    def clean_part(self) -> UploadedFile:
        part = self.cleaned_data["part"]
        if part.size > PART_LIMIT:
            raise ValidationError("", code="too_large")
        return part

    @property
    def as_part(self) -> Part:
        data = self.cleaned_data
        return Part(data["offset"], data["size"], data["name"], data["part"])
