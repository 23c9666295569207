from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    RETURN = "return", _("return to go deeper")
    COMMENT = "comment", _("comment only")
    ACCEPT = "accept", _("accept")
