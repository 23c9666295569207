"""Comments at their addresses: with a script and without, for both sides and for nobody else."""

import uuid

import pytest
from django.urls import reverse

from learning.reviews.actions import return_entry
from learning.reviews.models import Annotation, AnnotationReply
from tests.factories.portfolio import ASKED, annotated, opened_review

HTMX = {"HTTP_HX_REQUEST": "true"}
QUOTE = "largo da feira"


@pytest.fixture
def review(enrolment, tutor):
    return opened_review(enrolment, tutor)


def release(review):
    return_entry(by=review.reviewer, review=review, key=uuid.uuid4(), base_number=0, content=ASKED)


def form(**fields):
    words = {"kind": "question", "text": "Quem estava lá?", "start": 7, "end": 21, "exact": QUOTE}
    return {**words, "key": str(uuid.uuid4()), **fields}


def new_at(review):
    return reverse("learning:annotation_new", args=[review.entry.public_id])


def change_at(note):
    return reverse("learning:annotation_change", args=[note.public_id])


def answer_at(note):
    return reverse("learning:annotation_answer", args=[note.public_id])


def test_a_comment_from_a_selection_comes_back_with_the_marked_text(client, review, tutor):
    client.force_login(tutor)
    answer = client.post(new_at(review), form(), **HTMX)
    note = Annotation.objects.get()
    assert answer.status_code == 200
    assert f'data-notes="{note.public_id}">{QUOTE}</mark>' in answer.text
    assert f'id="note-{note.public_id}"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text


def test_the_same_form_twice_is_one_comment(client, review, tutor):
    client.force_login(tutor)
    words = form()
    for _ in range(2):
        client.post(new_at(review), words, **HTMX)
    assert Annotation.objects.count() == 1


def test_without_a_script_a_sentence_is_chosen_from_a_list(client, review, tutor):
    client.force_login(tutor)
    page = client.get(new_at(review))
    value, words = page.context["sentences"][0]
    assert words.startswith("Fui ao largo")
    data = {"kind": "praise", "text": "Bonito.", "sentence": value, "key": str(uuid.uuid4())}
    answer = client.post(new_at(review), data)
    note = Annotation.objects.get()
    assert answer.url.endswith(f"#note-{note.public_id}")
    assert note.exact == words


def test_a_comment_without_words_keeps_what_was_chosen(client, review, tutor):
    client.force_login(tutor)
    with_script = client.post(new_at(review), form(text=" "), **HTMX)
    sentence = client.get(new_at(review)).context["sentences"][0][0]
    without = client.post(new_at(review), {"kind": "praise", "text": "", "sentence": sentence, "key": uuid.uuid4()})
    assert (with_script.status_code, without.status_code, Annotation.objects.count()) == (422, 422, 0)
    assert QUOTE in with_script.text
    assert f'value="{sentence}" checked' in without.text


def test_a_comment_on_a_passage_that_is_not_there_is_told(client, review, tutor):
    client.force_login(tutor)
    answer = client.post(new_at(review), form(exact="isto não está no texto"), **HTMX)
    assert answer.status_code == 422
    assert "Quem estava lá?" in answer.text


def test_a_comment_after_the_release_is_told_to_be_too_late(client, review, tutor):
    release(review)
    client.force_login(tutor)
    assert client.post(new_at(review), form()).status_code == 302
    assert Annotation.objects.count() == 0


def test_change_take_out_and_undo(client, review, tutor):
    note = annotated(review)
    client.force_login(tutor)
    client.post(change_at(note), {"do": "save", "kind": "praise", "text": "Outra coisa.", "key": uuid.uuid4()}, **HTMX)
    note.refresh_from_db()
    assert (note.kind, note.text) == ("praise", "Outra coisa.")
    assert 'value="restore"' in client.post(change_at(note), {"do": "delete"}, **HTMX).text
    client.post(change_at(note), {"do": "restore"})
    note.refresh_from_db()
    assert note.deleted_at is None


@pytest.mark.parametrize(
    ("person", "status"),
    [("coordinator", 404), ("other_tutor", 404), ("student", 404), ("stranger", 404), ("editor", 404)],
)
def test_a_draft_is_changed_by_its_writer_alone(client, request, review, person, status):
    note = annotated(review)
    client.force_login(request.getfixturevalue(person))
    assert client.post(change_at(note), {"do": "delete"}).status_code == status
    assert client.post(answer_at(note), {"do": "resolve"}).status_code == status


@pytest.mark.parametrize(
    ("person", "change", "answer"),
    [("tutor", 403, 302), ("coordinator", 403, 302), ("student", 403, 302), ("other_tutor", 404, 404)],
)
def test_a_released_comment_is_answered_by_both_sides(client, request, review, person, change, answer):
    note = annotated(review)
    release(review)
    client.force_login(request.getfixturevalue(person))
    data = {"do": "reply", "answer": "Obrigada.", "key": uuid.uuid4()}
    assert client.post(change_at(note), data).status_code == change
    assert client.post(answer_at(note), data).status_code == answer
    assert AnnotationReply.objects.count() == (answer == 302)


def test_the_student_finds_comments_beside_her_version_and_her_draft(client, review, student):
    note = annotated(review)
    release(review)
    entry = review.entry
    client.force_login(student)
    version = client.get(reverse("learning:entry_version", args=["aprender", entry.prompt_id, 1])).text
    assert f'data-notes="{note.public_id}">{QUOTE}</mark>' in version
    assert note.text in version
    draft = client.get(reverse("learning:entry", args=["aprender", entry.prompt_id])).text
    assert note.text in draft
    assert f"/versao/1/#passage-{note.public_id}" in draft


@pytest.mark.parametrize("shown", ["0", "1"])
def test_the_student_answers_where_she_stands(client, review, student, shown):
    note = annotated(review)
    release(review)
    client.force_login(student)
    data = {"do": "reply", "answer": "Era dia de chuva.", "key": uuid.uuid4(), "versao": shown}
    answer = client.post(answer_at(note), data, **HTMX).text
    assert "Era dia de chuva." in answer
    assert "note-dialog" not in answer
    assert client.post(answer_at(note), data).url.endswith(f"/versao/1/#note-{note.public_id}")


def test_what_people_write_is_never_markup(client, review, student, tutor):
    hostile = '"><script>alert(1)</script>{{ x }}@@id@@{words}<img src=x onerror=alert(1)>'
    note = annotated(review, text=hostile)
    Annotation.objects.filter(pk=note.pk).update(exact=hostile)
    client.force_login(tutor)
    pages = [client.get(reverse("learning:review", args=[review.entry.public_id])).text]
    release(review)
    client.force_login(student)
    client.post(answer_at(note), {"do": "reply", "answer": hostile, "key": uuid.uuid4()})
    pages.append(client.get(reverse("learning:entry_version", args=["aprender", review.entry.prompt_id, 1])).text)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{ x }}@@id@@{words}" in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_screen_costs_the_same_with_many_comments(client, review, tutor, count, django_assert_num_queries):
    for _ in range(count):
        annotated(review)
    client.force_login(tutor)
    address = reverse("learning:review", args=[review.entry.public_id])
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)
