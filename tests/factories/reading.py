"""Published courses as their read rows, without passing through publishing: for tests of what readers see."""

from decimal import Decimal
from itertools import count

from django.contrib.contenttypes.models import ContentType
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
        add_units(module, [f"Unidade {number}.{place}" for place in range(1, items + 1)])
    rewrite(course)
    return course


def add_units(module: ModulePage, titles: list[str]) -> None:
    """Readings of a module that has none yet, all at once: Wagtail's way takes thirty times as long for each."""
    page_type = ContentType.objects.get_for_model(UnitPage)
    pages = []
    for place, title in enumerate(titles, start=1):
        slug, path = f"i{next(_numbers)}", Page._get_path(module.path, module.depth + 1, place)
        pages.append(
            Page(
                title=title,
                draft_title=title,
                slug=slug,
                url_path=f"{module.url_path}{slug}/",
                path=path,
                depth=module.depth + 1,
                content_type=page_type,
                locale_id=module.locale_id,
            )
        )
    Page.objects.bulk_create(pages)
    Page.objects.filter(pk=module.pk).update(numchild=len(pages))
    for page in pages:
        UnitPage(page_ptr=page).save_base(raw=True)
    outline = CoursePage.objects.ancestor_of(module).get()
    known = ReadItem.objects.filter(outline_id=outline.pk).count()
    rows = [_row(page, "unit", module.pk, outline.pk, place) for place, page in enumerate(pages, start=known)]
    ReadItem.objects.bulk_create(rows)


def add_item(parent: Page, title: str, kind: str = "unit", *, segments: list | None = None, **fields) -> Page:
    page = parent.add_child(instance=PAGES[kind](title=title, slug=f"i{next(_numbers)}"))
    module = parent if isinstance(parent, ModulePage) else parent.get_parent()
    lesson = parent.pk if isinstance(parent, LessonPage) else None
    write_item(page, kind, module.pk, lesson_id=lesson, segments=segments, **fields)
    return page


def write_item(page: Page, kind: str, module_id: int, **fields) -> ReadItem:
    outline = CoursePage.objects.ancestor_of(page).get()
    position = ReadItem.objects.filter(outline_id=outline.pk).count()
    row = _row(page, kind, module_id, outline.pk, position, **fields)
    row.save(force_insert=True)
    return row


def _row(page: Page, kind: str, module_id: int, outline_id: int, position: int, *, segments=None, **fields) -> ReadItem:
    values = {"hours": Decimal(1), "minutes": 5} if kind in ("unit", "reflection", "discussion") else {}
    return ReadItem(
        page_id=page.pk,
        outline_id=outline_id,
        module_id=module_id,
        kind=kind,
        title=page.title,
        position=position,
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
