"""A conversation's page on which everything hangs that can hang there."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.actions import (
    AnswerText,
    keep_bookmark,
    merge_topic,
    react,
    receive_post,
    reply_aside,
    save_answer_draft,
    tag_topic,
)
from forums.enums import ReactionKind
from forums.models import BoardCare, HeldPost, Post, ReadMark
from home.uploads.actions import receive_upload
from learning.work_changes.actions import take_to_forum, tell_tried_too
from tests.factories.forums import answer_by, board_with, topic_by
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, WorkChangeFactory

# Issue 2: no page asks more.
MOST = 10


@pytest.fixture
def student(db):
    return EnrolmentFactory()


@pytest.fixture
def colleague(student):
    return EnrolmentFactory(offering=student.offering)


@pytest.fixture
def room(student, colleague, keeper):
    room = board_with(student.student, colleague.student, staff=(keeper,))
    BoardCare.objects.create(board=room, rules="Falamos do trabalho.", listed_words="escândalo")
    return room


def file_of(person):
    return receive_upload(by=person, file=SimpleUploadedFile("ata.txt", b"Ata da reuniao de equipe."), name="ata.txt")


def hang_everything(student, colleague, keeper, topic, mark: str) -> None:
    """One of each thing, all of which `student` sees; `mark` stands in the words."""
    me, other = student.student, colleague.student
    answered = answer_by(other, topic, f"@{me.name}, veja isto: {mark}.")
    react(by=me, post=answered, kind=ReactionKind.THANKS, on=True)
    keep_bookmark(by=me, post=answered, remind_at=None)
    mine = answer_by(me, topic, f"Minha resposta {mark}.", in_reply_to=answered, files=[file_of(me)])
    react(by=other, post=mine, kind=ReactionKind.LIVED, on=True)
    reply_aside(by=keeper, post=mine, html=f"<p>Em particular {mark}.</p>", key=uuid.uuid4())
    held = f"<p>Que escândalo {mark}.</p>"
    receive_post(by=me, topic=topic, html=held, key=uuid.uuid4())


def carded_topic(student, colleague, board):
    change = WorkChangeFactory(enrolment=student, title="Conversa com quem chega")
    ChangeFollowUpFactory(change=change, remained="Ficou a escala de cinco.")
    tried = WorkChangeFactory(enrolment=colleague, title="Aqui às terças")
    topic = take_to_forum(by=student.student, change=change, board=board, key=uuid.uuid4())
    tell_tried_too(by=colleague.student, change=tried, origin=change, key=uuid.uuid4())
    return topic


@pytest.fixture
def full(student, colleague, keeper, room):
    """Two conversations in one, each opened by a change."""
    topic = carded_topic(student, colleague, room)
    tag_topic(by=keeper, topic=topic, labels=["acolhimento", "água"])
    hang_everything(student, colleague, keeper, topic, "primeira")
    other = carded_topic(student, colleague, room)
    hang_everything(student, colleague, keeper, other, "segunda")
    merge_topic(by=keeper, topic=other, into=topic)
    words = AnswerText("<p>O que eu ia dizendo.</p>", uuid.uuid4(), reply_to=3)
    save_answer_draft(by=student.student, topic_id=topic.pk, base_number=0, text=words)
    return topic


SAID = (
    "Conversa com quem chega", "Ficou a escala de cinco.", "Aqui às terças", "#acolhimento", "#água", "ata.txt",
    "Em particular primeira.", "Que escândalo primeira.", "O que eu ia dizendo.", 'class="mention"',
    "Outra conversa foi juntada a esta", "Em particular segunda.",
)  # fmt: skip


def test_the_fullest_page_asks_no_more_than_any_page_may(client, student, full, django_assert_num_queries):
    me, address = student.student, reverse("forums:topic", args=[full.pk])
    client.force_login(me)
    client.get(address)
    # Something is new, so that her mark is written too.
    ReadMark.objects.filter(person=me).update(number=1)
    # Session, person, topic, posts, mark; what hangs on posts and topic; changes and those tried after, follow-ups.
    with django_assert_num_queries(7):
        page = client.get(address, {"citar": 3, "trecho": "veja isto"})
    said = page.text
    assert [words for words in SAID if words not in said] == []
    assert page.context["form"].initial["html"] == (
        "<p>O que eu ia dizendo.</p><blockquote>veja isto</blockquote><p></p>"
    )
    assert 'aria-pressed="true"' in said


def test_the_staff_s_fullest_page_asks_no_more(client, keeper, full, django_assert_max_num_queries):
    address = reverse("forums:topic", args=[full.pk])
    words = AnswerText("<p>Da equipe.</p>", uuid.uuid4())
    save_answer_draft(by=keeper, topic_id=full.pk, base_number=0, text=words)
    client.force_login(keeper)
    client.get(address)
    ReadMark.objects.filter(person=keeper).update(number=1)
    with django_assert_max_num_queries(MOST):
        assert "Em particular segunda." in client.get(address, {"citar": 2}).text


def test_what_was_just_sent_and_waits_is_said_within_the_same_bound(client, student, full):
    """The message that says so is taken out of the session; around that stands transaction control."""
    client.force_login(student.student)
    # So much at once would be too fast.
    for sent, moment in ((Post, "created_at"), (HeldPost, "held_at")):
        sent.objects.update(**{moment: timezone.now() - timedelta(hours=2)})
    answer = {"html": "<p>Mais um escândalo.</p>", "key": uuid.uuid4()}
    answered = client.post(reverse("forums:post_new", args=[full.pk]), answer)
    ReadMark.objects.filter(person=student.student).update(number=1)
    with CaptureQueriesContext(connection) as asked:
        assert "Mais um escândalo." in client.get(answered.url).text
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= MOST


def test_reactions_alone_ask_one_more_than_nothing(client, author, reader, topic, django_assert_num_queries):
    post = answer_by(reader, topic)
    client.force_login(author)
    address = reverse("forums:topic", args=[topic.pk])
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)
    react(by=author, post=post, kind=ReactionKind.THANKS, on=True)
    with django_assert_num_queries(4):
        assert 'aria-pressed="true"' in client.get(address).text


def test_the_page_of_a_quoted_post_is_shown_whatever_the_address_says(client, author, reader, board):
    topic = topic_by(author, board)
    answer_by(reader, topic, "Só aqui.")
    client.force_login(author)
    page = client.get(reverse("forums:topic", args=[topic.pk]), {"citar": 2, "pagina": 9, "ir": 1})
    assert page.context["form"].initial["reply_to"] == 2
