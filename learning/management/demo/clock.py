"""The demo's time. Everything in it has happened, but an action writes the moment at which it runs.

So after each action this one place sets back what it wrote: a time that is later than the beginning of the loading
can only be the last action's, in a new row or in a changed one, and becomes the moment at which that is to have
happened. `SCOPES` say which columns an area's actions write; a test looks for what was forgotten.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, TaskState, WorkflowState

from forums.models import Board, FollowerNotice, Mention, Post, Reaction, Subscription, Topic
from home.accounts.models import Workplace
from home.notifications.models import Notification
from home.pages.models import CustomDocument, CustomImage
from learning.courses.models import Rubric, RubricVersion
from learning.enrolment.models import Enrolment, Offering
from learning.portfolio.models import (
    ClosingText,
    ClosingVersion,
    DeadlineExtension,
    EntryDraft,
    EntryVersion,
    GuestPass,
    JournalPage,
    PortfolioEntry,
    PortfolioReading,
    Share,
)
from learning.progress.models import ItemProgress, ModuleProgress
from learning.reviews.models import Annotation, Review, SecondReading
from learning.work_changes.models import (
    ChangeCoAuthor,
    ChangeEvidence,
    ChangeFollowUp,
    StageStep,
    StoryConsent,
    StoryOffer,
    WorkChange,
)

Scope = tuple[tuple[type[models.Model], str], ...]

HISTORY: Scope = ((ModelLogEntry, "timestamp"), (Notification, "created_at"))
PEOPLE: Scope = ((get_user_model(), "date_joined"), (Workplace, "updated_at"))
PUBLISHING: Scope = (
    (Page, "first_published_at"),
    (Page, "last_published_at"),
    (Page, "latest_revision_created_at"),
    (Revision, "created_at"),
    (PageLogEntry, "timestamp"),
    (CustomImage, "created_at"),
    (CustomDocument, "created_at"),
    (Rubric, "first_published_at"),
    (Rubric, "last_published_at"),
    (RubricVersion, "published_at"),
    *HISTORY,
)
ENROLMENT: Scope = (
    (PortfolioEntry, "closed_at"),
    (Offering, "created_at"),
    (Enrolment, "enrolled_at"),
    (Enrolment, "ended_at"),
    (Board, "created_at"),
    *HISTORY,
)
PROGRESS: Scope = ((ItemProgress, "done_at"), (ModuleProgress, "completed_at"))
VISIT: Scope = ((Enrolment, "last_learning_at"), (Review, "seen_at"))
PORTFOLIO: Scope = (
    (PortfolioEntry, "started_at"),
    (PortfolioEntry, "waiting_since"),
    (PortfolioEntry, "returned_at"),
    (PortfolioEntry, "accepted_at"),
    (EntryDraft, "saved_at"),
    (EntryVersion, "submitted_at"),
    *HISTORY,
)
REVIEWS: Scope = (
    (Review, "opened_at"),
    (Review, "renewed_at"),
    (Review, "saved_at"),
    (Review, "released_at"),
    (Annotation, "written_at"),
    (SecondReading, "asked_at"),
    *PORTFOLIO,
    *PROGRESS,
)
FORUMS: Scope = (
    (Topic, "created_at"),
    (Topic, "last_post_at"),
    (Post, "created_at"),
    (Mention, "created_at"),
    (Reaction, "created_at"),
    (Subscription, "created_at"),
    (FollowerNotice, "told_at"),
    *HISTORY,
    *PROGRESS,
)
WHOLE: Scope = (
    (ClosingText, "saved_at"),
    (ClosingVersion, "published_at"),
    (Share, "granted_at"),
    (GuestPass, "created_at"),
    (PortfolioReading, "read_at"),
    *HISTORY,
)
CHANGES: Scope = (
    (WorkChange, "recorded_at"),
    (WorkChange, "updated_at"),
    (WorkChange, "stage_since"),
    (StageStep, "made_at"),
    (ChangeFollowUp, "written_at"),
    (ChangeCoAuthor, "invited_at"),
    (ChangeCoAuthor, "answered_at"),
    (ChangeEvidence, "added_at"),
    *HISTORY,
)
STORIES: Scope = (
    (StoryOffer, "state_since"),
    (StoryConsent, "asked_at"),
    (StoryConsent, "answered_at"),
    (WorkflowState, "created_at"),
    (TaskState, "started_at"),
    (TaskState, "finished_at"),
    *PUBLISHING,
)
QUESTIONS: Scope = ((DeadlineExtension, "asked_at"), *HISTORY)
NOTES: Scope = ((JournalPage, "written_at"), (JournalPage, "saved_at"))
AREAS = (PEOPLE, PUBLISHING, ENROLMENT, VISIT, REVIEWS, FORUMS, QUESTIONS, NOTES, WHOLE, CHANGES, STORIES)
SCOPES: Scope = tuple(dict.fromkeys(column for scope in AREAS for column in scope))


DAY = timedelta(days=1)
MORNING, EVENING = timedelta(hours=7), timedelta(hours=22)


class Clock:
    def __init__(self) -> None:
        # A moment earlier: the database's own clock, which some actions ask, counts in coarser steps.
        self.began = timezone.now() - timedelta(seconds=1)

    def days_ago(self, days: float) -> datetime:
        """A moment of the past, moved into the hours at which people are awake; what came first stays first."""
        began = timezone.localtime(self.began)
        moment = began - timedelta(days=days)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        night = min(midnight + DAY, began)
        morning, evening = midnight + MORNING, min(midnight + EVENING, night)
        if evening <= morning:
            return moment
        return morning + (evening - morning) * ((moment - midnight) / (night - midnight))

    @contextmanager
    def at(self, moment: datetime, scope: Scope) -> Iterator[None]:
        """What the actions inside write happened at `moment`, which lies before the loading began."""
        if moment >= self.began:
            raise ValueError(f"{moment} is no moment of the past.")
        yield
        with connection.cursor() as cursor:
            for model, column in scope:
                cursor.execute(*self._back_to(moment, model, column))

    def _back_to(self, moment: datetime, model: type[models.Model], column: str) -> tuple[str, list]:
        """The ORM would take ten times as long over the thousands of statements that a demo needs."""
        field = model._meta.get_field(column)
        table, name = connection.ops.quote_name(field.model._meta.db_table), connection.ops.quote_name(field.column)
        given = [field.get_db_prep_value(value, connection) for value in (moment, self.began)]
        return f"UPDATE {table} SET {name} = %s WHERE {name} >= %s", given

    def forgotten(self, scope: Iterable[tuple[type[models.Model], str]] = SCOPES) -> list[str]:
        """The columns in which something of the loading itself has stayed."""
        return [f"{model.__name__}.{column}" for model, column in scope if self._young(model, column).exists()]

    def _young(self, model: type[models.Model], column: str) -> models.QuerySet:
        return model._base_manager.filter(**{f"{column}__gte": self.began})
