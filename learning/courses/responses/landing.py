"""A course's landing page: what it is, how it is made up, who teaches it, and the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.accounts.economy import wants_economy
from learning.courses.responses.body import ready_picture
from learning.courses.responses.catalogue import hours_words
from learning.courses.responses.pages import name_of
from learning.courses.responses.rows import foreign_language, time_words


def render_landing(request: HttpRequest, landing, refused: dict | None = None) -> HttpResponse:
    """Draws the page; `landing` is desk's CourseLanding. `refused` {offering_id, error, code} says what an
    enrolment that was just tried met, and keeps the code that was typed."""
    modules = [
        {
            "name": name_of(module),
            "items": [(item, time_words(max(item.minutes, round(item.hours * 60)))) for item in module.items],
        }
        for module in landing.shape.modules
    ]
    is_inside = landing.is_enrolled or landing.is_team
    values = {
        "landing": landing,
        "course": landing.shape,
        "language": foreign_language(landing.shape),
        "modules": modules,
        "is_long": landing.shape.item_count > 60,
        "is_inside": is_inside,
        "cover": ready_picture(landing.cover, wants_economy(request)),
        "hours": hours_words(landing.hours),
        "refused": refused or {},
    }
    return render(request, "learning/courses/course.html", values, status=422 if refused else 200)
