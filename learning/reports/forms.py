from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enrolment.enums import EnrolmentState
from learning.reports.enums import ExportKind
from learning.reports.exports import can_write_pdf
from learning.reports.queries import ALL_CLASSES, FigureScope, Narrowing

WITHOUT_PDF = _("This server cannot make PDF at the moment; the page to read without internet prints as well.")


class CopyForm(forms.Form):
    """`kind` offers what this server can make."""

    kind = forms.ChoiceField(label=_("What do you want to take along?"), widget=forms.RadioSelect)

    def __init__(self, *args, leave_out: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        has_pdf = can_write_pdf()
        missing = {leave_out} if has_pdf else {leave_out, str(ExportKind.PDF)}
        self.fields["kind"].choices = [choice for choice in ExportKind.choices if choice[0] not in missing]
        self.fields["kind"].initial = self.fields["kind"].choices[0][0]
        if not has_pdf:
            self.fields["kind"].help_text = WITHOUT_PDF


class FigureForm(forms.Form):
    """By what the figures are narrowed; its names stand in the address. A tutor chooses among her groups alone."""

    turmas = forms.ChoiceField(label=_("Classes"), required=False)
    grupo = forms.ChoiceField(label=_("Tutoring group"), required=False)
    polo = forms.ChoiceField(label=_("Support centre at enrolment"), required=False)
    profissao = forms.ChoiceField(label=_("Profession at enrolment"), required=False)
    situacao = forms.ChoiceField(label=_("Enrolment"), required=False)

    def __init__(self, data, *, scope: FigureScope):
        super().__init__(data, auto_id="figuras-%s", use_required_attribute=False)
        if not scope.is_whole:
            self.fields = {"grupo": self.fields["grupo"]}
            self.fields["grupo"].choices = [(str(pk), name) for pk, name in scope.groups.items()]
            return
        others = [(str(pk), name) for pk, name in scope.offerings.items() if pk != scope.offering.pk]
        whole = (ALL_CLASSES, _("All that I coordinate in this course"))
        self.fields["turmas"].choices = [("", scope.offering.name), *others, whole]
        if len(scope.offerings) < 2:
            del self.fields["turmas"]
        people = scope.members
        self._offer("grupo", {(str(one.group_id), one.person.group) for one in people if one.group_id})
        self._offer("polo", {(str(one.polo_id), one.person.polo) for one in people if one.polo_id})
        self._offer("profissao", {(one.person.profession,) * 2 for one in people if one.person.profession})
        self.fields["situacao"].choices = [("", _("active and completed")), *EnrolmentState.choices]

    def _offer(self, name: str, choices: set[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("All")), *sorted(choices, key=lambda choice: choice[1])]

    @property
    def narrowing(self) -> Narrowing:
        """Of a valid form."""
        data = self.cleaned_data
        if "situacao" not in data:
            return Narrowing()
        return Narrowing(data["grupo"], data["polo"], data["profissao"], data["situacao"])
