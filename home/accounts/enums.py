from django.db import models
from django.utils.translation import gettext_lazy as _


class InterfaceLanguage(models.TextChoices):
    PORTUGUESE = "pt-br", _("Portuguese")
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")


class TextSize(models.IntegerChoices):
    """How large texts are read, in steps: 1, 1.2, 1.45 and 1.75 times the usual (css/roda.css)."""

    NORMAL = 1, _("Normal text")
    LARGER = 2, _("Larger text")
    LARGE = 3, _("Large text")
    LARGEST = 4, _("Largest text")
