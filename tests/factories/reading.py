"""Published courses as their read rows, without passing through publishing: for tests of what readers see."""

from decimal import Decimal
from itertools import count

from wagtail.models import Page

from learning.courses.models import (
    CourseOutline,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReadItem,
    ReflectionPage,
    UnitPage,
)
from tests.factories.learning import course_index

_numbers = count(1)
PAGES = {
    "lesson": LessonPage,
    "unit": UnitPage,
    "reflection": ReflectionPage,
    "discussion": DiscussionPage,
}


def make_long_course(slug: str = "", modules: int = 1, items: int = 3, **fields) -> CoursePage:
    """Returns a published course of `modules` modules with `items` readings each, one hour each."""
    slug = slug or f"curso-{next(_numbers)}"
    fields = {"title": f"Curso {slug}", "hours": Decimal(modules * items), **fields}
    course = course_index().add_child(instance=CoursePage(slug=slug, **fields))
    CourseOutline.objects.create(
        course=course, slug=slug, title=course.title, summary=course.summary, hours=course.hours, search_text=""
    )
    for number in range(1, modules + 1):
        module = course.add_child(instance=ModulePage(title=f"Modulo {number}", slug=f"m{number}", code=f"M{number}"))
        write_item(module, "module", module.pk)
        for place in range(1, items + 1):
            add_item(module, f"Unidade {number}.{place}")
    rewrite(course)
    return course


def add_item(parent: Page, title: str, kind: str = "unit", *, segments: list | None = None, **fields) -> Page:
    page = parent.add_child(instance=PAGES[kind](title=title, slug=f"i{next(_numbers)}"))
    module = parent if isinstance(parent, ModulePage) else parent.get_parent()
    lesson = parent.pk if isinstance(parent, LessonPage) else None
    write_item(page, kind, module.pk, lesson_id=lesson, segments=segments, **fields)
    return page


def write_item(page: Page, kind: str, module_id: int, *, segments: list | None = None, **fields) -> ReadItem:
    course = CoursePage.objects.ancestor_of(page).first()
    values = {"hours": Decimal(1), "minutes": 5} if kind in ("unit", "reflection", "discussion") else {}
    return ReadItem.objects.create(
        page_id=page.pk,
        outline_id=course.pk,
        module_id=module_id,
        kind=kind,
        title=page.title,
        position=ReadItem.objects.filter(outline_id=course.pk).count(),
        segments=[["html", f"<p>Texto de {page.title}</p>"]] if segments is None else segments,
        **{**values, **fields},
    )


def rewrite(course: CoursePage) -> CourseOutline:
    """Writes the outline from the read rows, as publishing does."""
    row = CourseOutline.objects.get(pk=course.pk)
    rows = list(ReadItem.objects.filter(outline=row).order_by("page__path"))
    codes = dict(ModulePage.objects.values_list("pk", "code"))
    row.outline = [
        {
            "id": module.page_id,
            "code": codes[module.page_id],
            "title": module.title,
            "hours": "0",
            "items": [_item(item) for item in rows if item.module_id == module.page_id and item.kind != "module"],
        }
        for module in rows
        if module.kind == "module"
    ]
    row.rev += 1
    row.save()
    return row


def _item(row: ReadItem) -> dict:
    return {
        "id": row.page_id,
        "kind": row.kind,
        "title": row.title,
        "hours": str(row.hours),
        "minutes": row.minutes,
        "optional": row.is_optional,
        "sample": row.is_sample,
        "lesson": row.lesson_id,
    }


def units_of(course: CoursePage) -> list[int]:
    kinds = ["unit", "reflection", "discussion"]
    rows = ReadItem.objects.filter(outline_id=course.pk, kind__in=kinds)
    return list(rows.order_by("page__path").values_list("page_id", flat=True))
