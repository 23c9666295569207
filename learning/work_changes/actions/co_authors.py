"""Whoever did it together says so herself: the author asks, the colleague answers."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from home.accounts.models import User
from home.notifications.actions import notify
from learning.enrolment.models import Enrolment
from learning.work_changes.actions.errors import ChangeRefused
from learning.work_changes.actions.recording import lock_change
from learning.work_changes.actions.stories import ask_who_joined, drop_who_left
from learning.work_changes.enums import CoAuthorState
from learning.work_changes.guards import Problem
from learning.work_changes.models import ChangeCoAuthor, WorkChange


@transaction.atomic
def ask_co_author(*, by: User, change: WorkChange, person: User) -> ChangeCoAuthor:
    """Asks a colleague of the author's class. Once asked she is not asked again, whatever she said.

    Raises ChangeRefused.
    """
    stored = lock_change(change)
    if asked := ChangeCoAuthor.objects.filter(change=stored, person=person).first():
        return asked
    places = Enrolment.objects.of(person).holding_a_place()
    enrolment = places.filter(offering=stored.enrolment.offering_id).exclude(pk=stored.enrolment_id).first()
    if enrolment is None:
        raise ChangeRefused([Problem("person", _("Choose a colleague of your class: co-authors study in it too."))])
    row = ChangeCoAuthor.objects.create(change=stored, person=person, enrolment=enrolment, invited_at=timezone.now())
    _log(row, by)
    data = {"author": stored.author.name, "title": stored.title}
    notify("change_co_author_asked", person, key=str(row.pk), url=_address(stored), about=stored, data=data)
    return row


@transaction.atomic
def answer_co_author(*, by: User, row: ChangeCoAuthor, confirms: bool) -> ChangeCoAuthor:
    """The colleague's own word; she may also leave later. The same answer again has no effect.

    A story of the change then waits for her word too, or goes with her (`stories`).
    """
    change = lock_change(row.change)
    row = ChangeCoAuthor.objects.get(pk=row.pk)
    state = CoAuthorState.CONFIRMED if confirms else CoAuthorState.DECLINED
    if row.state == state:
        return row
    row.state, row.answered_at = state, timezone.now()
    row.save(update_fields=["state", "answered_at"])
    _log(row, by)
    if confirms:
        ask_who_joined(by=by, change=change)
    else:
        drop_who_left(by=by, change=change)
    event = "change_co_author_confirmed" if confirms else "change_co_author_declined"
    data = {"colleague": by.name, "title": change.title}
    key = f"{row.pk}:{row.answered_at:%Y%m%d%H%M%S}"
    notify(event, change.author, key=key, url=_address(change), about=change, data=data)
    return row


def _address(change: WorkChange) -> str:
    return reverse("learning:work_change", args=[change.public_id])


def _log(row: ChangeCoAuthor, by: User) -> None:
    log(row.change, "learning.change_co_author", user=by, data={"person": row.person_id, "state": row.state})
