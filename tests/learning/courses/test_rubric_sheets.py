from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.courses.enums import Scale
from learning.courses.rubric_drawing import rubric_form
from learning.courses.rubric_sheets import (
    LONGEST_WORD,
    Marking,
    asks_to_deepen,
    find_sheet_gaps,
    judged_criteria,
    read_sheet,
    sheet_content,
)
from tests.factories.rubrics import ASKS, CARES, chosen, criteria, criterion

SHEET = read_sheet(sheet_content("Barema", "", criteria()))


@pytest.mark.parametrize(
    ("asks", "cares", "percent"), [(2, 2, "100"), (0, 0, "0"), (2, 0, "75"), (1, 1, "50"), (0, 2, "25")]
)
def test_percent_weighs_the_criteria(asks, cares, percent):
    assert SHEET.percent(chosen(asks, cares)) == Decimal(percent)


def test_percent_waits_for_the_last_level():
    assert SHEET.percent(chosen(2, None)) is None
    assert [row.key for row in SHEET.missing(chosen(2, None))] == [CARES]


def test_grade_rounds_halves_up():
    assert SHEET.grade(chosen(1, 0), Decimal("9")) == Decimal("3.4")


@given(asks=st.integers(0, 2), cares=st.integers(0, 2), highest=st.decimals(1, 999, places=1))
def test_grade_never_leaves_the_scale(asks, cares, highest):
    assert 0 <= SHEET.grade(chosen(asks, cares), highest) <= highest


@pytest.mark.parametrize(
    ("scale", "asks", "grade", "passed"),
    [
        (Scale.POINTS, 2, Decimal("7.5"), None),
        (Scale.PASS_FAIL, 2, None, True),
        (Scale.PASS_FAIL, 1, None, False),
        (Scale.DESCRIPTIVE, 2, None, None),
    ],
)
def test_marking_says_what_its_scale_says(scale, asks, grade, passed):
    marking = Marking(scale, Decimal(10), 75)
    choices = chosen(asks, 0)
    assert (marking.grade(SHEET, choices), marking.passed(SHEET, choices)) == (grade, passed)


def test_sheet_without_points_gives_none():
    flat = criterion(ASKS, "Interroga", 1, ["Não", "Sim"])
    for level in flat["value"]["levels"]:
        level["value"]["points"] = 0
    sheet = read_sheet(sheet_content("Sem número", "", [flat]))
    assert not sheet.gives_points
    assert sheet.percent({ASKS: {"level": "asks-1"}}) is None
    assert sheet.criteria[0].above(sheet.criteria[0].levels[0]).text == "Sim"


def test_tidy_keeps_what_belongs_to_the_sheet():
    raw = {
        ASKS: {"level": "asks-1", "word": " Por\r\nquê? ", "deepen": False},
        CARES: {"level": "gone", "word": "", "deepen": True},
        "foreign": {"level": "x"},
    }
    assert SHEET.tidy(raw) == {ASKS: {"level": "asks-1", "word": "Por\nquê?"}, CARES: {"deepen": True}}
    assert len(SHEET.tidy({ASKS: {"word": "a" * 900}})[ASKS]["word"]) == LONGEST_WORD


@given(st.dictionaries(st.sampled_from([ASKS, CARES, "x"]), st.dictionaries(
    st.sampled_from(["level", "word", "deepen"]), st.sampled_from(["", "asks-1", "cares-9", " b ", "on"])
)))  # fmt: skip
def test_tidy_twice_is_tidy_once(raw):
    once = SHEET.tidy(raw)
    assert SHEET.tidy(once) == once


def test_judged_criteria_show_the_way_up_and_the_students_own_choice():
    [asks, cares] = judged_criteria(SHEET, chosen(1, 2, asks_word="Continue."), chosen(2, None, asks_word="Acho."))
    assert (asks.level.points, asks.above.points, asks.word, asks.own_level.points) == (1, 2, "Continue.", 2)
    assert (asks.own_word, cares.above, cares.own_level) == ("Acho.", None, None)


def test_judged_criteria_of_nothing_judged_are_none():
    assert judged_criteria(SHEET, {}, chosen()) == []


def test_asks_to_deepen():
    assert asks_to_deepen(chosen(1, 1, cares_deepen=True))
    assert not asks_to_deepen(chosen(1, 1))


def test_levels_stand_from_the_lowest_up():
    turned = criterion(ASKS, "Interroga", 1, ["a", "b", "c"])
    turned["value"]["levels"].reverse()
    sheet = read_sheet(sheet_content("", "", [turned]))
    assert [level.points for level in sheet.criteria[0].levels] == [0, 1, 2]


def test_words_of_an_editor_are_no_marks():
    sheet = read_sheet(sheet_content("", "", criteria("Escreva @@aqui@@ & <b>ali</b>.")))
    assert "Escreva @@aqui@@ &amp; &lt;b&gt;ali&lt;/b&gt;." in rubric_form(sheet, "own", {})


def test_gaps_name_the_criterion():
    lame = criterion(ASKS, "Interroga", 1, ["só um"])
    assert len(find_sheet_gaps([])) == 1
    assert "Interroga" in find_sheet_gaps([lame])[0]
    assert find_sheet_gaps(criteria()) == []
