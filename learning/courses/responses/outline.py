"""The outline of a course with a reader's marks."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext

from learning.courses.caches import RevisionCache
from learning.courses.queries.outline import CourseShape, ItemShape, ModuleShape
from learning.courses.responses.pages import ROWS, name_of
from learning.courses.responses.rows import foreign_language, outline_rows

# A longer course lists the items of one module at a time.
LONG_COURSE = 150
# About 1 kB a head.
_heads = RevisionCache(size=2048)


def render_outline(request: HttpRequest, context) -> HttpResponse:
    """Draws the outline; `context` is desk's OutlineContext."""
    course, enrolment = context.course, context.enrolment
    resume = enrolment and course.continue_at(enrolment.resume_item_id, context.done)
    opened = _opened(course, context.opened_id, resume)
    standing = context.course_standing() if enrolment else None
    values = {
        "study": context,
        "course": course,
        "language": foreign_language(course),
        "resume": resume,
        "has_begun": bool(enrolment and (enrolment.resume_item_id or context.done)),
        "resume_module": resume and course.module(resume.module_id),
        "standing": standing,
        "words": standing and progress_words(standing.done, standing.total),
        "modules": mark_safe("".join(_modules(context, opened))),
    }
    return render(request, "learning/courses/outline.html", values)


def progress_words(done: int, total: int) -> str:
    """Returns "2 of 6 done, 4 to go" in words that a person would use."""
    if not total:
        return gettext("nothing to mark here")
    if done >= total:
        return gettext("all done")
    if not done:
        return ngettext("%(count)d item, not begun", "%(count)d items, not begun", total) % {"count": total}
    left = total - done
    words = ngettext("%(done)d of %(total)d done, %(left)d to go", "%(done)d of %(total)d done, %(left)d to go", left)
    return words % {"done": done, "total": total, "left": left}


def _opened(course: CourseShape, asked: int | None, resume: ItemShape | None) -> ModuleShape | None:
    """Returns the one module whose items are listed, or None where all are."""
    if asked is None and course.item_count <= LONG_COURSE:
        return None
    first = course.modules[0] if course.modules else None
    return course.module(asked) or (resume and course.module(resume.module_id)) or first


def _modules(context, opened: ModuleShape | None) -> Iterator[str]:
    for module in context.course.modules:
        standing = context.module_standing(module) if context.enrolment else None
        is_listed = opened is None or opened.id == module.id
        head = _head_of(context.course, module, standing, is_listed)
        yield head.replace(ROWS, outline_rows(context.course, module, context.done)) if is_listed else head


def _head_of(course: CourseShape, module: ModuleShape, standing, is_listed: bool) -> str:
    """Returns a module of the outline without its rows: the same for everyone who is as far in it."""
    key = (module.id, get_language(), standing, is_listed)
    head = _heads.get(key, course.rev)
    return head or _heads.put(key, course.rev, _draw_head(course, module, standing, is_listed))


def _draw_head(course: CourseShape, module: ModuleShape, standing, is_listed: bool) -> str:
    values = {
        "module": module,
        "name": name_of(module),
        "language": foreign_language(course),
        "open_url": f"{course.url}?modulo={module.id}#modulo-{module.id}",
        "words": _module_words(module, standing),
        "standing": standing,
        "is_listed": is_listed,
        "rows": ROWS if module.items else "",
    }
    return render_to_string("learning/courses/_outline_module.html", values)


def _module_words(module: ModuleShape, standing) -> str:
    """Returns how far she is in it or, for the staff, how much it holds. Of nothing there is nothing to count."""
    count = len(module.doable)
    if not count:
        return ""
    if standing:
        return progress_words(standing.done, standing.total)
    return ngettext("%(count)d item", "%(count)d items", count) % {"count": count}
