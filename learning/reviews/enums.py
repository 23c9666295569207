from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    RETURN = "return", _("return to go deeper")
    COMMENT = "comment", _("comment only")
    ACCEPT = "accept", _("accept")


class NoteKind(models.TextChoices):
    """What a comment on a passage is. A question and a wish to go deeper are what T7 calls a concrete request."""

    DEEPEN = "deepen", _("Go deeper")
    QUESTION = "question", _("Question")
    CORRECTION = "correction", _("Correction")
    PRAISE = "praise", _("Praise")


ASKING = (NoteKind.DEEPEN, NoteKind.QUESTION)
