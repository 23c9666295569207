import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from home.accounts.models import Profession
from home.uploads.forms import UploadField
from learning.courses.widgets import DateInput
from learning.enrolment.models import Enrolment
from learning.work_changes.actions import FollowUp, NewStage, QuickChange
from learning.work_changes.consents import RESEARCH, RESEARCH_NOW
from learning.work_changes.enums import Axis, EvidenceKind, Facilitator, Interruption, Obstacle, Stage
from learning.work_changes.guards import Problem
from learning.work_changes.models import ChangeFollowUp, ToolCategory, WorkChange
from learning.work_changes.transitions import reachable

SECTIONS = {
    "mudanca": ("title", "before", "after", "started_on", "category", "category_words", "secondary_categories",
                "novelty", "reason"),
    "equipe": ("scope", "professions", "people_count", "manager_support", "facility", "municipality", "cnes", "ine",
               "team_kind", "municipality_code"),
    "caminho": ("facilitator_tags", "facilitators", "obstacle_tags", "obstacles", "learning_source",
                "learning_item_id"),
    "indicador": ("indicator_name", "indicator_unit", "indicator_before", "indicator_before_on", "indicator_after",
                  "indicator_after_on", "indicator_source"),
    "leitores": ("visibility", "research_consent"),
}  # fmt: skip
SECTION_NAMES = {
    "mudanca": _("The change"),
    "equipe": _("Team and place"),
    "caminho": _("What helped and what stood in the way"),
    "indicador": _("A number before and after"),
    "leitores": _("Who may read it"),
}
# What the author alone decides.
OWN_SECTIONS = ("leitores",)


class CategorySelect(forms.Select):
    """Marks the categories of which one is asked which: only then the style sheet shows the field for it."""

    asking: set[str] = set()

    def create_option(self, name, value, *args, **kwargs) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.asking:
            option["attrs"]["data-asks"] = True
        return option


class CategoryField(forms.ModelChoiceField):
    """The categories in use, by axis. Whoever chose one that went out of use keeps it."""

    def __init__(self, **options):
        queryset = ToolCategory.objects.active()
        options = {"to_field_name": "code", "empty_label": _("Choose one"), "widget": CategorySelect, **options}
        super().__init__(queryset, **options)
        self.error_messages["invalid_choice"] = _("Choose one of the categories of the list.")

    def keep(self, category: ToolCategory | None) -> None:
        if category and not category.is_active:
            self.queryset = self.queryset | ToolCategory.objects.filter(pk=category.pk)

    def group_choices(self) -> None:
        """Call it when the queryset is settled: one query."""
        groups: dict[str, list] = {axis: [] for axis in Axis.values}
        rows = list(self.queryset)
        for row in rows:
            groups[row.axis].append((row.code, row.label))
        self.widget.asking = {row.code for row in rows if row.asks_words}
        named = [(Axis(axis).label, rows) for axis, rows in groups.items()]
        self.widget.choices = [("", self.empty_label), *named]


class ProblemForm(forms.Form):
    """Takes what an action refuses beside the field that it names."""

    def add_problems(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class KeyedForm(ProblemForm):
    """Carries a key made with the page: a doubled press has one effect."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


def _text(label: str, rows: int = 3, *, required: bool = False, hint: str = "", **options) -> forms.CharField:
    options.setdefault("max_length", 4000)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, **options)


class QuickForm(KeyedForm):
    """What a phone asks for between two shifts."""

    enrolment = forms.ModelChoiceField(Enrolment.objects.none(), label=_("In which course?"), empty_label=None)
    title = forms.CharField(label=_("What is it?"), max_length=120, help_text=_("In a few words, so that you find it."))
    before = _text(_("How was it?"), required=True, hint=_("One sentence is enough. Leave patients out."))
    after = _text(_("How is it now, or how shall it be?"), required=True)
    started_on = forms.DateField(
        label=_("Since when?"), required=False, widget=DateInput, help_text=_("Left empty, it is still an idea.")
    )
    category = CategoryField(label=_("Which tool is it?"))
    category_words = forms.CharField(label=_("Which one, if another?"), max_length=120, required=False)
    origin = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, places: list[Enrolment], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].group_choices()
        enrolment = self.fields["enrolment"]
        enrolment.queryset = Enrolment.objects.filter(pk__in=[place.pk for place in places])
        enrolment.to_field_name = "public_id"
        enrolment.widget.choices = [(place.public_id, f"{place.course.title} · {place.offering}") for place in places]
        enrolment.initial = places[0].public_id if places else None
        if len(places) == 1:
            enrolment.widget = forms.HiddenInput()

    @property
    def told(self) -> QuickChange:
        data = {name: self.cleaned_data[name] for name in ("title", "before", "after", "started_on", "category_words")}
        return QuickChange(**data, category=self.cleaned_data["category"].code)


class SectionForm(forms.ModelForm, ProblemForm):
    """One section of the record. `base_number` is the edit that it began from. It never saves: `values` are written."""

    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    category = CategoryField(label=_("Main category"))
    facilitator_tags = forms.MultipleChoiceField(
        label=_("What helped?"), choices=Facilitator, required=False, widget=forms.CheckboxSelectMultiple
    )
    obstacle_tags = forms.MultipleChoiceField(
        label=_("What stood in the way?"), choices=Obstacle, required=False, widget=forms.CheckboxSelectMultiple
    )
    secondary_categories = forms.ModelMultipleChoiceField(
        ToolCategory.objects.active(),
        label=_("Others that fit"),
        help_text=_("Two at most."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    professions = forms.ModelMultipleChoiceField(
        Profession.objects.all(),
        label=_("Who takes part?"),
        help_text=_("Professions, no names."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    learning_item_id = forms.TypedChoiceField(label=_("Which reading?"), coerce=int, empty_value=None, required=False)
    research_consent = forms.BooleanField(label=_("I agree to this for research."), required=False)

    class Meta:
        model = WorkChange
        fields = sorted(
            {name for names in SECTIONS.values() for name in names} - {"learning_item_id", "research_consent"}
        )
        widgets = {
            **{name: DateInput for name in ("started_on", "indicator_before_on", "indicator_after_on")},
            **{
                name: forms.Textarea(attrs={"rows": 4})
                for name in ("before", "after", "reason", "facilitators", "obstacles")
            },
        }

    def __init__(self, *args, section: str, readings: list[tuple[int, str]], **kwargs):
        change = kwargs["instance"]
        initial = {"base_number": change.edit_number, "research_consent": bool(change.research_consent_version)}
        initial["learning_item_id"] = change.learning_item_id
        if change.category_id:
            initial["category"] = change.category.code
        super().__init__(*args, initial=initial, **kwargs)
        self.section = section
        wanted = ("base_number", *SECTIONS[section])
        if change.started_on is None:
            wanted = tuple(name for name in wanted if name != "started_on")
        self.fields = {name: self.fields[name] for name in wanted}
        self._settle(change, readings)

    def _settle(self, change: WorkChange, readings: list[tuple[int, str]]) -> None:
        if "category" in self.fields:
            self.fields["category"].keep(change.category)
            self.fields["category"].group_choices()
        if "learning_item_id" in self.fields:
            self.fields["learning_item_id"].choices = [("", _("None in particular")), *readings]
        if "research_consent" in self.fields:
            self.fields["research_consent"].help_text = RESEARCH[change.research_consent_version or RESEARCH_NOW]

    def _post_clean(self) -> None:
        """Nothing is written onto the record here: what cannot be so, the action says."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SECTIONS[self.section] if name in self.fields}

    def begin_from(self, number: int) -> None:
        """The next saving knows what is stored."""
        self.data = self.data.copy()
        self.data["base_number"] = number


class StageForm(ProblemForm):
    """Where it stands now; only what the table allows from here is offered."""

    stage = forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect)
    started_on = forms.DateField(label=_("Since when?"), required=False, widget=DateInput)
    interruption = forms.ChoiceField(
        label=_("Why did it stop?"),
        help_text=_("Only if it stopped. What stopped and was thought over counts as much."),
        choices=[("", _("It did not stop")), *Interruption.choices],
        required=False,
    )
    words = _text(_("In your words"), 2, max_length=500)

    def __init__(self, *args, change: WorkChange, **kwargs):
        super().__init__(*args, **kwargs)
        ways = reachable(change.stage)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in ways]
        self.fields["stage"].error_messages["invalid_choice"] = _("From here it does not go there in one step.")
        if change.started_on or Stage.EXPERIMENTING not in ways:
            del self.fields["started_on"]
        if Stage.INTERRUPTED not in ways:
            del self.fields["interruption"]

    @property
    def new(self) -> NewStage:
        data = self.cleaned_data
        return NewStage(data["stage"], data.get("started_on"), data.get("interruption", ""), data["words"])


class FollowUpForm(KeyedForm, forms.ModelForm):
    """What remained. The stage stands among the answers: it may stay."""

    stage = forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect)
    interruption = forms.ChoiceField(
        label=_("Why did it stop?"),
        help_text=_("Only if it stopped. What stopped and was thought over counts as much."),
        choices=[("", _("It did not stop")), *Interruption.choices],
        required=False,
    )

    class Meta:
        model = ChangeFollowUp
        fields = [
            "followed_on", "stage", "remained", "adapted", "unexpected", "reflection", "indicator_value",
            "talked_with", "next_step",
        ]  # fmt: skip
        widgets = {
            "followed_on": DateInput,
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("remained", "adapted", "unexpected", "reflection")},
        }

    field_order = ("followed_on", "stage", "interruption", "remained", "adapted", "unexpected", "reflection")

    def __init__(self, *args, change: WorkChange, **kwargs):
        super().__init__(*args, **kwargs)
        stays = (change.stage, _("As before: %(stage)s") % {"stage": change.get_stage_display()})
        ways = reachable(change.stage)
        self.fields["stage"].choices = [stays, *((stage.value, stage.label) for stage in ways)]
        self.fields["stage"].error_messages["invalid_choice"] = _("From here it does not go there in one step.")
        self.initial.setdefault("stage", change.stage)
        if Stage.INTERRUPTED not in ways:
            del self.fields["interruption"]
        if not change.indicator_name:
            del self.fields["indicator_value"]
        else:
            self.fields["indicator_value"].label = change.indicator_name

    def _post_clean(self) -> None:
        """Nothing is written here: what cannot be so, the action says."""

    @property
    def seen(self) -> FollowUp:
        data = self.cleaned_data
        names = ("followed_on", "reflection", "remained", "adapted", "unexpected", "talked_with", "next_step")
        new = NewStage(data["stage"], interruption=data.get("interruption", ""), words=data["remained"][:500])
        value = data.get("indicator_value")
        return FollowUp(**{name: data[name] for name in names}, indicator_value=value, new_stage=new)


class CoAuthorForm(ProblemForm):
    person = forms.ChoiceField(
        label=_("Who did it with you?"),
        help_text=_("People of your class. Each says herself whether it is so; the change then counts for both."),
    )

    def __init__(self, *args, colleagues: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose a colleague")), *colleagues]
        self.fields["person"].error_messages["invalid_choice"] = _(
            "Choose a colleague of your class: co-authors study in it too."
        )


class EvidenceForm(KeyedForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=EvidenceKind)
    note = forms.CharField(label=_("What does it show?"), max_length=300, required=False)
    file = UploadField(label=_("File"), required=False)
    link = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    dated_on = forms.DateField(label=_("Of which day?"), required=False, widget=DateInput)
    no_patient_data = forms.BooleanField(
        label=_("I looked at it again: no patient can be identified in it."), required=False
    )


class ToForumForm(KeyedForm):
    board = forms.ModelChoiceField(
        None, label=_("In which forum?"), empty_label=None, help_text=_("Whoever reads this forum reads the card.")
    )
    words = _text(_("What do you want to ask or tell?"), 4)

    def __init__(self, *args, boards, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["board"]
        field.queryset, field.label_from_instance = boards, lambda board: board.shown


class TriedTooForm(KeyedForm):
    change = forms.ModelChoiceField(
        None, label=_("Which of your records?"), to_field_name="public_id", empty_label=_("Choose one")
    )
    words = _text(_("What was different with you?"), 3)

    def __init__(self, *args, changes, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["change"]
        field.queryset, field.label_from_instance = changes, lambda change: change.title
        if changes.count() == 1:
            field.empty_label = None


class RecodeForm(ProblemForm):
    category = CategoryField(label=_("Where does it belong?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].group_choices()

    def clean_category(self) -> ToolCategory:
        category = self.cleaned_data["category"]
        if category.asks_words:
            raise ValidationError(_("“Another” is what it is now: choose one that says what it is."))
        return category
