from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """The states of a portfolio entry (domain.md c2). late, overdue and over-SLA are computed, never states.

    An entry without a row is `not_started`. `exempted` and `closed_incomplete` are reached by T13 and T15,
    which come with a later issue: they stand here so that rows need no migration then.
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
