from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseKind(models.TextChoices):
    SPECIALISATION = "specialisation", _("specialisation")
    IMPROVEMENT = "improvement", _("improvement course")
    SHORT_TUTORED = "short_tutored", _("short course with a tutor")
    SELF_PACED = "self_paced", _("self-paced course")


class ContentLanguage(models.TextChoices):
    """What a course is written in: screen readers and browsers ask, whatever the language of the menus."""

    PORTUGUESE = "pt-br", _("Portuguese")
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")

    @classmethod
    def of_moodle(cls, code: str) -> "ContentLanguage | None":
        """Reads Moodle's codes: pt_br, en_us, es_mx; None for one that says nothing or that we do not know."""
        return next((known for known in cls if code and known.value[:2] == code.lower()[:2]), None)


class ItemKind(models.TextChoices):
    """What a row of the outline is. A module's and a lesson's mark derive from their items."""

    MODULE = "module", _("module")
    LESSON = "lesson", _("lesson")
    UNIT = "unit", _("reading")
    REFLECTION = "reflection", _("reflection")
    DISCUSSION = "discussion", _("discussion")


class Scale(models.TextChoices):
    """What a prompt's tutor says beside words. With a rubric it follows from the levels that she chooses."""

    DESCRIPTIVE = "descriptive", _("no number: words and levels alone")
    PASS_FAIL = "pass_fail", _("pass or not yet, by the rubric")
    POINTS = "points", _("points")


class SearchIn(models.TextChoices):
    """The two lists of what a search finds; the values stand in the catalogue's address."""

    COURSES = "cursos", _("Courses")
    ITEMS = "leituras", _("Inside the courses")


class ChangeRequirement(models.TextChoices):
    """Which record of a change at work a prompt asks for."""

    NONE = "none", _("none")
    RECORD = "record", _("a change at work, at any stage")
    FOLLOW_UP = "follow_up", _("a change at work with a follow-up")


class PeerVisibility(models.TextChoices):
    """When a peer may read an answer that its student shared."""

    NEVER = "never", _("never")
    AFTER_SENDING = "after_sending", _("once they have sent their own")
    AFTER_ACCEPTANCE = "after_acceptance", _("once their own is accepted")


class QuestionKind(models.TextChoices):
    """How a question of a survey is answered; the values are the names of the editors' blocks."""

    YES_NO = "yes_no", _("yes or no")
    CHOICE = "choice", _("one of several")
    MULTIPLE = "multiple", _("any of several")
    SCALE = "scale", _("a scale")
    TEXT = "text", _("in one's own words")


class SurveyPurpose(models.TextChoices):
    """What the statistics count a question for; one question of a survey at most for each."""

    WORK_TOOL = "work_tool", _("new tool that organises the work")
    CARE_TOOL = "care_tool", _("new care tool")
    WORK_CATEGORIES = "work_categories", _("which tools that organise the work")
    CARE_CATEGORIES = "care_categories", _("which care tools")
    ELECTIVES = "electives", _("why these electives")


class AnswerState(models.TextChoices):
    """Left empty is not "no", and "I prefer not to answer" is neither."""

    ANSWERED = "answered", _("answered")
    BLANK = "blank", _("left empty")
    REFUSED = "refused", _("prefers not to answer")
    NOT_ASKED = "not_asked", _("not asked")


class GroupMode(models.TextChoices):
    """Who meets in a discussion, where a class has tutoring groups."""

    SEPARATE = "separate", _("each group by itself")
    VISIBLE = "visible", _("each group by itself, and the others may read it")
    TOGETHER = "together", _("the whole class together")
