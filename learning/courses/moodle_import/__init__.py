"""Writing a Moodle backup that was read (learning.courses.moodle_backup) as pages of ours.

    with read_backup(path) as backup:
        result = import_backup(backup, index=catalogue, credit="OpenStax, CC BY 4.0")

A backup is known again by its course's key, a page by its own: importing once more changes what has changed in Moodle,
adds what is new, puts everything into the backup's order and unpublishes what has gone. What somebody has edited here
since (see marks.py) is left as it is and listed.

Pages are written in bulk, as Wagtail would write them one by one: rows of the tree, a first revision, the log, the
reference index and the search index; the readers' rows come last. Nothing of Wagtail's publishing passes: that is how
a picture without alternative text goes public once (its block keeps the mark `alt_missing`, and the next publication,
by a person, refuses it).
"""

from learning.courses.moodle_import.importing import Result, import_backup, look_at
from learning.courses.moodle_import.report import LABELS, Outcome

__all__ = ["LABELS", "Outcome", "Result", "import_backup", "look_at"]
