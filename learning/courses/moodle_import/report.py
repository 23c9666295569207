"""What an import tells beyond what the reading of the backup told: kinds for the lines of the same report."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from learning.courses.moodle_backup import LABELS as READING_LABELS


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    MOVED = "moved"
    EDITED = "edited"
    EDITED_BOTH = "edited_both"
    GONE = "gone"
    GONE_KEPT = "gone_kept"
    DRAFT_WITHOUT_WORDS = "draft_without_words"
    FILE_REFUSED = "file_refused"
    FORMULA = "formula"
    SHORTENED = "shortened"
    TARGETLESS = "targetless"


OWN_LABELS = {
    Outcome.NEW: _("pages made"),
    Outcome.CHANGED: _("pages brought up to date"),
    Outcome.SAME: _("pages that have not changed"),
    Outcome.MOVED: _("pages put into the backup's order"),
    Outcome.EDITED: _("pages that were edited here, left as they are"),
    Outcome.EDITED_BOTH: _("pages that were edited here and changed in Moodle too, left as they are (compare them)"),
    Outcome.GONE: _("pages that are no longer in the backup, unpublished"),
    Outcome.GONE_KEPT: _("pages that are no longer in the backup, kept because they or pages below were edited here"),
    Outcome.DRAFT_WITHOUT_WORDS: _("readings kept as drafts, for a recording has neither transcript nor captions"),
    Outcome.FILE_REFUSED: _("files of a kind that is not taken, or damaged, left out"),
    Outcome.FORMULA: _("formulas that could not be read, shown as they are written"),
    Outcome.SHORTENED: _("texts that were too long for their field, shortened"),
    Outcome.TARGETLESS: _("links within the course whose target was not imported, now plain text"),
}
LABELS = {**OWN_LABELS, **READING_LABELS}
