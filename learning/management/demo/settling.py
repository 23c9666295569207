"""What is left when everybody has done what they did: what each has read meanwhile, and mails that must not go out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from forums.models import BoardMember, Post, ReadMark
from home.notifications.enums import OutboxState
from home.notifications.models import Notification, OutboxMail
from learning.management.demo.clock import Clock
from learning.management.demo.plan import Plan
from learning.management.demo.world import World

BATCH = 2000
# The people who work here were in yesterday.
STAFF_SEEN_DAYS_AGO = 1.0


def settle(plan: Plan, world: World, clock: Clock) -> None:
    OutboxMail.objects.filter(state=OutboxState.PENDING).update(state=OutboxState.WITHHELD)
    seen = dict(_last_seen(plan, world, clock))
    for person, moment in seen.items():
        unread = Notification.objects.filter(person=person, created_at__lt=moment, read_at=None)
        unread.update(read_at=moment)
    _mark_posts_read(seen)


def _last_seen(plan: Plan, world: World, clock: Clock) -> Iterator[tuple[int, datetime]]:
    students = {student.person: student.last_visit_at for student in plan.students}
    workers = {group.tutor for group in plan.groups} | {key for row in plan.offerings for key in row.coordinators}
    for key in [*workers, *(person.key for person in plan.people)]:
        moment = students.get(key, clock.days_ago(STAFF_SEEN_DAYS_AGO))
        if moment:
            yield world.people[key].pk, moment


def _mark_posts_read(seen: dict[int, datetime]) -> None:
    """Everyone has read what was written more than a day before she was last here."""
    boards = defaultdict(list)
    for board, person in BoardMember.objects.filter(person__in=seen).values_list("board_id", "person_id"):
        boards[board].append(person)
    held = dict(_marks_held(seen))
    marks = []
    for (topic, board), times in _times_of_posts(boards.keys()).items():
        for person in boards[board]:
            number = bisect_left(times, seen[person] - timedelta(days=1))
            if number > held.get((topic, person), 0):
                marks.append(ReadMark(topic_id=topic, person_id=person, number=number))
    ReadMark.objects.bulk_create(
        marks,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["number"],
    )


def _marks_held(seen: dict[int, datetime]) -> Iterator[tuple[tuple[int, int], int]]:
    """Whoever wrote has read up to her own post."""
    marks = ReadMark.objects.filter(person__in=seen)
    for topic, person, number in marks.values_list("topic_id", "person_id", "number"):
        yield (topic, person), number


def _times_of_posts(boards: Iterable[int]) -> dict[tuple[int, int], list[datetime]]:
    """Returns (topic, board) -> the times of its posts, in order."""
    times = defaultdict(list)
    posts = Post.objects.filter(topic__board__in=boards).order_by("topic", "number")
    for topic, board, moment in posts.values_list("topic_id", "topic__board_id", "created_at"):
        times[topic, board].append(moment)
    return times
