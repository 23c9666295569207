"""The two ways to log in, with the person of each request read by a statement that is made once.

Every page asks for its person, and building the ORM's query costs more than the database's answer.
"""

from allauth.account import auth_backends
from django.contrib.auth import backends
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet

from home.accounts.models import User
from home.prepared import Prepared

_COLUMNS = [field.attname for field in User._meta.concrete_fields]


def _person(person_id: int) -> QuerySet:
    return User.objects.filter(pk=person_id).values_list(*_COLUMNS)


_people = Prepared(_person)


class PasswordBackend(backends.ModelBackend):
    """Django's: by password, with permissions by person and group."""

    def get_user(self, user_id: int) -> User | None:
        """Returns the active person. That the session fits her password is compared by Django's caller."""
        rows = _people(user_id)
        person = User.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0]) if rows else None
        return person if person and self.user_can_authenticate(person) else None


class AccountBackend(PasswordBackend, auth_backends.AuthenticationBackend):
    """allauth's: by e-mail and password, or by a code."""
