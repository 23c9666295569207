"""All figures in the order in which they are read."""

from django.utils.translation import gettext as _

from learning.courses.enums import SurveyPurpose
from learning.reports.figures.answer_sections import (
    care_tool_section,
    chosen_care_section,
    chosen_categories_section,
    electives_section,
    question_of,
    work_tool_section,
)
from learning.reports.figures.answers import who_said
from learning.reports.figures.proportions import is_too_few, said_percent
from learning.reports.figures.record_sections import (
    categories_section,
    kept_section,
    new_care_section,
    new_work_section,
    reasons_section,
    wait_section,
)
from learning.reports.figures.records import Agreement, agreement_of, with_new_tool
from learning.reports.figures.rows import Rows
from learning.reports.figures.shapes import Bar, Section, Table
from learning.work_changes.enums import Axis

__all__ = ["Bar", "Section", "Table", "all_sections"]


def all_sections(rows: Rows, *, fewest: int) -> list[Section]:
    """`fewest` people must stand behind what is shown; 0 for the coordination, who reads everything.

    Empty where nobody is counted, or too few are.
    """
    if not rows.people or is_too_few(len(rows.people), fewest):
        return []
    found = [
        work_tool_section(rows, fewest),
        care_tool_section(rows, fewest),
        new_work_section(rows, fewest),
        new_care_section(rows, fewest),
        chosen_categories_section(rows, fewest),
        chosen_care_section(rows, fewest),
        categories_section(rows, fewest),
        kept_section(rows, fewest),
        wait_section(rows, fewest),
        electives_section(rows, fewest),
        reasons_section(rows, fewest),
    ]
    # A cell of it would tell a tutor, who reads the records, what single students answered.
    return found if fewest else [*found, agreement_section(rows)]


PAIRS = (
    ("s11-trabalho", SurveyPurpose.WORK_TOOL, Axis.WORK),
    ("s11-cuidado", SurveyPurpose.CARE_TOOL, Axis.CARE),
)


def agreement_section(rows: Rows) -> Section:
    tables, sentences, bars = [], [], []
    for code, purpose, axis in PAIRS:
        question = question_of(rows, purpose)
        if question is None:
            continue
        yes, no = who_said(rows, question)
        found = agreement_of(yes, no, with_new_tool(rows, axis), len(rows.people))
        same = found.said_and_recorded + found.neither
        words = _("%(axis)s: the two agree for %(percent)s (%(same)s of %(counted)s); %(unsaid)s gave no valid answer")
        percent = said_percent(same, found.counted)
        facts = {"axis": axis.label, "percent": percent, "same": same, "counted": found.counted, "unsaid": found.unsaid}
        sentences.append(words % facts)
        bars.append(Bar(str(axis.label), 100 * same / found.counted if found.counted else 0, percent))
        tables.append(_agreement_table(code, str(axis.label), found))
    return Section(
        "S11",
        _("What students say beside what they recorded"),
        "AB",
        sentences or [_("The survey has no question for it.")],
        bars,
        tables,
        [_("For judging the course and its forms, not the students. Only the coordination sees it.")],
    )


def _agreement_table(code: str, title: str, found: Agreement) -> Table:
    head = [title, _("Has such a record"), _("Has none"), _("Sum")]
    rows = [
        [_("Said yes"), found.said_and_recorded, found.said_only, found.said_and_recorded + found.said_only],
        [_("Said no"), found.recorded_only, found.neither, found.recorded_only + found.neither],
        [
            _("Sum"),
            found.said_and_recorded + found.recorded_only,
            found.said_only + found.neither,
            found.counted,
        ],
    ]
    return Table(code, title, head, rows)
