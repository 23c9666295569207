import datetime
import re
import uuid

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from home.richtext import plain_text
from home.richtext.forms import RichTextField
from home.uploads.forms import UploadField
from learning.courses.models import ReflectionPage
from learning.courses.widgets import DateInput, RubricField
from learning.enrolment.models import Enrolment
from learning.portfolio.actions import Asking, DraftContent, ShareWish
from learning.portfolio.consents import SHARING, SHARING_NOW
from learning.portfolio.dates import Row
from learning.portfolio.enums import ExtensionReason, Intent
from learning.portfolio.queries import Prompt
from learning.work_changes.models import WorkChange

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
    give_up = forms.UUIDField(required=False, widget=forms.HiddenInput)
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, prompt: Prompt | ReflectionPage, **kwargs):
        super().__init__(*args, **kwargs)
        if not prompt.allow_formative:
            del self.fields["intent"], self.fields["accept_as_final"]
        if not prompt.no_patient_data_ack:
            del self.fields["no_patient_data"]
        sheet = prompt.sheet if prompt.self_assessment else None
        if sheet:
            self.fields["self_assessment"] = RubricField(sheet, label=_("How do you see your own text?"))

    def go_on_from(self, number: int) -> None:
        """The next saving begins from what was just saved."""
        self.data = self.data.copy()
        self.data["base_number"] = number

    @property
    def announced(self) -> list[tuple[uuid.UUID, str]]:
        """The files that the device sends beside this form, each named "key name" by the script."""
        found = (str(value).partition(" ") for value in self.data.getlist("expected"))
        return [(uuid.UUID(key), name) for key, _blank, name in found if KEY.fullmatch(key)]

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
            self_assessment=data.get("self_assessment", {}),
        )


class JournalForm(forms.Form):
    """A page of the journal, in the editor or as a quick note in one plain field."""

    text = RichTextField(label=_("What you want to keep"), required=False)
    file = UploadField(label=_("Attach a file"), required=False)
    remove = forms.UUIDField(required=False, widget=forms.HiddenInput)
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)


class CiteForm(forms.Form):
    """Her records, by title; those that stand beside the draft are ticked."""

    changes = forms.ModelMultipleChoiceField(
        None,
        label=_("Your changes at work"),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, changes: QuerySet[WorkChange], chosen: set[int], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["changes"]
        field.queryset = changes
        field.label_from_instance = lambda change: f"{change.title} ({change.get_stage_display()})"
        field.initial = [change.public_id for change in changes if change.pk in chosen]


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


class ShareForm(forms.Form):
    """What she agrees to. `audience` holds an audience, or "board:<key>" for one of her forums."""

    audience = forms.ChoiceField(label=_("Who may read it"), widget=forms.RadioSelect)
    own_choice = forms.BooleanField(
        label=_("My tutor has not accepted it yet: I want to share it as it is."), required=False
    )
    no_patient_data = forms.BooleanField(
        label=_("I read my text and my files again: no patient can be identified in them."), required=False
    )
    agreed = forms.BooleanField(label=_("I agree to this."), required=False)
    consent_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=SHARING_NOW)

    def __init__(self, *args, choices: list[tuple[str, str]], is_accepted: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = choices
        self.fields["agreed"].help_text = SHARING[SHARING_NOW]
        if is_accepted:
            del self.fields["own_choice"]

    @property
    def wish(self) -> ShareWish:
        data = self.cleaned_data
        audience, _colon, board = data["audience"].partition(":")
        return ShareWish(
            audience=audience,
            board=int(board) if board else None,
            consent_version=data["consent_version"] if data["agreed"] else 0,
            no_patient_data=data["no_patient_data"],
            own_choice=data.get("own_choice", False),
        )


class ClosingForm(forms.Form):
    """The closing text; `base_number` is the draft that it began from, `key` the form's own."""

    text = RichTextField(
        label=_("Your text"),
        help_text=_("What did you see at the beginning, and what do you see now? What changed in you and your work?"),
        required=False,
    )
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def go_on_from(self, number: int) -> None:
        """The next saving begins from what is stored."""
        self.data = self.data.copy()
        self.data["base_number"] = number


class GuestForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    ends_on = forms.DateField(label=_("May read until"), widget=DateInput)


class ExtensionForm(forms.Form):
    """A student asks for more time."""

    reason = forms.ChoiceField(label=_("Why?"), choices=ExtensionReason, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=500,
        help_text=_("Only if you want to. You need not say what illness."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wished_on = forms.DateField(label=_("Until when?"), widget=DateInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def asking(self) -> Asking:
        data = self.cleaned_data
        return Asking(data["reason"], data["words"], data["wished_on"])


class AnswerForm(forms.Form):
    """The answer to a question for more time; which of the two buttons was pressed says whether it is granted."""

    granted_on = forms.DateField(label=_("New date"), widget=DateInput, required=False)
    answer = forms.CharField(
        label=_("A word to the student"),
        required=False,
        max_length=500,
        help_text=_("Needed if you do not grant it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GiveTimeForm(forms.Form):
    """More time for several students at once."""

    prompt = forms.TypedChoiceField(label=_("Reflection"), coerce=int)
    reason = forms.ChoiceField(label=_("Reason"), choices=ExtensionReason, widget=forms.RadioSelect)
    granted_on = forms.DateField(label=_("New date"), widget=DateInput)
    students = forms.MultipleChoiceField(label=_("For whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, prompts: dict[int, str], enrolments: list[Enrolment], **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolments = {str(enrolment.public_id): enrolment for enrolment in enrolments}
        self.fields["prompt"].choices = list(prompts.items())
        self.fields["students"].choices = [(key, _named(enrolment)) for key, enrolment in self.enrolments.items()]

    @property
    def chosen(self) -> list[Enrolment]:
        return [self.enrolments[key] for key in self.cleaned_data["students"]]


def _named(enrolment: Enrolment) -> str:
    group = enrolment.tutoring_group
    return f"{enrolment.student.name} · {group.name}" if group else enrolment.student.name


class ReasonForm(forms.Form):
    """Asked before what cannot simply be pressed back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("It stays in the record. Do not write about anybody's health."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExemptionForm(ReasonForm):
    document = UploadField(label=_("Document"), help_text=_("Only the student and the coordination can open it."))


class PromptDatesForm(forms.Form):
    """The three dates of one prompt at one level; an empty one leaves it to the level above."""

    opens_on = forms.DateField(label=_("Opens"), widget=DateInput, required=False)
    due_on = forms.DateField(label=_("Due"), widget=DateInput, required=False)
    closes_on = forms.DateField(label=_("Closes"), widget=DateInput, required=False)

    def clean(self) -> dict:
        days = [self.cleaned_data.get(name) for name in self.fields]
        given = [day for day in days if day]
        if given != sorted(given):
            raise forms.ValidationError(
                _("It opens first, then it is due, then it closes: put the dates in this order.")
            )
        return self.cleaned_data

    @property
    def row(self) -> Row:
        data = self.cleaned_data
        return data["opens_on"], data["due_on"], data["closes_on"]
