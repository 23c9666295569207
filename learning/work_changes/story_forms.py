"""What an author and her co-authors are asked about a story."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.work_changes.actions import StoryTold
from learning.work_changes.consents import GALLERY, GALLERY_NOW
from learning.work_changes.enums import MunicipalitySize, StoryProblem, TeamKind
from learning.work_changes.forms import ProblemForm
from learning.work_changes.models import StoryOffer, WorkChange

WORDING = (
    "title", "before", "after", "reason", "problem", "helped", "hindered", "remained", "team_kind", "municipality_size",
    "municipality",
)  # fmt: skip
LONGEST = 4000


def _text(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, max_length=LONGEST)


class StoryForm(ProblemForm):
    """The public wording of the copy; the record stays as it is. `base_number` is the wording that it began from."""

    title = forms.CharField(label=_("Title"), max_length=120)
    before = _text(_("How it was"), required=True)
    after = _text(_("How it is"), required=True)
    reason = _text(_("The problem"), hint=_("Left empty, it is not shown."))
    problem = forms.ChoiceField(
        label=_("Which kind of problem is it?"),
        choices=[("", _("Choose one")), *StoryProblem.choices],
        help_text=_("Readers find it by this."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What else shall be public?"),
        help_text=_("What is not ticked stays with your record."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helped = _text(_("What helped"))
    hindered = _text(_("What stood in the way"))
    remained = _text(_("What remained"))
    team_kind = forms.ChoiceField(label=_("Which kind of team?"), choices=[("", _("Choose one")), *TeamKind.choices])
    municipality_size = forms.ChoiceField(
        label=_("How large is your municipality?"), choices=[("", _("Choose one")), *MunicipalitySize.choices]
    )
    municipality = forms.CharField(
        label=_("Name of the municipality"),
        max_length=120,
        required=False,
        help_text=_("Only if it may be known: in a small town few words are enough to know who is meant."),
    )
    shows_name = forms.BooleanField(
        label=_("Show my name"),
        required=False,
        help_text=_("Without it only the kind of team is shown. Each co-author decides about hers."),
    )
    no_patient_data = forms.BooleanField(
        label=_("I read it again: no person who uses the service can be identified in it."), required=False
    )
    agrees = forms.BooleanField(label=_("I agree to this."), required=False, help_text=GALLERY[GALLERY_NOW])
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, change: WorkChange, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(name, self.fields[name].label) for name in ("helped", "hindered", "remained")]
        if change.indicator_name:
            parts.append(("indicator", _("The number: %(name)s") % {"name": change.indicator_name}))
        self.fields["parts"].choices = parts

    @property
    def told(self) -> StoryTold:
        data = self.cleaned_data
        return StoryTold(
            words={name: data[name] for name in WORDING},
            parts=tuple(data["parts"]),
            shows_name=data["shows_name"],
            no_patient_data=data["no_patient_data"],
            agrees=data["agrees"],
            base_number=data["base_number"],
        )


def offered_before(offer: StoryOffer) -> dict:
    """What the form begins with when there was an offer: its words, and what went along."""
    parts = [name for name in ("helped", "hindered", "remained") if getattr(offer, name)]
    if offer.indicator_name:
        parts.append("indicator")
    said = {name: getattr(offer, name) for name in WORDING if getattr(offer, name)}
    own = offer.consents.filter(person=offer.author).first()
    return {**said, "parts": parts, "shows_name": bool(own and own.shows_name)}


class StoryAnswerForm(ProblemForm):
    shows_name = forms.BooleanField(
        label=_("Show my name"), required=False, help_text=_("Without it only the kind of team is shown.")
    )
    wording_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class WithdrawForm(ProblemForm):
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, help_text=_("The authors read it, and nobody else.")
    )


class AuthorWithdrawForm(ProblemForm):
    """Her own word is enough."""
