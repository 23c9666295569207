from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from home.spreadsheets import csv_bytes
from learning.desk.queries.matrix import Matrix
from learning.enrolment.enums import EnrolmentState


def matrix_csv(matrix: Matrix) -> bytes:
    """The matrix as a table: a student a row, for each module its percent, then the whole course."""
    return csv_bytes(_lines(matrix))


def _lines(matrix: Matrix) -> Iterator[list]:
    yield [
        _("Student"),
        _("E-mail"),
        _("Tutoring group"),
        _("Support centre"),
        _("State"),
        _("Last access"),
        *(f"{module.code} {module.title}".strip() + " (%)" for module in matrix.modules),
        _("Items done"),
        _("Items in all"),
        _("Whole course") + " (%)",
    ]
    for row in matrix.rows:
        cells, whole = row.measured
        last = timezone.localtime(row.last_learning_at).date().isoformat() if row.last_learning_at else ""
        yield [
            row.name,
            row.email,
            row.group,
            row.polo,
            EnrolmentState(row.state).label,
            last,
            *(cell.percent for cell in cells),
            whole.done_count,
            whole.total_count,
            whole.percent,
        ]
