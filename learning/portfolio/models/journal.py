from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.uploads.models import Upload
from learning.portfolio.models.entries import PortfolioEntry


class JournalPageQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Her own and nobody else's: no staff, no superuser."""
        return self.filter(author=person) if person.is_authenticated else self.none()

    def kept(self) -> Self:
        return self.filter(deleted_at=None)


class JournalPage(models.Model):
    """What somebody writes for herself, beside the prompts: a quick note or a page. Only she ever reads it.

    `key` is made by her device and names the page in its address, so that a page can be written before the server knows
    of it, and is one however often it is sent. `used_in` is the entry to whose draft it was taken.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="journal_pages")
    key = models.UUIDField(_("client key"))
    text = models.TextField(blank=True)
    draft_number = models.PositiveIntegerField(default=1)
    saved_with = models.UUIDField(null=True, blank=True)
    attachments = models.ManyToManyField(Upload, blank=True, related_name="journal_pages")
    used_in = models.ForeignKey(PortfolioEntry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = JournalPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page of the journal")
        verbose_name_plural = _("pages of the journal")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["author", "-written_at"])]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="learning_journal_key_once")]

    def __str__(self) -> str:
        return str(self.key)
