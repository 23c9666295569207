from django.db import models
from django.utils.translation import gettext_lazy as _


class InterfaceLanguage(models.TextChoices):
    PORTUGUESE = "pt-br", _("Portuguese")
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
