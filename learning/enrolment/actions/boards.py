"""Boards of an offering and who reads them: rows that the forums ask, written from who is in the offering."""

from collections.abc import Iterator

from django.db import transaction

from forums.enums import MemberRole
from forums.models import Board, BoardMember
from home.accounts.models import User
from learning.courses.models import CoursePage, DiscussionPage
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, Offering, OfferingBoard, StaffAssignment

# (tutoring group's id or None, discussion's id or 0) within one offering.
BoardKey = tuple[int | None, int]


@transaction.atomic
def sync_boards(offering: Offering, *, person: User | None = None) -> None:
    """Makes the boards that `offering` lacks and sets their members; with `person` only her memberships.

    The offering has one board; each tutoring group has one; each discussion of the course has one for each
    tutoring group, or one for the offering where there are no groups. What the offering has outgrown goes while it is
    empty; a board that holds what people wrote is never taken away.
    """
    Offering.objects.select_for_update().get(pk=offering.pk)
    boards = _ensure_boards(offering)
    wanted = {
        (board_id, person_id): role
        for group_id, person_id, role in _people(offering, person)
        for (board_group, _discussion), board_id in boards.items()
        if group_id is None or board_group in (None, group_id)
    }
    _write_members(set(boards.values()), wanted, person)


def sync_course_boards(course: CoursePage) -> None:
    """Called when a discussion is published: every offering of the course gets its boards."""
    for offering in Offering.objects.filter(course=course):
        sync_boards(offering)


def _ensure_boards(offering: Offering) -> dict[BoardKey, int]:
    rows = OfferingBoard.objects.filter(offering=offering).select_related("board")
    existing = {(row.tutoring_group_id, row.discussion_id): row.board for row in rows}
    titles = _board_titles(offering)
    _drop_empty([board for key, board in existing.items() if key not in titles])
    for position, (key, title) in enumerate(titles.items()):
        board = existing.get(key)
        if board is None:
            board = existing[key] = Board.objects.create(title=title, position=position)
            OfferingBoard.objects.create(offering=offering, board=board, tutoring_group_id=key[0], discussion_id=key[1])
        elif (board.title, board.position) != (title, position):
            board.title, board.position = title, position
            board.save(update_fields=["title", "position"])
    return {key: board.pk for key, board in existing.items() if board.pk}


def _drop_empty(boards: list[Board]) -> None:
    """Deletes those in which nobody has written; their objects lose their ids."""
    for board in boards:
        if not board.topics.exists():
            board.delete()


def _board_titles(offering: Offering) -> dict[BoardKey, str]:
    groups = list(offering.tutoring_groups.order_by("name").values_list("id", "name"))
    discussions = (
        DiscussionPage.objects.live().descendant_of(offering.course).order_by("path").values_list("id", "title")
    )
    titles: dict[BoardKey, str] = {(None, 0): offering.name}
    titles.update({(group_id, 0): f"{offering.name} · {name}" for group_id, name in groups})
    for discussion_id, title in discussions:
        if groups:
            titles.update({(group_id, discussion_id): f"{title} · {name}"[:200] for group_id, name in groups})
        else:
            titles[None, discussion_id] = title[:200]
    return titles


def _people(offering: Offering, person: User | None) -> Iterator[tuple[int | None, int, MemberRole]]:
    """Yields (tutoring group, person, role); coordinators come last, without a group: they are staff everywhere."""
    enrolments = Enrolment.objects.filter(offering=offering).holding_a_place()
    staff = StaffAssignment.objects.filter(offering=offering)
    if person is not None:
        enrolments, staff = enrolments.filter(student=person), staff.filter(person=person)
    for group_id, person_id in enrolments.values_list("tutoring_group_id", "student_id"):
        # 0 stands for "in no group": it meets the offering's own boards and no group's.
        yield group_id or 0, person_id, MemberRole.MEMBER
    roles = sorted(staff.values_list("role", "tutoring_group_id", "person_id"), key=lambda row: row[0] != "tutor")
    for role, group_id, person_id in roles:
        yield (group_id if role == StaffRole.TUTOR else None), person_id, MemberRole.STAFF


def _write_members(boards: set[int], wanted: dict[tuple[int, int], MemberRole], person: User | None) -> None:
    members = BoardMember.objects.filter(board__in=boards)
    if person is not None:
        members = members.filter(person=person)
    existing = {(member.board_id, member.person_id): member for member in members}
    BoardMember.objects.filter(pk__in=[m.pk for key, m in existing.items() if key not in wanted]).delete()
    changed = [member for key, member in existing.items() if key in wanted and member.role != wanted[key]]
    for member in changed:
        member.role = wanted[member.board_id, member.person_id]
    BoardMember.objects.bulk_update(changed, ["role"])
    BoardMember.objects.bulk_create(
        [BoardMember(board_id=b, person_id=p, role=role) for (b, p), role in wanted.items() if (b, p) not in existing]
    )
