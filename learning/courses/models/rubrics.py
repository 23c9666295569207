from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from home.pages.fields import StreamField
from home.pages.models import let_admin_frame
from learning.courses.blocks import RubricBlocks
from learning.courses.rubric_sheets import Sheet, find_sheet_gaps, read_sheet, sheet_content


class Rubric(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What editors write. What people are judged by is its versions: publishing a change makes the next one."""

    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    criteria = StreamField(RubricBlocks(), verbose_name=_("criteria"))
    revisions = GenericRelation(Revision, content_type_field="base_content_type", object_id_field="object_id")

    panels = [
        FieldPanel("title", help_text=_("By this name you choose it in a reflection. Students see it too.")),
        FieldPanel("introduction", help_text=_("One or two sentences above the criteria, addressed to the student.")),
        FieldPanel(
            "criteria", help_text=_("Three to six are enough. Each has two levels or more, from the lowest up.")
        ),
    ]

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def publish(self, revision, *args, **kwargs):
        """One transaction: the signal that it sends writes the version. Raises ValidationError."""
        rubric = revision.as_object()
        if gaps := find_sheet_gaps(rubric.criteria.raw_data):
            raise ValidationError(gaps)
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)

    publish.alters_data = True

    @property
    def draft_content(self) -> dict:
        """What a version published now would hold."""
        return sheet_content(self.title, self.introduction, self.criteria.raw_data)

    def get_preview_template(self, request, mode_name) -> str:
        return "learning/courses/rubric_preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        return {**super().get_preview_context(request, mode_name), "sheet": read_sheet(self.draft_content)}

    def serve_preview(self, request, mode_name):
        return let_admin_frame(super().serve_preview(request, mode_name))


class RubricVersion(models.Model):
    """A rubric as it was published. It never changes: `content` is described in learning.courses.rubric_sheets."""

    wagtail_reference_index_ignore = True

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField()
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version of a rubric")
        verbose_name_plural = _("versions of rubrics")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["rubric", "number"], name="learning_rubric_version_once")]

    def __str__(self) -> str:
        return f"{self.rubric_id} v{self.number}"

    @cached_property
    def sheet(self) -> Sheet:
        return read_sheet(self.content)
