"""A prompt asks for a change at work: it stands beside the text, and the tutor reads both."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.courses.enums import ChangeRequirement
from learning.portfolio.actions import EntryRefused, cite_changes
from learning.portfolio.models import CitedChange
from learning.reviews.actions import ReviewRefused, accept_entry
from learning.work_changes.enums import Stage, Visibility
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import ASKED, accepted_review, content, opened_review, started_entry, submit
from tests.factories.work_changes import ChangeFollowUpFactory, WorkChangeFactory


@pytest.fixture
def asks(parts):
    """`asks(requirement)` makes the prompt ask for it."""

    def ask(requirement=ChangeRequirement.RECORD):
        parts.reflection.asks_change = requirement
        parts.reflection.save()

    return ask


@pytest.fixture
def change(enrolment):
    return WorkChangeFactory(enrolment=enrolment, title="Conversa de cinco minutos", visibility=Visibility.AUTHORS)


def cite(entry, *changes):
    cite_changes(by=entry.enrolment.student, entry=entry, changes=changes)


def refused_field(entry) -> str:
    with pytest.raises(EntryRefused) as refused:
        submit(entry)
    (problem,) = refused.value.problems
    return problem.field


def test_without_the_change_it_is_not_sent(enrolment, asks):
    asks()
    assert refused_field(started_entry(enrolment)) == "change"


def test_an_idea_is_enough_where_a_change_is_asked(enrolment, asks):
    asks()
    entry = started_entry(enrolment)
    cite(entry, WorkChangeFactory(enrolment=enrolment, stage=Stage.IDEA))
    assert submit(entry).cited_changes.count() == 1


def test_a_follow_up_is_asked_where_the_prompt_says_so(enrolment, asks, change):
    asks(ChangeRequirement.FOLLOW_UP)
    entry = started_entry(enrolment)
    cite(entry, change)
    assert refused_field(entry) == "change"
    ChangeFollowUpFactory(change=change)
    assert submit(entry).cited_changes.get().content["follow_ups"]


def test_what_was_sent_stays_as_it_was(enrolment, asks, change):
    asks()
    entry = started_entry(enrolment)
    cite(entry, change)
    version = submit(entry)
    change.title = "Outro nome"
    change.save()
    cite(entry)
    assert version.cited_changes.get().content["title"] == "Conversa de cinco minutos"


def test_only_her_own_changes_are_cited(enrolment, asks):
    entry = started_entry(enrolment)
    cite(entry, WorkChangeFactory(enrolment=EnrolmentFactory(tutoring_group=enrolment.tutoring_group)))
    assert not CitedChange.objects.exists()


def test_change_put_away_does_not_count(enrolment, asks, change):
    asks()
    entry = started_entry(enrolment)
    cite(entry, change)
    change.removed_at = timezone.now()
    change.save()
    assert refused_field(entry) == "change"


def test_it_is_not_accepted_without_the_change(enrolment, tutor, asks):
    review = opened_review(enrolment, tutor, content(intent="final"))
    asks()
    review.entry.prompt.refresh_from_db()
    with pytest.raises(ReviewRefused):
        accept_entry(by=tutor, review=review, key=uuid.uuid4(), base_number=0, content=ASKED)


def cite_address(parts) -> str:
    return reverse("learning:entry_cite", args=["aprender", parts.reflection.pk])


def test_student_chooses_the_change_and_sees_it_beside_her_text(client, enrolment, parts, asks, change):
    asks()
    client.force_login(enrolment.student)
    entry_at = reverse("learning:entry", args=["aprender", parts.reflection.pk])
    assert cite_address(parts) in client.get(entry_at).text
    answer = client.post(cite_address(parts), {"changes": [change.public_id]}, follow=True)
    assert "Conversa de cinco minutos" in answer.text


def test_somebody_elses_change_is_refused_in_the_form(client, enrolment, parts, asks):
    asks()
    client.force_login(enrolment.student)
    foreign = WorkChangeFactory(visibility=Visibility.OFFERING)
    assert client.post(cite_address(parts), {"changes": [foreign.public_id]}).status_code == 422


def test_sending_without_it_says_so_in_words_and_keeps_the_text(client, enrolment, parts, asks):
    asks()
    started_entry(enrolment)
    client.force_login(enrolment.student)
    address = reverse("learning:entry_submit", args=["aprender", parts.reflection.pk])
    page = client.get(address, follow=True)
    assert page.redirect_chain
    assert "feira" in page.text
    assert [str(message) for message in page.context["messages"]]


def test_tutor_reads_the_change_beside_the_text_whoever_else_may(client, enrolment, tutor, asks, change):
    asks()
    follow_up = ChangeFollowUpFactory(change=change, reflection="O que sustenta é a escala.")
    entry = started_entry(enrolment)
    cite(entry, change)
    submit(entry)
    client.force_login(tutor)
    page = client.get(reverse("learning:review", args=[entry.public_id])).text
    assert "Conversa de cinco minutos" in page
    assert follow_up.reflection in page
    assert client.get(reverse("learning:work_change", args=[change.public_id])).status_code == 404


def test_prompt_that_asks_for_none_is_as_before(client, enrolment, parts, tutor):
    accepted_review(enrolment, tutor)
    client.force_login(enrolment.student)
    assert cite_address(parts) not in client.get(reverse("learning:entry", args=["aprender", parts.reflection.pk])).text


@pytest.mark.parametrize("count", [1, 3])
def test_sending_freezes_follow_ups_of_all(enrolment, asks, count):
    asks()
    entry = started_entry(enrolment)
    changes = [WorkChangeFactory(enrolment=enrolment) for _ in range(count)]
    for change in changes:
        ChangeFollowUpFactory(change=change, followed_on=timezone.localdate() - datetime.timedelta(days=1))
    cite(entry, *changes)
    assert [len(row.content["follow_ups"]) for row in submit(entry).cited_changes.all()] == [1] * count
