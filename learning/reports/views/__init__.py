from learning.reports.views.calibration import calibration, calibration_table
from learning.reports.views.copies import copy_download, copy_state, offering_copies, portfolio_copies
from learning.reports.views.figures import survey_answers, work_figures, work_figures_table
from learning.reports.views.participation import offering_participation, offering_participation_table
from learning.reports.views.surveys import survey

__all__ = [
    "calibration",
    "calibration_table",
    "copy_download",
    "copy_state",
    "offering_copies",
    "offering_participation",
    "offering_participation_table",
    "portfolio_copies",
    "survey",
    "survey_answers",
    "work_figures",
    "work_figures_table",
]
