from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportKind(models.TextChoices):
    """What a copy is: to print, to read without a connection, or everything for other programs."""

    PDF = "pdf", _("PDF, to print")
    HTML = "html", _("a page to read without internet")
    ZIP = "zip", _("everything, with files and data (ZIP)")


class ExportState(models.TextChoices):
    QUEUED = "queued", _("waiting its turn")
    RUNNING = "running", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("did not work")
