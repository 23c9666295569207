import pytest
from django import forms

from learning.courses.widgets import DateInput


@pytest.mark.parametrize(
    ("typed", "day"),
    [("0026-10-04", "2026-10-04"), ("2026-10-04", "2026-10-04"), ("0001-01-01", "2001-01-01"), ("", None)],
)
def test_a_year_of_two_figures_is_of_this_century(typed, day):
    cleaned = forms.DateField(widget=DateInput(), required=False)
    value = cleaned.widget.value_from_datadict({"on": typed}, {}, "on")
    assert str(cleaned.clean(value) or "") == (day or "")


def test_what_is_no_date_is_left_to_the_field():
    assert DateInput().value_from_datadict({"on": "amanhã"}, {}, "on") == "amanhã"
    assert DateInput().value_from_datadict({}, {}, "on") is None
