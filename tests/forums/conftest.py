import pytest

from home.accounts.models import User
from tests.factories.forums import board_with, topic_by


def member(name: str, **fields) -> User:
    return User.objects.create_user(f"{name}@forum.example.org", full_name=name.title(), **fields)


@pytest.fixture
def author(db):
    return member("ana")


@pytest.fixture
def reader(db):
    return member("bento")


@pytest.fixture
def keeper(db):
    """Board staff."""
    return member("clara")


@pytest.fixture
def outsider(db):
    return member("davi")


@pytest.fixture
def board(author, reader, keeper):
    return board_with(author, reader, staff=(keeper,))


@pytest.fixture
def topic(author, board):
    return topic_by(author, board)


@pytest.fixture
def other_reader(board):
    person = member("elias")
    board.members.create(person=person)
    return person
