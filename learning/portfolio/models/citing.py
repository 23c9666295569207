from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.portfolio.models.entries import EntryVersion, PortfolioEntry
from learning.work_changes.models import WorkChange


class CitedChange(models.Model):
    """A change at work that stands beside a reflection: beside the draft, or with a version.

    With a version `content` is the record as it was sent (learning.work_changes.queries.change_content); the draft's
    is empty, and always shows the record as it is.
    """

    entry = models.ForeignKey(PortfolioEntry, on_delete=models.PROTECT, related_name="cited_changes")
    version = models.ForeignKey(
        EntryVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="cited_changes"
    )
    change = models.ForeignKey(WorkChange, on_delete=models.PROTECT, related_name="citations")
    content = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("cited change")
        verbose_name_plural = _("cited changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "change"], name="learning_cited_once_a_version"),
            models.UniqueConstraint(
                fields=["entry", "change"], condition=Q(version__isnull=True), name="learning_cited_once_a_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.change_id}"
