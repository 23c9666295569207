from learning.reports.queries.calibration import FEWEST, CalibrationRow, CriterionCalibration, calibration_of
from learning.reports.queries.copies import copies_of, copies_url, enrolments_with_work, export_file, files_of
from learning.reports.queries.data import portfolio_data
from learning.reports.queries.figures import ALL_CLASSES, FigureScope, Narrowing, figure_rows, figure_scope, narrowed
from learning.reports.queries.participation import class_participation, class_talk
from learning.reports.queries.surveys import SurveyPlace, SurveyTable, days_of_survey, survey_place, survey_table
from learning.reports.queries.whole import (
    Feedback,
    WholeEntry,
    WholePortfolio,
    file_of_portfolio,
    readable_portfolio,
    whole_portfolio,
)

__all__ = [
    "ALL_CLASSES",
    "FEWEST",
    "CalibrationRow",
    "CriterionCalibration",
    "Feedback",
    "FigureScope",
    "Narrowing",
    "SurveyPlace",
    "SurveyTable",
    "WholeEntry",
    "WholePortfolio",
    "calibration_of",
    "class_participation",
    "class_talk",
    "copies_of",
    "copies_url",
    "days_of_survey",
    "enrolments_with_work",
    "export_file",
    "figure_rows",
    "figure_scope",
    "file_of_portfolio",
    "files_of",
    "narrowed",
    "portfolio_data",
    "readable_portfolio",
    "survey_place",
    "survey_table",
    "whole_portfolio",
]
