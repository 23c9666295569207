from django.db import models
from django.utils.translation import gettext_lazy as _


class Axis(models.TextChoices):
    """What a tool of the team is for (domain.md d1)."""

    WORK = "work", _("organising the work")
    CARE = "care", _("caring for people")


class Stage(models.TextChoices):
    """Where a change stands (domain.md d2). "Without word" is computed from its marks, never a stage."""

    IDEA = "idea", _("idea")
    PLANNED = "planned", _("planned")
    EXPERIMENTING = "experimenting", _("being tried out")
    INCORPORATED = "incorporated", _("part of the routine")
    ADAPTED = "adapted", _("adapted")
    INTERRUPTED = "interrupted", _("stopped")


# In these something was done at work already: the day on which it began is known.
BEGUN_STAGES = (Stage.EXPERIMENTING, Stage.INCORPORATED, Stage.ADAPTED, Stage.INTERRUPTED)


class Novelty(models.TextChoices):
    NOT_USED_BEFORE = "not_used_before", _("we did not use it before")
    USED_AND_IMPROVED = "used_and_improved", _("we used it and made it better")
    RESUMED = "resumed", _("we had stopped and took it up again")
    UNKNOWN = "unknown", _("I do not know")


class Scope(models.TextChoices):
    SELF = "self", _("only me")
    TEAM = "team", _("my team")
    FACILITY = "facility", _("the health unit")
    MUNICIPALITY = "municipality", _("the municipality")


class TeamKind(models.TextChoices):
    ESF = "esf", _("family health team (eSF)")
    EAP = "eap", _("primary care team (eAP)")
    ESB = "esb", _("oral health team (eSB)")
    EMULTI = "emulti", _("multiprofessional team (eMulti)")
    OTHER = "other", _("another team")


class ManagerSupport(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    PARTLY = "partly", _("in part")


class Interruption(models.TextChoices):
    """Why a change stopped. None of them is a fault."""

    TURNOVER = "turnover", _("team or management changed")
    MATERIAL = "material", _("lack of material")
    OVERLOAD = "overload", _("too much work")
    RESISTANCE = "resistance", _("people did not want it")
    NO_RESULT = "no_result", _("it did not work")
    OTHER = "other", _("another reason")


class Facilitator(models.TextChoices):
    TEAM = "team", _("the team wanted it")
    MANAGER = "manager", _("support of the management")
    MEETING = "meeting", _("a time to talk")
    MATERIAL = "material", _("material or room at hand")
    USERS = "users", _("people who use the service")
    COURSE = "course", _("what we read or talked about in the course")
    OTHER = "other", _("something else")


class Obstacle(models.TextChoices):
    TIME = "time", _("lack of time")
    TURNOVER = "turnover", _("people left or came")
    MATERIAL = "material", _("lack of material or room")
    MANAGER = "manager", _("no support of the management")
    RESISTANCE = "resistance", _("people did not want it")
    CONNECTION = "connection", _("internet or equipment")
    OTHER = "other", _("something else")


class EvidenceKind(models.TextChoices):
    PICTURE = "picture", _("photo of a board or paper")
    MINUTES = "minutes", _("minutes of a meeting")
    SCHEDULE = "schedule", _("schedule")
    SHEET = "sheet", _("list or spreadsheet")
    INDICATOR = "indicator", _("number or indicator")
    WORDS = "words", _("what the team says")
    LINK = "link", _("address on the internet")


class LearningSource(models.TextChoices):
    """Where the idea came from."""

    READING = "reading", _("a reading of the course")
    CONVERSATION = "conversation", _("a conversation in the forums")
    COLLEAGUE = "colleague", _("a colleague")
    WORK = "work", _("the work itself")
    OTHER = "other", _("somewhere else")


class Visibility(models.TextChoices):
    """Who reads a change besides its author and her co-authors; each also lets those before it read.

    Whatever it says, who may read the conversation to which she took the change reads its card there.
    """

    AUTHORS = "authors", _("only me and my co-authors")
    STAFF = "staff", _("my tutor and the coordination too")
    GROUP = "group", _("my tutoring group too")
    OFFERING = "offering", _("my whole class too")


class CoAuthorState(models.TextChoices):
    INVITED = "invited", _("was asked")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("said no")


class MunicipalitySize(models.TextChoices):
    """By inhabitants, in the bands of the national policy of social assistance (PNAS/2004, Res. CNAS 145/2004).

    Town halls know theirs by these; the author says it herself.
    """

    SMALL_1 = "small_1", _("up to 20 thousand people")
    SMALL_2 = "small_2", _("20 to 50 thousand people")
    MEDIUM = "medium", _("50 to 100 thousand people")
    LARGE = "large", _("100 to 900 thousand people")
    METROPOLIS = "metropolis", _("more than 900 thousand people")


class StoryProblem(models.TextChoices):
    """What a change answers: the five problems that the study's teams chose (domain.md d3), and a way out of them."""

    CHRONIC = "chronic", _("following people with hypertension or diabetes")
    FAMILIES = "families", _("a network of care for families in need")
    WORK = "work", _("how the team's work is organised")
    RECEPTION = "reception", _("how people are received")
    SUPPLIES = "supplies", _("lack of material or medicines")
    OTHER = "other", _("another problem")


class OfferState(models.TextChoices):
    """Where a story stands on its way to the gallery."""

    ASKING = "asking", _("waiting for the co-authors")
    SUBMITTED = "submitted", _("with the editors")
    PUBLISHED = "published", _("in the gallery")
    SENT_BACK = "sent_back", _("sent back by the editors")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ConsentState(models.TextChoices):
    ASKED = "asked", _("was asked")
    GIVEN = "given", _("agreed")
    REFUSED = "refused", _("said no")
