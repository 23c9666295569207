"""The journal: only its writer's, never overwritten, and on its way into a reflection."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from home.uploads.actions import receive_upload
from home.uploads.models import Upload
from learning.portfolio.actions import (
    JournalConflict,
    attach_to_journal,
    delete_journal_page,
    remove_deleted_pages,
    restore_journal_page,
    save_journal_page,
    take_to_draft,
)
from learning.portfolio.actions.journal import UNDO
from learning.portfolio.models import JournalPage, PortfolioEntry
from learning.portfolio.queries import journal_of, open_prompts, writing_aids
from tests.factories.portfolio import accepted_review, sent_entry, started_entry

KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")
FORM = uuid.UUID("99999999-2222-4333-8444-555555555555")


def page_of(person, text="<p>Uma ideia no caminho.</p>", **fields) -> JournalPage:
    save_journal_page(by=person, key=KEY, base_number=0, text=text, **fields)
    return JournalPage.objects.get(author=person, key=KEY)


def post(client, name="journal_draft", key=KEY, **data):
    values = {"text": "<p>Uma ideia.</p>", "text_format": "html", "base_number": 0, "key": str(FORM), **data}
    return client.post(reverse(f"learning:{name}", args=[key]), values, headers=data.pop("headers", {}))


def file_of(person) -> Upload:
    return receive_upload(by=person, file=ContentFile(b"Mapa, sem nomes.\n" * 9), name="mapa.txt")


def test_a_page_is_its_writers_alone(student, tutor, coordinator):
    page_of(student)
    root = User.objects.create_superuser(email="root@example.org", password="x")
    assert JournalPage.objects.visible_to(student).count() == 1
    assert not any(JournalPage.objects.visible_to(person).exists() for person in (tutor, coordinator, root))


def test_a_note_sent_twice_is_one(student):
    for _ in range(2):
        save_journal_page(by=student, key=KEY, base_number=0, text="<p>Uma.</p>", form_key=FORM)
    assert JournalPage.objects.get().draft_number == 1


def test_a_later_text_of_the_same_form_is_no_conflict(student):
    page_of(student, form_key=FORM)
    saved = save_journal_page(by=student, key=KEY, base_number=0, text="<p>Duas.</p>", form_key=FORM)
    assert (saved.number, JournalPage.objects.get().text) == (2, "<p>Duas.</p>")


def test_another_window_meets_a_conflict_and_overwrites_nothing(student):
    page_of(student, form_key=FORM)
    with pytest.raises(JournalConflict):
        save_journal_page(by=student, key=KEY, base_number=0, text="<p>Outra.</p>", form_key=uuid.uuid4())
    assert "ideia" in JournalPage.objects.get().text


def test_a_deleted_page_comes_back_and_is_forgotten_after_thirty_days(student):
    page = page_of(student)
    delete_journal_page(by=student, page=page)
    assert not journal_of(student).exists()
    restore_journal_page(by=student, page=page)
    assert journal_of(student).get() == page
    JournalPage.objects.update(deleted_at=timezone.now() - UNDO * 2)
    assert remove_deleted_pages() == 1


def test_a_page_goes_to_the_end_of_a_draft_once_with_copies_of_its_files(enrolment):
    student = enrolment.student
    entry, page = started_entry(enrolment), page_of(student)
    attach_to_journal(by=student, page=page, upload=file_of(student))
    for _ in range(2):
        take_to_draft(by=student, page=page, entry=entry)
        entry = PortfolioEntry.objects.get()
    assert entry.draft.text.count("Uma ideia no caminho.") == 1
    assert entry.draft.text.endswith("<p>Uma ideia no caminho.</p>")
    assert entry.draft.attachments.get().sha256 == page.attachments.get().sha256
    page.refresh_from_db()
    assert page.used_in == entry


def test_open_prompts_are_those_that_she_may_write_to(enrolment, tutor, parts):
    assert open_prompts(enrolment.student) == [(f"aprender/{parts.reflection.pk}", parts.reflection.title)]
    assert open_prompts(tutor) == []
    accepted_review(enrolment, tutor)
    assert open_prompts(enrolment.student) == []


def test_a_quick_note_is_kept_from_a_plain_field(client, student):
    client.force_login(student)
    answer = client.post(
        reverse("learning:journal_draft", args=[KEY]), {"text": "Um.\n\nDois.", "base_number": 0, "key": str(FORM)}
    )
    assert answer.url == reverse("learning:journal")
    assert JournalPage.objects.get().text == "<p>Um.</p><p>Dois.</p>"
    assert "Um." in client.get(answer.url).text


def test_the_script_is_told_number_and_time(client, student):
    client.force_login(student)
    answer = post(client, headers={"accept": "application/json"})
    assert answer.json()["number"] == 1


def test_a_conflict_shows_both_texts_and_what_differs(client, student):
    page_of(student)
    client.force_login(student)
    answer = post(client)
    assert answer.status_code == 409
    assert "no caminho" in answer.text
    assert "<del>" in answer.text


def test_a_page_that_nobody_wrote_yet_is_blank(client, student):
    client.force_login(student)
    assert 'name="base_number" value="0"' in client.get(reverse("learning:journal_page", args=[KEY])).text


def test_nobody_meets_the_page_of_another_under_its_key(client, student, tutor):
    page_of(student)
    client.force_login(tutor)
    assert "Uma ideia" not in client.get(reverse("learning:journal_page", args=[KEY])).text
    assert post(client, "journal_delete").status_code == 404


def test_a_page_is_deleted_and_brought_back(client, student):
    page_of(student)
    client.force_login(student)
    assert reverse("learning:journal_restore", args=[KEY]) in post(client, "journal_delete").text
    assert post(client, "journal_restore").url == reverse("learning:journal_page", args=[KEY])
    assert journal_of(student).exists()


def test_a_page_is_taken_into_a_reflection(client, enrolment, parts):
    page_of(enrolment.student)
    client.force_login(enrolment.student)
    answer = post(client, "journal_use", prompt=f"aprender/{parts.reflection.pk}")
    assert answer.url == reverse("learning:entry", args=["aprender", parts.reflection.pk])
    assert "Uma ideia no caminho." in PortfolioEntry.objects.get().draft.text
    assert post(client, "journal_use", prompt="aprender/nonsense").status_code == 404


def test_a_file_comes_with_the_form_and_goes_again(client, student):
    client.force_login(student)
    post(client, file=ContentFile(b"Mapa, sem nomes.\n" * 9, name="mapa.txt"))
    upload = JournalPage.objects.get().attachments.get()
    post(client, base_number=1, remove=str(upload.public_id))
    assert not JournalPage.objects.get().attachments.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_a_constant_number_of_queries(client, student, count, django_assert_num_queries):
    for _ in range(count):
        save_journal_page(by=student, key=uuid.uuid4(), base_number=0, text="<p>Uma.</p>")
    client.force_login(student)
    client.get(reverse("learning:journal"))
    with django_assert_num_queries(4):
        client.get(reverse("learning:journal"))


def test_aids_are_one_query_and_nothing_where_there_is_nothing(enrolment, parts, django_assert_num_queries):
    with django_assert_num_queries(1):
        aids = writing_aids(enrolment.student, "aprender", parts.reflection.pk)
    assert (aids.examples_html, aids.earlier) == ("", [])


def test_aids_show_excerpts_and_her_own_accepted_texts_of_other_prompts(enrolment, tutor, parts):
    entry = accepted_review(enrolment, tutor).entry
    parts.reflection.examples = "<p>Um trecho.</p>"
    parts.reflection.save()
    assert writing_aids(enrolment.student, "aprender", parts.reflection.pk).earlier == []
    assert writing_aids(enrolment.student, "aprender", parts.reflection.pk).examples_html == "<p>Um trecho.</p>"
    other = parts.reflection.copy(update_attrs={"title": "Outra", "slug": "outra"})
    earlier = writing_aids(enrolment.student, "aprender", other.pk).earlier
    assert [row.title for row in earlier] == [entry.prompt.title]
    assert earlier[0].beginning.startswith("Fui ao largo da feira")
    assert writing_aids(tutor, "aprender", other.pk).earlier == []


def test_aids_pass_over_what_is_not_accepted(enrolment, parts):
    sent_entry(enrolment)
    other = parts.reflection.copy(update_attrs={"title": "Outra", "slug": "outra"})
    assert writing_aids(enrolment.student, "aprender", other.pk).earlier == []
