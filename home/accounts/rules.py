from collections.abc import Callable

from allauth.mfa.models import Authenticator

from home.accounts.models import User

StaffCheck = Callable[[User], bool]
_staff_checks: list[StaffCheck] = []


def counts_as_staff(check: StaffCheck) -> StaffCheck:
    """Registers who else works on other people's data: the apps above name tutors and coordinators this way."""
    _staff_checks.append(check)
    return check


def is_staff_person(user: User) -> bool:
    """Whether this person must have a second factor: administration, editors, tutors, coordinators."""
    if not user.is_active:
        return False
    return user.is_staff or user.has_perm("wagtailadmin.access_admin") or any(check(user) for check in _staff_checks)


def has_second_factor(user: User) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()
