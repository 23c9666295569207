import pytest

from forums import rules
from forums.models import Board, Post, Topic


@pytest.mark.parametrize(("who", "reads", "moderates"), [("author", 1, 0), ("keeper", 1, 1), ("outsider", 0, 0)])
def test_rules_and_visible_to_agree(request, board, topic, who, reads, moderates):
    person = request.getfixturevalue(who)
    assert rules.may_read(person, board) == bool(reads)
    assert rules.may_moderate(person, board) == bool(moderates)
    for model in (Board, Topic, Post):
        assert model.objects.visible_to(person).count() == reads
