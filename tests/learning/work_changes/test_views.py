"""The pages of changes: who comes in, what is refused in words, and what nothing costs more than."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils.html import escape

from learning.enrolment.enums import EnrolmentState
from learning.work_changes.enums import Stage, Visibility
from learning.work_changes.models import ChangeCoAuthor, ChangeEvidence, ToolCategory, WorkChange
from learning.work_changes.queries import change_content
from tests.factories.forums import board_with
from tests.factories.learning import EnrolmentFactory
from tests.factories.work_changes import ChangeFollowUpFactory, CoAuthorFactory, WorkChangeFactory, tool_category

TOLD = {
    "title": "Uma conversa no lugar da ficha",
    "before": "Quem sobrava da fila voltava para casa.",
    "after": "Quem sobra conversa com a enfermeira.",
    "category": "acolhimento",
}
REFLECTION = "Quem sustenta a mudança é a escala de cinco pessoas."


def at(name: str, change: WorkChange, *more) -> str:
    return reverse(f"learning:{name}", args=[change.public_id, *more])


@pytest.fixture
def as_student(client, enrolment):
    client.force_login(enrolment.student)
    return client


def quick(enrolment, **fields) -> dict:
    return {**TOLD, "key": uuid.uuid4(), "enrolment": enrolment.public_id, **fields}


def words_of(answer) -> str:
    return answer.content.decode()


def sent(form) -> dict:
    """What a browser sends of a form that was opened and not touched."""
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, [], "") and value is not False}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def test_student_records_a_change_and_lands_on_its_page(as_student, enrolment):
    answer = as_student.post(reverse("learning:change_new"), quick(enrolment, started_on="2026-01-10"), follow=True)
    change = WorkChange.objects.get()
    assert change.stage == Stage.EXPERIMENTING
    assert answer.redirect_chain[-1][0] == at("work_change", change)
    assert TOLD["before"] in words_of(answer)


@pytest.mark.parametrize(
    ("fields", "field", "kept"),
    [
        ({"category": "chocolate"}, "category", TOLD["before"]),
        ({"started_on": "2999-01-01"}, "started_on", TOLD["after"]),
        ({"before": "Ruim."}, "before", TOLD["title"]),
        ({"category": "outro"}, "category_words", TOLD["title"]),
        ({"title": "x" * 121}, "title", TOLD["after"]),
        ({"after": "x" * 1_000_000}, "after", TOLD["before"]),
        ({"before": "Antes\0 era assim."}, "before", TOLD["after"]),
        ({"started_on": "ontem"}, "started_on", TOLD["after"]),
    ],
)
def test_bad_record_says_so_beside_the_field_and_loses_nothing(as_student, enrolment, fields, field, kept):
    answer = as_student.post(reverse("learning:change_new"), quick(enrolment, **fields))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert kept in words_of(answer)
    assert not WorkChange.objects.exists()


def test_nobody_records_in_another_persons_course(as_student, enrolment):
    other = EnrolmentFactory()
    assert as_student.post(reverse("learning:change_new"), quick(other)).status_code == 422
    assert not WorkChange.objects.exists()


def test_list_says_what_waits_and_what_comes(as_student, enrolment, ago):
    WorkChangeFactory(enrolment=enrolment, title="Agenda nova", started_on=ago(43))
    WorkChangeFactory(enrolment=enrolment, title="Mural da equipe", started_on=ago(5))
    page = words_of(as_student.get(reverse("learning:work_changes")))
    assert "Agenda nova" in page
    assert page.count(
        reverse("learning:change_follow_up", args=[WorkChange.objects.get(title="Agenda nova").public_id])
    )
    assert "Mural da equipe" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?de=colegas"])
def test_lists_cost_the_same_for_many(client, enrolment, tutor, count, query, django_assert_num_queries):
    for _ in range(count):
        ChangeFollowUpFactory(change=WorkChangeFactory(enrolment=enrolment))
    client.force_login(tutor if query else enrolment.student)
    address = reverse("learning:work_changes") + query
    client.get(address)
    with django_assert_num_queries(6 if query else 7):
        assert client.get(address).context["rows"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_many_follow_ups(as_student, change, count, django_assert_num_queries):
    for _ in range(count):
        ChangeFollowUpFactory(change=change)
        WorkChangeFactory(linked_to=change, enrolment=EnrolmentFactory(offering=change.enrolment.offering))
        CoAuthorFactory(change=change)
    as_student.get(at("work_change", change))
    with django_assert_num_queries(13):
        as_student.get(at("work_change", change))


def test_page_of_a_card_shows_no_evidence_and_no_reflection(client, change, stranger):
    board = board_with(change.author, stranger)
    ChangeFollowUpFactory(change=change, remained="Ficou a escala.", reflection="Só para quem acompanha.")
    ChangeEvidence.objects.create(
        change=change, kind="words", note="Fala da técnica", added_by=change.author, added_at=change.recorded_at
    )
    client.force_login(change.author)
    client.post(at("change_to_forum", change), {"board": board.pk, "key": uuid.uuid4()})
    client.force_login(stranger)
    page = words_of(client.get(at("work_change", change)))
    assert "Ficou a escala." in page
    assert "Só para quem acompanha." not in page
    assert "Fala da técnica" not in page


def test_section_is_edited_and_a_second_window_is_warned(as_student, change):
    address = at("change_edit", change, "mudanca")
    data = sent(as_student.get(address).context["form"])
    assert as_student.post(address, {**data, "reason": "A fila das sete horas."}).status_code == 302
    late = as_student.post(address, {**data, "reason": "Outra coisa."})
    assert late.status_code == 409
    assert "Outra coisa." in words_of(late)
    change.refresh_from_db()
    assert change.reason == "A fila das sete horas."
    again = {**data, "reason": "Outra coisa.", "base_number": late.context["form"]["base_number"].value()}
    assert as_student.post(address, again).status_code == 302


@pytest.mark.parametrize("section", ["mudanca", "equipe", "caminho", "indicador", "leitores"])
def test_every_section_opens_and_takes_itself(as_student, change, section):
    address = at("change_edit", change, section)
    assert as_student.post(address, sent(as_student.get(address).context["form"])).status_code == 302
    change.refresh_from_db()
    assert change.edit_number == 0


def test_unknown_section_is_not_there(as_student, change):
    assert as_student.get(at("change_edit", change, "nada")).status_code == 404


def test_co_author_edits_and_does_not_decide_who_reads(client, change):
    colleague = CoAuthorFactory(change=change).person
    client.force_login(colleague)
    assert client.get(at("change_edit", change, "mudanca")).status_code == 200
    assert client.get(at("change_edit", change, "leitores")).status_code == 403
    assert client.get(at("change_to_forum", change)).status_code == 403


def test_stage_jump_is_refused_in_words(as_student, enrolment):
    change = WorkChangeFactory(enrolment=enrolment, stage=Stage.IDEA)
    answer = as_student.post(at("change_stage", change), {"stage": "incorporated"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"stage"})
    assert as_student.post(at("change_stage", change), {"stage": "planned"}).status_code == 302


def test_follow_up_before_the_beginning_is_refused_and_kept_in_the_form(as_student, change):
    data = {"key": uuid.uuid4(), "followed_on": "2020-01-01", "stage": change.stage, "reflection": REFLECTION}
    answer = as_student.post(at("change_follow_up", change), data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"followed_on"})
    assert REFLECTION in words_of(answer)


def test_follow_up_stands_on_the_page(as_student, change, today):
    data = {"key": uuid.uuid4(), "followed_on": today, "stage": "incorporated", "reflection": REFLECTION}
    page = words_of(as_student.post(at("change_follow_up", change), data, follow=True))
    assert REFLECTION in page
    change.refresh_from_db()
    assert change.stage == Stage.INCORPORATED


def test_colleague_answers_and_tutor_is_refused(client, change, tutor):
    colleague = EnrolmentFactory(offering=change.enrolment.offering).student
    client.force_login(change.author)
    client.post(at("change_team", change), {"person": colleague.public_id})
    client.force_login(tutor)
    assert client.post(at("change_answer", change), {"answer": "yes"}).status_code == 403
    client.force_login(colleague)
    assert client.post(at("change_answer", change), {"answer": "yes"}).status_code == 302
    assert ChangeCoAuthor.objects.confirmed().get().person == colleague


def test_co_author_of_another_class_is_refused_in_words(as_student, change):
    answer = as_student.post(at("change_team", change), {"person": EnrolmentFactory().student.public_id})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"person"})


def test_evidence_goes_up_and_is_taken_away(as_student, change):
    data = {"key": uuid.uuid4(), "kind": "words", "note": "A técnica disse que melhorou.", "no_patient_data": "on"}
    assert "A técnica disse" in words_of(as_student.post(at("change_evidence", change), data, follow=True))
    row = ChangeEvidence.objects.get()
    as_student.post(at("change_evidence_remove", change, row.key))
    assert not ChangeEvidence.objects.exists()


def test_evidence_without_the_promise_is_refused(as_student, change):
    answer = as_student.post(at("change_evidence", change), {"key": uuid.uuid4(), "kind": "words", "note": "Disse."})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"no_patient_data"})


def test_put_away_and_brought_back(as_student, change):
    as_student.post(at("change_remove", change))
    assert change.title in words_of(as_student.get(reverse("learning:work_changes")))
    as_student.post(at("change_restore", change))
    assert WorkChange.objects.kept().exists()


def test_two_groups_do_not_read_each_others_changes(client, enrolment, other_group):
    WorkChangeFactory(enrolment=enrolment, title="Só do grupo A", visibility=Visibility.GROUP)
    theirs = EnrolmentFactory(tutoring_group=other_group)
    client.force_login(theirs.student)
    page = words_of(client.get(reverse("learning:work_changes") + "?de=colegas"))
    assert "Só do grupo A" not in page
    peer = EnrolmentFactory(tutoring_group=enrolment.tutoring_group)
    client.force_login(peer.student)
    assert "Só do grupo A" in words_of(client.get(reverse("learning:work_changes") + "?de=colegas"))


NAUGHTY = [
    "<script>alert(1)</script> e mais nada",
    "'; DROP TABLE x; -- três palavras",
    "{{ 7|add:7 }} {% now 'Y' %} aqui",
]


@pytest.mark.parametrize("words", NAUGHTY)
def test_words_stand_on_the_page_as_they_were_written(as_student, enrolment, words):
    page = words_of(as_student.post(reverse("learning:change_new"), quick(enrolment, before=words), follow=True))
    assert escape(words) in page
    assert WorkChange.objects.get().before == words


def test_whoever_left_the_class_reads_her_records_and_changes_nothing(as_student, change):
    change.enrolment.state = "withdrawn"
    change.enrolment.save()
    assert as_student.get(at("work_change", change)).status_code == 200
    for name in ("change_stage", "change_follow_up", "change_evidence", "change_to_forum"):
        assert as_student.get(at(name, change)).status_code == 403
    assert as_student.get(reverse("learning:change_new")).status_code == 403


def test_a_co_author_who_left_the_class_changes_nothing_any_more(client, enrolment):
    change = WorkChangeFactory(enrolment=enrolment)
    row = CoAuthorFactory(change=change, state="confirmed")
    client.force_login(row.person)
    edit = at("change_edit", change, "mudanca")
    assert client.get(edit).status_code == 200
    row.enrolment.state = EnrolmentState.WITHDRAWN
    row.enrolment.save()
    assert client.get(edit).status_code in (403, 404)


def test_editor_renames_a_category_and_neither_recodes_nor_deletes_it(client, editor):
    client.force_login(editor)
    category = tool_category("risco")
    address = reverse("wagtailsnippets_learning_toolcategory:edit", args=[category.pk])
    form = {"label": "Classificação de risco", "code": "outra_coisa", "axis": "care", "position": 90, "is_active": "on"}
    client.post(address, form)
    category.refresh_from_db()
    assert (category.label, category.code, category.axis) == ("Classificação de risco", "risco", "work")
    client.post(reverse("wagtailsnippets_learning_toolcategory:delete", args=[category.pk]))
    assert ToolCategory.objects.filter(pk=category.pk).exists()


def test_not_even_a_superuser_deletes_a_category(client, stranger):
    stranger.is_superuser = True
    stranger.save()
    client.force_login(stranger)
    category = tool_category("risco")
    client.post(reverse("wagtailsnippets_learning_toolcategory:delete", args=[category.pk]))
    assert ToolCategory.objects.filter(pk=category.pk).exists()


def test_coordination_recodes_another(client, enrolment, coordinator):
    change = WorkChangeFactory(enrolment=enrolment, code="outro", category_words="Mapa falante")
    client.force_login(coordinator)
    assert client.post(at("change_recode", change), {"category": "outro"}).status_code == 422
    assert client.post(at("change_recode", change), {"category": "ecomapa"}).status_code == 302
    change.refresh_from_db()
    assert change.category.code == "ecomapa"


@pytest.mark.parametrize(
    ("code", "said"), [("outro", "Outra ferramenta de cuidado: Mapa falante"), ("acolhimento", "Acolhimento")]
)
def test_which_other_tool_it_is_stands_beside_another_alone(client, enrolment, code, said):
    change = WorkChangeFactory(enrolment=enrolment, code=code, category_words="Mapa falante")
    assert change.category_said == change_content(change)["category_label"] == said
    client.force_login(enrolment.student)
    page = client.get(at("work_change", change)).text
    assert f"· {said}</p>" in page


def test_which_other_tool_it_is_is_asked_where_another_is_chosen(client, enrolment):
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:change_new")).text
    assert re.findall(r'<option value="(\w+)"[^>]* data-asks', page) == ["outro"]
