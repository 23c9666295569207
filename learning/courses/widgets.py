import re

from django import forms
from django.utils.safestring import SafeString

from learning.courses.rubric_drawing import rubric_form
from learning.courses.rubric_sheets import Choices, Marking, Sheet


class DateInput(forms.DateInput):
    """The browser's own picker. Whoever types 26 for the year sends 0026, and means 2026."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")

    def value_from_datadict(self, data, files, name) -> str | None:
        value = super().value_from_datadict(data, files, name)
        return re.sub(r"^00(?=\d\d-)", "20", value) if isinstance(value, str) else value


class RubricInput(forms.Widget):
    """A sheet's levels as radio buttons. `own`, `missing` are set by whoever shows the form (rubric_form)."""

    def __init__(self, sheet: Sheet, marking: Marking | None):
        super().__init__()
        self.sheet, self.marking = sheet, marking
        self.own: Choices = {}
        self.missing: set[str] = set()

    def value_from_datadict(self, data, files, name) -> dict:
        return {
            criterion.key: {
                "level": data.get(f"{name}-{criterion.key}", ""),
                "word": data.get(f"{name}-{criterion.key}-word", ""),
                "deepen": self.marking is not None and f"{name}-{criterion.key}-deepen" in data,
            }
            for criterion in self.sheet.criteria
        }

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        choices = value or {}
        return rubric_form(self.sheet, name, choices, own=self.own, marking=self.marking, missing=self.missing)


class RubricField(forms.Field):
    """What was chosen on a sheet, tidy. It refuses nothing: guards say what is missing when it is released."""

    def __init__(self, sheet: Sheet, *, marking: Marking | None = None, **kwargs):
        super().__init__(required=False, widget=RubricInput(sheet, marking), **kwargs)
        self.sheet = sheet

    def clean(self, value) -> dict:
        return self.sheet.tidy(value or {})
