from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from home.pages.completeness import PublicationRefused
from home.pages.fields import StreamField
from home.pages.models import ADDRESS_PANEL, BasePage, more
from learning.courses.addresses import survey_address
from learning.courses.models.pages import ReadOutsideWagtail
from learning.courses.survey_blocks import SurveyBlocks
from learning.courses.survey_questions import Question, find_question_gaps, read_questions


class SurveyPage(ReadOutsideWagtail):
    """What a course asks its students at the end; one a course. Answers are counted by the questions' codes."""

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    questions = StreamField(SurveyBlocks(), verbose_name=_("questions"), blank=True)
    thanks = models.TextField(_("words of thanks"), max_length=600, blank=True)
    opens_before_days = models.PositiveSmallIntegerField(_("opens so many days before the end"), default=30)
    closes_after_days = models.PositiveSmallIntegerField(_("closes so many days after the end"), default=60)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("Why we ask, and how long it takes, in two or three sentences.")),
        FieldPanel("questions", help_text=_("Few are answered by more. Each may be left empty.")),
        FieldPanel("thanks", help_text=_("Shown when the answers have arrived.")),
        more(
            FieldPanel(
                "opens_before_days",
                help_text=_("Before the last day of the class. Whoever has completed the course may answer at once."),
            ),
            FieldPanel("closes_after_days", help_text=_("After the last day of the class.")),
        ),
    ]
    promote_panels = [ADDRESS_PANEL]
    parent_page_types = ["learning.CoursePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    @property
    def reading_address(self) -> str:
        return survey_address(self.course_slug)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list:
        return []

    @property
    def asked(self) -> tuple[Question, ...]:
        return read_questions(self.questions.raw_data)

    def check_publishable(self, *, allow_marked: bool = False) -> None:
        super().check_publishable(allow_marked=allow_marked)
        public = SurveyPage.objects.filter(pk=self.pk, live=True).first()
        if gaps := find_question_gaps(self.asked, public.asked if public else ()):
            raise PublicationRefused(self, gaps)
