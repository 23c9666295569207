from django import forms
from django.utils.translation import gettext_lazy as _

from learning.courses.enums import CourseKind, SearchIn


class CatalogueForm(forms.Form):
    """The search of the catalogue; its names are what stands in the address."""

    q = forms.CharField(
        label=_("Search the courses"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    tipo = forms.ChoiceField(
        label=_("Kind of course"), required=False, choices=[("", _("Every kind")), *CourseKind.choices]
    )
    em = forms.ChoiceField(required=False, choices=SearchIn.choices, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="busca-%s", use_required_attribute=False, **kwargs)

    def value(self, name: str) -> str:
        """Returns a field's clean value, or nothing where it is wrong."""
        return self.cleaned_data.get(name) or ""


class EnrolForm(forms.Form):
    offering = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    code = forms.CharField(required=False, max_length=20)


class SwitchForm(forms.Form):
    enrolment = forms.UUIDField()
