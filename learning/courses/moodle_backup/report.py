"""What a reading tells about a backup: typed lines and their sums."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a line of the report is about; the value is stable and safe to store."""

    USERS = "users"
    ENROLMENTS = "enrolments"
    GROUPS = "groups"
    DISCUSSIONS = "discussions"
    POSTS = "posts"
    SUBMISSIONS = "submissions"
    ATTEMPTS = "attempts"
    GRADES = "grades"
    COMPLETIONS = "completions"
    ANSWERS = "answers"
    ENTRIES = "entries"
    COMMENTS = "comments"
    BADGES = "badges"
    EVENTS = "events"
    QUIZZES = "quizzes"
    QUESTIONS = "questions"
    ACTIVITIES = "activities"
    CONDITIONS = "conditions"
    FEEDBACK = "feedback"
    DESCRIPTIONS = "descriptions"
    REMOTE_PICTURES = "remote_pictures"
    REMOTE_VIDEOS = "remote_videos"
    REMOTE_AUDIO = "remote_audio"
    REMOTE_FRAMES = "remote_frames"
    REMOTE_CAPTIONS = "remote_captions"
    ALT_MISSING = "alt_missing"
    ALT_EMPTY = "alt_empty"
    LINKS = "links"
    FILES = "files"
    TOOLS = "tools"
    NOT_UNDERSTOOD = "not_understood"


LABELS = {
    Kind.USERS: _("people left out"),
    Kind.ENROLMENTS: _("enrolments left out"),
    Kind.GROUPS: _("groups left out"),
    Kind.DISCUSSIONS: _("forum discussions left out"),
    Kind.POSTS: _("forum posts left out"),
    Kind.SUBMISSIONS: _("submissions left out"),
    Kind.ATTEMPTS: _("attempts left out"),
    Kind.GRADES: _("grades left out"),
    Kind.COMPLETIONS: _("completion marks left out"),
    Kind.ANSWERS: _("answers of people left out"),
    Kind.ENTRIES: _("glossary and database entries left out"),
    Kind.COMMENTS: _("comments left out"),
    Kind.BADGES: _("badges left out"),
    Kind.EVENTS: _("calendar events left out"),
    Kind.QUIZZES: _("quizzes left out"),
    Kind.QUESTIONS: _("quiz questions left out"),
    Kind.ACTIVITIES: _("other activities left out"),
    Kind.CONDITIONS: _("access conditions left out"),
    Kind.FEEDBACK: _("feedback and answers of lesson questions left out"),
    Kind.DESCRIPTIONS: _("descriptions that Moodle did not show, left out"),
    Kind.REMOTE_PICTURES: _("pictures on other sites, now links"),
    Kind.REMOTE_VIDEOS: _("videos on other sites, now links"),
    Kind.REMOTE_AUDIO: _("recordings on other sites, now links"),
    Kind.REMOTE_FRAMES: _("embedded pages of other sites, now links"),
    Kind.REMOTE_CAPTIONS: _("caption files on other sites left out"),
    Kind.ALT_MISSING: _("pictures without alternative text"),
    Kind.ALT_EMPTY: _("pictures with an empty alternative text, taken as decoration"),
    Kind.LINKS: _("links whose target was not imported, now plain text"),
    Kind.FILES: _("files that the backup names and does not hold"),
    Kind.TOOLS: _("interactive tools left out"),
    Kind.NOT_UNDERSTOOD: _("things that were not understood"),
}


@dataclass(frozen=True)
class Line:
    """`count` things of one `kind` found at `where` (an item's title, or a file of the backup); `text`
    says which, and may be empty.
    """

    kind: Kind
    where: str
    text: str
    count: int


@dataclass
class Report:
    """Collects lines; equal ones are added up, in the order in which they were first met."""

    _found: Counter = field(default_factory=Counter)

    def add(self, kind, *, where="", text="", count=1):
        """Counts `count` more things of `kind`; nothing is kept of a count of 0."""
        if count:
            self._found[kind, str(where), str(text)] += count

    @property
    def lines(self):
        """The lines as a list of `Line`."""
        return [Line(kind, where, text, count) for (kind, where, text), count in self._found.items()]

    @property
    def counts(self):
        """The sums as a dict from `Kind` to a whole number; kinds that were not met are absent."""
        sums = Counter()
        for (kind, _where, _text), count in self._found.items():
            sums[kind] += count
        return dict(sums)
