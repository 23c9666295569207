from django import forms
from django.utils.translation import gettext_lazy as _

from forums.queries.words import FoundFilter
from home.search import fold
from home.search.forms import SearchForm


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class FoundForm(SearchForm):
    """A search of the conversations. A filter that makes no sense filters nothing: a search never stops anybody."""

    mural = forms.TypedChoiceField(label=_("Board"), coerce=int, empty_value=None, required=False)
    autora = forms.CharField(label=_("Written by"), max_length=100, required=False)
    de = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ate = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    etiqueta = forms.CharField(label=_("Tag"), max_length=40, required=False)
    sem_resposta = forms.BooleanField(label=_("Not answered yet"), required=False)
    com_mudanca = forms.BooleanField(label=_("About a change at work"), required=False)

    def __init__(self, *args, boards: list[tuple[int, str]], knows_changes: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mural"].choices = [("", _("All boards")), *boards]
        if not knows_changes:
            del self.fields["com_mudanca"]

    @property
    def query(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("q", "")

    @property
    def chosen(self) -> FoundFilter:
        self.is_valid()
        data = self.cleaned_data
        return FoundFilter(
            board=data.get("mural"),
            author=data.get("autora", "").replace("\0", ""),
            since=data.get("de"),
            until=data.get("ate"),
            tag=fold(data.get("etiqueta", "")),
            unanswered=data.get("sem_resposta", False),
            with_change=data.get("com_mudanca", False),
        )

    @property
    def filters(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "q"]
