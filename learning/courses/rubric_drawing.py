"""A rubric as ready HTML: the table that everybody reads, and the form in which levels are chosen on it.

Both are rendered once for a sheet and a language; the form is then filled with what was chosen (see home.prepared).
"""

import functools
from collections.abc import Collection
from decimal import Decimal
from html import escape

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.prepared.skeletons import MARK
from learning.courses.enums import Scale
from learning.courses.rubric_sheets import Choices, Criterion, Marking, Sheet

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NO_POINTS = Marking(Scale.DESCRIPTIVE, Decimal(0), 0)


def rubric_table(sheet: Sheet | None, *, with_points: bool) -> SafeString:
    """`with_points` False: weights and points are left out, since no number is given."""
    return _table(get_language(), sheet, with_points) if sheet else mark_safe("")


@functools.lru_cache(maxsize=256)
def _table(language: str, sheet: Sheet, with_points: bool) -> SafeString:
    context = {"sheet": sheet, "with_points": with_points and sheet.gives_points, "columns": _common_labels(sheet)}
    return render_to_string("learning/courses/rubric.html", context)


def _common_labels(sheet: Sheet) -> list[str]:
    """The levels' names where all criteria have the same, for the table's head."""
    labels = {tuple(level.label for level in criterion.levels) for criterion in sheet.criteria}
    return list(labels.pop()) if len(labels) == 1 else []


def rubric_form(
    sheet: Sheet, name: str, choices: Choices, *, own: Choices | None = None, marking: Marking | None = None,
    missing: Collection[str] = (),
) -> SafeString:  # fmt: skip
    """The radio buttons and words of a sheet. With `marking` it is the tutor's: she may ask to go deeper.

    `own` is what the student chose herself; `missing` are the keys of criteria that still need a level.
    """
    skeleton = _form_skeleton(get_language(), sheet, name, marking)
    values = {"result": result_words(sheet, choices, marking or NO_POINTS)}
    for number, criterion in enumerate(sheet.criteria):
        values |= _row_values(_letter(number), criterion, choices, own or {}, criterion.key in missing)
    # An editor's own words may look like a mark: they stay as they are.
    return mark_safe(MARK.sub(lambda mark: values.get(mark[1], mark[0]), skeleton))


@functools.lru_cache(maxsize=256)
def _form_skeleton(language: str, sheet: Sheet, name: str, marking: Marking | None) -> str:
    shown = marking or NO_POINTS
    context = {
        "name": name,
        "rows": [(_letter(number), criterion, _levels(criterion)) for number, criterion in enumerate(sheet.criteria)],
        "is_tutors": marking is not None,
        "marking": shown,
        "counts": shown.scale != Scale.DESCRIPTIVE,
        "total": sheet.total,
        "words": {"passed": _("passed"), "not_yet": _("not yet")},
    }
    return render_to_string("learning/courses/rubric_form.html", context)


def _levels(criterion: Criterion) -> list[tuple]:
    return [(_letter(place), level, criterion.weight * level.points) for place, level in enumerate(criterion.levels)]


def _row_values(letter: str, criterion: Criterion, choices: Choices, own: Choices, is_missing: bool) -> dict[str, str]:
    row, hers = choices.get(criterion.key, {}), own.get(criterion.key, {})
    values = {
        f"none_{letter}": "" if criterion.level(row.get("level", "")) else " checked",
        f"word_{letter}": escape(row.get("word", "")),
        f"deepen_{letter}": " checked" if row.get("deepen") else "",
        f"error_{letter}": _note(_("Choose a level here."), "field__error") if is_missing else "",
        f"own_{letter}": _note(_("The student writes: %s") % hers["word"], "meta") if hers.get("word") else "",
    }
    for place, level in enumerate(criterion.levels):
        mark = f"{letter}_{_letter(place)}"
        values[f"level_{mark}"] = " checked" if row.get("level") == level.key else ""
        values[f"hers_{mark}"] = _pill(_("the student's choice")) if hers.get("level") == level.key else ""
    return values


def _letter(number: int) -> str:
    """A name for a mark, which takes letters alone: a, b, … z, ba, bb, …"""
    tens, ones = divmod(number, len(LETTERS))
    return (_letter(tens) if tens else "") + LETTERS[ones]


def _note(text: str, kind: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>'


def _pill(text: str) -> str:
    return f' <span class="pill pill--sky">{escape(text)}</span>'


def result_words(sheet: Sheet, choices: Choices, marking: Marking) -> str:
    """The grade, or whether it passes; a dash while a level is missing."""
    grade, passed = marking.grade(sheet, choices), marking.passed(sheet, choices)
    if grade is not None:
        return localize(grade)
    return {None: "–", True: _("passed"), False: _("not yet")}[passed]


def rubric_hidden(name: str, choices: Choices) -> SafeString:
    """The same choices as hidden fields, for a form that carries them on."""
    fields = [(f"{name}-{key}", row.get("level", "")) for key, row in choices.items()]
    fields += [(f"{name}-{key}-word", row["word"]) for key, row in choices.items() if row.get("word")]
    fields += [(f"{name}-{key}-deepen", "on") for key, row in choices.items() if row.get("deepen")]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)
