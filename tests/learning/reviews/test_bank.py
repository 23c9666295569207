import pytest

from learning.reviews.actions import CodeTaken, change_bank_comment, expand_codes, keep_bank_comment
from learning.reviews.models import BankComment
from learning.reviews.rules import may_change_bank_comment

SOURCE = "Diga de onde vem esta informação."


def test_codes_are_put_in_where_they_stand_alone(tutor):
    keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    said = expand_codes(by=tutor, text="Bom. /fonte\n/Fonte, e/fonte /fontes http://a/fonte /outra")
    assert said == f"Bom. {SOURCE}\n{SOURCE}, e/fonte /fontes http://a/fonte /outra"


def test_what_a_comment_says_is_not_expanded_again(tutor):
    keep_bank_comment(by=tutor, code="a", text="/b")
    keep_bank_comment(by=tutor, code="b", text="/a")
    assert expand_codes(by=tutor, text="/a") == "/b"


def test_uses_are_counted(tutor):
    comment = keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    expand_codes(by=tutor, text="/fonte")
    expand_codes(by=tutor, text="nada")
    comment.refresh_from_db()
    assert comment.uses == 1


def test_her_own_comes_before_the_courses(tutor, coordinator, course):
    keep_bank_comment(by=coordinator, code="fonte", text="Do curso.", course=course)
    assert expand_codes(by=tutor, text="/fonte") == "Do curso."
    keep_bank_comment(by=tutor, code="fonte", text="Minha.")
    assert expand_codes(by=tutor, text="/fonte") == "Minha."


def test_nobody_elses_bank_is_read(tutor, other_tutor, stranger, coordinator, course):
    keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    keep_bank_comment(by=coordinator, code="curso", text="Do curso.", course=course)
    assert expand_codes(by=other_tutor, text="/fonte /curso") == "/fonte Do curso."
    assert expand_codes(by=stranger, text="/fonte /curso") == "/fonte /curso"


def test_a_code_is_taken_once(tutor, other_tutor):
    keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    keep_bank_comment(by=other_tutor, code="fonte", text="Outra.")
    with pytest.raises(CodeTaken):
        keep_bank_comment(by=tutor, code="fonte", text="Outra.")
    second = keep_bank_comment(by=tutor, code="mais", text="Mais.")
    with pytest.raises(CodeTaken):
        change_bank_comment(by=tutor, comment=second, code="fonte", text="Mais.")
    assert BankComment.objects.count() == 3


def test_who_changes_a_comment_of_the_bank(tutor, other_tutor, coordinator, stranger, course):
    own = keep_bank_comment(by=tutor, code="fonte", text=SOURCE)
    shared = keep_bank_comment(by=coordinator, code="curso", text="Do curso.", course=course)
    may = [
        [may_change_bank_comment(person, comment) for person in (tutor, other_tutor, coordinator, stranger)]
        for comment in (own, shared)
    ]
    assert may == [[True, False, False, False], [False, False, True, False]]
