"""What the clock tells a reader whose students wait, and a student who has not seen her feedback. Each once."""

import datetime

from django.urls import reverse
from django.utils import timezone

from home.notifications.actions import notify
from learning.portfolio.actions import name_for, readers_of
from learning.portfolio.models import PortfolioEntry
from learning.reviews.models import Review

UNSEEN = datetime.timedelta(days=5)
# Older feedback was left unread before anybody was reminded of it.
FORGOTTEN = datetime.timedelta(days=30)
SETTINGS = {"expected_days": "reading_expected", "latest_days": "reading_late"}


def remind_readers() -> int:
    """When the days pass that the offering expects, and those that it allows at most. Returns how many are new."""
    now = timezone.now()
    return sum(_remind(setting, event, now) for setting, event in SETTINGS.items())


def _remind(setting: str, event: str, now: datetime.datetime) -> int:
    waiting = PortfolioEntry.objects.over(setting, now).filter(awaits_reader=False)
    if setting == "expected_days":
        # Whoever is too late by all counts hears that alone.
        waiting = waiting.exclude(pk__in=PortfolioEntry.objects.over("latest_days", now).values("pk"))
    told = 0
    for entry in waiting.select_related("enrolment__offering", "enrolment__student", "prompt"):
        days = getattr(entry.enrolment.offering, setting)
        key, url = f"{entry.pk}:{entry.waiting_since:%Y%m%d%H%M%S}", reverse("learning:review", args=[entry.public_id])
        for person in readers_of(entry):
            data = {"student": name_for(person, entry), "prompt": entry.prompt.title, "days": days}
            told += notify(event, person, key=key, url=url, about=entry, data=data) is not None
    return told


def nudge_the_unseeing() -> int:
    """A student whose feedback was released five days ago and who has not opened it. Returns how many are new."""
    now = timezone.now()
    unseen = Review.objects.released().filter(seen_at__isnull=True, entry__enrolment__is_current=True)
    unseen = unseen.filter(released_at__lte=now - UNSEEN, released_at__gt=now - FORGOTTEN)
    told = 0
    for review in unseen.select_related("entry__enrolment__student", "entry__enrolment__course", "entry__prompt"):
        enrolment, prompt = review.entry.enrolment, review.entry.prompt
        url = reverse("learning:entry", args=[enrolment.course.slug, prompt.pk])
        data = {"prompt": prompt.title}
        notice = notify(
            "feedback_unseen", enrolment.student, key=f"review:{review.pk}", url=url, about=review, data=data
        )
        told += notice is not None
    return told
