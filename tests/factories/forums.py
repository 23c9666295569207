import uuid

import factory

from forums.actions import start_topic, write_post
from forums.enums import MemberRole
from forums.models import Board, BoardMember, Post, Topic
from home.accounts.models import User


class BoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Board

    title = factory.Sequence(lambda n: f"Mural {n}")


def board_with(*members: User, staff: tuple[User, ...] = ()) -> Board:
    board = BoardFactory()
    for person in members:
        BoardMember.objects.create(board=board, person=person)
    for person in staff:
        BoardMember.objects.create(board=board, person=person, role=MemberRole.STAFF)
    return board


def topic_by(author: User, board: Board, subject: str = "A reunião que não acontece") -> Topic:
    return start_topic(by=author, board=board, subject=subject, html="<p>Como vocês fazem?</p>", key=uuid.uuid4())


def answer_by(author: User, topic: Topic, text: str = "Aqui é às sextas.", **fields) -> Post:
    return write_post(by=author, topic_id=topic.pk, html=f"<p>{text}</p>", key=uuid.uuid4(), **fields)
