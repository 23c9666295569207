import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from home.uploads.models import Upload
from learning.enrolment.enums import EnrolmentState
from learning.portfolio.enums import EntryState, Intent
from learning.portfolio.models import EntryVersion, PortfolioEntry
from learning.reviews.actions import ReviewContent, save_review_draft
from tests.factories.portfolio import (
    TEXT,
    accepted_review,
    content,
    opened_review,
    returned_review,
    sent_entry,
    started_entry,
    submit,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def address(name, parts, *more):
    return reverse(f"learning:{name}", args=["aprender", parts.reflection.pk, *more])


def form_data(text="<p>Uma tarde na feira.</p>", **fields):
    values = {"text": text, "text_format": "html", "intent": "formative", "no_patient_data": "on", "base_number": 0}
    return {**values, "key": str(uuid.uuid4()), **fields}


def as_script(client, url, data):
    return client.post(url, data, headers={"accept": "application/json"})


def test_entry_shows_the_prompt_and_the_composer(client, student, parts):
    client.force_login(student)
    page = client.get(address("entry", parts)).content.decode()
    assert parts.reflection.prompt in page
    assert 'name="base_number" value="0"' in page


@pytest.mark.parametrize("person", ["tutor", "other_tutor", "coordinator"])
def test_entry_shows_staff_of_the_course_the_prompt_only(client, request, parts, person):
    client.force_login(request.getfixturevalue(person))
    page = client.get(address("entry", parts)).content.decode()
    assert parts.reflection.prompt in page
    assert "base_number" not in page


def test_entry_of_a_withdrawn_student_is_not_found(client, enrolment, parts):
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save()
    client.force_login(enrolment.student)
    assert client.get(address("entry", parts)).status_code == 404


def test_entry_of_an_item_that_is_no_prompt_is_not_found(client, student, parts):
    client.force_login(student)
    assert client.get(reverse("learning:entry", args=["aprender", parts.first_unit.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_entry_costs_a_constant_number_of_queries(
    client, enrolment, tutor, parts, count, django_assert_max_num_queries
):
    entry = returned_review(enrolment, tutor).entry
    entry.refresh_from_db()
    for _ in range(count):
        EntryVersion.objects.create(
            entry=entry, author=enrolment.student, key=uuid.uuid4(), number=entry.versions.count() + 1, text="<p>x</p>",
            sha256="", intent="final", submitted_at=entry.started_at,
        )  # fmt: skip
    client.force_login(enrolment.student)
    client.get(address("entry", parts))
    with django_assert_max_num_queries(6):
        client.get(address("entry", parts))


def test_draft_is_saved_by_the_script(client, student, parts):
    client.force_login(student)
    answer = as_script(client, address("entry_draft", parts), form_data())
    assert answer.json()["number"] == 1
    assert PortfolioEntry.objects.get().draft.text == "<p>Uma tarde na feira.</p>"


def test_autosave_takes_three_queries(client, enrolment, parts, django_assert_num_queries):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    with django_assert_num_queries(5):  # session with person, the entry, and one statement in its transaction's two
        as_script(client, address("entry_draft", parts), form_data(base_number=1))


def test_autosave_leaves_no_log_entry(client, enrolment, parts):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    before = [model.objects.count() for model in (ModelLogEntry, PageLogEntry)]
    for number in (1, 2, 3):
        saved = as_script(client, address("entry_draft", parts), form_data(f"<p>{number}</p>", base_number=number))
        assert saved.json()["number"] == number + 1
    assert [model.objects.count() for model in (ModelLogEntry, PageLogEntry)] == before


def test_blank_text_starts_nothing(client, student, parts):
    client.force_login(student)
    as_script(client, address("entry_draft", parts), form_data(text=""))
    assert not PortfolioEntry.objects.exists()


def test_draft_conflict_tells_the_script(client, enrolment, parts):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    assert as_script(client, address("entry_draft", parts), form_data()).status_code == 409


def test_draft_conflict_shows_both_texts(client, enrolment, parts):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    answer = client.post(address("entry_draft", parts), form_data())
    assert answer.status_code == 409
    assert "Uma tarde na feira." in answer.content.decode()
    assert "Fui ao largo da feira" in answer.content.decode()


def test_draft_without_script_comes_back_to_the_page(client, student, parts):
    client.force_login(student)
    answer = client.post(address("entry_draft", parts), form_data())
    assert answer.url == address("entry", parts)


def test_draft_of_a_stranger_is_not_found(client, stranger, parts):
    client.force_login(stranger)
    assert client.post(address("entry_draft", parts), form_data()).status_code == 404


def test_draft_of_a_finished_enrolment_is_refused(client, enrolment, parts):
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.save()
    client.force_login(enrolment.student)
    assert client.post(address("entry_draft", parts), form_data()).status_code == 403


def test_expired_session_asks_to_log_in_and_keeps_the_text(client, enrolment, parts):
    answer = client.post(address("entry_draft", parts), form_data())
    assert answer.status_code == 302
    assert ["text", "<p>Uma tarde na feira.</p>"] in [list(field) for field in client.session["kept_post"]["fields"]]


def test_file_goes_with_the_draft_and_its_version(client, enrolment, tutor, parts):
    client.force_login(enrolment.student)
    file = SimpleUploadedFile("mapa.png", PNG, "image/png")
    client.post(address("entry_draft", parts), form_data(file=file))
    upload = Upload.objects.get()
    entry = PortfolioEntry.objects.get()
    assert (upload.owner, upload.name) == (entry.draft, "mapa.png")
    version = submit(entry)
    upload.refresh_from_db()
    assert upload.owner == version
    assert list(version.attachments.all()) == [upload]


def test_file_taken_off_the_draft_is_let_go(client, enrolment, parts):
    client.force_login(enrolment.student)
    client.post(address("entry_draft", parts), form_data(file=SimpleUploadedFile("mapa.png", PNG, "image/png")))
    upload = Upload.objects.get()
    client.post(address("entry_draft", parts), form_data(base_number=1, remove=upload.public_id))
    upload.refresh_from_db()
    assert upload.owner is None
    assert not PortfolioEntry.objects.get().draft.attachments.exists()


def test_refused_file_keeps_the_text_as_typed(client, student, parts):
    client.force_login(student)
    file = SimpleUploadedFile("x.exe", b"MZ\x90\x00" * 40, "application/octet-stream")
    answer = client.post(address("entry_draft", parts), form_data(file=file))
    assert answer.status_code == 422
    assert "Uma tarde na feira." in answer.content.decode()


@pytest.mark.parametrize(("fields", "named"), [({"text": ""}, "text"), ({"no_patient_data": ""}, "no_patient_data")])
def test_sending_with_something_missing_says_so_at_the_field(client, student, parts, fields, named):
    client.force_login(student)
    answer = client.post(address("entry_draft", parts), form_data(next="submit", **fields))
    assert answer.status_code == 422
    assert named in answer.context["form"].errors


def test_two_presses_send_a_reflection(client, student, parts):
    client.force_login(student)
    answer = client.post(address("entry_draft", parts), form_data(next="submit"), follow=True)
    confirmation = answer.context["form"].initial
    answer = client.post(address("entry_submit", parts), confirmation, follow=True)
    version = EntryVersion.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("learning:receipt", args=[version.public_id])
    assert version.sha256 in answer.content.decode()


def test_pressing_ten_times_has_one_effect(client, enrolment, parts):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    data = client.get(address("entry_submit", parts)).context["form"].initial
    answers = {client.post(address("entry_submit", parts), data).url for _ in range(10)}
    assert len(answers) == EntryVersion.objects.count() == 1


def test_device_time_stands_on_the_receipt(client, enrolment, parts):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    data = client.get(address("entry_submit", parts)).context["form"].initial
    client.post(address("entry_submit", parts), {**data, "device_time": "2026-06-04T12:00:00.000Z"})
    assert EntryVersion.objects.get().device_time.hour == 12


@pytest.mark.parametrize("device_time", ["", "ontem", "0"])
def test_strange_device_time_stops_nobody(client, enrolment, parts, device_time):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    data = client.get(address("entry_submit", parts)).context["form"].initial
    client.post(address("entry_submit", parts), {**data, "device_time": device_time})
    assert EntryVersion.objects.get().device_time is None


def test_text_changed_after_the_confirmation_is_shown_again(client, enrolment, parts):
    started_entry(enrolment)
    client.force_login(enrolment.student)
    data = client.get(address("entry_submit", parts)).context["form"].initial
    as_script(client, address("entry_draft", parts), form_data(base_number=1))
    assert client.post(address("entry_submit", parts), data).url == address("entry_submit", parts)
    assert not EntryVersion.objects.exists()


def test_recall_takes_it_back(client, enrolment, parts):
    sent_entry(enrolment)
    client.force_login(enrolment.student)
    client.post(address("entry_recall", parts))
    assert PortfolioEntry.objects.get().state == EntryState.DRAFT


def test_released_feedback_stands_on_the_page_and_is_marked_seen(client, enrolment, tutor, parts):
    review = returned_review(enrolment, tutor)
    client.force_login(enrolment.student)
    assert review.request in client.get(address("entry", parts)).content.decode()
    review.refresh_from_db()
    assert review.seen_at is not None


def test_accepted_entry_has_no_composer(client, enrolment, tutor, parts):
    accepted_review(enrolment, tutor)
    client.force_login(enrolment.student)
    assert "base_number" not in client.get(address("entry", parts)).content.decode()


def test_version_page_shows_the_text_as_sent(client, enrolment, parts):
    sent_entry(enrolment)
    client.force_login(enrolment.student)
    assert TEXT in client.get(address("entry_version", parts, 1)).content.decode()


def test_receipt_is_for_the_student_and_her_tutor(client, enrolment, tutor, other_tutor, stranger, parts):
    version = submit(started_entry(enrolment))
    url = reverse("learning:receipt", args=[version.public_id])
    expected = {enrolment.student: 200, tutor: 200, other_tutor: 404, stranger: 404}
    for person, status in expected.items():
        client.force_login(person)
        assert client.get(url).status_code == status


def test_portfolio_says_what_came_back_first(client, enrolment, tutor):
    entry = returned_review(enrolment, tutor).entry
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:portfolio")).content.decode()
    assert page.index("list__row--returned") < page.index(entry.enrolment.offering.name)


def test_portfolio_of_nobody_says_what_to_do(client, stranger):
    client.force_login(stranger)
    assert reverse("learning:catalogue") in client.get(reverse("learning:portfolio")).content.decode()


def test_unreleased_words_are_nowhere_for_the_student(client, enrolment, tutor, parts):
    review = opened_review(enrolment, tutor, content(intent=Intent.FINAL))
    save_review_draft(
        by=tutor, review=review, base_number=0, content=ReviewContent("canarinho azul", "canarinho verde")
    )
    client.force_login(enrolment.student)
    version = review.version
    urls = [
        address("entry", parts),
        address("entry_version", parts, 1),
        reverse("learning:receipt", args=[version.public_id]),
        reverse("learning:portfolio"),
        reverse("learning:review_queue"),
        reverse("learning:review", args=[review.entry.public_id]),
        reverse("home:notifications"),
    ]
    pages = [client.get(url, follow=True).content.decode() for url in urls]
    assert not [url for url, page in zip(urls, pages, strict=True) if "canarinho" in page]
