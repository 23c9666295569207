"""How the site says dates, waiting times and people. Learning and forums may call these for ready strings."""

import datetime
from collections.abc import Callable
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from home.richtext import clean_html, plain_text

register = template.Library()

TONES = 5
HOUR = datetime.timedelta(hours=1)

# As they stand in a sentence: in Portuguese small letters, and "quinta", not "Quinta-feira".
WEEKDAYS = (
    pgettext_lazy("in a sentence", "Monday"),
    pgettext_lazy("in a sentence", "Tuesday"),
    pgettext_lazy("in a sentence", "Wednesday"),
    pgettext_lazy("in a sentence", "Thursday"),
    pgettext_lazy("in a sentence", "Friday"),
    pgettext_lazy("in a sentence", "Saturday"),
    pgettext_lazy("in a sentence", "Sunday"),
)
MONTHS = (
    pgettext_lazy("in a sentence", "January"),
    pgettext_lazy("in a sentence", "February"),
    pgettext_lazy("in a sentence", "March"),
    pgettext_lazy("in a sentence", "April"),
    pgettext_lazy("in a sentence", "May"),
    pgettext_lazy("in a sentence", "June"),
    pgettext_lazy("in a sentence", "July"),
    pgettext_lazy("in a sentence", "August"),
    pgettext_lazy("in a sentence", "September"),
    pgettext_lazy("in a sentence", "October"),
    pgettext_lazy("in a sentence", "November"),
    pgettext_lazy("in a sentence", "December"),
)


@register.filter(expects_localtime=True)
def said_date(value: datetime.date | datetime.datetime | None) -> str:
    """`hoje`, `amanhã`, `ontem`, else `quinta, 4 de junho`, with the year when it is not this one."""
    if not value:
        return ""
    return _said_day(_local_day(value), timezone.localdate(), get_language())


def said_dates() -> Callable[[datetime.date], str]:
    """`said_date` for a page's many days: today and the language are looked up once."""
    today, language = timezone.localdate(), get_language()
    return lambda day: _said_day(day, today, language)


@lru_cache(maxsize=2048)
def _said_day(day: datetime.date, today: datetime.date, language: str | None) -> str:
    """The same dates stand on everybody's pages: each is said once in a language and on a day."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((day - today).days)
    return near or _say_day(day, with_year=day.year != today.year)


def said_in_full(day: datetime.date, language: str | None = None) -> str:
    """`quinta, 4 de junho` of a near day too: for sentences that go on, and for words that are read on another day."""
    with translation.override(language or get_language()):
        return _say_day(day, with_year=day.year != timezone.localdate().year)


@register.filter(expects_localtime=True)
def paper_date(value: datetime.date | datetime.datetime | None) -> str:
    """`4 de junho de 2026`: in what is printed or kept, and read in other years."""
    if not value:
        return ""
    day = _local_day(value)
    return _("%(day)s %(month)s %(year)s") % {"day": day.day, "month": MONTHS[day.month - 1], "year": day.year}


@register.filter(expects_localtime=True)
def said_month(value: datetime.date | datetime.datetime | None) -> str:
    """`junho de 2026`: where the day is nobody's business, or the page will be read in other years."""
    if not value:
        return ""
    day = _local_day(value)
    return _("%(month)s %(year)s") % {"month": MONTHS[day.month - 1], "year": day.year}


@register.filter(expects_localtime=True)
def said_datetime(value: datetime.datetime | None) -> str:
    """The same with the time: `quinta, 4 de junho, 23h59`."""
    return said_datetimes()(value)


def said_datetimes() -> Callable[[datetime.datetime | None], str]:
    """`said_datetime` for a page's many moments: the reader's zone, day and language are looked up once."""
    zone, today, language = timezone.get_current_timezone(), timezone.localdate(), get_language()

    def said(value: datetime.datetime | None) -> str:
        if not value:
            return ""
        local = value.astimezone(zone) if timezone.is_aware(value) else value
        return _say_moment(local.date(), local.hour, local.minute, today, language)

    return said


@lru_cache(maxsize=8192)
def _say_moment(day: datetime.date, hour: int, minute: int, today: datetime.date, language: str | None) -> str:
    time = said_time(datetime.time(hour, minute))
    return _("%(date)s, %(time)s") % {"date": _said_day(day, today, language), "time": time}


def said_time(value: datetime.time) -> str:
    # Translators: a format of Django's date filter; in Portuguese it gives 23h59.
    return formats.date_format(value, pgettext("time format", "G:i"))


@register.filter
def waited(value: datetime.datetime | None) -> str:
    """The time since `value` in its largest whole unit: `6 dias`, `3 horas`, `menos de uma hora`."""
    return say_wait(timezone.now() - value, get_language()) if value else ""


def say_wait(passed: datetime.timedelta, language: str | None) -> str:
    """`waited`, in the language that the caller has looked up for all of its rows."""
    return _say_wait(passed.days, max(passed // HOUR, 0), language)


@lru_cache(maxsize=2048)
def _say_wait(days: int, hours: int, language: str | None) -> str:
    if days >= 1:
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    if not hours:
        return _("less than an hour")
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}


@register.filter
def first_words(html: str) -> str:
    """How a text begins, in at most a dozen words."""
    return Truncator(plain_text(html)).words(12, truncate=" …")


@register.filter
def reading_minutes(words: int) -> int:
    """How long one reads: 200 words a minute, at least one."""
    return max(1, round(words / 200))


@register.filter
@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """`Rosa Maria dos Santos` -> `RS`: the first letters of the first and the last name."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
@lru_cache(maxsize=4096)
def avatar_tone(name: str) -> int:
    """1 to 5, always the same for the same name."""
    return sum(map(ord, str(name))) % TONES + 1


@register.filter
def without_placeholder(field: BoundField) -> BoundField:
    """The log-in library repeats each label inside its field, where it looks like something that was typed already."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


# The first that is found in what a browser says of itself; Edge and Opera also say "Chrome", and all of them "Safari".
BROWSERS = {
    "Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip


@register.filter
def device_name(user_agent: str) -> str:
    """`Chrome em Android`: what a person knows of the device on which her account is open."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another device")


@register.filter
def formatted(html: str) -> SafeString:
    """What the editor sent and nobody has cleaned yet, fit to be shown."""
    return mark_safe(clean_html(html))


def _local_day(value: datetime.date | datetime.datetime) -> datetime.date:
    if not isinstance(value, datetime.datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


def _say_day(day: datetime.date, *, with_year: bool) -> str:
    parts = {"weekday": WEEKDAYS[day.weekday()], "day": day.day, "month": MONTHS[day.month - 1], "year": day.year}
    if with_year:
        return _("%(weekday)s, %(day)s %(month)s %(year)s") % parts
    return _("%(weekday)s, %(day)s %(month)s") % parts
