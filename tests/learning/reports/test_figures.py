"""The figures over plain rows: no database."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from learning.courses.survey_questions import read_questions
from learning.reports.figures import Change, Person, Rows, SurveyAnswers, all_sections
from learning.reports.figures.answers import chosen_of, who_said, yes_share
from learning.reports.figures.proportions import FEWEST, Proportion, shielded, total_of
from learning.reports.figures.records import (
    Kept,
    agreement_of,
    changes_by_category,
    days_to_first_change,
    kept_at_marks,
    new_tool_share,
    students_by_category,
    wait_of,
    waits_by,
    with_new_tool,
)
from learning.reports.figures.rows import Category
from tests.factories.surveys import QUESTIONS

TODAY = datetime.date(2026, 11, 28)
DAY = datetime.timedelta(days=1)
CATEGORIES = [
    Category("acolhimento", "work", "Acolhimento"),
    Category("risco", "work", "Risco"),
    Category("pts", "care", "PTS"),
]


def person(number: int, **fields) -> Person:
    start = TODAY - 200 * DAY
    known = {"offering": "Turma", "group": "A", "polo": "Serra", "profession": "Enfermeira"}
    dates = {"enrolled_on": start, "starts_on": start, "ends_on": start + 300 * DAY}
    return Person(id=number, **{**known, **dates, **fields})


def change(number: int, *people: int, days: int = 50, **fields) -> Change:
    """A new tool of the axis work, tried out since so many days."""
    known = {"axis": "work", "category": "acolhimento", "novelty": "not_used_before", "stage": "experimenting"}
    return Change(number, frozenset(people), **{**known, "started_on": TODAY - days * DAY, **fields})


def rows(people: int | list[Person], changes=(), responses=None) -> Rows:
    found = [person(number) for number in range(people)] if isinstance(people, int) else people
    survey = SurveyAnswers(read_questions(QUESTIONS), responses) if responses is not None else None
    return Rows(found, list(changes), survey, CATEGORIES, TODAY)


def said(code: str) -> dict:
    return {"state": code} if code in ("blank", "refused", "not_asked") else {"state": "answered", "chosen": [code]}


def the_120() -> dict[int, dict]:
    """120 answers, one blank to each question, 98 and 90 times yes."""
    first = ["yes"] * 98 + ["no"] * 21 + ["blank"]
    second = ["blank"] + ["yes"] * 90 + ["no"] * 29
    return {n: {"Q1": said(one), "Q2": said(two)} for n, (one, two) in enumerate(zip(first, second, strict=True))}


def test_the_study_has_119_valid_answers():
    found = rows(120, responses=the_120())
    with translation.override("pt-br"):
        work, care, *_others = all_sections(found, fewest=0)
    assert work.sentences == ["82,4 % (98 de 119 respostas válidas; 1 sem resposta)"]
    assert care.sentences == ["75,6 % (90 de 119; 1 sem resposta)"]
    assert work.tables[0].rows[0][1:] == [98, 21, 119, 1, 0, 0, Decimal("82.4")]


def test_no_share_of_120_is_the_studys():
    assert all(Proportion(yes, 120).percent not in (Decimal("82.4"), Decimal("75.6")) for yes in range(121))


@pytest.mark.parametrize(
    ("numerator", "valid", "percent"),
    [(0, 0, None), (0, 7, "0.0"), (7, 7, "100.0"), (1, 3, "33.3"), (1, 800, "0.1"), (1, 16, "6.3")],
)
def test_percentages_have_one_decimal_halves_up(numerator, valid, percent):
    assert Proportion(numerator, valid).percent == (None if percent is None else Decimal(percent))


def test_blank_and_refusal_are_outside_of_the_share():
    answers = {
        0: {"Q1": said("yes")},
        1: {"Q1": said("no")},
        2: {"Q1": said("blank")},
        3: {"Q1": said("refused")},
        4: {},
    }
    found = rows(6, responses=answers)
    question = found.survey.questions[0]
    assert yes_share(found, question) == Proportion(1, 2, blank=1, refused=1)
    assert who_said(found, question) == ({0}, {1})


def test_a_choice_of_many_adds_up_to_more():
    named = {"state": "answered", "chosen": ["risco", "reuniao"]}
    answers = {0: {"Q1a": named}, 1: {"Q1a": named}, 2: {"Q1a": said("not_asked")}, 3: {"Q1a": said("blank")}}
    found = rows(4, responses=answers)
    chosen = chosen_of(found, found.survey.questions[1])
    assert (chosen.answers, chosen.blank, chosen.choices) == (2, 1, 4)


def test_answers_of_those_who_are_not_counted_stay_out():
    found = rows([person(1)], responses=the_120())
    assert yes_share(found, found.survey.questions[0]) == Proportion(1, 1)


def test_three_tools_of_one_student_are_one_student():
    found = rows(4, [change(1, 0), change(2, 0), change(3, 0), change(4, 1)])
    assert new_tool_share(found, "work") == Proportion(2, 4)
    assert new_tool_share(found, "care") == Proportion(0, 4)


def test_a_confirmed_co_author_has_it_too():
    assert with_new_tool(rows(4, [change(1, 0, 2)]), "work") == {0, 2}


@pytest.mark.parametrize(
    "fields",
    [
        {"novelty": "used_and_improved"}, {"novelty": "unknown"}, {"stage": "idea", "started_on": None},
        {"stage": "planned", "started_on": None}, {"days": 201}, {"days": -1}, {"axis": "care"},
    ],
)  # fmt: skip
def test_what_is_no_new_tool_within_the_course(fields):
    assert with_new_tool(rows(2, [change(1, 0, **fields)]), "work") == set()


@pytest.mark.parametrize("stage", ["experimenting", "incorporated", "adapted", "interrupted"])
def test_a_stopped_change_counts_as_much(stage):
    assert with_new_tool(rows(2, [change(1, 0, stage=stage)]), "work") == {0}


@pytest.mark.parametrize(("days", "counts"), [(200, True), (201, False), (0, True)])
def test_the_first_and_the_last_day_of_the_course_are_within(days, counts):
    assert bool(with_new_tool(rows(1, [change(1, 0, days=days)]), "work")) is counts


def test_students_count_in_every_category_and_changes_in_one():
    found = rows(3, [change(1, 0, secondary=("risco",)), change(2, 0, category="risco"), change(3, 1)])
    assert students_by_category(found) == {"acolhimento": 2, "risco": 1}
    assert changes_by_category(found) == {"acolhimento": 2, "risco": 1}


def test_what_remained_at_a_mark():
    changes = [
        change(1, 0, days=42, followed={6: "incorporated"}),
        change(2, 0, days=42, stage="interrupted", followed={6: "interrupted"}),
        change(3, 1, days=42),
        change(4, 2, days=41, followed={}),
        change(5, 3, days=84, followed={6: "adapted", 12: "experimenting"}),
        change(6, 4, stage="planned", started_on=None),
    ]
    six, twelve, later = kept_at_marks(rows(5, changes))
    assert six == Kept(6, kept=2, stopped=1, silent=1, people=3)
    assert twelve == Kept(12, kept=1, stopped=0, silent=0, people=1)
    assert later.reached == 0
    assert six.share == Proportion(2, 4)


def test_days_to_the_first_change():
    changes = [change(1, 0, days=150), change(2, 0, days=100), change(3, 1, days=190), change(4, 2, days=201)]
    found = rows(4, changes)
    assert {who: days for who, (days, _change) in days_to_first_change(found).items()} == {0: 50, 1: 10}
    assert (wait_of(found).median, wait_of(found).people, wait_of(found).all) == (30, 2, 4)


def test_waits_stand_beside_each_other_by_profession():
    people = [person(0), person(1, profession="Dentista"), person(2, profession="Dentista")]
    changes = [change(1, 0), change(2, 1, days=100)]
    dentists, nurses = waits_by(rows(people, changes), lambda one: one.profession)
    assert (nurses.name, nurses.median, nurses.all) == ("Enfermeira", 150, 1)
    assert (dentists.name, dentists.people, dentists.all) == ("Dentista", 1, 2)


def test_what_is_said_and_what_is_recorded():
    found = agreement_of({1, 2, 3}, {4, 5}, {1, 4, 6}, everybody=7)
    assert (found.said_and_recorded, found.said_only, found.recorded_only, found.neither, found.unsaid) == (
        1,
        2,
        1,
        1,
        2,
    )
    assert found.counted == 5


def test_a_figure_has_one_source():
    found = all_sections(rows(120, [change(1, 0)], the_120()), fewest=0)
    assert [(one.code, one.source) for one in found] == [
        ("S1", "A"), ("S2", "A"), ("S3", "B"), ("S4", "B"), ("S5", "A"), ("S5", "A"), ("S5", "B"), ("S6", "B"),
        ("S7", "B"), ("S8", "A"), ("S9", "B"), ("S11", "AB"),
    ]  # fmt: skip


def test_nothing_of_fewer_than_five_people():
    assert all_sections(rows(FEWEST - 1, responses=the_120()), fewest=FEWEST) == []
    assert all_sections(rows(0), fewest=0) == []
    shown = all_sections(rows(FEWEST, responses=the_120()), fewest=FEWEST)
    assert "S11" not in [one.code for one in shown]
    few = all_sections(
        rows(20, [change(n, n) for n in range(4)], {n: the_120()[n] for n in range(1, 5)}), fewest=FEWEST
    )
    assert {one.code for one in few if one.hidden} == {"S1", "S2", "S5", "S6", "S7"}


def test_many_changes_of_few_people_are_few_people():
    changes = [change(n, n % 2, helped=("team",), secondary=("risco",)) for n in range(30)]
    shown = all_sections(rows(25, changes), fewest=FEWEST)
    assert {one.code for one in shown if one.hidden} >= {"S5", "S6", "S7", "S9"}


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([10, 20], [10, 20], 30),
        ([10, 3, 20], [None, None, 20], 33),
        ([3], [None], None),
        ([2, 2], [None, None], None),
        ([4, 4, 9], [None, None, 9], 17),
        ([0, 3, 9, 30], [0, None, None, 30], 42),
        ([0, 6], [0, 6], 6),
    ],
)
def test_what_is_small_takes_company_with_it(counts, shown, total):
    assert shielded(counts, FEWEST) == shown
    assert total_of(counts, shown, FEWEST) == total


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_small_count_can_be_had_by_subtraction(counts):
    shown = shielded(counts, FEWEST)
    total = total_of(counts, shown, FEWEST)
    assert all(seen is None or seen == 0 or seen >= FEWEST for seen in shown)
    assert all(seen in (None, count) for seen, count in zip(shown, counts, strict=True))
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    if total is not None and hidden:
        assert len(hidden) > 1
        assert total - sum(seen or 0 for seen in shown) >= FEWEST


@given(st.lists(st.integers(0, 40), max_size=12))
def test_the_coordination_reads_everything(counts):
    assert shielded(counts, 0) == counts
