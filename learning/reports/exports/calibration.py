"""The calibration as a table for a spreadsheet: one line for each tutor on each criterion."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from home.spreadsheets import csv_bytes
from learning.reports.queries import CalibrationRow, CriterionCalibration


def calibration_csv(criteria: list[CriterionCalibration]) -> bytes:
    """Percentages with one decimal place and a comma; empty where too few readings stand behind a number."""
    most = max((len(criterion.levels) for criterion in criteria), default=0)
    head = [
        _("Rubric"), _("Criterion"), _("Tutor"), _("Readings"), _("Mean (%)"), _("Spread"), _("Difference to all"),
        _("Highest level (%)"),
    ]  # fmt: skip
    head += [_("Level %(number)d (%%)") % {"number": number} for number in range(1, most + 1)]
    head += [_("Read twice"), _("Same level (%)"), _("Mean distance"), _("Weighted kappa")]
    return csv_bytes([head, *(line for criterion in criteria for line in _lines(criterion, most))])


def _lines(criterion: CriterionCalibration, most: int) -> Iterator[list]:
    second = criterion.second
    seconds = [second.count, _number(second.agreement), _number(second.distance), _number(second.kappa, 2)]
    yield [criterion.rubric, criterion.name, _("all"), *_numbers(criterion.everybody, most), *seconds]
    for row in criterion.tutors:
        yield [criterion.rubric, criterion.name, row.name, *_numbers(row, most)]


def _numbers(row: CalibrationRow, most: int) -> list:
    levels = [_number(share) for share in row.distribution]
    shown = [_number(value) for value in (row.mean, row.spread, row.difference, row.top)]
    return [row.count, *shown, *levels, *[""] * (most - len(levels))]


def _number(value: float | None, places: int = 1) -> str:
    return "" if value is None else f"{value:.{places}f}".replace(".", ",")
