import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from home.accounts.models import User


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


PASSWORD = "uma-senha-comprida"


@pytest.fixture
def member_of_staff(db):
    person = User.objects.create_user("gestora@example.org", PASSWORD, full_name="Gestora", is_staff=True)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def log_in(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def test_staff_without_a_second_factor_are_led_to_make_one(client, member_of_staff):
    client.force_login(member_of_staff)
    for path in (reverse("home:profile"), "/admin/", "/django-admin/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


@pytest.mark.parametrize("name", ["service_worker", "fresh_token", "offline"])
def test_what_scripts_ask_for_by_themselves_is_not_led_away(client, member_of_staff, name):
    client.force_login(member_of_staff)
    assert client.get(reverse(name)).status_code == 200


def test_staff_type_the_password_once_on_the_way_to_the_second_factor(client, member_of_staff):
    log_in(client, member_of_staff)
    answer = client.get(reverse("learning:desk"), follow=True)
    assert [address for address, _ in answer.redirect_chain] == [reverse("mfa_activate_totp")]
    assert answer.status_code == 200


def test_a_log_in_of_long_ago_is_asked_for_the_password_again(client, member_of_staff, settings):
    log_in(client, member_of_staff)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_who_has_a_factor_is_asked_again_before_another_is_added(client, member_of_staff):
    log_in(client, member_of_staff)
    Authenticator.objects.create(user=member_of_staff, type=Authenticator.Type.TOTP, data={})
    assert client.get(reverse("mfa_add_webauthn")).url.startswith(reverse("account_reauthenticate"))


def test_a_session_that_nobody_typed_a_password_for_is_asked(client, member_of_staff):
    client.force_login(member_of_staff)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_staff_may_leave_and_set_it_up(client, member_of_staff):
    client.force_login(member_of_staff)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_staff_with_a_second_factor_work(client, member_of_staff):
    Authenticator.objects.create(user=member_of_staff, type=Authenticator.Type.TOTP, data={})
    client.force_login(member_of_staff)
    assert client.get(reverse("home:profile")).status_code == 200


def test_a_student_is_not_asked(client, stranger):
    client.force_login(stranger)
    assert client.get(reverse("home:profile")).status_code == 200


@pytest.mark.parametrize("role", ["tutor", "coordinator"])
def test_who_works_in_an_offering_is_led_to_make_one(client, role, request):
    client.force_login(request.getfixturevalue(role))
    answer = client.get(reverse("learning:desk"))
    assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))
