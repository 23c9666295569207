import csv
import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.portfolio.models import EntryVersion
from learning.reports.queries import FEWEST, calibration_of
from learning.reviews.models import Review
from tests.conftest import make_person
from tests.factories.learning import EnrolmentFactory
from tests.factories.portfolio import sent_entry
from tests.factories.rubrics import ASKS, chosen, criteria, give_rubric, publish


@pytest.fixture
def rubric(parts):
    return give_rubric(parts.reflection)


def read(version: EntryVersion, reviewer, judgement: dict) -> Review:
    """A released review, also a second one of the same version."""
    now = timezone.now()
    return Review.objects.create(
        entry=version.entry, version=version, reviewer=reviewer, judgement=judgement, decision="comment",
        opened_at=now, renewed_at=now, released_at=now,
    )  # fmt: skip


def sent(tutoring_group) -> EntryVersion:
    return sent_entry(EnrolmentFactory(tutoring_group=tutoring_group)).versions.get()


def asks_of(offering):
    return next(row for row in calibration_of(offering.pk) if row.name == "Interroga")


def test_tutors_stand_beside_all(rubric, offering, tutoring_group, tutor, other_tutor):
    for level in [2] * 10:
        read(sent(tutoring_group), tutor, chosen(level, 0))
    for level in (0, 1, 1, 1, 2) * 2:
        read(sent(tutoring_group), other_tutor, chosen(level, 0))
    row = asks_of(offering)
    severe, mild = row.tutors
    assert [severe.name, mild.name] == [other_tutor.name, tutor.name]
    assert (severe.count, severe.mean, severe.difference, severe.top) == (10, 50, -25, 20)
    assert (round(severe.spread, 2), severe.distribution) == (33.33, [20, 60, 20])
    assert (mild.mean, mild.spread, mild.difference) == (100, 0, 25)
    assert (row.everybody.count, row.everybody.mean) == (20, 75)


def test_few_readings_show_no_number(rubric, offering, tutoring_group, tutor):
    for _ in range(FEWEST - 1):
        read(sent(tutoring_group), tutor, chosen(1, 1))
    row = asks_of(offering)
    assert (row.tutors[0].count, row.tutors[0].mean, row.everybody.mean) == (FEWEST - 1, None, None)
    read(sent(tutoring_group), tutor, chosen(1, 1))
    assert asks_of(offering).tutors[0].mean == 50


def test_second_readings_of_one_text_are_compared(rubric, offering, tutoring_group, tutor, coordinator):
    for first, second in ((2, 2), (2, 2), (1, 1), (2, 1), (2, 0)) * 2:
        version = sent(tutoring_group)
        read(version, tutor, chosen(first, 0))
        read(version, coordinator, chosen(second, 0))
    second = asks_of(offering).second
    assert (second.count, second.agreement, second.distance) == (10, 60, 30)


def kappa_of(offering, tutoring_group, tutor, coordinator, levels):
    for first, second in levels:
        version = sent(tutoring_group)
        read(version, tutor, chosen(first, 0))
        read(version, coordinator, chosen(second, 0))
    return asks_of(offering).second.kappa


@pytest.mark.parametrize(
    ("levels", "kappa"),
    [
        # By hand: the mean distance in levels, over the one that chance would make.
        ([(2, 2), (2, 2), (1, 1), (2, 1), (2, 0)] * 2, 1 - 0.6 / 0.76),
        ([(0, 0), (0, 0), (1, 1), (2, 2), (2, 2)] * 2, 1),
        ([(0, 2), (0, 2), (1, 1), (2, 0), (2, 0)] * 2, 1 - 1.6 / 0.96),
        ([(1, 1)] * FEWEST, None),
        ([(0, 0)] + [(1, 1)] * (FEWEST - 2), None),
    ],
)
def test_kappa_weighs_by_distance(rubric, offering, tutoring_group, tutor, coordinator, levels, kappa):
    found = kappa_of(offering, tutoring_group, tutor, coordinator, levels)
    assert found == (kappa if kappa is None else pytest.approx(kappa))


def test_two_readings_by_the_same_person_are_no_second_reading(rubric, offering, tutoring_group, tutor):
    version = sent(tutoring_group)
    for _ in range(FEWEST):
        read(version, tutor, chosen(1, 1))
    assert asks_of(offering).second.count == 0


def test_drafts_and_other_offerings_do_not_count(rubric, offering, tutoring_group, tutor):
    Review.objects.update(released_at=None)
    review = read(sent(tutoring_group), tutor, chosen(2, 2))
    Review.objects.update(released_at=None)
    assert calibration_of(offering.pk) == []
    Review.objects.update(released_at=review.opened_at)
    assert calibration_of(offering.pk + 1) == []


def test_versions_of_a_rubric_stand_together(rubric, offering, tutoring_group, tutor):
    for _ in range(6):
        read(sent(tutoring_group), tutor, chosen(2, 2))
    publish(rubric, criteria=json.dumps(criteria("Outra frase.")))
    for _ in range(4):
        read(sent(tutoring_group), tutor, chosen(0, 2))
    assert asks_of(offering).tutors[0].distribution == [40, 0, 60]


def test_the_page_and_its_table(client, rubric, offering, tutoring_group, coordinator):
    person = make_person("severa", full_name="=SOMA(A1)")
    for level in (0, 1, 1, 1, 2) * 2:
        read(sent(tutoring_group), person, chosen(level, 0))
    client.force_login(coordinator)
    page = client.get(reverse("learning:calibration", args=[offering.pk]))
    assert "Interroga" in page.text
    assert "=SOMA(A1)" in page.text
    answer = client.get(reverse("learning:calibration_table", args=[offering.pk]))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, everybody, severe, *_more = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[2:5] == ["Tutoria", "Leituras", "Média (%)"]
    assert (everybody[2], severe[2], severe[3:5]) == ("todos", "'=SOMA(A1)", ["10", "50,0"])


@pytest.mark.parametrize(
    ("person", "status"), [("coordinator", 200), ("tutor", 403), ("student", 403), ("editor", 404)]
)
def test_it_is_for_coordination_alone(client, request, offering, person, status):
    client.force_login(request.getfixturevalue(person))
    for name in ("calibration", "calibration_table"):
        assert client.get(reverse(f"learning:{name}", args=[offering.pk])).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, rubric, offering, tutoring_group, coordinator, count, django_assert_num_queries):
    for number in range(count):
        read(sent(tutoring_group), make_person(f"tutor_{number}"), chosen(1, 1))
    client.force_login(coordinator)
    address = reverse("learning:calibration", args=[offering.pk])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)


def test_criteria_that_nobody_judged_are_left_out(rubric, offering, tutoring_group, tutor):
    read(sent(tutoring_group), tutor, {ASKS: {"level": "asks-1"}})
    assert [row.name for row in calibration_of(offering.pk)] == ["Interroga"]
