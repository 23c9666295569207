"""S1, S2, the survey's part of S5, and S8, as they are drawn."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.courses.enums import SurveyPurpose
from learning.courses.survey_questions import Question
from learning.reports.figures.answers import Chosen, chosen_by, chosen_of, yes_share
from learning.reports.figures.proportions import (
    Proportion,
    is_too_few,
    percent_of,
    said_percent,
    shielded,
    total_of,
)
from learning.reports.figures.rows import Person, Rows
from learning.reports.figures.shapes import Bar, Section, Table, bars_of, hidden_section


def question_of(rows: Rows, purpose: str) -> Question | None:
    return rows.survey.question_for(purpose) if rows.survey else None


def no_question(code: str, title: str, purpose: str) -> Section:
    words = _("No public survey of this course has a question that counts as “%(purpose)s”.")
    return Section(code, title, "A", sentences=[words % {"purpose": SurveyPurpose(purpose).label}])


def work_tool_section(rows: Rows, fewest: int) -> Section:
    title = _("Who took up a new tool that organises the work")
    return _yes_section(rows, fewest, ("S1", title, SurveyPurpose.WORK_TOOL), short=False)


def care_tool_section(rows: Rows, fewest: int) -> Section:
    title = _("Who took up a new care tool")
    return _yes_section(rows, fewest, ("S2", title, SurveyPurpose.CARE_TOOL), short=True)


def _yes_section(rows: Rows, fewest: int, named: tuple[str, str, str], *, short: bool) -> Section:
    code, title, purpose = named
    question = question_of(rows, purpose)
    if question is None:
        return no_question(code, title, purpose)
    share = yes_share(rows, question)
    if is_too_few(share.valid, fewest):
        return hidden_section(code, title, "A")
    return Section(
        code=code,
        title=title,
        source="A",
        sentences=[share.said_of_answers(short=short)],
        bars=_yes_bars(share) if share.valid else [],
        tables=[_yes_table(rows, question, code.lower())],
        notes=[_("Question %(code)s: %(text)s") % {"code": question.code, "text": question.text}],
    )


def _yes_bars(share: Proportion) -> list[Bar]:
    sides = ((_("Yes"), share.numerator), (_("No"), share.others))
    return [
        Bar(label, float(percent_of(number, share.valid) or 0), f"{said_percent(number, share.valid)} · {number}")
        for label, number in sides
    ]


def _yes_table(rows: Rows, question: Question, code: str) -> Table:
    head = [
        _("Who"), _("Yes"), _("No"), _("Valid answers"), _("Without an answer"), _("Prefer not to answer"),
        _("Survey not sent"), _("Yes (%)"),
    ]  # fmt: skip
    parts = {group: part for group, part in _by_group(rows).items()} if len(_by_group(rows)) > 1 else {}
    lines = [_yes_line(_("All"), rows, question)]
    lines += [_yes_line(group, part, question) for group, part in parts.items()]
    return Table(code, _("Answers by tutoring group"), head, lines)


def _yes_line(name: str, rows: Rows, question: Question) -> list:
    share = yes_share(rows, question)
    unsent = len(rows.people) - len(rows.respondents)
    return [name, share.numerator, share.others, share.valid, share.blank, share.refused, unsent, share.percent or ""]


def _by_group(rows: Rows) -> dict[str, Rows]:
    groups: dict[str, list[Person]] = {}
    for person in rows.people:
        groups.setdefault(person.group or _("without a group"), []).append(person)
    return {
        name: Rows(people, rows.changes, rows.survey, rows.categories, rows.today)
        for name, people in sorted(groups.items())
    }


def chosen_categories_section(rows: Rows, fewest: int) -> Section:
    title = _("Which new tools students name")
    return _chosen_section(rows, fewest, ("S5", title, SurveyPurpose.WORK_CATEGORIES), "s5-questionario")


def chosen_care_section(rows: Rows, fewest: int) -> Section:
    title = _("Which new care tools students name")
    return _chosen_section(rows, fewest, ("S5", title, SurveyPurpose.CARE_CATEGORIES), "s5-questionario-cuidado")


def electives_section(rows: Rows, fewest: int) -> Section:
    title = _("Why students chose their electives")
    section = _chosen_section(rows, fewest, ("S8", title, SurveyPurpose.ELECTIVES), "s8")
    question = question_of(rows, SurveyPurpose.ELECTIVES)
    # Reasons by profession are small groups of small groups: for the coordination alone.
    if question is None or fewest or not section.tables:
        return section
    by_profession = _table_by(rows, question, lambda person: person.profession or _("not stated"))
    return Section(**{**vars(section), "tables": [*section.tables, by_profession]})


def _chosen_section(rows: Rows, fewest: int, named: tuple[str, str, str], table: str) -> Section:
    code, title, purpose = named
    question = question_of(rows, purpose)
    if question is None:
        return no_question(code, title, purpose)
    chosen = chosen_of(rows, question)
    if is_too_few(chosen.answers, fewest):
        return hidden_section(code, title, "A")
    labels = {option.code: option.label for option in question.options}
    counts = [chosen.counts[option] for option in labels]
    shown = shielded(counts, fewest)
    total = total_of(counts, shown, fewest)
    lines = [
        [label, option, seen, "" if seen is None else percent_of(seen, chosen.answers) or ""]
        for (option, label), seen in zip(labels.items(), shown, strict=True)
    ]
    head = [_("Choice"), _("Code"), _("Students"), _("Share of who answered (%)")]
    return Section(
        code=code,
        title=title,
        source="A",
        sentences=[_said_answers(chosen)],
        bars=bars_of(list(zip(labels.values(), shown, strict=True)), chosen.answers) if chosen.answers else [],
        tables=[Table(table, title, head, [*lines, [_("Choices in all"), "", total, ""]])],
        notes=_why_more(chosen, total, question),
    )


def _said_answers(chosen: Chosen) -> str:
    words = ngettext("%(number)s student answered", "%(number)s students answered", chosen.answers)
    proportion = Proportion(0, chosen.answers, chosen.blank, chosen.refused)
    return _("%(answered)s; %(rest)s") % {
        "answered": words % {"number": chosen.answers},
        "rest": proportion.said_rest(),
    }


def _why_more(chosen: Chosen, total: int | None, question: Question) -> list[str]:
    notes = [_("Question %(code)s: %(text)s") % {"code": question.code, "text": question.text}]
    if total is not None and total > chosen.answers:
        words = _(
            "The choices add up to %(total)s, more than the %(answers)s students who answered: each may choose several."
        )
        notes.append(words % {"total": total, "answers": chosen.answers})
    return notes


def _table_by(rows: Rows, question: Question, of: Callable[[Person], str]) -> Table:
    found = chosen_by(rows, question, of)
    lines = [[option.label, *(counts[option.code] for counts in found.values())] for option in question.options]
    head = [_("Choice"), *found]
    return Table(
        "s8-profissoes", _("By profession at enrolment"), head, lines, note=_("Each student may choose several.")
    )
