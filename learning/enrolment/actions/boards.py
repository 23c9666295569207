"""Boards of an offering and who reads them: rows that the forums ask, written from who is in the offering."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from forums.enums import BoardKind
from forums.models import Board
from home.accounts.models import User
from learning.courses.enums import GroupMode
from learning.courses.models import CoursePage, DiscussionPage
from learning.enrolment.actions.members import people_in, roles_in, write_members
from learning.enrolment.actions.rooms import drop_empty, sync_staff_boards
from learning.enrolment.models import Offering, OfferingBoard, StaffBoardRoom

# (tutoring group's id or None, discussion's id or 0) within one offering.
BoardKey = tuple[int | None, int]


@dataclass(frozen=True)
class BoardFacts:
    """What a board is told by its offering, group or discussion; `is_visible`: the other groups read it."""

    title: str
    kind: str = BoardKind.DISCUSSION
    required_topics: int = 0
    required_replies: int = 0
    is_visible: bool = False


TOLD = ("title", "kind", "required_topics", "required_replies", "position", "is_open")


@transaction.atomic
def sync_boards(offering: Offering, *, person: User | None = None) -> None:
    """Makes the boards that `offering` lacks and sets their members; with `person` only her memberships.

    The offering has one board; each tutoring group has one; each discussion of the course has one for each
    tutoring group, or one for the offering where there are no groups or the page wants the class together. What the
    offering has outgrown goes while it is empty; a board that holds what people wrote stays, closed to new topics.
    """
    offering = Offering.objects.select_for_update(of=("self",)).select_related("course").get(pk=offering.pk)
    facts = _wanted_boards(offering)
    boards = _ensure_boards(offering, facts)
    people = list(people_in(Q(offering=offering), person))
    visible = {key for key, fact in facts.items() if fact.is_visible}
    wanted = {board: roles_in(people, key[0], is_visible=key in visible) for key, board in boards.items()}
    write_members(wanted, person)
    sync_staff_boards(offering, people, person=person)
    _tell_place(offering)


def tell_course_title(course: CoursePage) -> None:
    """Called when a course is published, perhaps under another title."""
    for offering in Offering.objects.filter(course=course).select_related("course"):
        _tell_place(offering)


def _tell_place(offering: Offering) -> None:
    """Whose its boards are, the outgrown ones too: two courses may have classes of one name.

    What the classes of a course share is no class's.
    """
    place = f"{offering.course.title} · {offering.name}"
    own = Q(pk__in=OfferingBoard.objects.filter(offering=offering).values("board"))
    made = Q(pk__in=StaffBoardRoom.objects.filter(staff_board__offering=offering).values("board"))
    Board.objects.filter(own | made).exclude(place=place).update(place=place)


def sync_course_boards(course: CoursePage) -> None:
    """Called when a discussion is published: every offering of the course gets its boards."""
    for offering in Offering.objects.filter(course=course):
        sync_boards(offering)


def _ensure_boards(offering: Offering, facts: dict[BoardKey, BoardFacts]) -> dict[BoardKey, int]:
    rows = OfferingBoard.objects.filter(offering=offering).select_related("board")
    existing = {(row.tutoring_group_id, row.discussion_id): row.board for row in rows}
    outgrown = [board for key, board in existing.items() if key not in facts]
    drop_empty(outgrown)
    Board.objects.filter(pk__in=[board.pk for board in outgrown if board.pk]).update(is_open=False)
    for position, (key, wanted) in enumerate(facts.items()):
        told = {name: getattr(wanted, name) for name in TOLD[:4]} | {"position": position, "is_open": True}
        board = existing.get(key)
        if board is None:
            board = existing[key] = Board.objects.create(**told)
            OfferingBoard.objects.create(offering=offering, board=board, tutoring_group_id=key[0], discussion_id=key[1])
        elif {name: getattr(board, name) for name in TOLD} != told:
            Board.objects.filter(pk=board.pk).update(**told)
    return {key: board.pk for key, board in existing.items() if board.pk}


def _wanted_boards(offering: Offering) -> dict[BoardKey, BoardFacts]:
    groups = list(offering.tutoring_groups.order_by("name").values_list("id", "name"))
    wanted: dict[BoardKey, BoardFacts] = {(None, 0): BoardFacts(offering.name)}
    wanted.update({(group_id, 0): BoardFacts(f"{offering.name} · {name}") for group_id, name in groups})
    for page in DiscussionPage.objects.live().descendant_of(offering.course).order_by("path"):
        asked = (page.board_kind, page.required_topics, page.required_replies)
        if not groups or page.group_mode == GroupMode.TOGETHER:
            wanted[None, page.pk] = BoardFacts(page.title[:200], *asked)
            continue
        visible = page.group_mode == GroupMode.VISIBLE
        for group_id, name in groups:
            wanted[group_id, page.pk] = BoardFacts(f"{page.title} · {name}"[:200], *asked, visible)
    return wanted
