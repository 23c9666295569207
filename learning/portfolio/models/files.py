from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.uploads.models import Upload
from learning.portfolio.models.entries import EntryVersion, PortfolioEntry


class ExpectedFileQuerySet(models.QuerySet):
    def arriving(self) -> Self:
        """Announced, not here yet, and not given up."""
        return self.filter(upload=None, given_up_at=None)


class ExpectedFile(models.Model):
    """A file that goes up by itself while its text is written, or after it was sent: `version` waits for it then.

    `key` is the one by which the device sends it (home.uploads.IncomingUpload).
    """

    entry = models.ForeignKey(PortfolioEntry, on_delete=models.CASCADE, related_name="expected_files")
    key = models.UUIDField(_("client key"))
    name = models.CharField(_("name"), max_length=255)
    version = models.ForeignKey(
        EntryVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="expected_files"
    )
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    announced_at = models.DateTimeField(auto_now_add=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = ExpectedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="learning_expected_file_once")]

    def __str__(self) -> str:
        return str(self.key)
