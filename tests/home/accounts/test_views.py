import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.urls import reverse

from home.accounts.models import Profession, User

PASSWORD = "uma-senha-comprida"
KEPT = "Um texto longo que eu escrevi no celular, entre dois plantões, e que não pode se perder de jeito nenhum."


@pytest.fixture
def person(db):
    user = User.objects.create_user("rosa@example.org", PASSWORD, full_name="Rosa Lima")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def profile_data(**changes):
    return {
        "full_name": "Rosa Lima", "social_name": "", "phone": "", "language": "pt-br",
        "time_zone": "America/Sao_Paulo", "work-profession": "", "work-municipality": "Serra Alta",
        "work-facility": "UBS Central", "work-cnes": "1234567", "work-team": "Equipe 3", **changes,
    }  # fmt: skip


def test_profile_keeps_person_and_workplace(client, person):
    client.force_login(person)
    nurse = Profession.objects.get(code="223565")
    answer = client.post(reverse("home:profile"), profile_data(social_name="Rosinha", **{"work-profession": nurse.pk}))
    person.refresh_from_db()
    assert answer.status_code == 302
    assert person.name == "Rosinha"
    assert (person.workplace.cnes, person.workplace.profession) == ("1234567", nurse)


def test_profile_says_what_to_change_and_keeps_what_was_typed(client, person):
    client.force_login(person)
    answer = client.post(reverse("home:profile"), profile_data(phone="ligue já", **{"work-cnes": "12"}))
    assert answer.status_code == 422
    assert "ligue já" in answer.text
    assert answer.context["work_form"].errors["cnes"]
    assert not hasattr(User.objects.get(pk=person.pk), "workplace")


def test_an_expired_session_keeps_what_was_posted(client, person):
    answer = client.post(reverse("home:profile"), profile_data(**{"work-facility": KEPT}))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    entered = client.post(answer.url, {"login": person.email, "password": PASSWORD, "next": reverse("home:kept")})
    waiting = client.get(entered.url)
    assert KEPT in waiting.text
    assert client.get(entered.url).status_code == 302, "shown once"


def test_signing_up_needs_the_address_confirmed(client, db, run_tasks):
    data = {
        "full_name": "Ana Souza", "social_name": "", "email": "ana@example.org",
        "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    client.post(reverse("account_signup"), data)
    run_tasks()
    [message] = mail.outbox
    assert User.objects.get(email="ana@example.org").full_name == "Ana Souza"
    assert not EmailAddress.objects.get(email="ana@example.org").verified
    assert [kind for _, kind in message.alternatives] == ["text/html"]
    link = re.search(r"/conta/confirm-email/\S+", message.body).group()
    client.post(link)
    assert EmailAddress.objects.get(email="ana@example.org").verified


def test_unknown_and_known_addresses_get_the_same_answer(client, person, run_tasks):
    answers = {}
    for address in (person.email, "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": address})
        run_tasks()
        answers[address] = (answer.status_code, answer.url, client.get(answer.url).content)
    assert answers[person.email] == answers["nobody@example.org"]
    assert [message.to for message in mail.outbox] == [[person.email]]


@pytest.mark.parametrize("name", ["account_request_login_code", "account_signup"])
def test_other_ways_in_do_not_tell_who_is_known(client, person, run_tasks, name):
    answers = []
    for address in (person.email, "nobody@example.org"):
        data = {
            "email": address, "full_name": "A", "password1": PASSWORD, "password2": PASSWORD,
        }  # fmt: skip
        answer = client.post(reverse(name), data)
        run_tasks()
        answers.append((answer.status_code, answer.url))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("admin", ["/admin/login/", "/django-admin/login/"])
def test_the_admins_have_no_log_in_of_their_own(client, db, admin):
    answer = client.get(admin, {"next": "/admin/pages/"})
    assert answer.status_code == 302
    assert answer.url == reverse("account_login") + "?next=%2Fadmin%2Fpages%2F"


def test_look_alike_addresses_are_refused(client, person):
    data = {
        "full_name": "R",
        "email": "rоsa@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post(reverse("account_signup"), data).status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_choosing_a_language_never_leads_away(client, db, target):
    assert client.post(reverse("home:language"), {"language": "en", "next": target}).url == "/"


def test_the_language_of_the_browser_is_not_asked(client, db):
    page = client.get(reverse("account_login"), headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "pt-br"


def test_the_choice_of_a_language_is_shown_in_it_and_leads_back(client, db):
    here = "http://testserver/cursos/?q=roda"
    page = client.get(reverse("home:language"), {"para": "es"}, headers={"referer": here})
    assert page.headers["Content-Language"] == "es"
    assert '<html lang="es" ' in page.text
    assert 'name="next" value="/cursos/?q=roda"' in page.text
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize("here", ["https://evil.example/cursos/", ""])
def test_the_choice_of_a_language_leads_to_the_first_page_from_elsewhere(client, db, here):
    page = client.get(reverse("home:language"), {"para": "tlh"}, headers={"referer": here})
    assert page.headers["Content-Language"] == "pt-br"
    assert 'name="next" value="/"' in page.text


def test_a_visitor_keeps_the_chosen_language_also_in_a_new_account(client, db):
    client.post(reverse("home:language"), {"language": "es"})
    assert client.get(reverse("account_login")).headers["Content-Language"] == "es"
    data = {"full_name": "Rosa Lima", "email": "rosa@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert User.objects.get().language == "es"


def test_economy_mode_is_turned_on_and_off_again(client, db):
    assert "O modo economia está desligado" in client.get(reverse("home:economy")).text
    answer = client.post(reverse("home:economy"), {"economy": "on", "next": "/cursos/?q=x"})
    assert answer.url == "/cursos/?q=x"
    assert "O modo economia está ligado" in client.get(reverse("home:economy")).text
    client.post(reverse("home:economy"), {"economy": "off"})
    assert "O modo economia está desligado" in client.get(reverse("home:economy")).text


def test_economy_mode_follows_the_browser_until_somebody_chooses(client, db):
    saving = {"save-data": "on"}
    assert "O modo economia está ligado" in client.get(reverse("home:economy"), headers=saving).text
    client.post(reverse("home:economy"), {"economy": "off"})
    assert "O modo economia está desligado" in client.get(reverse("home:economy"), headers=saving).text


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_economy_mode_never_leads_away(client, db, target):
    assert client.post(reverse("home:economy"), {"economy": "on", "next": target}).url == "/"
