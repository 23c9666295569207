import datetime

import pytest
from django.utils import timezone, translation

from home.templatetags.roda import (
    avatar_tone,
    device_name,
    initials,
    paper_date,
    said_date,
    said_datetime,
    said_in_full,
    waited,
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def days_from_now(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.mark.parametrize(("days", "said"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow")])
def test_said_date_names_the_near_days(days, said):
    assert said_date(days_from_now(days)) == said


def test_said_date_leaves_this_year_out():
    today = timezone.localdate()
    far = today.replace(month=10 if today.month < 7 else 3, day=4)
    assert said_date(far) == f"{far:%A}, 4 {far:%B}"


def test_said_date_names_another_year():
    assert said_date(datetime.date(2015, 6, 4)) == "Thursday, 4 June 2015"


def test_said_date_counts_the_day_in_the_readers_time_zone():
    late = datetime.datetime(2015, 6, 5, 1, 30, tzinfo=datetime.UTC)
    assert said_date(late) == "Thursday, 4 June 2015"


def test_said_datetime_adds_the_time():
    deadline = datetime.datetime(2015, 6, 5, 2, 59, tzinfo=datetime.UTC)
    assert said_datetime(deadline) == "Thursday, 4 June 2015, 23:59"


def test_said_datetime_is_silent_without_a_moment():
    assert said_date(None) == said_datetime(None) == waited(None) == ""


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        ({"days": 6, "hours": 3}, "6 days"),
        ({"days": 1}, "1 day"),
        ({"hours": 23, "minutes": 50}, "23 hours"),
        ({"hours": 1}, "1 hour"),
        ({"minutes": 20}, "less than an hour"),
        ({"minutes": -5}, "less than an hour"),
    ],
)
def test_waited_says_the_largest_whole_unit(passed, said):
    assert waited(timezone.now() - datetime.timedelta(**passed, seconds=1)) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Rosa Maria dos Santos", "RS"), ("ivone", "I"), ("Ângela d'Ávila", "ÂD"), ("", "?"), ("(Zé) 2", "?")],
)
def test_initials_are_those_of_the_first_and_the_last_name(name, letters):
    assert initials(name) == letters


def test_avatar_tone_stays_the_same_for_a_name():
    assert avatar_tone("Rosa Santos") == avatar_tone("Rosa Santos")
    assert {avatar_tone(name) for name in ("Rosa", "Ivone", "João", "Dandara", "Antônio")} <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox on Linux"),
        ("", "Another device"),
    ],
)  # fmt: skip
def test_devices_are_called_as_people_know_them(agent, name):
    assert device_name(agent) == name


def test_a_day_within_a_sentence_is_said_in_full_in_the_language_of_who_reads_it():
    day = timezone.localdate() + datetime.timedelta(days=1)
    said = {language: said_in_full(day, language) for language in ("pt-br", "en", "es")}
    assert len(set(said.values())) == 3
    assert str(day.day) in said["pt-br"]
    assert "amanhã" not in said["pt-br"]
    assert said_in_full(datetime.date(2021, 6, 4), "pt-br") == "sexta, 4 de junho de 2021"


def test_a_date_on_paper_has_its_year_and_a_small_month():
    with translation.override("pt-br"):
        assert paper_date(datetime.date(2026, 11, 28)) == "28 de novembro de 2026"
    assert paper_date(None) == ""
