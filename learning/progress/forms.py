from django import forms
from django.utils.translation import gettext_lazy as _

from learning.progress.models import PrivateAnswer


class PrivateAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("My answer"),
        required=False,
        strip=False,
        max_length=PrivateAnswer._meta.get_field("text").max_length,
        widget=forms.Textarea,
        error_messages={"max_length": _("Write at most %(limit_value)d characters; now there are %(show_value)d.")},
    )

    def __init__(self, data=None):
        # Browsers send line ends as two characters and count them as one.
        text = (data.get("text") or "").replace("\r\n", "\n") if data is not None else None
        super().__init__(None if text is None else {"text": text})

    @property
    def typed(self) -> str:
        return self.data.get("text", "")
