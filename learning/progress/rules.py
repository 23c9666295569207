"""Who may change what in a student's progress."""

from django.contrib.auth.models import AnonymousUser

from home.accounts.models import User
from learning.courses.enums import ItemKind
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment

# A reflection counts by acceptance and a discussion by a post; only a reading is marked by its reader.
MARKED_BY_HAND = frozenset({ItemKind.UNIT.value})


def may_mark(user: User | AnonymousUser, enrolment: Enrolment, kind: str) -> bool:
    return user.pk == enrolment.student_id and enrolment.state in READING_STATES and kind in MARKED_BY_HAND
