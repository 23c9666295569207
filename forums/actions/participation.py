"""Participation judged, and a board taken along as a file: both are in the board's log."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from forums.models import Board, ParticipationGrade
from home.accounts.models import User
from home.notifications.actions import notify


@transaction.atomic
def grade_participation(*, by: User, board: Board, person: User, points: int, comment: str) -> ParticipationGrade:
    """Gives a person her grade for a board, or changes it; she is told of each change. The same again is nothing."""
    grade = ParticipationGrade.objects.select_for_update().filter(board=board, person=person).first()
    before = grade.points if grade else None
    if grade is not None and (grade.points, grade.comment) == (points, comment):
        return grade
    grade = grade or ParticipationGrade(board=board, person=person)
    grade.points, grade.comment, grade.graded_by, grade.graded_at = points, comment, by, timezone.now()
    grade.save()
    data = {"person": person.pk, "from": before, "to": points}
    log(instance=board, action="forums.participation_grade", user=by, data=data)
    notify(
        "participation_graded",
        person,
        key=f"grade-{grade.pk}-{grade.graded_at.timestamp():.0f}",
        url=reverse("forums:participation_own", args=[board.pk]),
        about=grade,
        data={"board": board.title},
    )
    return grade


def note_export(*, by: User, board: Board, what: str) -> None:
    """Logs that somebody took the board's words ("html", "csv") or its table of participation along."""
    log(instance=board, action="forums.board_export", user=by, data={"what": what})
