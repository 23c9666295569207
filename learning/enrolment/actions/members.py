"""Who reads the boards of a class: rows that the forums ask, written from who is in the offering."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from forums.enums import MemberRole
from forums.models import BoardMember
from home.accounts.models import User
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import Enrolment, StaffAssignment

# (tutoring group or None for every one, person, role)
Place = tuple[int | None, int, MemberRole]


def people_in(offerings: Q, person: User | None) -> Iterator[Place]:
    """Yields who is there; coordinators come last, without a group: they are staff everywhere.

    `offerings` is a condition on what belongs to an offering.
    """
    enrolments = Enrolment.objects.filter(offerings).holding_a_place()
    staff = StaffAssignment.objects.filter(offerings)
    if person is not None:
        enrolments, staff = enrolments.filter(student=person), staff.filter(person=person)
    for group_id, person_id in enrolments.values_list("tutoring_group_id", "student_id"):
        # 0 stands for "in no group": it meets the offering's own boards and no group's.
        yield group_id or 0, person_id, MemberRole.MEMBER
    roles = sorted(staff.values_list("role", "tutoring_group_id", "person_id"), key=lambda row: row[0] != "tutor")
    for role, group_id, person_id in roles:
        yield (group_id if role == StaffRole.TUTOR else None), person_id, MemberRole.STAFF


def roles_in(people: Iterable[Place], group: int | None, *, is_visible: bool = False) -> dict[int, MemberRole]:
    """Maps who reads the board of this group, or of everybody, to her role there."""
    places = list(people)
    readers = {person: MemberRole.READER for _group, person, _role in places} if is_visible else {}
    return readers | {person: role for own, person, role in places if own is None or group in (None, own)}


def write_members(wanted: Mapping[int, Mapping[int, MemberRole]], person: User | None) -> None:
    """Gives the boards these people by their roles and nobody else; with `person` only her rows are touched."""
    members = BoardMember.objects.filter(board__in=wanted)
    if person is not None:
        members = members.filter(person=person)
    rows = {(board, one): role for board, roles in wanted.items() for one, role in roles.items()}
    existing = {(member.board_id, member.person_id): member for member in members}
    BoardMember.objects.filter(pk__in=[m.pk for key, m in existing.items() if key not in rows]).delete()
    changed = [member for key, member in existing.items() if key in rows and member.role != rows[key]]
    for member in changed:
        member.role = rows[member.board_id, member.person_id]
    BoardMember.objects.bulk_update(changed, ["role"])
    BoardMember.objects.bulk_create(
        [BoardMember(board_id=b, person_id=p, role=role) for (b, p), role in rows.items() if (b, p) not in existing]
    )
