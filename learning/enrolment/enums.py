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


# Whoever stands in one of these holds a place, reads the course and belongs to its boards.
READING_STATES = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)


class StaffRole(models.TextChoices):
    TUTOR = "tutor", _("tutor")
    COORDINATOR = "coordinator", _("coordinator")
