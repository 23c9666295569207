"""S3, S4, the records' part of S5, S6, S7 and S9, as they are drawn."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.reports.figures.proportions import is_too_few, said_percent, shielded, total_of
from learning.reports.figures.records import (
    Kept,
    Wait,
    changes_by_category,
    kept_at_marks,
    new_tool_share,
    people_behind,
    students_by_category,
    tags_of,
    wait_of,
    waits_by,
    waits_by_module,
)
from learning.reports.figures.rows import Change, Rows
from learning.reports.figures.shapes import Bar, Section, Table, bars_of, hidden_section
from learning.work_changes.enums import Axis, Facilitator, Obstacle


def said_students(number: int) -> str:
    return ngettext("%(number)s student", "%(number)s students", number) % {"number": number}


def said_changes(number: int) -> str:
    return ngettext("%(number)s change", "%(number)s changes", number) % {"number": number}


def new_work_section(rows: Rows, fewest: int) -> Section:
    return _new_tool_section(rows, fewest, "S3", _("Who recorded a new tool that organises the work"), Axis.WORK)


def new_care_section(rows: Rows, fewest: int) -> Section:
    return _new_tool_section(rows, fewest, "S4", _("Who recorded a new care tool"), Axis.CARE)


def _new_tool_section(rows: Rows, fewest: int, code: str, title: str, axis: str) -> Section:
    share = new_tool_share(rows, axis)
    if is_too_few(share.valid, fewest):
        return hidden_section(code, title, "B")
    head = [_("With such a record"), _("Without"), _("Students"), "%"]
    line = [share.numerator, share.others, share.valid, share.percent if share.percent is not None else ""]
    words = f"{said_percent(share.numerator, share.valid)} · {share.numerator}"
    return Section(
        code=code,
        title=title,
        source="B",
        sentences=[share.said_of(said_students(share.valid))],
        bars=[Bar(_("With such a record"), float(share.percent or 0), words)],
        tables=[Table(code.lower(), title, head, [line])],
        notes=[
            _(
                "Counted once a student, whatever the number of changes: not used before, begun within the course, and"
                " not an idea or a plan any more. Confirmed co-authors count."
            )
        ],
    )


def categories_section(rows: Rows, fewest: int) -> Section:
    title = _("In which categories the changes are")
    number = len({person for change in rows.changes for person in change.people & rows.by_id.keys()})
    if is_too_few(number, fewest):
        return hidden_section("S5", title, "B")
    tables = [_category_table(rows, fewest, axis) for axis in Axis]
    bars = [(str(line[0]), line[3]) for line in tables[0].rows[:-1]]
    words = _("%(changes)s of %(people)s")
    return Section(
        code="S5",
        title=title,
        source="B",
        sentences=[words % {"changes": said_changes(len(rows.changes)), "people": said_students(number)}],
        bars=bars_of(bars, max(changes_by_category(rows).values())) if rows.changes else [],
        tables=tables,
        notes=[
            _(
                "Changes are counted in their main category, once each. Students are counted in every category of their"
                " changes, so that their numbers add up to more than there are students. The bars show the changes in"
                " how work is organised; those in care stand in their table."
            )
        ],
    )


def _category_table(rows: Rows, fewest: int, axis: Axis) -> Table:
    codes = {category.code: category.label for category in rows.categories if category.axis == axis}
    people, changes = students_by_category(rows), changes_by_category(rows)
    students = [people[code] for code in codes]
    seen = shielded(students, fewest)
    behind = people_behind(rows, lambda change: [change.category])
    main = [changes[code] for code in codes]
    counted = shielded(main, fewest, [behind[code] for code in codes])
    lines = [[codes[code], code, some, most] for code, some, most in zip(codes, seen, counted, strict=True)]
    lines.append([_("Sum"), "", total_of(students, seen, fewest), total_of(main, counted, fewest)])
    head = [_("Category"), _("Code"), _("Students (several categories each)"), _("Changes (main category)")]
    return Table(f"s5-{axis.value}", str(axis.label), head, lines)


def kept_section(rows: Rows, fewest: int) -> Section:
    title = _("What remained after some weeks")
    marks = kept_at_marks(rows)
    reached = [mark for mark in marks if mark.reached and not is_too_few(mark.people, fewest)]
    if not reached and any(mark.reached for mark in marks):
        return hidden_section("S6", title, "B")
    head = [_("Weeks"), _("Changes that reached the mark"), _("Kept"), _("Stopped"), _("Without word"), _("Kept (%)")]
    return Section(
        code="S6",
        title=title,
        source="B",
        sentences=[_said_kept(mark) for mark in reached] or [_("No change has reached a mark yet.")],
        bars=[_kept_bar(mark) for mark in reached],
        tables=[Table("s6", title, head, [_kept_line(mark, fewest) for mark in marks])],
        notes=[
            _(
                "Kept: at the mark a follow-up says that it is tried out, adapted or part of the routine. Without word"
                " is no failure: nobody has told yet."
            )
        ],
    )


def _said_kept(mark: Kept) -> str:
    words = _("After %(weeks)s weeks: %(share)s, %(silent)s without word")
    share = mark.share.said_of(said_changes(mark.reached))
    return words % {"weeks": mark.weeks, "share": share, "silent": mark.silent}


def _kept_bar(mark: Kept) -> Bar:
    words = said_percent(mark.kept, mark.reached)
    return Bar(_("%(weeks)s weeks") % {"weeks": mark.weeks}, float(mark.share.percent or 0), words)


def _kept_line(mark: Kept, fewest: int) -> list:
    if is_too_few(mark.people, fewest):
        return [mark.weeks, None, None, None, None, ""]
    percent = mark.share.percent
    return [mark.weeks, mark.reached, mark.kept, mark.stopped, mark.silent, "" if percent is None else percent]


def wait_section(rows: Rows, fewest: int) -> Section:
    title = _("How long until the first change")
    whole = wait_of(rows)
    if is_too_few(whole.people, fewest):
        return hidden_section("S7", title, "B")
    groups = {
        "profissao": (
            _("By profession at enrolment"),
            waits_by(rows, lambda person: person.profession or _("not stated")),
        ),
        "polo": (_("By support centre at enrolment"), waits_by(rows, lambda person: person.polo or _("not stated"))),
        "modulo": (_("By module that the change comes from"), waits_by_module(rows)),
    }
    tables = [_wait_table(f"s7-{key}", label, waits, fewest) for key, (label, waits) in groups.items()]
    longest = max([wait.median or 0 for wait in groups["profissao"][1]] + [1])
    return Section(
        code="S7",
        title=title,
        source="B",
        sentences=[_said_wait(whole)],
        bars=[
            Bar(str(line[0]), 100 * float(line[3]) / longest, _("%(days)s days") % {"days": number_format(line[3], 1)})
            for line in tables[0].rows
            if isinstance(line[3], Decimal)
        ],
        tables=tables,
        notes=[_("Days from enrolment to the first change begun within the course; half of them took less.")],
    )


def _said_wait(wait: Wait) -> str:
    if wait.median is None:
        return _("No change was begun within the course yet.")
    words = _("%(days)s days in the middle (median of %(people)s of %(all)s)")
    days = number_format(_days(wait), 1)
    return words % {"days": days, "people": wait.people, "all": said_students(wait.all)}


def _days(wait: Wait) -> Decimal:
    return Decimal(str(wait.median)).quantize(Decimal("0.1"))


def _wait_table(code: str, title: str, waits: Sequence[Wait], fewest: int) -> Table:
    """A row is shown where neither its people, nor those with a change or without one, are few."""
    sizes = shielded([wait.all for wait in waits], fewest)
    found = shielded([wait.people for wait in waits], fewest)
    lines = []
    for wait, size, people in zip(waits, sizes, found, strict=True):
        is_shown = size is not None and people is not None and wait.median is not None
        lines.append(
            [wait.name or _("not stated"), people if size is not None else None, size, _days(wait) if is_shown else ""]
        )
    head = [title, _("With a change"), _("Students"), _("Median of days")]
    return Table(code, title, head, lines)


def reasons_section(rows: Rows, fewest: int) -> Section:
    title = _("What helped and what stood in the way")
    telling = [change for change in rows.changes if change.helped or change.hindered]
    people = {person for change in telling for person in change.people & rows.by_id.keys()}
    if is_too_few(len(people), fewest):
        return hidden_section("S9", title, "B")
    tables = [
        _tag_table(rows, "s9-ajudou", _("What helped"), Facilitator, fewest),
        _tag_table(rows, "s9-atrapalhou", _("What stood in the way"), Obstacle, fewest),
    ]
    bars = []
    for table, words in zip(tables, (_("Helped: %(label)s"), _("In the way: %(label)s")), strict=True):
        named = [(words % {"label": line[0]}, line[2]) for line in table.rows[:-1] if line[2] != 0]
        bars += bars_of(named, max(len(telling), 1))
    facts = {"telling": len(telling), "all": said_changes(len(rows.changes))}
    return Section(
        code="S9",
        title=title,
        source="B",
        sentences=[_("%(telling)s of %(all)s tell of it") % facts],
        bars=bars,
        tables=tables if fewest else [*tables, _tags_by_category(rows)],
        notes=[_("Each change may name several.")],
    )


def _tag_table(rows: Rows, code: str, title: str, tags: type[Facilitator] | type[Obstacle], fewest: int) -> Table:
    of = _helped if tags is Facilitator else _hindered
    counts, behind = tags_of(rows.changes, of), people_behind(rows, of)
    numbers = [counts[tag.value] for tag in tags]
    shown = shielded(numbers, fewest, [behind[tag.value] for tag in tags])
    lines = [[str(tag.label), tag.value, seen] for tag, seen in zip(tags, shown, strict=True)]
    lines.append([_("Sum"), "", total_of(numbers, shown, fewest)])
    return Table(code, title, [title, _("Code"), _("Changes")], lines)


def _helped(change: Change) -> Sequence[str]:
    return change.helped


def _hindered(change: Change) -> Sequence[str]:
    return change.hindered


def _tags_by_category(rows: Rows) -> Table:
    """One line for each category and tag that were named together."""
    labels = {category.code: category.label for category in rows.categories}
    kinds = ((_("Helped"), Facilitator, _helped), (_("In the way"), Obstacle, _hindered))
    lines = []
    for code, label in labels.items():
        changes = [change for change in rows.changes if change.category == code]
        for kind, tags, of in kinds:
            counts = tags_of(changes, of)
            lines += [[label, kind, str(tag.label), counts[tag.value]] for tag in tags if counts[tag.value]]
    head = [_("Main category"), _("Kind"), _("What"), _("Changes")]
    return Table("s9-categorias", _("By category"), head, lines)
