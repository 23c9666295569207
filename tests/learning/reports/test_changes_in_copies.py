"""Changes at work in what a student takes along, and in the portfolio as a whole."""

import json

import pytest
from django.conf import settings
from django.urls import reverse

from learning.courses.enums import ChangeRequirement
from learning.portfolio.actions import cite_changes, start_entry
from learning.reports.queries.data import portfolio_data
from learning.work_changes.actions import offer_story
from tests.factories.portfolio import GuestPassFactory, accepted_review
from tests.factories.stories import open_gallery, told
from tests.factories.work_changes import ChangeFollowUpFactory, CoAuthorFactory, WorkChangeFactory
from tests.learning.reports.test_copies import keys_as_declared

SCHEMA = settings.ROOT / "templates/learning/reports/schema.json"


@pytest.fixture
def followed(enrolment):
    """A change of the student with a follow-up and a colleague."""
    follow_up = ChangeFollowUpFactory(change=WorkChangeFactory(enrolment=enrolment, title="Cadeira no corredor"))
    follow_up.change.evidence.create(
        kind="words", note="Disseram que sim.", added_by=enrolment.student, added_at=follow_up.written_at
    )
    CoAuthorFactory(change=follow_up.change)
    return follow_up.change


def test_copy_holds_her_changes_as_its_schema_says(enrolment, followed):
    data = portfolio_data(enrolment)
    (row,) = data["work_changes"]
    assert (row["title"], row["co_authors_confirmed"]) == ("Cadeira no corredor", 1)
    assert row["follow_ups"][0]["weeks"] == 6
    assert keys_as_declared({**data, "files": []}, json.loads(SCHEMA.read_text())) == []
    json.dumps(data)


def test_copy_tells_her_stories_and_what_she_said_to_them(enrolment, followed):
    open_gallery()
    offer_story(by=enrolment.student, change=followed, told=told(shows_name=True))
    colleague = followed.co_authors.get().enrolment
    own, shared = (portfolio_data(place)["stories"] for place in (enrolment, colleague))
    assert [(row["is_own"], row["consent"], row["shows_name"]) for row in own] == [(True, "given", True)]
    assert [(row["is_own"], row["consent"], row["title"]) for row in shared] == [(False, "asked", own[0]["title"])]
    data = {**portfolio_data(enrolment), "files": []}
    assert keys_as_declared(data, json.loads(SCHEMA.read_text())) == []


def test_copy_holds_no_change_of_a_colleague(enrolment, followed):
    colleague = followed.co_authors.get().enrolment
    assert portfolio_data(colleague)["work_changes"] == []


def test_whole_portfolio_shows_what_went_along_and_not_to_guests(client, enrolment, tutor, parts, followed):
    parts.reflection.asks_change = ChangeRequirement.RECORD
    parts.reflection.save()
    entry = start_entry(by=enrolment.student, enrolment=enrolment, prompt=parts.reflection)
    cite_changes(by=enrolment.student, entry=entry, changes=[followed])
    accepted_review(enrolment, tutor)
    address = reverse("learning:portfolio_whole", args=[enrolment.public_id])
    guest = GuestPassFactory(enrolment=enrolment, invited_by=enrolment.student).guest
    shown = {}
    for name, person in {"student": enrolment.student, "tutor": tutor, "guest": guest}.items():
        client.force_login(person)
        shown[name] = "Cadeira no corredor" in client.get(address).text
    assert shown == {"student": True, "tutor": True, "guest": False}
