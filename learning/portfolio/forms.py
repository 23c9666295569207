import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from home.richtext import plain_text
from home.richtext.forms import RichTextField
from home.uploads.forms import UploadField
from learning.courses.models import ReflectionPage
from learning.portfolio.actions import DraftContent
from learning.portfolio.enums import Intent
from learning.portfolio.queries import Prompt


class EntryForm(forms.Form):
    """The composer. `base_number` is the draft that its text began from, `key` the form's own."""

    text = RichTextField(label=_("Your reflection"), required=False)
    intent = forms.ChoiceField(label=_("What do you ask of your tutor?"), choices=Intent, widget=forms.RadioSelect)
    accept_as_final = forms.BooleanField(
        label=_("If it is ready as it is, my tutor may accept it as my final version."), required=False
    )
    no_patient_data = forms.BooleanField(
        label=_("I read my text again: no patient can be identified in it."),
        help_text=_("No name, age with address, photo or number of a record. Write what you learned, not the case."),
        required=False,
    )
    file = UploadField(label=_("Attach a file"), required=False)
    remove = forms.UUIDField(required=False, widget=forms.HiddenInput)
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, prompt: Prompt | ReflectionPage, **kwargs):
        super().__init__(*args, **kwargs)
        if not prompt.allow_formative:
            del self.fields["intent"], self.fields["accept_as_final"]
        if not prompt.no_patient_data_ack:
            del self.fields["no_patient_data"]

    def go_on_from(self, number: int) -> None:
        """The next saving begins from what was just saved."""
        self.data = self.data.copy()
        self.data["base_number"] = number

    @property
    def has_text(self) -> bool:
        return bool(plain_text(self.cleaned_data["text"]).strip())

    @property
    def content(self) -> DraftContent:
        data = self.cleaned_data
        return DraftContent(
            text=data["text"],
            intent=data.get("intent", Intent.FINAL),
            accept_as_final=data.get("accept_as_final", False),
            no_patient_data=data.get("no_patient_data", False),
        )


class SubmitForm(forms.Form):
    """The confirmation: the draft that she saw, the key of this press, and her device's clock."""

    draft_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    device_time = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-device-time": ""}))

    def clean_device_time(self) -> datetime.datetime | None:
        """A wrong clock or a browser without scripts stops nobody: then the receipt has the server's time only."""
        try:
            return forms.DateTimeField(required=False).clean(self.cleaned_data["device_time"])
        except forms.ValidationError:
            return None
