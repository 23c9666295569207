from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxState(models.TextChoices):
    PENDING = "pending", _("pending")
    SENT = "sent", _("sent")
    WITHHELD = "withheld", _("withheld")
    FAILED = "failed", _("failed")
