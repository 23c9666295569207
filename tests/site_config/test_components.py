from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template


class ReportForm(forms.Form):
    subject = forms.CharField(label="Subject", help_text="One sentence.")
    agreed = forms.BooleanField(label="I agree")
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")], required=False)


def component(component_name: str, /, **props) -> str:
    given = " ".join(f"{name}={name}" for name in props)
    return Template(f'{{% load parts %}}{{% part "{component_name}" {given} %}}').render(Context(props))


def test_field_shows_its_error_beside_the_box_and_names_it_there():
    html = component("field", field=ReportForm({"subject": ""})["subject"])
    assert 'id="id_subject_error"' in html
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_puts_a_tick_box_inside_its_label():
    html = component("field", field=ReportForm()["agreed"])
    assert html.index("<label") < html.index("<input") < html.index("</label>")


def test_field_groups_choices_in_a_fieldset():
    html = component("field", field=ReportForm()["kind"])
    assert html.count("<fieldset") == 1
    assert "<legend>Kind</legend>" in html


def test_form_errors_link_to_their_fields():
    html = component("notice", form=ReportForm({}))
    assert 'href="#id_subject"' in html
    assert 'href="#id_agreed"' in html
    assert "Subject: Este campo é obrigatório.</a>" in html


def test_form_errors_are_silent_when_all_is_well():
    assert component("notice", form=ReportForm({"subject": "x", "agreed": "on"})).strip() == ""


def test_progress_fills_the_ring_by_what_was_done():
    html = component("progress", percent=62, label="2 of 6 to go")
    assert 'stroke-dasharray="62 100"' in html
    assert "2 of 6 to go" in html


def test_progress_draws_nothing_when_nothing_was_done():
    assert "ring__part" not in component("progress", percent=0, label="0 of 6")


def test_pagination_keeps_the_query():
    html = component("pagination", page=Paginator(range(30), 10).page(2), query="q=rua")
    assert 'href="?q=rua&amp;pagina=1"' in html
    assert 'href="?q=rua&amp;pagina=3"' in html


def test_names_are_escaped():
    assert "<b>" not in component("avatar", name="<b> <i>")
    assert "<script>" not in component("breadcrumbs", crumbs=[("<script>", None)])
