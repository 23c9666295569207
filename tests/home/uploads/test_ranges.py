import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from home.uploads.actions import attach_upload
from home.uploads.ranges import BeyondTheEnd, asked_range
from learning.reviews.models import Review
from tests.factories.home import VOICE, upload_of
from tests.factories.portfolio import opened_review

SIZE = len(VOICE)


@pytest.fixture
def voice(db, stranger):
    return reverse("home:upload", args=[upload_of(stranger, VOICE, "recado.webm").public_id])


def fetch(client, address, **headers):
    answer = client.get(address, headers=headers)
    return answer, answer.getvalue()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=0-1", 0, 1),
        ("bytes=3-9", 3, 9),
        (f"bytes=2-{SIZE + 99}", 2, SIZE - 1),
        ("bytes=-4", SIZE - 4, SIZE - 1),
        (f"bytes=-{SIZE + 99}", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
    ],
)
def test_one_part_is_handed_out(client, stranger, voice, asked, first, last):
    client.force_login(stranger)
    answer, content = fetch(client, voice, range=asked)
    assert (answer.status_code, content) == (206, VOICE[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=9-3", "bytes=a-b", "bytes=0-1,4-5", "lines=0-1"])
def test_what_makes_no_sense_brings_all_of_it(client, stranger, voice, asked):
    client.force_login(stranger)
    answer, content = fetch(client, voice, range=asked)
    assert (answer.status_code, content, answer["Accept-Ranges"]) == (200, VOICE, "bytes")


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
def test_a_part_beyond_the_end_is_not_there(client, stranger, voice, asked):
    client.force_login(stranger)
    answer, content = fetch(client, voice, range=asked)
    assert (answer.status_code, content, answer["Content-Range"]) == (416, b"", f"bytes */{SIZE}")


def test_a_part_of_another_state_of_the_file_brings_all_of_it(client, stranger, voice):
    client.force_login(stranger)
    etag = fetch(client, voice)[0]["ETag"]
    for tag, status in ((etag, 206), ('"other"', 200)):
        assert fetch(client, voice, **{"range": "bytes=0-1", "if-range": tag})[0].status_code == status
    assert fetch(client, voice, **{"range": "bytes=0-1", "if-none-match": etag})[0].status_code == 304


@pytest.mark.parametrize("asked", ["bytes=0-1", f"bytes={SIZE}-"])
def test_the_right_is_asked_before_the_part(client, student, voice, asked):
    assert client.get(voice, headers={"range": asked}).status_code == 302
    client.force_login(student)
    answer = client.get(voice, headers={"range": asked})
    assert answer.status_code == 404
    assert "Content-Range" not in answer


def test_a_spoken_answer_plays_in_parts_once_released_and_not_before(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    upload = upload_of(tutor, VOICE, "recado.webm")
    attach_upload(upload, owner=review)
    review.attachments.add(upload)
    address = reverse("home:upload", args=[upload.public_id])
    client.force_login(enrolment.student)
    assert client.get(address, headers={"range": "bytes=0-1"}).status_code == 404
    Review.objects.update(released_at=review.opened_at)
    assert fetch(client, address, range="bytes=0-1")[1] == VOICE[:2]


@given(st.text(alphabet="bytes=-,0123456789 x", max_size=30), st.integers(1, 10**7))
def test_a_range_lies_within_the_file(header, size):
    try:
        wanted = asked_range(header, size)
    except BeyondTheEnd:
        return
    assert wanted is None or 0 <= wanted.first <= wanted.last < size


@given(st.integers(1, 10**7), st.data())
def test_every_part_of_a_file_can_be_asked_for(size, data):
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size - 1))
    wanted = asked_range(f"bytes={first}-{last}", size)
    assert (wanted.first, wanted.last, len(wanted)) == (first, last, last - first + 1)
