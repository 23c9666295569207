"""A change is taken to a forum, and colleagues answer that they tried it too."""

import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.actions import receive_post, receive_topic
from forums.models import Board, HeldPost, Post, Topic
from forums.rules import may_post
from home.accounts.models import User
from home.notifications.actions import notify
from home.richtext import from_plain_text
from learning.work_changes.actions.errors import ChangeRefused
from learning.work_changes.actions.recording import lock_change
from learning.work_changes.guards import Problem
from learning.work_changes.models import WorkChange


@transaction.atomic
def take_to_forum(*, by: User, change: WorkChange, board: Board, key: uuid.UUID, words: str = "") -> Topic | HeldPost:
    """Opens a conversation with the change's card, or keeps it for the board's staff; once opened, it is the one.

    Title, before, after, stage and follow-ups are shown to whoever reads the board; evidence is not. Raises
    BoardClosed, MentionRefused and TooFast.
    """
    stored = lock_change(change)
    if earlier := stored.topic or stored.waiting_topic:
        return earlier
    html = from_plain_text(words.strip() or _("This is what we changed at work. What do you think of it?"))
    started = receive_topic(by=by, board=board, subject=stored.title, html=html, key=key)
    stored.topic, stored.topic_held = (started, None) if isinstance(started, Topic) else (None, started)
    stored.save(update_fields=["topic", "topic_held"])
    log(stored, "learning.change_to_forum", user=by, data={"topic": stored.topic_id, "held": stored.topic_held_id})
    return started


@transaction.atomic
def tell_tried_too(*, by: User, change: WorkChange, origin: WorkChange, key: uuid.UUID, words: str = "") -> WorkChange:
    """Links her own change to a colleague's and, where she reads its conversation, says so there.

    Where she only reads, or no conversation is, the link alone is made. The same link again has no effect. Raises
    ChangeRefused, TopicLocked, MentionRefused and TooFast.
    """
    stored, origin = lock_change(change), WorkChange.objects.select_related("topic").get(pk=origin.pk)
    if stored.linked_to_id == origin.pk:
        return stored
    if problem := _wrong_link(stored, origin):
        raise ChangeRefused([problem])
    stored.linked_to = origin
    topic = Topic.objects.visible_to(by).filter(pk=origin.topic_id or 0).select_related("board").first()
    if topic and may_post(by, topic):
        said = receive_post(by=by, topic=topic, html=_said(stored, words), key=key)
        stored.answered_in, stored.answer_held = (topic, None) if isinstance(said, Post) else (None, said)
    stored.save(update_fields=["linked_to", "answered_in", "answer_held"])
    log(stored, "learning.change_link", user=by, data={"to": str(origin.public_id)})
    _tell_author(by, stored, origin)
    return stored


@transaction.atomic
def follow_joined_topic(*, from_id: int, to_id: int) -> None:
    """Takes the cards of a joined conversation, and the answers to them, to the one that it was joined to."""
    WorkChange.objects.filter(topic=from_id).update(topic=to_id)
    WorkChange.objects.filter(answered_in=from_id).update(answered_in=to_id)


@transaction.atomic
def note_let_in(*, held_id: int, topic_id: int) -> None:
    """Gives a change whose words waited for the staff the conversation in which they stand now."""
    WorkChange.objects.filter(topic_held=held_id, topic=None).update(topic=topic_id, topic_held=None)
    WorkChange.objects.filter(answer_held=held_id).update(answered_in=topic_id, answer_held=None)


def _wrong_link(stored: WorkChange, origin: WorkChange) -> Problem | None:
    if stored.linked_to_id:
        return Problem("change", _("This record already answers another change: choose another one."))
    seen: set[int] = {stored.pk}
    step: WorkChange | None = origin
    while step:
        if step.pk in seen:
            return Problem("change", _("That change came from this one: a change does not follow itself."))
        seen.add(step.pk)
        step = step.linked_to
    return None


def _said(change: WorkChange, words: str) -> str:
    # A whole address: the sanitiser keeps no other in what people write.
    address = settings.SITE_URL.rstrip("/") + reverse("learning:work_change", args=[change.public_id])
    line = format_html('<p>{} <a href="{}">{}</a></p>', _("We tried it too:"), address, change.title)
    return f"{line}{from_plain_text(words.strip())}" if words.strip() else line


def _tell_author(by: User, stored: WorkChange, origin: WorkChange) -> None:
    """Only where she may read the answering change: a notice leads to a page that she can open."""
    author = origin.author
    if author != by and WorkChange.objects.visible_to(author).filter(pk=stored.pk).exists():
        url = reverse("learning:work_change", args=[origin.public_id])
        data = {"colleague": by.name, "title": origin.title}
        notify("change_tried_too", author, key=str(stored.public_id), url=url, about=origin, data=data)
