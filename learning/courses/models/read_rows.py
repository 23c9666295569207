from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from learning.courses.enums import ItemKind
from learning.courses.models.pages import CoursePage


class CourseOutline(models.Model):
    """The read row of a published course: what its readers' pages need, written when something is published.

    `outline` is a list of modules in order, each
    {id, code, title, summary, hours, minutes, optional, required_hours, required_count, items: [...]}; each item
    {id, kind, title, hours, minutes, optional, sample, lesson (id or null)}. Lessons stand among the items, before
    what they group, with no hours of their own. Hours are floats with two places and weigh the progress: those of a
    reading without stated hours follow from its words. `required_*` count the items that are neither optional nor in
    an optional lesson; `optional` is already true for what stands in one. Nothing unpublished, or below something
    unpublished, is in it; an unpublished course has no row.

    `landing` is {kind, introduction (html), audience, institution, credit, language, search_text, cover (a
    picture's payload, see learning.courses.segments, or null), survey ({id, title, opens_before_days,
    closes_after_days} of the public survey, or null)}.
    `rev` rises with each writing, also over deletion: process caches are keyed by it.
    """

    course = models.OneToOneField(CoursePage, on_delete=models.CASCADE, primary_key=True, related_name="read_row")
    slug = models.SlugField(unique=True, max_length=255)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    rev = models.PositiveBigIntegerField(default=1)
    outline = models.JSONField(default=list)
    landing = models.JSONField(default=dict)
    search_text = models.TextField(blank=True)
    is_waiting = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("course outline")
        verbose_name_plural = _("course outlines")

    def __str__(self) -> str:
        return self.slug


class ReadItem(models.Model):
    """The read row of one published item: a module, lesson, unit, prompt or discussion.

    `segments` is described in learning.courses.segments. `is_waiting` says that pictures of it are still to be made.
    What its readers would stumble over is counted in the last four, for the editors' dashboard.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")
    outline = models.ForeignKey(CourseOutline, on_delete=models.CASCADE, related_name="items")
    module_id = models.BigIntegerField()
    lesson_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    title = models.CharField(max_length=255)
    position = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    minutes = models.PositiveIntegerField(default=0)
    is_optional = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    segments = models.JSONField(default=list)
    search_text = models.TextField(blank=True)
    is_waiting = models.BooleanField(default=False)
    undescribed_pictures = models.PositiveIntegerField(default=0)
    misplaced_headings = models.PositiveIntegerField(default=0)
    empty_links = models.PositiveIntegerField(default=0)
    lost_links = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("read row")
        verbose_name_plural = _("read rows")
        indexes = [models.Index(fields=["outline", "position"])]

    def __str__(self) -> str:
        return self.title
