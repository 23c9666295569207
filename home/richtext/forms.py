from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from home.richtext.composer import RichTextArea
from home.richtext.plain import plain_text
from home.richtext.sanitiser import clean_html

# About thirty printed pages of formatted text.
MAX_LENGTH = 200_000


class RichTextField(forms.CharField):
    """Text with formatting, cleaned: `cleaned_data` holds what may be stored. No words at all count as empty."""

    widget = RichTextArea

    def __init__(self, *, max_length: int = MAX_LENGTH, **options):
        super().__init__(strip=False, **options)
        self.limit = max_length

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value)
        if len(text) > self.limit:
            limits = {"limit": self.limit, "length": len(text)}
            raise ValidationError(
                _("The text is too long: it has %(length)s characters with its formatting, the limit is %(limit)s."),
                code="max_length",
                params=limits,
            )
        html = clean_html(text)
        return html if plain_text(html).strip() else ""
