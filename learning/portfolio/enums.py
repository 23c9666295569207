from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """The states of a portfolio entry (domain.md c2). late, overdue and over-SLA are computed, never states.

    An entry without a row is `not_started`.
    """

    NOT_STARTED = "not_started", _("not started")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("being read by the tutor")
    RETURNED = "returned", _("returned to go deeper")
    ACCEPTED = "accepted", _("accepted")
    EXEMPTED = "exempted", _("exempted")
    CLOSED_INCOMPLETE = "closed_incomplete", _("closed without acceptance")


class Intent(models.TextChoices):
    FORMATIVE = "formative", _("I want a reading")
    FINAL = "final", _("This is my version for assessment")


class Audience(models.TextChoices):
    """With whom a version is shared."""

    GROUP = "group", _("my tutoring group")
    OFFERING = "offering", _("my whole class")
    BOARD = "board", _("a forum")


class ReadingKind(models.TextChoices):
    """What somebody read of a portfolio that is not hers."""

    WHOLE = "whole", _("the whole portfolio")
    TEXT = "text", _("a reflection")
    FILE = "file", _("a file")
    COPY = "copy", _("took a copy along")


class ReaderKind(models.TextChoices):
    """As whom somebody reads a portfolio: it decides what stands in it."""

    OWN = "own", _("student")
    CHARGE = "charge", _("tutor or coordination")
    GUEST = "guest", _("guest")


class ExtensionReason(models.TextChoices):
    """Why a student needs more time (domain.md T12)."""

    SHIFT = "shift", _("shift at work")
    LEAVE = "leave", _("leave or holidays")
    ILLNESS = "illness", _("illness")
    CONNECTION = "connection", _("no connection")
    OTHER = "other", _("another reason")


class ExtensionState(models.TextChoices):
    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("not granted")
    WITHDRAWN = "withdrawn", _("taken back")
