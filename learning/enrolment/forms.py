import re
import uuid
from email.utils import parseaddr

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.enums import BoardKind
from home.accounts.models import Profession
from learning.courses.enums import GroupMode
from learning.courses.widgets import DateInput
from learning.enrolment.actions import BoardReach, BoardWords, EntryFacts, OfferingDetails
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, Polo, TutoringGroup

MAX_LINES = 300
# Nobody is reminded of a change for longer than two years.
LONGEST_WEEKS = 104
# Left empty, each stays as it is.
DAYS = ("expected_days", "latest_days", "extension_days", "tolerance_days")


class LinesField(forms.CharField):
    """A text of one thing a line; cleans to the list of lines that say something."""

    widget = forms.Textarea

    def clean(self, value: str) -> list[str]:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]


class WeeksField(forms.CharField):
    """Numbers of weeks with commas between them; cleans to them in their order, each once."""

    def prepare_value(self, value: list[int] | str) -> str:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: str) -> list[int]:
        parts = [part.strip() for part in (super().clean(value) or "").split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and 0 < int(part) <= LONGEST_WEEKS for part in parts):
            raise ValidationError(_("Write numbers of weeks with commas between them. For example: 6, 12, 24."))
        return sorted({int(part) for part in parts})


class KeyedForm(forms.Form):
    """Carries a key made with the page: a doubled press has one effect."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class OfferingForm(KeyedForm, forms.ModelForm):
    new_polos = LinesField(
        label=_("Other support centres"),
        help_text=_("Names that are not in the list, one on each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    follow_up_weeks = WeeksField(
        label=_("Weeks after which a change at work is looked at again"),
        help_text=_("Counted from its first day. Left empty, it stays as it is."),
        required=False,
        max_length=40,
    )

    class Meta:
        model = Offering
        fields = [
            "name",
            "starts_on",
            "ends_on",
            "enrolment_mode",
            "enrolment_code",
            "enrolment_opens_on",
            "enrolment_closes_on",
            "places",
            "polos",
            *DAYS,
            "follow_up_weeks",
        ]
        labels = {"enrolment_mode": _("How students get in"), "name": _("Name of the class")}
        help_texts = {
            "name": _("As the students will read it. For example: 2026/1."),
            "enrolment_code": _("Students type it to get in. Left empty, one is made up."),
            "places": _("Left empty, there is no limit."),
        }
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "enrolment_opens_on": DateInput(),
            "enrolment_closes_on": DateInput(),
            "enrolment_mode": forms.RadioSelect,
            "polos": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in DAYS:
            self.fields[name].required = False

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = Offering.objects.filter(course=self.instance.course, name=name).exclude(pk=self.instance.pk)
        if same.exclude(key=self.data.get("key") or None).exists():
            raise ValidationError(_("This course has another class with this name. Choose a different one."))
        return name

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in DAYS:
            if cleaned.get(name, "") is None:
                cleaned[name] = getattr(self.instance, name)
        cleaned["follow_up_weeks"] = cleaned.get("follow_up_weeks") or self.instance.follow_up_weeks
        self._check_order("starts_on", "ends_on", _("The end comes before the beginning."))
        self._check_order("expected_days", "latest_days", _("At most comes to less than what is expected."))
        closes_early = _("Enrolment closes before it opens.")
        self._check_order("enrolment_opens_on", "enrolment_closes_on", closes_early)
        return cleaned

    def _check_order(self, first: str, last: str, message) -> None:
        begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begins and ends and ends < begins:
            self.add_error(last, message)

    def _post_clean(self) -> None:
        """The instance stays as it is: the action changes it."""

    def details(self) -> OfferingDetails:
        cleaned = {name: self.cleaned_data[name] for name in self._meta.fields if name != "polos"}
        names = tuple(name[:120] for name in self.cleaned_data["new_polos"])
        return OfferingDetails(**cleaned, polos=tuple(self.cleaned_data["polos"]), new_polos=names)


class TutoringGroupForm(KeyedForm, forms.ModelForm):
    class Meta:
        model = TutoringGroup
        fields = ["name", "polo"]
        labels = {"name": _("Name of the tutoring group")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["polo"].queryset = self.instance.offering.polos.all()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = TutoringGroup.objects.filter(offering=self.instance.offering, name=name).exclude(pk=self.instance.pk)
        if same.exclude(key=self.data.get("key") or None).exists():
            raise ValidationError(_("This class has another group with this name. Choose a different one."))
        return name

    def _post_clean(self) -> None:
        """The instance stays as it is: the action changes it."""


class BoardWordsForm(forms.Form):
    """What a board of the staff's making says of itself."""

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, help_text=_("What is talked about here, in a sentence.")
    )
    kind = forms.ChoiceField(label=_("How does one talk here?"), choices=BoardKind.choices)
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, initial=0, help_text=_("Smaller numbers come first.")
    )

    @property
    def words(self) -> BoardWords:
        return BoardWords(**{name: self.cleaned_data[name] for name in BoardWordsForm.base_fields})


class BoardForm(BoardWordsForm):
    """A new board, and whom it is for: the choices are those that the person may make."""

    reach = forms.ChoiceField(
        label=_("Whom is it for?"), widget=forms.RadioSelect, help_text=_("This cannot be changed later.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = ("title", "description", "kind", "reach", "position", "key")

    def __init__(self, *args, groups: list[TutoringGroup], whole: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = {f"group-{group.pk}": group for group in groups}
        named = [(name, _("the group %(name)s alone") % {"name": group.name}) for name, group in self.groups.items()]
        wide = [*GroupMode.choices[::-1], ("course", _("all classes of this course, students and staff"))]
        self.fields["reach"].choices = [*(wide if whole else ()), *named]
        self.fields["reach"].initial = self.fields["reach"].choices[0][0] if whole or named else None

    @property
    def board_reach(self) -> BoardReach:
        chosen = self.cleaned_data["reach"]
        if chosen in GroupMode.values:
            return BoardReach(group_mode=chosen)
        return BoardReach(tutoring_group=self.groups.get(chosen), is_for_course=chosen == "course")


class StaffForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("Only if this person has no account yet: an invitation goes to the address."),
    )
    place = forms.ChoiceField(label=_("Works as"), widget=forms.RadioSelect)

    def __init__(self, *args, offering: Offering, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in offering.tutoring_groups.all()}
        tutors = [(key, _("Tutor of %(group)s") % {"group": group.name}) for key, group in self.groups.items()]
        self.fields["place"].choices = [*tutors, (StaffRole.COORDINATOR.value, _("Coordinator of the class"))]

    @property
    def role(self) -> StaffRole:
        return StaffRole.TUTOR if self.tutoring_group else StaffRole.COORDINATOR

    @property
    def tutoring_group(self) -> TutoringGroup | None:
        return self.groups.get(self.cleaned_data["place"])


class EnrolForm(forms.Form):
    people = LinesField(
        label=_("E-mail addresses"),
        help_text=_("One on each line. With the name, if you have it: Rosa Lima &lt;rosa@example.org&gt;"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
    )
    tutoring_group = forms.ModelChoiceField(
        TutoringGroup.objects.none(), label=_("Tutoring group"), required=False, empty_label=_("Decide later")
    )

    def __init__(self, *args, offering: Offering, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tutoring_group"].queryset = offering.tutoring_groups.all()

    def clean_people(self) -> list[tuple[str, str]]:
        lines = [part for line in self.cleaned_data["people"] for part in _parts(line)]
        if len(lines) > MAX_LINES:
            message = _("At most %(limit)s lines at a time; these are %(number)s.")
            raise ValidationError(message, params={"limit": MAX_LINES, "number": len(lines)})
        return [_parse(line) for line in lines]


class PlaceForm(forms.Form):
    """Chosen students and the group to which they go; an empty group takes them out of any."""

    students = forms.ModelMultipleChoiceField(
        Enrolment.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose at least one student.")},
    )
    tutoring_group = forms.ModelChoiceField(TutoringGroup.objects.none(), required=False)

    def __init__(self, *args, offering: Offering, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = offering.enrolments.holding_a_place()
        self.fields["tutoring_group"].queryset = offering.tutoring_groups.all()


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("For the record of the coordination. Do not write about anybody's health."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


# "Rosa Lima <rosa@example.org>", or a bare address, or what stands between two of them.
PART = re.compile(r'(?:"[^"]*"|[^<>;,@"])*<[^<>]*>|[^\s<>;,]+@[^\s<>;,]+|[^<>;,@]+(?=[;,]|$)')


def _parts(line: str) -> list[str]:
    """The people of a line: one, or as many as a mail program's list of recipients holds."""
    return [line] if line.count("@") < 2 else [part.strip() for part in PART.findall(line) if part.strip()]


def _parse(line: str) -> tuple[str, str]:
    """Returns (name, address); of a line that is no address, the line itself, which is then refused by name."""
    if "<" in line:
        name, address = parseaddr(line)
        return name[:150], address or line
    words = line.replace(";", " ").replace(",", " ").split()
    address = next((word for word in words if "@" in word), line)
    name = " ".join(word for word in words if word != address) if address != line else ""
    return name[:150], address


class EntryFactsForm(forms.Form):
    """What counts of a student; empty is not known."""

    profession = forms.ModelChoiceField(
        Profession.objects.all(),
        label=_("Profession at enrolment"),
        required=False,
        empty_label=_("Not known"),
        help_text=_("By the Brazilian classification of occupations (CBO)."),
    )
    municipality = forms.CharField(label=_("Municipality at enrolment"), required=False, max_length=120)
    polo = forms.ModelChoiceField(
        Polo.objects.none(), label=_("Support centre at enrolment"), required=False, empty_label=_("Not known")
    )
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=300,
        help_text=_("For the record of the coordination. Do not write about anybody's health."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, enrolment: Enrolment, **kwargs):
        stored = {
            "profession": enrolment.profession_at_entry_id,
            "municipality": enrolment.municipality_at_entry,
            "polo": enrolment.polo_id,
        }
        super().__init__(*args, initial=stored, **kwargs)
        # A centre that the class has left since may stay as it is.
        offered = Polo.objects.filter(Q(offerings=enrolment.offering_id) | Q(pk=enrolment.polo_id))
        self.fields["polo"].queryset = offered.distinct()

    @property
    def facts(self) -> EntryFacts:
        return EntryFacts(**{name: self.cleaned_data[name] for name in ("profession", "municipality", "polo")})


class StaffNoteForm(forms.Form):
    text = forms.CharField(
        label=_("A note for tutors and coordination"),
        help_text=_("The student never sees it. Write nothing that you would not say to her."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
