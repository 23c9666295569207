import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from home.accounts.models import User


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def member_of_staff(db):
    return User.objects.create_user("gestora@example.org", "x", full_name="Gestora", is_staff=True)


def test_staff_without_a_second_factor_are_led_to_make_one(client, member_of_staff):
    client.force_login(member_of_staff)
    for path in (reverse("home:profile"), "/admin/", "/django-admin/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


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
