from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.enrolment.models import Enrolment


class ItemProgress(models.Model):
    """An item that the student has done. The row exists only once it is done. `item_id` is the page's id."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="item_progress")
    item_id = models.BigIntegerField()
    module_id = models.BigIntegerField()
    done_at = models.DateTimeField(_("done at"))

    class Meta:
        verbose_name = _("progress in an item")
        verbose_name_plural = _("progress in items")
        constraints = [models.UniqueConstraint(fields=["enrolment", "item_id"], name="learning_item_done_once")]
        indexes = [models.Index(fields=["enrolment", "module_id"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.item_id}"


class ModuleProgress(models.Model):
    """How far a student is in a module: hours and number of its required items that are done.

    The totals stand in the course's outline; optional items count in neither.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="module_progress")
    module_id = models.BigIntegerField()
    done_hours = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    done_count = models.PositiveIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("progress in a module")
        verbose_name_plural = _("progress in modules")
        constraints = [models.UniqueConstraint(fields=["enrolment", "module_id"], name="learning_module_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.module_id}"


class PrivateAnswer(models.Model):
    """What a reader answered to a "think about it" question of a unit. Nobody else reads it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="private_answers")
    item_id = models.BigIntegerField()
    block_id = models.UUIDField()
    text = models.TextField(_("answer"), max_length=5000)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("private answer")
        verbose_name_plural = _("private answers")
        constraints = [models.UniqueConstraint(fields=["person", "item_id", "block_id"], name="learning_answer_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.block_id}"
