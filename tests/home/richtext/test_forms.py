import time

import pytest
from django import forms

from home.richtext.forms import MAX_LENGTH, RichTextField
from tests.home.richtext.payloads import faults, payloads, slow_strings

pytestmark = pytest.mark.any_database

FORMATTED = "<p>Fomos <strong>todos</strong>.</p><p>Fim.</p>"


class EntryForm(forms.Form):
    text = RichTextField(label="Texto", required=False)


def kept(**data) -> str:
    form = EntryForm({f"text{name}": value for name, value in data.items()})
    assert form.is_valid(), form.errors
    return form.cleaned_data["text"]


def test_words_typed_without_the_script_become_paragraphs():
    assert kept(**{"": "um <b>\n\ndois", "_format": "text"}) == "<p>um &lt;b&gt;</p><p>dois</p>"


def test_html_from_the_script_is_cleaned():
    assert kept(**{"": "<p onclick=x>um</p><script>1</script>", "_format": "html"}) == "<p>um</p>"


def test_formatting_survives_an_edit_without_the_script():
    data = {"": "Fomos todos.\n\nFim!", "_format": "text", "_original": FORMATTED}
    assert kept(**data) == "<p>Fomos <strong>todos</strong>.</p><p>Fim!</p>"


def test_an_original_sent_by_a_stranger_is_cleaned_too():
    data = {"": "x", "_format": "text", "_original": '<p>x<img src=y onerror="z"></p>'}
    assert kept(**data) == "<p>x</p>"


@pytest.mark.parametrize("text", ["", " \n ", "<p><br></p>"])
def test_no_words_are_nothing(text):
    assert kept(**{"": text, "_format": "html"}) == ""


def test_a_required_text_without_words_is_refused():
    class Required(forms.Form):
        text = RichTextField()

    assert "text" in Required({"text": "<p>\u00a0</p>", "text_format": "html"}).errors


def test_a_text_over_the_limit_says_both_numbers():
    form = EntryForm({"text": "a" * (MAX_LENGTH + 1), "text_format": "html"})
    assert str(MAX_LENGTH) in str(form.errors["text"])


def test_a_form_shown_again_keeps_what_was_typed():
    html = str(EntryForm({"text": "um < dois", "text_format": "text"})["text"])
    assert "\num &lt; dois</textarea>" in html
    assert 'value="&lt;p&gt;um &amp;lt; dois&lt;/p&gt;"' in html


def test_the_widget_says_when_formatting_is_there():
    assert "data-composer-note" in str(EntryForm(initial={"text": FORMATTED})["text"])
    assert "data-composer-note" not in str(EntryForm(initial={"text": "<p>um</p><ul><li>a</li></ul>"})["text"])


@pytest.mark.parametrize("form", ["html", "text"])
def test_every_payload_posted_straight_to_the_field_is_harmless(form):
    for payload in payloads():
        cleaned = EntryForm({"text": payload, "text_format": form})
        assert cleaned.is_valid()
        assert faults(cleaned.cleaned_data["text"]) == []


def test_slow_strings_are_answered_within_a_second():
    for name, text in slow_strings().items():
        started = time.process_time()
        EntryForm({"text": text[: MAX_LENGTH + 1], "text_format": "html"}).is_valid()
        EntryForm({"text": text[: MAX_LENGTH + 1]}).is_valid()
        assert time.process_time() - started < 2, name
