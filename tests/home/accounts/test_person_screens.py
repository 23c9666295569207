"""People on the administrator's screens: by the names that they have here, and without anybody else's password."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from home.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    person = User.objects.create_superuser("chefe@example.org", "senha-boa-7", full_name="Chefe Lima")
    client.force_login(person)
    return person


def test_a_person_is_made_with_her_names_and_chooses_her_own_password(client, administrator):
    names = {"full_name": "Ana Prado", "social_name": "Caio Prado", "language": "es"}
    client.post(reverse("wagtailusers_users:add"), {"email": "Ana@Example.org", **names})
    person = User.objects.get(email="ana@example.org")
    assert (person.name, person.full_name, person.language) == ("Caio Prado", "Ana Prado", "es")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).primary


def test_an_address_that_somebody_has_is_refused(client, administrator, student):
    names = {"full_name": "Ana Prado", "language": "pt-br"}
    answer = client.post(reverse("wagtailusers_users:add"), {"email": student.email.upper(), **names})
    assert answer.status_code == 200
    assert User.objects.filter(email__iexact=student.email).count() == 1


def test_names_are_changed_and_the_address_is_not(client, administrator, student):
    fields = {"email": "outra@example.org", "full_name": "Rosa Lima", "social_name": "", "language": "pt-br"}
    client.post(reverse("wagtailusers_users:edit", args=[student.pk]), fields | {"is_active": "on"})
    assert User.objects.get(pk=student.pk).full_name == "Rosa Lima"
    assert User.objects.get(pk=student.pk).email == student.email


def test_people_are_found_by_name(client, administrator, student):
    page = client.get(reverse("wagtailusers_users:index"), {"q": student.full_name.split()[0]}).text
    assert student.email in page
    assert "nobody@example.org" not in page


@pytest.mark.parametrize("many", [False, True])
def test_nobody_is_deleted_with_what_she_wrote(client, administrator, student, many):
    one = reverse("wagtailusers_users:delete", args=[student.pk])
    all_of = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"]) + f"?id={student.pk}"
    client.post(all_of if many else one)
    assert User.objects.filter(pk=student.pk).exists()


def test_an_editors_account_page_asks_for_no_names(client, editor):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_account"))
    assert "name_email" not in page.text
    assert client.post(reverse("wagtailadmin_account"), data_of(page)).status_code == 302


def data_of(page) -> dict:
    forms = [panel.get_form() for panels in page.context["panels_by_tab"].values() for panel in panels]
    return {form.add_prefix(name): form[name].value() or "" for form in forms for name in form.fields}


def test_the_side_bar_calls_an_editor_by_her_name(client, editor):
    client.force_login(editor)
    assert f'"name": "{editor.get_short_name()}"' in client.get(reverse("wagtailadmin_home")).text
