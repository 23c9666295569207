from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRole(models.TextChoices):
    MEMBER = "member", _("member")
    STAFF = "staff", _("board staff")
