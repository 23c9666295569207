from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentMode(models.TextChoices):
    OPEN = "open", _("open to everyone")
    CODE = "code", _("by code")
    STAFF = "staff", _("by the coordination only")


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands. domain.md (f) names more states: they join here, with their transitions."""

    ACTIVE = "active", _("active")
    COMPLETED = "completed", _("completed")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What an offering begins with, in days: a reading is expected and at most due after it was sent; a tutor may put a due
# date off; entries stay open after the end.
EXPECTED_DAYS = 2
LATEST_DAYS = 7
EXTENSION_DAYS = 15
TOLERANCE_DAYS = 30

# Weeks after its beginning at which a change at work is looked at again.
FOLLOW_UP_WEEKS = (6, 12, 24)


def first_follow_up_weeks() -> list[int]:
    """What an offering begins with."""
    return list(FOLLOW_UP_WEEKS)


# Whoever stands in one of these holds a place, reads the course and belongs to its boards.
READING_STATES = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)


class StaffRole(models.TextChoices):
    TUTOR = "tutor", _("tutor")
    COORDINATOR = "coordinator", _("coordinator")
