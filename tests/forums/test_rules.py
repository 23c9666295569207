import pytest

from forums import rules
from forums.enums import BoardKind, MemberRole
from forums.models import Board, Post, Topic
from forums.queries import board_head


@pytest.mark.parametrize(("who", "reads", "moderates"), [("author", 1, 0), ("keeper", 1, 1), ("outsider", 0, 0)])
def test_rules_and_visible_to_agree(request, board, topic, who, reads, moderates):
    person = request.getfixturevalue(who)
    assert rules.may_read(person, board) == bool(reads)
    assert rules.may_moderate(person, board) == bool(moderates)
    for model in (Board, Topic, Post):
        assert model.objects.visible_to(person).count() == reads


@pytest.mark.parametrize("kind", BoardKind)
@pytest.mark.parametrize("role", [*MemberRole, None])
@pytest.mark.parametrize("is_open", [True, False])
def test_who_may_start_and_the_boards_that_are_offered_agree(outsider, kind, role, is_open):
    board = Board.objects.create(title="Mural", kind=kind, is_open=is_open)
    if role:
        board.members.create(person=outsider, role=role)
    offered = Board.objects.startable_by(outsider).exists()
    assert offered == (is_open and rules.may_start(outsider, board))
    head = board_head(outsider, board.pk)
    assert (head is not None and head.may_start) == offered
