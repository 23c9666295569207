"""What board staff does with a topic: pins, closes, plans it, says what helped."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from forums.models import Post, Topic
from home.accounts.models import User


@dataclass(frozen=True)
class TopicPlan:
    """When a topic opens and closes by itself; None is never."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    lock_after_days: int | None = None


def pin_topic(*, by: User, topic: Topic, pinned: bool) -> None:
    """Keeps a topic on top of its board, or lets it go."""
    _switch(topic, by=by, action="forums.topic_pin", is_pinned=pinned)


def lock_topic(*, by: User, topic: Topic, locked: bool, reason: str = "") -> None:
    """Ends answering in a topic, and says why; or opens it again, also where a date or silence had closed it."""
    if locked:
        return _switch(topic, by=by, action="forums.topic_lock", is_locked=True, closed_reason=reason, silent_days=None)
    planned = {"closed_reason": "", "silent_days": None, "lock_after_days": None}
    if topic.ends_at is not None and topic.ends_at <= timezone.now():
        planned["ends_at"] = None
    return _switch(topic, by=by, action="forums.topic_lock", is_locked=False, **planned)


@transaction.atomic
def _switch(topic: Topic, *, by: User, action: str, **changes) -> None:
    changed = {name: value for name, value in changes.items() if getattr(topic, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(topic, name, value)
    topic.save(update_fields=list(changed))
    on = next(iter(changes.values()))
    log(instance=topic, action=action, user=by, data={"on": on})


@transaction.atomic
def plan_topic(*, by: User, topic: Topic, plan: TopicPlan) -> None:
    """Sets when the topic opens and closes by itself; it stands in its board as of the day on which it opens."""
    topic.starts_at, topic.ends_at, topic.lock_after_days = plan.starts_at, plan.ends_at, plan.lock_after_days
    if plan.starts_at and plan.starts_at > timezone.now():
        topic.last_post_at = plan.starts_at
    topic.save(update_fields=["starts_at", "ends_at", "lock_after_days", "last_post_at"])
    times = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
    said = {name: moment.isoformat() if moment else None for name, moment in times.items()}
    log(instance=topic, action="forums.topic_plan", user=by, data={**said, "days": plan.lock_after_days})


@transaction.atomic
def accept_answer(*, by: User, post: Post, accepted: bool) -> None:
    """Marks the post that answered its topic's question, or takes the mark back. One at a time."""
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    answer = post if accepted and post.number > 1 and post.is_standing else None
    if topic.answer_id == (answer.pk if answer else None) or (not accepted and topic.answer_id != post.pk):
        return
    topic.answer = answer
    topic.save(update_fields=["answer"])
    log(instance=topic, action="forums.topic_answer", user=by, data={"number": answer.number if answer else None})


def close_silent_topics() -> int:
    """Locks what its date or its days of silence have closed, so that lists say it; returns how many."""
    now = timezone.now()
    due = Topic.objects.standing().filter(is_locked=False).filter(Q(ends_at__lte=now) | Q(lock_after_days__gt=0))
    over = [topic for topic in due.iterator() if topic.closing.is_over(now)]
    for topic in over:
        _close(topic, now)
    return len(over)


@transaction.atomic
def _close(topic: Topic, now: datetime) -> None:
    ended = topic.ends_at is not None and topic.ends_at <= now
    topic.silent_days = None if ended else topic.lock_after_days
    topic.is_locked = True
    topic.save(update_fields=["is_locked", "silent_days"])
    log(instance=topic, action="forums.topic_lock", data={"on": True, "by_itself": "date" if ended else "silence"})
