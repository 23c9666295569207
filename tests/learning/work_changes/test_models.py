"""Which categories there are, and who sees a change."""

import pytest

from learning.work_changes.enums import Axis, CoAuthorState, Stage, Visibility
from learning.work_changes.models import ChangeEvidence, ToolCategory, WorkChange
from tests.factories.forums import board_with, topic_by
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import CoAuthorFactory, WorkChangeFactory

TEN = [
    "Planejamento",
    "Diagnóstico em Saúde",
    "Organização do Processo de Trabalho",
    "Acolhimento",
    "Grupo Operativo",
    "Capacitação e acesso a novos conhecimentos",
    "Formação e Trabalho em Equipe",
    "Reunião de Equipe",
    "Classificação de Risco",
    "Comunicação",
]


def test_the_ten_categories_of_work_stand_as_the_study_named_them(db):
    assert list(ToolCategory.objects.filter(axis=Axis.WORK).values_list("label", flat=True)) == TEN


def test_only_another_tool_of_care_asks_which_one(db):
    asking = ToolCategory.objects.filter(asks_words=True)
    assert [(row.axis, row.code) for row in asking] == [(Axis.CARE, "outro")]


def seen(person) -> bool:
    return WorkChange.objects.visible_to(person).exists()


READERS = {
    Visibility.AUTHORS: set(),
    Visibility.STAFF: {"tutor", "coordinator"},
    Visibility.GROUP: {"tutor", "coordinator", "peer"},
    Visibility.OFFERING: {"tutor", "coordinator", "peer", "other_peer", "other_tutor"},
}


@pytest.mark.parametrize("visibility", Visibility)
def test_a_change_is_read_by_those_whom_its_author_lets(
    visibility, enrolment, tutor, coordinator, other_tutor, other_group, stranger
):
    WorkChangeFactory(enrolment=enrolment, visibility=visibility)
    people = {
        "tutor": tutor,
        "coordinator": coordinator,
        "other_tutor": other_tutor,
        "peer": EnrolmentFactory(tutoring_group=enrolment.tutoring_group).student,
        "other_peer": EnrolmentFactory(tutoring_group=other_group).student,
        "stranger": stranger,
    }
    assert {name for name, person in people.items() if seen(person)} == READERS[visibility]
    assert seen(enrolment.student)


def test_a_superuser_reads_no_change_by_that_alone(enrolment, stranger):
    stranger.is_superuser = True
    WorkChangeFactory(enrolment=enrolment, visibility=Visibility.OFFERING)
    assert not seen(stranger)


@pytest.mark.parametrize(
    ("state", "reads"),
    [(CoAuthorState.INVITED, True), (CoAuthorState.CONFIRMED, True), (CoAuthorState.DECLINED, False)],
)
def test_whoever_is_asked_to_be_co_author_reads_until_she_declines(enrolment, state, reads):
    colleague = CoAuthorFactory(
        change=WorkChangeFactory(enrolment=enrolment, visibility=Visibility.AUTHORS), state=state
    ).person
    assert seen(colleague) is reads
    assert WorkChange.objects.of(colleague).exists() is (state == CoAuthorState.CONFIRMED)


def test_who_reads_the_conversation_reads_its_card_and_no_evidence(enrolment, stranger):
    board = board_with(enrolment.student, stranger)
    topic = topic_by(enrolment.student, board)
    change = WorkChangeFactory(enrolment=enrolment, visibility=Visibility.AUTHORS, topic=topic)
    assert seen(stranger)
    assert not WorkChange.objects.readable_whole(stranger).exists()
    ChangeEvidence.objects.create(change=change, kind="words", added_by=enrolment.student, added_at=change.recorded_at)
    assert not ChangeEvidence.objects.visible_to(stranger).exists()
    board.members.filter(person=stranger).delete()
    assert not seen(stranger)


def test_what_its_author_put_away_only_she_sees(enrolment, tutor):
    WorkChangeFactory(
        enrolment=enrolment, visibility=Visibility.OFFERING, stage=Stage.IDEA, removed_at=enrolment.enrolled_at
    )
    assert seen(enrolment.student)
    assert not seen(tutor)
    assert not WorkChange.objects.kept().exists()
