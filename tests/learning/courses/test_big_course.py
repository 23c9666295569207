"""A course as big as a real one of 2,342 units: its rows are written at once and quickly."""

import json
import time

import pytest
from wagtail.models import Page

from learning.courses.actions import rewrite_course, write_read_rows
from learning.courses.models import CourseOutline, CoursePage, LessonPage, ModulePage, UnitPage
from tests.factories.courses import block
from tests.factories.learning import course_index

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MODULES, LESSONS, UNITS = 11, 23, 9


def fill(course: CoursePage) -> None:
    """Rows straight into the tree: Wagtail's own way takes a minute for so many."""
    for m in range(MODULES):
        module = course.add_child(instance=ModulePage(title=f"Módulo {m}", slug=f"m{m}"))
        for n in range(LESSONS):
            lesson = module.add_child(instance=LessonPage(title=f"Aula {n}", slug=f"a{n}"))
            lesson.add_child(instance=UnitPage(title="Leitura 0", slug="u0", body=body(course.pk, m, n)))
            first = lesson.get_first_child().specific
            units = []
            for number in range(1, UNITS):
                unit = UnitPage(title=f"Leitura {number}", slug=f"u{number}", body=body(first.pk, m * n, number))
                unit.path = lesson.path + UnitPage._int2str(number + 1).rjust(4, "0")
                unit.depth, unit.url_path = lesson.depth + 1, f"{lesson.url_path}u{number}/"
                unit.content_type, unit.locale, unit.draft_title = first.content_type, first.locale, unit.title
                units.append(unit)
            for unit in units:
                unit.save_base(raw=False)
            Page.objects.filter(pk=lesson.pk).update(numchild=UNITS)


def body(target: int, a: int, b: int) -> str:
    text = f'<p>{"uma palavra depois da outra " * 150}<a linktype="page" id="{target}">adiante</a></p>'
    formula = f'<p>Taxa <embed embedtype="formula" latex="\\frac{{{a}}}{{{b}}} + x^{{{a}}}"/>.</p>'
    return json.dumps([block("rich_text", text + formula), block("think", {"question": "E você?", "hint": ""})])


def test_rows_of_a_big_course_take_seconds(db):
    course = course_index().add_child(instance=CoursePage(title="Grande", slug="grande"))
    fill(course)
    start = time.perf_counter()
    rewrite_course(course)
    whole = time.perf_counter() - start
    assert CourseOutline.objects.get(pk=course.pk).items.count() == MODULES + MODULES * LESSONS * (UNITS + 1)
    start = time.perf_counter()
    write_read_rows([UnitPage.objects.descendant_of(course).first()])
    single = time.perf_counter() - start
    print(f"\nwhole {whole:.1f} s, one page {single:.2f} s")
    assert whole < 30
    assert single < 2
