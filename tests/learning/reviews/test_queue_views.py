"""The tutor's queue: whose reflections wait in it, in which order, and how many each choice would show."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.portfolio.clock import Pace
from learning.portfolio.enums import Intent
from learning.portfolio.models import PortfolioEntry
from learning.reviews.queries import QueueCounts, QueueFilter, read_queue
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import content, returned_review, sent_entry
from tests.learning.reviews.test_views import address


def test_queue_shows_own_students_longest_wait_first(client, enrolment, tutor, tutoring_group, other_group):
    first = sent_entry(enrolment)
    second = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    sent_entry(EnrolmentFactory(tutoring_group=other_group))
    client.force_login(tutor)
    rows = client.get(reverse("learning:review_queue")).context["queue"].rows
    assert [row.public_id for row in rows] == [first.public_id, second.public_id]


def test_queue_filters_by_group_and_intent(client, enrolment, tutor, tutoring_group):
    sent_entry(enrolment)
    final = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group), content(intent=Intent.FINAL))
    client.force_login(tutor)
    query = {"group": tutoring_group.pk, "intent": "final"}
    rows = client.get(reverse("learning:review_queue"), query).context["queue"].rows
    assert [row.public_id for row in rows] == [final.public_id]


def test_queue_of_another_group_shows_nothing_foreign(client, tutor, other_group):
    sent_entry(EnrolmentFactory(tutoring_group=other_group))
    client.force_login(tutor)
    assert client.get(reverse("learning:review_queue"), {"group": other_group.pk}).context["queue"].rows == []


def test_queue_of_a_coordinator_shows_the_offering(client, enrolment, coordinator):
    sent_entry(enrolment)
    client.force_login(coordinator)
    assert len(client.get(reverse("learning:review_queue")).context["queue"].rows) == 1


def test_queue_escapes_names(client, tutor, tutoring_group):
    sent_entry(EnrolmentFactory(tutoring_group=tutoring_group, student__full_name="<b>{url}</b> & %(x)s"))
    client.force_login(tutor)
    html = client.get(reverse("learning:review_queue")).content.decode()
    assert "<b>{url}" not in html
    assert "&lt;b&gt;{url}&lt;/b&gt; &amp; %(x)s" in html


@pytest.mark.parametrize("number", ["2", "999999"])
def test_queue_past_its_end_shows_the_first_page(client, enrolment, tutor, number):
    entry = sent_entry(enrolment)
    client.force_login(tutor)
    rows = client.get(reverse("learning:review_queue"), {"pagina": number}).context["queue"].rows
    assert [row.public_id for row in rows] == [entry.public_id]


@pytest.mark.parametrize("person", ["student", "stranger", "editor"])
def test_queue_is_for_staff_of_an_offering(client, request, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse("learning:review_queue")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queue_costs_a_constant_number_of_queries(client, tutor, tutoring_group, count, django_assert_num_queries):
    for _ in range(count):
        sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    client.force_login(tutor)
    # Session, person, and the queue with all its counts.
    with django_assert_num_queries(2):
        client.get(reverse("learning:review_queue"))


def returned_before(enrolment, tutor, days):
    """An entry that went back so many days ago, and of which nothing has come since."""
    entry = returned_review(enrolment, tutor).entry
    PortfolioEntry.objects.filter(pk=entry.pk).update(returned_at=timezone.now() - datetime.timedelta(days=days))
    return entry


def test_queue_shows_who_did_not_answer_a_return(client, enrolment, tutor, tutoring_group):
    silent = returned_before(enrolment, tutor, 11)
    returned_before(EnrolmentFactory(tutoring_group=tutoring_group), tutor, 9)
    sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    client.force_login(tutor)
    page = client.get(reverse("learning:review_queue"), {"show": "silent"})
    assert [row.public_id for row in page.context["queue"].rows] == [silent.public_id]
    assert "abrir/" not in page.text


def test_queue_filters_by_prompt(client, enrolment, tutor):
    entry = sent_entry(enrolment)
    client.force_login(tutor)
    for prompt, found in ((entry.prompt_id, 1), (entry.prompt_id + 10_000, 0)):
        rows = client.get(reverse("learning:review_queue"), {"prompt": prompt}).context["queue"].rows
        assert len(rows) == found


def counted(person, **chosen) -> QueueCounts:
    return read_queue(person, QueueFilter(**chosen), limit=5).counts


def test_queue_counts_what_each_choice_would_show(enrolment, tutor, tutoring_group, other_group, coordinator):
    entry = sent_entry(enrolment)
    sent_entry(EnrolmentFactory(tutoring_group=tutoring_group), content(intent=Intent.FINAL))
    returned_before(EnrolmentFactory(tutoring_group=tutoring_group), tutor, 30)
    sent_entry(EnrolmentFactory(tutoring_group=other_group))
    counts = counted(tutor)
    assert (counts.waiting, counts.silent, counts.groups) == (2, 1, {tutoring_group.pk: 2})
    assert counts.intents == {"formative": 1, "final": 1}
    assert counts.prompts == {entry.prompt_id: (entry.prompt.title, 2)}
    narrowed = counted(tutor, intent="final")
    assert (narrowed.waiting, narrowed.silent, narrowed.intents) == (1, 0, {"formative": 1, "final": 1})
    assert counted(coordinator).groups == {tutoring_group.pk: 2, other_group.pk: 1}


def test_screen_says_its_place_in_the_queue(client, enrolment, tutor, tutoring_group):
    sent_entry(enrolment)
    second = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group))
    client.force_login(tutor)
    assert client.get(address("review", second)).context["screen"].place == (2, 2)


@pytest.mark.parametrize("query", [{}, {"intent": "final"}, {"show": "silent"}, {"prompt": "1"}])
def test_queue_says_of_the_whole_what_its_rows_say(client, tutor, tutoring_group, query):
    """The heading counts without the rows: both must speak of the same."""
    for days in (1, 4, 30):
        entry = sent_entry(EnrolmentFactory(tutoring_group=tutoring_group), content(intent=Intent.FINAL))
        since = timezone.now() - datetime.timedelta(days=days)
        PortfolioEntry.objects.filter(pk=entry.pk).update(waiting_since=since)
    returned_before(EnrolmentFactory(tutoring_group=tutoring_group), tutor, 11)
    client.force_login(tutor)
    queue = client.get(reverse("learning:review_queue"), query).context["queue"]
    assert queue.waiting == len(queue.rows)
    assert queue.late == sum(row.pace == Pace.LATEST_PASSED for row in queue.rows)


def test_queue_keeps_the_choice_of_an_own_group(client, enrolment, tutor, tutoring_group, other_group):
    sent_entry(enrolment)
    client.force_login(tutor)
    for group, chosen in ((tutoring_group.pk, tutoring_group.pk), (other_group.pk, None), (10**30, None), ("x", None)):
        queue = client.get(reverse("learning:review_queue"), {"group": group}).context["queue"]
        assert (queue.chosen.group, len(queue.rows)) == (chosen, 1)
