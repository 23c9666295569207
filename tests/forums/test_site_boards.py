"""Boards of the whole site."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from forums.actions import join_site_boards, open_site_board
from forums.enums import BoardKind
from forums.models import Board, BoardMember
from forums.queries import board_head
from tests.forums.conftest import member


@pytest.fixture
def commons(keeper, author, outsider):
    return open_site_board(by=keeper, title="Comunidade", description="", kind=BoardKind.DISCUSSION)


def test_everybody_with_an_account_is_in_it_and_who_opened_it_looks_after_it(commons, keeper, author, outsider):
    roles = [board_head(person, commons.pk).role for person in (keeper, author, outsider)]
    assert roles == ["staff", "member", "member"]


def test_who_comes_later_joins_at_her_log_in(client, commons):
    late = member("elza")
    assert board_head(late, commons.pk) is None
    client.force_login(late)
    assert board_head(late, commons.pk).role == "member"
    for _ in range(2):
        join_site_boards(late)
    assert BoardMember.objects.filter(person=late).count() == 1


def test_a_log_in_opens_no_other_board(client, board):
    late = member("elza")
    client.force_login(late)
    assert not BoardMember.objects.filter(person=late).exists()


def test_only_who_was_given_it_opens_one(client, author):
    client.force_login(author)
    address, data = reverse("forums:board_new"), {"title": "Comunidade", "kind": "discussion"}
    assert client.post(address, data).status_code == 403
    assert address not in client.get(reverse("forums:boards")).text
    author.user_permissions.add(Permission.objects.get(codename="add_board"))
    assert address in client.get(reverse("forums:boards")).text
    assert client.post(address, {"title": "", "kind": "nada"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert Board.objects.get().for_everyone
