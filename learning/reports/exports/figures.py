"""Tables of figures, and answers to a survey, for a spreadsheet."""

from decimal import Decimal

from django.utils.translation import gettext as _

from learning.progress.exports import csv_bytes
from learning.reports.figures import Table
from learning.reports.queries import SurveyTable


def figures_csv(table: Table) -> bytes:
    """As the page shows it: what is hidden there is hidden here. Percentages have one decimal place and a comma."""
    return csv_bytes([table.head, *([_cell(cell) for _name, cell in row] for row in table.shown_rows)])


def _cell(cell: str | int | Decimal) -> str | int:
    return f"{cell:.1f}".replace(".", ",") if isinstance(cell, Decimal) else cell


def survey_csv(table: SurveyTable) -> bytes:
    head = [_("Tutoring group"), _("Support centre at enrolment"), _("Profession at enrolment")]
    head += [f"{question.code}: {question.text}" for question in table.questions]
    return csv_bytes([head, *([*about, *answers] for *about, answers in table.rows)])
