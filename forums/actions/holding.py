"""Posts that wait for the staff: let in, or not. What is let in becomes a post as if it had just been sent."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from forums.actions.care import hide_post, report_post, staff_of
from forums.actions.posts import TopicExtras, start_topic, write_post
from forums.enums import Decision, ReportReason
from forums.models import HeldPost, Post
from forums.ports import host
from home.accounts.models import User
from home.notifications.actions import notify
from home.uploads.actions import attach_upload, detach_upload
from home.uploads.models import Upload


class AlreadyDecided(Exception):
    """Somebody else of the staff was quicker."""


def hold_post(held: HeldPost, files: Sequence[Upload] = ()) -> HeldPost:
    """Keeps what waits, and tells the board's staff in the list of notices, without a mail for each."""
    held.held_at = timezone.now()
    held.save()
    for upload in files:
        attach_upload(upload, owner=held)
    for person in staff_of(held.board):
        notify(
            "post_held",
            person,
            key=f"held-{held.pk}",
            url=reverse("forums:care_queue"),
            about=held,
            data={"board": held.board.title},
        )
    return held


@transaction.atomic
def let_in(*, by: User, held: HeldPost) -> Post:
    """Raises AlreadyDecided, and where its place has changed meanwhile what writing there raises."""
    held = _locked(held, "")
    files = list(Upload.objects.attached_to(held))
    for upload in files:
        detach_upload(upload)
    post = _begin_topic(held, files) if held.topic_id is None else _answer(held, held.topic_id, files)
    host().held_let_in(held.pk, post.topic_id)
    _decide(held, by=by, decision=Decision.LET_IN, action="forums.post_let_in")
    _tell_author("post_let_in", held, post)
    return post


def _begin_topic(held: HeldPost, files: Sequence[Upload]) -> Post:
    extras = TopicExtras(tags=held.tags.split(", "), files=files)
    topic = start_topic(
        by=held.author, board=held.board, subject=held.subject, html=held.html, key=held.key, extras=extras
    )
    return topic.posts.get(number=1)


def _answer(held: HeldPost, topic_id: int, files: Sequence[Upload]) -> Post:
    return write_post(
        by=held.author, topic_id=topic_id, html=held.html, key=held.key, in_reply_to=held.in_reply_to, files=files
    )


@transaction.atomic
def refuse_held(*, by: User, held: HeldPost) -> None:
    """Its author goes on reading it, with the word that it was not let in. Raises AlreadyDecided."""
    held = _locked(held, "")
    _decide(held, by=by, decision=Decision.REFUSED, action="forums.post_refuse")
    _tell_author("post_refused", held)


@transaction.atomic
def hold_again(*, by: User, held: HeldPost) -> None:
    """Takes a decision back: what was refused waits again, what was let in is hidden by a report of the staff."""
    held = HeldPost.objects.select_for_update().get(pk=held.pk)
    if held.decision == Decision.REFUSED:
        _decide(held, by=by, decision="", action="forums.post_hold_again")
    elif held.decision == Decision.LET_IN:
        post = Post.objects.get(author=held.author, key=held.key)
        report_post(by=by, post=post, reason=ReportReason.OTHER)
        hide_post(by=by, post=post)


def _locked(held: HeldPost, decision: str) -> HeldPost:
    found = HeldPost.objects.select_for_update().get(pk=held.pk)
    if found.decision != decision:
        raise AlreadyDecided
    return found


def _decide(held: HeldPost, *, by: User, decision: str, action: str) -> None:
    held.decision = decision
    held.decided_by, held.decided_at = (by, timezone.now()) if decision else (None, None)
    held.save(update_fields=["decision", "decided_by", "decided_at"])
    log(instance=held.board, action=action, user=by, data={"held": held.pk, "topic": held.topic_id})


def _tell_author(event: str, held: HeldPost, post: Post | None = None) -> None:
    topic = post.topic_id if post else held.topic_id
    address = reverse("forums:topic", args=[topic]) if topic else reverse("forums:board", args=[held.board_id])
    notify(
        event,
        held.author,
        key=f"held-{held.pk}-{held.decision}",
        url=f"{address}?ir={post.number}" if post else address,
        about=post or held,
        data={"board": held.board.title},
    )
