from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpResponseRedirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from forums.enums import BEGUN_BY_STAFF, BoardKind
from home.pages.completeness import PublicationRefused
from home.pages.fields import StreamField
from home.pages.models import ADDRESS_PANEL, BasePage, CustomImage, let_admin_frame, more
from learning.courses.addresses import CATALOGUE, course_address, item_address
from learning.courses.blocks import UnitBlocks
from learning.courses.copying import FreeSlugCopyForm
from learning.courses.enums import (
    ChangeRequirement,
    ContentLanguage,
    CourseKind,
    GroupMode,
    PeerVisibility,
    Scale,
)
from learning.courses.models.rubrics import RubricVersion
from learning.courses.page_forms import UnitPageForm
from learning.courses.rubric_sheets import Sheet

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
    content_language = models.CharField(
        _("language of the content"),
        max_length=10,
        choices=ContentLanguage.choices,
        default=ContentLanguage.PORTUGUESE,
    )
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
            FieldPanel("content_language", help_text=_("What it is written in: screen readers read it aloud in it.")),
        ),
    ]
    promote_panels = BasePage.promote_panels
    parent_page_types = ["learning.CourseIndexPage"]
    subpage_types = ["learning.ModulePage", "learning.SurveyPage"]
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


SCALE_HELP = _("With a rubric, points and pass follow from the levels chosen; without one, the tutor gives a grade.")
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
    examples = RichTextField(_("model excerpts"), blank=True)
    min_words = models.PositiveIntegerField(_("words, at least"), null=True, blank=True)
    max_words = models.PositiveIntegerField(_("words, at most"), null=True, blank=True)
    allow_formative = models.BooleanField(_("may be sent for a first reading"), default=True)
    rubric = models.ForeignKey(
        "learning.Rubric", models.PROTECT, null=True, blank=True, related_name="prompts", verbose_name=_("rubric")
    )
    self_assessment = models.BooleanField(_("the student judges her own text first"), default=False)
    scale = models.CharField(_("scale"), max_length=12, choices=Scale.choices, default=Scale.DESCRIPTIVE)
    max_grade = models.DecimalField(_("highest grade"), max_digits=5, decimal_places=1, default=Decimal(100))
    pass_percent = models.PositiveSmallIntegerField(
        _("passes from (percent)"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    due_after_days = models.PositiveIntegerField(_("due so many days after the start"), null=True, blank=True)
    opens_after_days = models.PositiveIntegerField(_("opens so many days after the start"), null=True, blank=True)
    closes_after_days = models.PositiveIntegerField(_("closes so many days after the start"), null=True, blank=True)
    min_attachments = models.PositiveSmallIntegerField(_("files, at least"), default=0)
    max_rounds = models.PositiveSmallIntegerField(_("rounds, at most"), null=True, blank=True)
    enforce_length = models.BooleanField(_("refuse a text of another length"), default=False)
    no_patient_data_ack = models.BooleanField(
        _("ask the writer to confirm that no patient is identifiable"), default=True
    )
    peer_visibility = models.CharField(
        _("peers read shared answers"),
        max_length=20,
        choices=PeerVisibility.choices,
        default=PeerVisibility.AFTER_SENDING,
    )
    asks_change = models.CharField(
        _("asks for a change at work"),
        max_length=10,
        choices=ChangeRequirement.choices,
        default=ChangeRequirement.NONE,
    )
    blind_review = models.BooleanField(_("read without names"), default=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("prompt", help_text=_("What the student is asked to write about, addressed to her.")),
        FieldPanel("guidance", help_text=_("How to go about it: steps, questions that help, an example.")),
        FieldPanel("criteria", help_text=_("What the tutor will look for. Students see it before they write.")),
        FieldPanel(
            "rubric", help_text=_("Criteria with levels: students see it before they write, tutors judge by it.")
        ),
        FieldPanel("min_words", help_text=_("Left empty, a text may be as short as the student wants.")),
        FieldPanel("max_words", help_text=_("Left empty, it may be as long. About 500 words fill a page.")),
        FieldPanel("hours", help_text=_("Left empty, it counts as one hour.")),
        more(
            FieldPanel("examples", help_text=_("Passages of good reflections, with their writers' leave.")),
            FieldPanel("due_after_days", help_text=_("Counted from the first day of the class.")),
            FieldPanel("opens_after_days", help_text=_("Nobody writes before. Left empty, it is open at once.")),
            FieldPanel("closes_after_days", help_text=_("Nothing is taken after this day, unless a date was put off.")),
            FieldPanel("enforce_length", help_text=_("Otherwise the student is told and may send it all the same.")),
            FieldPanel("min_attachments", help_text=_("A text with fewer files is not taken.")),
            FieldPanel("asks_change", help_text=_("The student cites her record; her tutor reads it beside the text.")),
            FieldPanel("max_rounds", help_text=_("After so many returns nothing more is taken. Left empty, no limit.")),
            FieldPanel("allow_formative", help_text=_("The student may ask for a reading before it counts.")),
            FieldPanel("scale", help_text=SCALE_HELP),
            FieldPanel("max_grade", help_text=_("Counts only where the scale is points.")),
            FieldPanel("pass_percent", help_text=_("Counts only for pass or fail: so much of the rubric's points.")),
            FieldPanel(
                "self_assessment", help_text=_("By the rubric, as she writes. Her tutor sees it; it never counts.")
            ),
            FieldPanel("no_patient_data_ack", help_text=_("Asked each time that a text is sent.")),
            FieldPanel("peer_visibility", help_text=_("Only what a student shares herself is read by others.")),
            FieldPanel("blind_review", help_text=_("Tutors learn whose text it was when they have accepted it.")),
            FieldPanel("is_optional", help_text=OPTIONAL_HELP),
        ),
    ]
    parent_page_types = ["learning.ModulePage", "learning.LessonPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")

    @property
    def graded(self) -> bool:
        return self.scale == Scale.POINTS

    @graded.setter
    def graded(self, value: bool) -> None:
        self.scale = Scale.POINTS if value else Scale.DESCRIPTIVE

    @property
    def rubric_version(self) -> RubricVersion | None:
        """The version that applies to what is sent now. One query; none without a rubric."""
        if self.rubric_id is None:
            return None
        return RubricVersion.objects.filter(rubric=self.rubric_id).last()

    @property
    def sheet(self) -> Sheet | None:
        version = self.rubric_version
        return version.sheet if version else None

    def check_publishable(self, *, allow_marked: bool = False) -> None:
        super().check_publishable(allow_marked=allow_marked)
        if gap := self._rubric_gap():
            raise PublicationRefused(self, [str(gap)])

    def _rubric_gap(self) -> str:
        version = self.rubric_version
        if self.rubric_id and version is None:
            return _("The rubric is still a draft: publish it first.")
        if self.scale == Scale.PASS_FAIL and version is None:
            return _("Pass or fail follows from a rubric: choose one, or another scale.")
        if self.scale != Scale.DESCRIPTIVE and version and not version.sheet.gives_points:
            return _("The levels of this rubric have no points: choose the scale without a number.")
        return ""


class DiscussionPage(ItemPage):
    """Introduces a conversation; each class, or tutoring group, has a board of its own for it."""

    introduction = RichTextField(_("introduction"), blank=True)
    board_kind = models.CharField(_("kind"), max_length=20, choices=BoardKind.choices, default=BoardKind.DISCUSSION)
    group_mode = models.CharField(
        _("tutoring groups"), max_length=10, choices=GroupMode.choices, default=GroupMode.SEPARATE
    )
    required_topics = models.PositiveSmallIntegerField(_("conversations that each one begins"), default=0)
    required_replies = models.PositiveSmallIntegerField(_("answers that each one writes"), default=0)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("What to talk about, and a question to begin with.")),
        FieldPanel("board_kind", help_text=_("How people talk here.")),
        FieldPanel(
            "required_topics", help_text=_("It is done once she wrote that many. With 0 and 0, any post does it.")
        ),
        FieldPanel("required_replies", help_text=_("Answers in conversations of the others and in her own.")),
        FieldPanel("group_mode", help_text=_("Counts only in classes that have tutoring groups.")),
        FieldPanel("hours", help_text=_("Left empty, it counts as half an hour.")),
        more(FieldPanel("is_optional", help_text=OPTIONAL_HELP)),
    ]
    parent_page_types = ["learning.ModulePage", "learning.LessonPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")

    def check_publishable(self, *, allow_marked: bool = False) -> None:
        super().check_publishable(allow_marked=allow_marked)
        if self.required_topics and self.board_kind in BEGUN_BY_STAFF:
            said = _("On a board of this kind only the staff begins conversations: ask for answers instead.")
            raise PublicationRefused(self, [str(said)])


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
