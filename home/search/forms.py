from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """What is looked for; its name is what stands in the address. It never stops anybody: a long query is cut."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 200, "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="busca-%s", use_required_attribute=False, **kwargs)

    def clean_q(self) -> str:
        return self.cleaned_data["q"][:200]

    @property
    def query(self) -> str:
        """Returns the clean words; nothing where they hold what no text holds (a null character)."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""
