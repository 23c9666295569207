from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpResponseRedirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.pages.fields import StreamField
from home.pages.models import ADDRESS_PANEL, BasePage, CustomImage, let_admin_frame, more
from learning.courses.addresses import CATALOGUE, course_address, item_address
from learning.courses.blocks import UnitBlocks
from learning.courses.copying import FreeSlugCopyForm
from learning.courses.enums import CourseKind, ItemKind
from learning.courses.page_forms import UnitPageForm

# Root, home page, catalogue, course: the tree rules allow a course nowhere else.
COURSE_PATH = 4 * Page.steplen


class ReadOutsideWagtail(BasePage):
    """Pages with readers' addresses of our own, ahead of Wagtail's: what Wagtail would serve is sent there.

    Previews do not pass through `serve`; settings.COURSE_PREVIEW names what draws them.
    """

    copy_form_class = FreeSlugCopyForm
    # Wagtail's privacy has no effect at addresses of ours.
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    @property
    def reading_address(self) -> str:
        raise NotImplementedError

    @property
    def course_slug(self) -> str:
        """By the address path, /home/catalogue/course/…, which the tree rules fix: no query."""
        return self.url_path.split("/")[3]

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.reading_address)

    def serve(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.reading_address)

    def serve_preview(self, request, mode_name):
        return let_admin_frame(import_string(settings.COURSE_PREVIEW)(request, self))


class CourseIndexPage(ReadOutsideWagtail):
    introduction = models.TextField(_("introduction"), blank=True, max_length=500)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("One or two sentences above the list of courses.")),
    ]
    preview_modes = []
    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.CoursePage"]
    max_count = 1

    class Meta:
        verbose_name = _("course catalogue")
        verbose_name_plural = _("course catalogues")

    @property
    def reading_address(self) -> str:
        return CATALOGUE


class CoursePage(ReadOutsideWagtail):
    kind = models.CharField(_("kind"), max_length=20, choices=CourseKind.choices, default=CourseKind.SHORT_TUTORED)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    introduction = RichTextField(_("introduction"), blank=True)
    audience = models.TextField(_("for whom"), blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1, default=Decimal(0))
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    credit = models.CharField(_("credit and licence of the content"), max_length=300, blank=True)
    cover = models.ForeignKey(CustomImage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source_key = models.CharField(max_length=200, blank=True, db_index=True, editable=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary", help_text=_("What one learns to do here, in one or two sentences. Shown in the list.")),
        FieldPanel("kind", help_text=_("Says how one learns here; it stands beside the title in the catalogue.")),
        FieldPanel("introduction", help_text=_("What the course is about and how it works, for someone deciding.")),
        FieldPanel("audience", help_text=_("For example: community health workers of primary care teams.")),
        FieldPanel("hours", help_text=_("All of the course. Left at 0, the hours of its readings are added up.")),
        FieldPanel("cover", help_text=_("Shown above the course. Wide pictures fit best, without words in them.")),
        more(
            FieldPanel("institution", help_text=_("Who offers the course, as it should stand on papers.")),
            FieldPanel("credit", help_text=_("For example: Ministry of Health, 2024. CC BY-NC-SA 4.0.")),
        ),
    ]
    promote_panels = BasePage.promote_panels
    parent_page_types = ["learning.CourseIndexPage"]
    subpage_types = ["learning.ModulePage"]
    # What belongs to where this very page came from does not travel to a copy.
    exclude_fields_in_copy = ["source_key"]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def reading_address(self) -> str:
        return course_address(self.slug)


class ItemPage(ReadOutsideWagtail):
    """What the pages inside a course share. `source_*` belong to the importer: where a page came from and as what."""

    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    is_optional = models.BooleanField(_("optional"), default=False)
    source_key = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    source_checksum = models.CharField(max_length=64, blank=True, editable=False)

    promote_panels = [ADDRESS_PANEL]
    exclude_fields_in_copy = ["source_key", "source_checksum"]

    class Meta:
        abstract = True

    @property
    def reading_address(self) -> str:
        return item_address(self.course_slug, self.pk)

    def get_sitemap_urls(self, request=None):
        """Inner pages are read by enrolled people only; a sample is for everyone."""
        return super().get_sitemap_urls(request) if getattr(self, "is_sample", False) else []


OPTIONAL_HELP = _("What is optional never lowers anybody's progress.")


class ModulePage(ItemPage):
    code = models.CharField(_("code"), max_length=20, blank=True)
    summary = models.TextField(_("summary"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("code", help_text=_("A short name such as M1, shown before the title.")),
        FieldPanel("summary", help_text=_("What this module is for, in two or three sentences.")),
        FieldPanel("hours", help_text=_("Left empty, the hours of what is in it are added up.")),
        more(FieldPanel("is_optional", help_text=OPTIONAL_HELP)),
    ]
    parent_page_types = ["learning.CoursePage"]
    subpage_types = ["learning.LessonPage", "learning.UnitPage", "learning.ReflectionPage", "learning.DiscussionPage"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(ItemPage):
    """A level that not every module needs: a title and an introduction over some items."""

    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("What holds the readings of this lesson together.")),
        more(FieldPanel("is_optional", help_text=OPTIONAL_HELP)),
    ]
    parent_page_types = ["learning.ModulePage"]
    subpage_types = ["learning.UnitPage", "learning.ReflectionPage", "learning.DiscussionPage"]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class UnitPage(ItemPage):
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = StreamField(UnitBlocks(), verbose_name=_("text"), blank=True)
    is_sample = models.BooleanField(_("open to everyone as a sample"), default=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary", help_text=_("One sentence: what the reader takes from it.")),
        FieldPanel("body", help_text=_("Put the text together from blocks: press + and choose.")),
        FieldPanel("hours", help_text=_("Left empty, the minutes follow from the number of words.")),
        more(
            FieldPanel("is_optional", help_text=OPTIONAL_HELP),
            FieldPanel("is_sample", help_text=_("Everyone may read it, without an account.")),
        ),
    ]
    parent_page_types = ["learning.ModulePage", "learning.LessonPage"]
    subpage_types: list[str] = []
    base_form_class = UnitPageForm

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")


class ReflectionPage(ItemPage):
    """A prompt of the reflective portfolio."""

    prompt = models.TextField(_("prompt"))
    guidance = RichTextField(_("guidance"), blank=True)
    criteria = RichTextField(_("how it will be read"), blank=True)
    min_words = models.PositiveIntegerField(_("words, at least"), null=True, blank=True)
    max_words = models.PositiveIntegerField(_("words, at most"), null=True, blank=True)
    allow_formative = models.BooleanField(_("may be sent for a first reading"), default=True)
    graded = models.BooleanField(_("graded"), default=False)
    max_grade = models.DecimalField(_("highest grade"), max_digits=5, decimal_places=1, default=Decimal(100))
    due_after_days = models.PositiveIntegerField(_("due so many days after the start"), null=True, blank=True)
    no_patient_data_ack = models.BooleanField(
        _("ask the writer to confirm that no patient is identifiable"), default=True
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("prompt", help_text=_("What the student is asked to write about, addressed to her.")),
        FieldPanel("guidance", help_text=_("How to go about it: steps, questions that help, an example.")),
        FieldPanel("criteria", help_text=_("What the tutor will look for. Students see it before they write.")),
        FieldPanel("min_words", help_text=_("Left empty, a text may be as short as the student wants.")),
        FieldPanel("max_words", help_text=_("Left empty, it may be as long. About 500 words fill a page.")),
        FieldPanel("hours", help_text=_("Left empty, it counts as one hour.")),
        more(
            FieldPanel("due_after_days", help_text=_("Counted from the first day of the class.")),
            FieldPanel("allow_formative", help_text=_("The student may ask for a reading before it counts.")),
            FieldPanel("graded", help_text=_("The tutor gives a grade when she accepts the text.")),
            FieldPanel("max_grade", help_text=_("Counts only where a grade is given.")),
            FieldPanel("no_patient_data_ack", help_text=_("Asked each time that a text is sent.")),
            FieldPanel("is_optional", help_text=OPTIONAL_HELP),
        ),
    ]
    parent_page_types = ["learning.ModulePage", "learning.LessonPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")


class DiscussionPage(ItemPage):
    """Introduces a conversation; each class, or tutoring group, has a board of its own for it."""

    introduction = RichTextField(_("introduction"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("What to talk about, and a question to begin with.")),
        FieldPanel("hours", help_text=_("Left empty, it counts as half an hour.")),
        more(FieldPanel("is_optional", help_text=OPTIONAL_HELP)),
    ]
    parent_page_types = ["learning.ModulePage", "learning.LessonPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")


class GlossaryTerm(models.Model):
    term = models.CharField(_("term"), max_length=120, unique=True)
    definition = models.TextField(_("definition"), max_length=600)

    panels = [
        FieldPanel("term", help_text=_("As it stands in the readings, in the singular.")),
        FieldPanel("definition", help_text=_("In plain words, two or three sentences.")),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class CourseOutline(models.Model):
    """The read row of a published course: what its readers' pages need, written when something is published.

    `outline` is a list of modules in order, each
    {id, code, title, summary, hours, minutes, optional, required_hours, required_count, items: [...]}; each item
    {id, kind, title, hours, minutes, optional, sample, lesson (id or null)}. Lessons stand among the items, before
    what they group, with no hours of their own. Hours are floats with two places and weigh the progress: those of a
    reading without stated hours follow from its words. `required_*` count the items that are neither optional nor in
    an optional lesson; `optional` is already true for what stands in one. Nothing unpublished, or below something
    unpublished, is in it; an unpublished course has no row.

    `landing` is {kind, introduction (html), audience, institution, credit, cover (a
    picture's payload, see learning.courses.segments, or null)}.
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
