from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.portfolio.models import PortfolioEntry, in_charge_of
from learning.reviews.models.reviews import Review


class SecondReadingQuerySet(models.QuerySet):
    def under_way(self) -> Self:
        return self.filter(review__isnull=True)

    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        if not person.is_authenticated:
            return self.none()
        return self.filter(Q(entry__enrolment__student=person) | in_charge_of(person, "entry__"))


class SecondReading(models.Model):
    """Asked for by the student once an entry: `first` stays as it was, `review` is the second one once released."""

    entry = models.OneToOneField(PortfolioEntry, on_delete=models.PROTECT, related_name="second_reading")
    first = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000)
    asked_at = models.DateTimeField(_("asked at"))
    review = models.OneToOneField(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="second_reading"
    )

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")

    def __str__(self) -> str:
        return str(self.entry_id)
