import pytest

from home.pages.formulas import FormulaError, to_mathml


def test_signs_typed_as_they_are_stand_as_operators():
    assert "<mi>a</mi><mo>≤</mo><mi>b</mi>" in to_mathml("a≤b")


@pytest.mark.parametrize(
    ("latex", "attribute"),
    [(r"{\style{color:red}6}", 'mathcolor="red"'), (r"\style{color:#0a0;font-size:9em}{x}", 'mathcolor="#0a0"')],
)
def test_colours_need_no_inline_style(latex, attribute):
    mathml = to_mathml(latex)
    assert attribute in mathml
    assert "style=" not in mathml


def test_other_styles_are_left_out():
    assert "url" not in to_mathml(r"\style{background:url(//x)}{y}")


def test_unreadable_formula_is_an_error_of_ours():
    with pytest.raises(FormulaError):
        to_mathml(r"\frac{1}{")
