"""What a course can say of the changes at work (domain.md d4): functions over plain rows, no query and no request.

Two sources, never in one figure: A, the answers to the survey; B, the records of changes. Only S11 sets one beside the
other, student by student.
"""

from learning.reports.figures.rows import Change, Person, Rows, SurveyAnswers
from learning.reports.figures.sections import Bar, Section, Table, all_sections

__all__ = ["Bar", "Change", "Person", "Rows", "Section", "SurveyAnswers", "Table", "all_sections"]
