"""Counting what a backup holds and an import leaves out: people, what they did, quizzes and other
activities.
"""

import re

from learning.courses.moodle_backup.records import count_elements
from learning.courses.moodle_backup.report import Kind

# Member of the archive -> {element with an id: what it counts as}.
COUNTED = (
    (r"users\.xml", {"user": Kind.USERS}),
    (r"groups\.xml", {"group": Kind.GROUPS}),
    (r"badges\.xml", {"badge": Kind.BADGES}),
    (r"questions\.xml", {"question": Kind.QUESTIONS}),
    (r"course/enrolments\.xml", {"enrolment": Kind.ENROLMENTS}),
    (r"course/completiondata\.xml|completion\.xml", {"coursecompletion": Kind.COMPLETIONS}),
    (r"(?:course|activities/[^/]+)/comments\.xml", {"comment": Kind.COMMENTS}),
    (r"(?:course|activities/[^/]+)/calendar\.xml", {"event": Kind.EVENTS}),
    (r"activities/[^/]+/completion\.xml", {"completion": Kind.COMPLETIONS}),
    (r"activities/[^/]+/grades\.xml", {"grade_grade": Kind.GRADES}),
    (r"activities/[^/]+/forum\.xml", {"discussion": Kind.DISCUSSIONS, "post": Kind.POSTS}),
    (r"activities/[^/]+/assign\.xml", {"submission": Kind.SUBMISSIONS}),
    (r"activities/[^/]+/workshop\.xml", {"submission": Kind.SUBMISSIONS}),
    (r"activities/[^/]+/(?:quiz|lesson|scorm|h5pactivity)\.xml", {"attempt": Kind.ATTEMPTS}),
    (r"activities/[^/]+/(?:choice|survey)\.xml", {"answer": Kind.ANSWERS}),
    (r"activities/[^/]+/feedback\.xml", {"completed": Kind.ANSWERS}),
    (r"activities/[^/]+/glossary\.xml", {"entry": Kind.ENTRIES}),
    (r"activities/[^/]+/data\.xml", {"record": Kind.ENTRIES}),
)
PATTERNS = tuple((re.compile(pattern), counted) for pattern, counted in COUNTED)


def note_left_out(archive, sections, imported_kinds, report):
    """Adds to the report what the archive holds of people and of activities whose kind is not in
    `imported_kinds`.
    """
    # Streamed like all XML: a class's forums may be larger than its course.
    for name in sorted(archive.sizes):
        for pattern, counted in PATTERNS:
            if pattern.fullmatch(name):
                _count(archive, name, counted, report)
    for section in sections:
        for activity in section.activities:
            if activity.kind not in imported_kinds:
                kind = Kind.QUIZZES if activity.kind == "quiz" else Kind.ACTIVITIES
                report.add(kind, where=activity.kind, text=activity.title)


def _count(archive, name, counted, report):
    for tag, count in count_elements(archive, name, counted).items():
        report.add(counted[tag], where=name, count=count)
