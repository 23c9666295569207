"""Late, overdue and waiting too long: computed from the dates that count now, never stored as a state."""

import datetime
from typing import Self

from django.db import models
from django.db.models import (
    Case,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from learning.portfolio.dates import GRACE, ZONE, last_day_over
from learning.portfolio.enums import EntryState
from learning.portfolio.models.dates import PromptDates

_SECOND = datetime.timedelta(seconds=1, microseconds=-1)


class DaysAfter(Func):
    """A date and a number of days later."""

    arity = 2
    output_field = DateField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(
            compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", '+' || ", **context
        )

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ", **context)


class DaysLong(Func):
    """A number of days as a duration; SQLite keeps durations in microseconds."""

    arity = 1
    output_field = DurationField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="(%(expressions)s * 86400000000)", **context)

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="(%(expressions)s * interval '1 day')", **context)


class FlaggedQuerySet(models.QuerySet):
    """For entries: `versions` and their dates are looked up by relation."""

    def with_due_on(self) -> Self:
        """Adds `due_on`, the day that counts for its student."""
        dates = PromptDates.objects.filter(prompt=OuterRef("prompt"), due_on__isnull=False)
        nearest = (
            dates.filter(enrolment=OuterRef("enrolment")),
            dates.filter(tutoring_group=OuterRef("enrolment__tutoring_group")),
            dates.filter(offering=OuterRef("enrolment__offering"), tutoring_group=None, enrolment=None),
        )
        relative = Case(
            When(
                prompt__due_after_days__isnull=False,
                then=DaysAfter(F("enrolment__offering__starts_on"), F("prompt__due_after_days")),
            ),
            output_field=DateField(),
        )
        return self.annotate(due_on=Coalesce(*(rows.values("due_on")[:1] for rows in nearest), relative))

    def late(self) -> Self:
        """Whose last version that stands was sent after the day on which it was due."""
        versions = self.model._meta.get_field("versions").related_model.objects.standing().filter(entry=OuterRef("pk"))
        last = versions.order_by("-number").values("submitted_at")[:1]
        sent = ExpressionWrapper(F("sent_at") - Value(GRACE - _SECOND), output_field=models.DateTimeField())
        sent_on = TruncDate(sent, tzinfo=ZONE)
        return self.with_due_on().annotate(sent_at=last).annotate(sent_on=sent_on).filter(sent_on__gt=F("due_on"))

    def overdue(self, now: datetime.datetime) -> Self:
        """Begun, due, and no version of it stands."""
        versions = self.model._meta.get_field("versions").related_model.objects.standing().filter(entry=OuterRef("pk"))
        unsent = self.with_due_on().filter(~Exists(versions), state__in=[EntryState.NOT_STARTED, EntryState.DRAFT])
        return unsent.filter(due_on__lt=last_day_over(now))

    def over(self, setting: str, now: datetime.datetime) -> Self:
        """Waiting for its reader for longer than the offering's `expected_days` or `latest_days`."""
        limit = DaysLong(F(f"enrolment__offering__{setting}"))
        wait = ExpressionWrapper(Value(now, models.DateTimeField()) - F("waiting_since"), output_field=DurationField())
        waiting = Q(state__in=[EntryState.SUBMITTED, EntryState.IN_REVIEW], waiting_since__isnull=False)
        return self.filter(waiting).annotate(wait=wait, limit=limit).filter(wait__gt=F("limit"))

    def awaiting_over_sla(self, now: datetime.datetime) -> Self:
        return self.over("latest_days", now)
