"""Sessions in the database, and the person of each: both are read by one statement that is made once.

Every page begins with them; the ORM's way there costs more than the database's answer.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from home.accounts.models import Session, User
from home.accounts.queries import unread_notices
from home.prepared import Prepared

_COLUMNS = [field.attname for field in User._meta.concrete_fields]


def _session(key: str) -> QuerySet:
    columns = [f"person__{name}" for name in _COLUMNS]
    rows = Session.objects.filter(session_key=key).annotate(unread=unread_notices("person_id"))
    return rows.values_list("expire_date", "session_data", *columns, "unread")


_sessions = Prepared(_session)


class SessionStore(db.SessionStore):
    """Django's sessions, in rows that name their person."""

    _person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        # A key of ours has letters and digits alone; what a cookie may hold beside them no database need see.
        rows = _sessions(self.session_key) if self.session_key.isalnum() else []
        if not rows or rows[0][0] <= timezone.now():
            self._session_key = None
            return {}
        _until, data, *person, unread = rows[0]
        self._person = User.from_db(DEFAULT_DB_ALIAS, _COLUMNS, person) if person[0] else None
        if self._person:
            self._person.unread_notices = unread
        return self.decode(data)

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        instance = super().create_model_instance(data)
        instance.person_id = data.get(SESSION_KEY)
        return instance

    @property
    def person(self) -> User | None:
        """The active person whose session this is, where all that Django asks is as it should be.

        None says that Django itself has to look: at an old secret, at a password that has changed, at nobody.
        """
        data, person = self._get_session(), self._person
        if person is None or not person.is_active or data.get(SESSION_KEY) != str(person.pk):
            return None
        if data.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
            return None
        fits = constant_time_compare(data.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
        return person if fits else None
