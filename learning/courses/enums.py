from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseKind(models.TextChoices):
    SPECIALISATION = "specialisation", _("specialisation")
    IMPROVEMENT = "improvement", _("improvement course")
    SHORT_TUTORED = "short_tutored", _("short course with a tutor")
    SELF_PACED = "self_paced", _("self-paced course")


class ItemKind(models.TextChoices):
    """What a row of the outline is. A module's and a lesson's mark derive from their items."""

    MODULE = "module", _("module")
    LESSON = "lesson", _("lesson")
    UNIT = "unit", _("reading")
    REFLECTION = "reflection", _("reflection")
    DISCUSSION = "discussion", _("discussion")


class SearchIn(models.TextChoices):
    """The two lists of what a search finds; the values stand in the catalogue's address."""

    COURSES = "cursos", _("Courses")
    ITEMS = "leituras", _("Inside the courses")
