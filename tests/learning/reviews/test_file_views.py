"""Files beside a reading: those of the work, and those that go along with the feedback."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from learning.portfolio.actions import attach_to_draft
from learning.reviews.models import Review
from tests.factories.home import VOICE, upload_of
from tests.factories.portfolio import opened_review, started_entry, submit
from tests.learning.reviews.test_views import address, form_data


def fetched(client, where):
    """The answer, its file read to the end, which closes it."""
    answer = client.get(where)
    answer.getvalue()
    return answer


def attached(enrolment, name="Ana Souza - foto.png"):
    """A sent entry with a picture, whose name tells who sent it."""
    entry = started_entry(enrolment)
    attach_to_draft(by=enrolment.student, entry=entry, upload=upload_of(enrolment.student, name=name))
    submit(entry)
    return entry


def test_files_of_the_work_are_shown_to_those_in_charge(client, enrolment, tutor, stranger, other_tutor, student):
    entry = attached(enrolment)
    where = reverse("learning:review_file", args=[entry.public_id, 1, 1])
    client.force_login(tutor)
    assert f'src="{where}"' in client.get(address("review", entry)).text
    answer = fetched(client, where)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(reverse("learning:review_file", args=[entry.public_id, 1, 2])).status_code == 404
    for person, status in ((stranger, 404), (other_tutor, 404), (student, 403)):
        client.force_login(person)
        assert client.get(where).status_code == status


def test_a_pdf_may_be_framed_by_our_pages_alone(client, enrolment, tutor):
    entry = started_entry(enrolment)
    upload = upload_of(enrolment.student, b"%PDF-1.4\n%%EOF", "plano.pdf")
    attach_to_draft(by=enrolment.student, entry=entry, upload=upload)
    submit(entry)
    client.force_login(tutor)
    answer = fetched(client, reverse("learning:review_file", args=[entry.public_id, 1, 1]))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "frame-src 'self'" in client.get(address("review", entry))["Content-Security-Policy"].replace(
        "https://www.youtube-nocookie.com https://player.vimeo.com 'self'", "'self'"
    )
    assert fetched(client, reverse("home:upload", args=[upload.public_id]))["X-Frame-Options"] == "DENY"


def test_feedback_files_are_private_until_the_release(client, enrolment, tutor, student):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    voice = SimpleUploadedFile("voz.weba", VOICE)
    client.post(address("review_draft", review.entry), form_data(file=voice))
    upload = Review.objects.get().attachments.get()
    assert upload.media_type == "audio/webm"
    page = client.get(address("review", review.entry))
    assert "<audio" in page.text
    assert "microphone=(self)" in page["Permissions-Policy"]
    where = reverse("home:upload", args=[upload.public_id])
    client.force_login(student)
    assert client.get(where).status_code == 404
    assert "microphone=()" in client.get(reverse("learning:desk"))["Permissions-Policy"]
    client.force_login(tutor)
    client.post(address("review_release", review.entry), form_data(decision="return", base_number=1))
    client.force_login(student)
    assert fetched(client, where).status_code == 200
    assert where in client.get(reverse("learning:entry", args=["aprender", review.entry.prompt_id])).text


def test_a_file_chosen_at_the_release_goes_along(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    data = form_data(decision="return", file=SimpleUploadedFile("nota.txt", b"Uma nota."))
    client.post(address("review_release", review.entry), data)
    assert Review.objects.released().get().attachments.count() == 1


def test_a_feedback_file_is_taken_off_or_refused(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(tutor)
    client.post(address("review_draft", review.entry), form_data(file=SimpleUploadedFile("nota.txt", b"Uma nota.")))
    upload = review.attachments.get()
    client.post(address("review_draft", review.entry), form_data(base_number=1, remove=upload.public_id))
    assert review.attachments.count() == 0
    hostile = form_data(base_number=2, overall="Ainda aqui.", file=SimpleUploadedFile("x.html", b"<script>1</script>"))
    answer = client.post(address("review_draft", review.entry), hostile)
    assert answer.status_code == 422
    assert "Ainda aqui." in answer.text
