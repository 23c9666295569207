"""What an editor sees before publishing: the readers' own templates, without marks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from home.pages.models import CustomImage
from learning.courses.curriculum import PAGE_TYPES
from learning.courses.enums import Scale
from learning.courses.examples import example_of
from learning.courses.forms import SurveyForm
from learning.courses.landings import render_landing_row
from learning.courses.models import CoursePage, ItemPage, ReflectionPage, SurveyPage
from learning.courses.queries.outline import CourseShape, course_shape
from learning.courses.rendered_items import CONTENT_FIELDS, render_content
from learning.courses.responses import draw_for_preview, render_preview
from learning.courses.responses.landing import render_landing
from learning.courses.rubric_drawing import rubric_table

KINDS = {model: kind for kind, model in PAGE_TYPES.items()}


@dataclass(frozen=True)
class LandingPreview:
    """What the landing page's template asks for; nobody is enrolled and no class is open in it."""

    shape: CourseShape
    kind: str
    summary: str
    search_text: str
    introduction: str
    audience: str
    hours: Decimal
    institution: str
    credit: str
    cover: dict | None
    ways: tuple = ()
    team: tuple = ()
    is_team: bool = False
    is_enrolled: bool = False
    samples: tuple = ()


def preview(request: HttpRequest, page: CoursePage | ItemPage | SurveyPage) -> HttpResponse:
    """Named by settings.COURSE_PREVIEW: page types do not import what draws them."""
    if isinstance(page, SurveyPage):
        return render(request, "learning/reports/survey.html", {"survey": page, "form": SurveyForm(page.asked)})
    if isinstance(page, CoursePage):
        return _preview_course(request, page)
    kind = KINDS[type(page)]
    content = {name: getattr(page, name) for name in CONTENT_FIELDS[kind]}
    segments = render_content(kind, content)
    _show_originals(segments)
    if isinstance(page, ReflectionPage) and (sheet := page.sheet):
        segments.append(["html", rubric_table(sheet, with_points=page.scale != Scale.DESCRIPTIVE)])
    return render_preview(request, page, kind.value, segments)


def preview_block(request: HttpRequest, name: str) -> SafeString:
    """Named by settings.BLOCK_PREVIEW: the block's example, drawn as its readers would see it."""
    return draw_for_preview(request, example_of(name))


def _show_originals(segments: list) -> None:
    """What is not published has no renditions yet: its editor sees the pictures as they were uploaded."""
    waiting = list(_waiting([payload for kind, payload in segments if kind != "html"]))
    images = CustomImage.objects.in_bulk([payload["image"] for payload in waiting])
    for payload in waiting:
        payload["jpeg"] = [[payload["width"], images[payload["image"]].file.url]]


def _waiting(value) -> Iterator[dict]:
    if isinstance(value, dict):
        if value.get("waiting"):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _waiting(part)


def _preview_course(request: HttpRequest, page: CoursePage) -> HttpResponse:
    shape = course_shape(page.slug) or CourseShape(page.pk or 0, page.slug, page.title, 0, "", "", ())
    row = render_landing_row(page) | {"kind": page.get_kind_display()}
    del row["survey"]
    _show_originals([["cover", row]])
    shape = replace(shape, title=page.title, language=row.pop("language"))
    landing = LandingPreview(shape=shape, summary=page.summary, hours=page.hours or Decimal(0), **row)
    return render_landing(request, landing)
