from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment, Offering, TutoringGroup


class PromptDates(models.Model):
    """Dates of a prompt for an offering, for one of its tutoring groups, or for one student.

    An empty date says nothing: the one of the next level counts (learning.portfolio.dates).
    """

    prompt = models.ForeignKey(ReflectionPage, on_delete=models.CASCADE, related_name="dates")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="prompt_dates")
    tutoring_group = models.ForeignKey(
        TutoringGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="prompt_dates"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, blank=True, related_name="prompt_dates"
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)

    class Meta:
        verbose_name = _("dates of a prompt")
        verbose_name_plural = _("dates of prompts")
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "prompt"],
                condition=Q(tutoring_group__isnull=True, enrolment__isnull=True),
                name="learning_dates_once_an_offering",
            ),
            models.UniqueConstraint(
                fields=["tutoring_group", "prompt"],
                condition=Q(tutoring_group__isnull=False),
                name="learning_dates_once_a_group",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "prompt"],
                condition=Q(enrolment__isnull=False),
                name="learning_dates_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(tutoring_group__isnull=True) | Q(enrolment__isnull=True),
                name="learning_dates_of_one_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id} {self.prompt_id}"
