"""Reading a Moodle 2-4 course backup (.mbz: zip or gzip-tar) into plain values, with no database behind it.

    with read_backup(path) as backup:
        backup.course, backup.modules, backup.files, backup.report

How Moodle's course becomes ours:
- a section becomes a module, also an empty one; section 0, which has no name, is named after the course;
- a lesson or book becomes a lesson, its pages or chapters the lesson's units; a lesson's pages keep the
order of their chain;
- a page, address, file or folder becomes one unit that stands in the module itself;
- a label becomes a unit only when it is long, else it joins what follows it (see labels.py);
- what is hidden in Moodle is marked hidden; people, their work, quizzes and other activities are only
counted.

Nothing is fetched: what lies on other sites becomes a card with a link. What is not understood becomes a
line of the report.
"""

from learning.courses.moodle_backup.html import blocks_from_html, rich_text_from_html
from learning.courses.moodle_backup.reading import read_backup
from learning.courses.moodle_backup.refusals import BackupRefused
from learning.courses.moodle_backup.report import LABELS, Kind, Line, Report
from learning.courses.moodle_backup.structure import Backup, BackupFile, Course, Lesson, Module, Unit

__all__ = [
    "LABELS",
    "Backup",
    "BackupFile",
    "BackupRefused",
    "Course",
    "Kind",
    "Lesson",
    "Line",
    "Module",
    "Report",
    "Unit",
    "blocks_from_html",
    "read_backup",
    "rich_text_from_html",
]
