"""What somebody posted after her session had ended: shown in words, sent again as it came."""

import uuid

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from lxml import html

from home.accounts.responses import KeptPost
from learning.portfolio.models import PortfolioEntry

FORMATTED = "<h2>A feira</h2><p>Uma tarde com a <strong>Dona</strong> & o agente.</p><ul><li>ouvir</li></ul>"


def words_of(**fields) -> list[tuple[str, bool]]:
    return [tuple(words) for words in KeptPost("/", list(fields.items())).words]


def test_words_are_what_a_person_typed():
    typed = {
        "subject": "Oi", "full_name": "Rosa Lima", "phone": "11 99999-0000", "overall": "Muito bom.\r\nSiga.",
        "grade": "8,5", "code": "ABCD-23",
    }  # fmt: skip
    assert words_of(**typed) == [(text, False) for text in typed.values()]


def test_words_leave_out_what_the_form_says_by_itself():
    machine = {
        "key": str(uuid.uuid4()), "base_number": "12", "offering": "3", "intent": "formative", "no_patient_data": "on",
        "language": "pt-br", "time_zone": "America/Sao_Paulo", "suggested_on": "2026-06-04", "empty": " ",
        "device_time": "2026-06-04T12:00:00.000Z", "next": "/curso/aprender/7/", "enrolment": str(uuid.uuid4()),
    }  # fmt: skip
    assert words_of(**machine) == []


@pytest.mark.parametrize("kind", ["text", "html"])
def test_formatted_text_is_told_by_its_companions(kind):
    fields = {"text": "oi", "text_format": kind, "text_original": "<p>oi, <em>antes</em> disso</p>"}
    assert words_of(**fields) == [("oi", kind == "html")]


def test_an_editor_left_empty_holds_no_words():
    assert words_of(text="<div><br></div>", text_format="html", text_original="") == []


@pytest.fixture
def sent_again(client, student, parts):
    """Posts to the student's reflection without a session, logs her in and presses the one button. Returns the page
    that waited, and what is stored in the end."""
    EmailAddress.objects.create(user=student, email=student.email, verified=True, primary=True)

    def send(**fields):
        form = {"intent": "formative", "no_patient_data": "on", "base_number": 0, "key": str(uuid.uuid4()), **fields}
        way = client.post(reverse("learning:entry_draft", args=["aprender", parts.reflection.pk]), form).url
        entered = client.post(way, {"login": student.email, "password": "roda-demo", "next": reverse("home:kept")})
        page = client.get(entered.url).text
        [waiting] = html.document_fromstring(page).xpath("//form[.//input[@name='key']]")
        client.post(waiting.get("action"), dict(waiting.form_values()))
        return page, PortfolioEntry.objects.get().draft.text

    return send


def test_formatted_text_is_read_as_such_and_stored_as_it_was(sent_again):
    typed = "<h1>A feira</h1><div>Uma tarde com a <strong>Dona</strong> &amp; o agente.</div><ul><li>ouvir</li></ul>"
    page, stored = sent_again(text=typed + "<script>alert(1)</script>", text_format="html", text_original="")
    assert stored == FORMATTED.replace("&", "&amp;")
    assert f'<div class="card prose">{stored}</div>' in page
    assert "<textarea" not in page
    assert "formative</p>" not in page


def test_plain_words_over_a_formatted_text_keep_its_formatting(sent_again):
    original = "<p>Uma <strong>tarde</strong>.</p>"
    page, stored = sent_again(text="Uma tarde.\r\n\r\nE <b>mais</b>.", text_format="text", text_original=original)
    assert stored == original + "<p>E &lt;b&gt;mais&lt;/b&gt;.</p>"
    assert "<p>Uma tarde.</p>\n\n<p>E &lt;b&gt;mais&lt;/b&gt;.</p>" in page


def test_a_press_without_words_waits_too(client, student, parts):
    EmailAddress.objects.create(user=student, email=student.email, verified=True, primary=True)
    way = client.post(reverse("learning:item_done", args=["aprender", parts.first_unit.pk])).url
    entered = client.post(way, {"login": student.email, "password": "roda-demo", "next": reverse("home:kept")})
    assert "Ainda não foi enviado" in client.get(entered.url).text


@pytest.fixture
def stale(client, student, parts):
    """Posts as the student, with a token of before her last log-in. Returns the answer."""
    client.handler.enforce_csrf_checks = True
    client.force_login(student)

    def post(name, *args, origin="http://testserver", **fields):
        fields = {"csrfmiddlewaretoken": "x" * 32, **fields}
        return client.post(reverse(name, args=args), fields, headers={"Origin": origin} if origin else None)

    return post


def test_a_form_older_than_the_last_log_in_is_sent_with_one_press(client, stale, student, parts):
    fields = {"intent": "formative", "base_number": 0, "key": str(uuid.uuid4()), "text_format": "text"}
    answer = stale("learning:entry_draft", "aprender", parts.reflection.pk, text="Uma tarde.", **fields)
    assert answer.status_code == 403
    assert "<p>Uma tarde.</p>" in answer.text
    assert student.name in answer.text
    [waiting] = html.document_fromstring(answer.text).xpath("//form[.//input[@name='key']]")
    client.post(waiting.get("action"), dict(waiting.form_values()), headers={"Origin": "http://testserver"})
    assert PortfolioEntry.objects.get().draft.text == "<p>Uma tarde.</p>"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_another_sites_form_is_not_offered_for_sending(stale, parts, origin):
    answer = stale("learning:entry_draft", "aprender", parts.reflection.pk, origin=origin, text="Uma tarde.")
    assert answer.status_code == 403
    assert "Uma tarde" not in answer.text


def test_a_password_is_never_shown_again(stale):
    answer = stale("account_change_password", oldpassword="roda-demo", password1="outra-senha-7", password2="x")
    assert answer.status_code == 403
    assert "roda-demo" not in answer.text
    assert "outra-senha-7" not in answer.text


def test_who_is_already_signed_in_needs_no_second_log_in(stale, student):
    assert stale("account_login", login=student.email, password="roda-demo").url == reverse("account_login")
