import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from forums.models import Board, BoardMember, Post
from home.uploads.actions import attach_upload, receive_upload
from learning.courses.enums import PeerVisibility
from learning.enrolment.actions import sync_boards
from learning.enrolment.enums import EnrolmentState
from learning.portfolio.actions import (
    EntryLocked,
    EntryRefused,
    ShareWish,
    recall_entry,
    revoke_share,
    save_draft,
    share_entry,
)
from learning.portfolio.consents import SHARING, SHARING_NOW
from learning.portfolio.enums import Audience, EntryState
from learning.portfolio.models import Share
from learning.portfolio.queries import rebuild_state
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import ShareFactory, accepted_review, content, sent_entry, started_entry, submit_again

CANARY = "<p>Conversa canarinho junto ao poço.</p>"


def wish(audience=Audience.GROUP, **fields) -> ShareWish:
    return ShareWish(**{"audience": audience, "consent_version": SHARING_NOW, "no_patient_data": True, **fields})


@pytest.fixture
def accepted(enrolment, tutor):
    entry = accepted_review(enrolment, tutor).entry
    entry.refresh_from_db()
    return entry


@pytest.fixture
def peer(enrolment, tutoring_group):
    """Of the same group, with an answer of her own sent."""
    other = EnrolmentFactory(student=make_person("peer"), tutoring_group=tutoring_group)
    sent_entry(other)
    return other.student


@pytest.fixture
def far_peer(enrolment, other_group):
    """Of another group of the same class, with an answer of her own sent."""
    other = EnrolmentFactory(student=make_person("far_peer"), tutoring_group=other_group)
    sent_entry(other)
    return other.student


def sees(person) -> bool:
    return Share.objects.visible_to(person).exists()


def test_share_keeps_what_was_agreed_to(enrolment, accepted):
    share = share_entry(by=enrolment.student, entry=accepted, wish=wish())
    assert (share.consent_version, share.no_patient_data, share.version.number) == (SHARING_NOW, True, 1)
    assert share_entry(by=enrolment.student, entry=accepted, wish=wish()) == share


def test_share_leaves_the_state_and_its_history_alone(enrolment, accepted):
    share = share_entry(by=enrolment.student, entry=accepted, wish=wish())
    revoke_share(by=enrolment.student, share=share)
    accepted.refresh_from_db()
    assert accepted.state == EntryState.ACCEPTED
    assert rebuild_state(accepted) == EntryState.ACCEPTED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"consent_version": 0}, "agreed"),
        ({"consent_version": SHARING_NOW + 1}, "agreed"),
        ({"no_patient_data": False}, "no_patient_data"),
        ({"audience": Audience.BOARD, "board": None}, "audience"),
        ({"audience": "everybody"}, "audience"),
    ],
)
def test_share_is_refused_where_something_is_missing(enrolment, accepted, fields, field):
    with pytest.raises(EntryRefused) as refused:
        share_entry(by=enrolment.student, entry=accepted, wish=wish(**fields))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Share.objects.exists()


def test_share_before_acceptance_is_her_own_choice(enrolment):
    entry = sent_entry(enrolment)
    with pytest.raises(EntryRefused):
        share_entry(by=enrolment.student, entry=entry, wish=wish())
    assert share_entry(by=enrolment.student, entry=entry, wish=wish(own_choice=True)).version.number == 1


def test_share_of_what_is_read_without_names_waits_for_acceptance(enrolment):
    entry = sent_entry(enrolment)
    entry.prompt.blind_review = True
    entry.prompt.save()
    with pytest.raises(EntryRefused):
        share_entry(by=enrolment.student, entry=entry, wish=wish(own_choice=True))


def test_share_needs_a_version_that_stands(enrolment):
    entry = started_entry(enrolment)
    with pytest.raises(EntryRefused):
        share_entry(by=enrolment.student, entry=entry, wish=wish(own_choice=True))
    entry.state = EntryState.NOT_STARTED
    entry.save()
    with pytest.raises(EntryLocked):
        share_entry(by=enrolment.student, entry=entry, wish=wish(own_choice=True))


def test_share_is_refused_where_the_prompt_lets_no_peer_read(enrolment, accepted):
    accepted.prompt.peer_visibility = PeerVisibility.NEVER
    accepted.prompt.save()
    with pytest.raises(EntryRefused):
        share_entry(by=enrolment.student, entry=accepted, wish=wish())


def test_share_with_a_board_of_others_is_refused(enrolment, accepted):
    with pytest.raises(EntryRefused):
        share_entry(by=enrolment.student, entry=accepted, wish=wish(Audience.BOARD, board=Board.objects.create().pk))


@pytest.mark.parametrize(
    ("audience", "readers"), [(Audience.GROUP, {"peer"}), (Audience.OFFERING, {"peer", "far_peer", "other_tutor"})]
)
def test_who_reads_a_share(enrolment, accepted, peer, far_peer, request, audience, readers):
    share_entry(by=enrolment.student, entry=accepted, wish=wish(audience))
    cast = ["peer", "far_peer", "student", "tutor", "other_tutor", "coordinator", "stranger", "editor"]
    people = {name: request.getfixturevalue(name) for name in cast}
    expected = readers | {"student", "tutor", "coordinator"}
    assert {name for name, person in people.items() if sees(person)} == expected


def test_share_ends_for_everybody_but_her_when_it_is_taken_back(enrolment, accepted, peer, tutor):
    share = share_entry(by=enrolment.student, entry=accepted, wish=wish(Audience.OFFERING))
    assert sees(peer)
    revoke_share(by=enrolment.student, share=share)
    assert [sees(peer), sees(tutor), sees(enrolment.student)] == [False, False, True]


def test_share_ends_with_the_peers_place(enrolment, accepted, peer):
    share_entry(by=enrolment.student, entry=accepted, wish=wish())
    peer.enrolments.update(state=EnrolmentState.WITHDRAWN)
    assert not sees(peer)


def test_share_ends_when_its_version_is_recalled(enrolment, peer):
    entry = sent_entry(enrolment)
    share_entry(by=enrolment.student, entry=entry, wish=wish(own_choice=True))
    recall_entry(by=enrolment.student, entry=entry)
    assert not sees(peer)


def test_peer_reads_once_she_has_sent_her_own(enrolment, accepted, tutoring_group):
    share_entry(by=enrolment.student, entry=accepted, wish=wish())
    other = EnrolmentFactory(student=make_person("late"), tutoring_group=tutoring_group)
    assert not sees(other.student)
    sent_entry(other)
    assert sees(other.student)


def test_peer_reads_once_hers_is_accepted_where_the_prompt_asks_it(enrolment, accepted, peer, tutor):
    accepted.prompt.peer_visibility = PeerVisibility.AFTER_ACCEPTANCE
    accepted.prompt.save()
    share_entry(by=enrolment.student, entry=accepted, wish=wish())
    assert not sees(peer)
    peer.enrolments.get().entries.update(state=EntryState.ACCEPTED)
    assert sees(peer)


def test_later_versions_are_not_shared(client, enrolment, peer):
    entry = sent_entry(enrolment)
    share = share_entry(by=enrolment.student, entry=entry, wish=wish(own_choice=True))
    recalled_then_new = content(CANARY)
    entry.draft.refresh_from_db()
    save_draft(by=enrolment.student, entry=entry, base_number=entry.draft.draft_number, content=recalled_then_new)
    entry.state = EntryState.RETURNED
    entry.save()
    submit_again(entry)
    client.force_login(peer)
    page = client.get(reverse("learning:share", args=[share.public_id])).text
    assert "canarinho" not in page
    assert "largo da feira" in page


def test_files_of_a_shared_version_are_read_by_peers_and_no_others(client, enrolment, accepted, peer):
    """A file of another version stays shut, and the file's own address too."""
    student = enrolment.student
    inside, outside = (
        receive_upload(by=student, file=ContentFile(words * 20), name="nota.txt")
        for words in (b"Nota aberta. ", b"Nota fechada. ")
    )
    version = accepted.versions.get()
    attach_upload(inside, owner=version)
    attach_upload(outside, owner=version)
    version.attachments.add(inside)
    share = share_entry(by=student, entry=accepted, wish=wish())
    client.force_login(peer)
    address = [reverse("learning:share_file", args=[share.public_id, file.public_id]) for file in (inside, outside)]
    assert b"Nota aberta" in client.get(address[0]).getvalue()
    assert client.get(address[1]).status_code == 404
    assert client.get(reverse("home:upload", args=[inside.public_id])).status_code == 404
    revoke_share(by=student, share=share)
    assert client.get(address[0]).status_code == 404


def test_receipt_of_a_shared_version_stays_hers(client, enrolment, accepted, peer):
    share_entry(by=enrolment.student, entry=accepted, wish=wish())
    client.force_login(peer)
    assert client.get(reverse("learning:receipt", args=[accepted.versions.get().public_id])).status_code == 404


def form_data(**fields):
    return {"audience": "group", "consent_version": SHARING_NOW, "no_patient_data": "on", "agreed": "on", **fields}


def test_page_shares_and_says_so(client, enrolment, accepted):
    client.force_login(enrolment.student)
    address = reverse("learning:entry_share", args=[accepted.public_id])
    assert str(SHARING[SHARING_NOW]) in client.get(address).text
    assert client.post(address, form_data()).url == address
    assert Share.objects.standing().count() == 1


def test_page_names_what_is_missing(client, enrolment, accepted):
    client.force_login(enrolment.student)
    answer = client.post(reverse("learning:entry_share", args=[accepted.public_id]), form_data(agreed=""))
    assert answer.status_code == 422
    assert "Leia com o que você concorda" in answer.text


def test_withdrawn_student_takes_back_and_shares_no_more(client, enrolment, accepted):
    share = share_entry(by=enrolment.student, entry=accepted, wish=wish())
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save()
    client.force_login(enrolment.student)
    assert client.post(reverse("learning:entry_share", args=[accepted.public_id]), form_data()).status_code == 403
    client.post(reverse("learning:share_revoke", args=[share.public_id]))
    share.refresh_from_db()
    assert share.revoked_at


def test_a_share_goes_into_a_forum_as_a_card_without_its_text(client, enrolment, accepted, peer, offering):
    """The post holds a link alone: taken back, nothing of the text is left in the forum or in its search."""
    sync_boards(offering)
    board = Board.objects.visible_to(enrolment.student).filter(members__person=peer).first()
    client.force_login(enrolment.student)
    answer = client.post(
        reverse("learning:entry_share", args=[accepted.public_id]), form_data(audience=f"board:{board.pk}")
    )
    share = Share.objects.get()
    page = client.get(answer.url)
    form = page.context["form"]
    assert form.initial["subject"] == accepted.prompt.title
    assert str(share.public_id) in form.initial["html"]
    words = {"subject": form.initial["subject"], "html": form.initial["html"], "html_format": "html"}
    client.post(reverse("forums:topic_new", args=[board.pk]), {**words, "key": str(uuid.uuid4())})
    post = Post.objects.get()
    assert f"/portfolio/compartilhadas/{share.public_id}/" in post.html
    assert "largo da feira" not in post.html
    assert sees(peer)
    BoardMember.objects.filter(board=board, person=peer).delete()
    assert not sees(peer)


def test_a_conversation_is_prepared_by_a_signed_address_alone(client, enrolment, offering):
    sync_boards(offering)
    board = Board.objects.visible_to(enrolment.student).first()
    client.force_login(enrolment.student)
    page = client.get(reverse("forums:topic_new", args=[board.pk]), {"inicio": "assinado:nao"})
    assert page.status_code == 200
    assert not any(page.context["form"].initial.values())


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_shares_costs_a_constant_number_of_queries(
    client, enrolment, tutoring_group, peer, count, django_assert_num_queries
):
    for number in range(count):
        other = EnrolmentFactory(student=make_person(f"other{number}"), tutoring_group=tutoring_group)
        ShareFactory(version=sent_entry(other).versions.get(), granted_by=other.student)
    client.force_login(peer)
    client.get(reverse("learning:shared"))
    with django_assert_num_queries(3):  # session, user, how many, the rows
        page = client.get(reverse("learning:shared")).text
    assert page.count("list__title") == count
