from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRole(models.TextChoices):
    # A reader belongs to another tutoring group, whose rooms stand open to be read.
    READER = "reader", _("reads only")
    MEMBER = "member", _("member")
    STAFF = "staff", _("board staff")


class BoardKind(models.TextChoices):
    DISCUSSION = "discussion", _("conversations")
    QUESTIONS = "questions", _("questions, one answer of which is marked as the one that helped")
    WRITE_FIRST = "write_first", _("write first, then read the others")
    ANNOUNCEMENTS = "announcements", _("announcements: only staff begins conversations")


# Here staff asks or tells, and the others answer.
BEGUN_BY_STAFF = (BoardKind.WRITE_FIRST, BoardKind.ANNOUNCEMENTS)


class TraceKind(models.TextChoices):
    MOVED = "moved", _("moved here from another board")
    SPLIT = "split", _("taken out of another conversation")
    MERGED = "merged", _("another conversation was joined to this one")


class ReactionKind(models.TextChoices):
    THANKS = "thanks", _("thanks")
    LIVED = "lived", _("I have lived this too")


class FollowLevel(models.TextChoices):
    EVERY = "every", _("every post")
    REPLIES = "replies", _("answers to me")
    NONE = "none", _("nothing")


class Following(models.TextChoices):
    """What a board lets its readers choose of being told."""

    OPTIONAL = "optional", _("each chooses; who writes in a conversation follows it")
    FORCED = "forced", _("everybody hears of every post")
    OFF = "off", _("nobody is told")


class ReportReason(models.TextChoices):
    PATIENT = "patient", _("it tells who a patient is")
    OFFENCE = "offence", _("it offends somebody")
    ADVERT = "advert", _("it advertises or sells")
    OFF_TOPIC = "off_topic", _("it does not belong here")
    OTHER = "other", _("another reason")


class HeldBecause(models.TextChoices):
    NEWCOMER = "newcomer", _("first posts of a newcomer")
    WORDS = "words", _("a word of the list")


class Decision(models.TextChoices):
    """What board staff decided on a report or on a post that waits; empty while they have not."""

    KEPT = "kept", _("it stands")
    HIDDEN = "hidden", _("it is hidden")
    LET_IN = "let_in", _("it was let in")
    REFUSED = "refused", _("it was not let in")
