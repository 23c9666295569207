"""What a course page says of itself, as its landing page takes it (CourseOutline.landing)."""

from learning.courses.models import CoursePage, SurveyPage
from learning.courses.segments import Wanted, load_sources, picture_file, render_rich_text


def render_landing_row(course: CoursePage) -> dict:
    wanted = Wanted(images={course.cover_id} - {None})
    wanted.add_rich_text(course.introduction)
    sources = load_sources(wanted)
    return {
        "kind": course.kind,
        "search_text": course.search_description,
        "introduction": render_rich_text(course.introduction, sources),
        "audience": course.audience,
        "institution": course.institution,
        "credit": course.credit,
        "language": course.content_language,
        "cover": picture_file(course.cover_id, sources),
        "survey": _survey(course),
    }


def _survey(course: CoursePage) -> dict | None:
    """When the course's public survey opens and closes, in days before and after the end of a class."""
    surveys = SurveyPage.objects.child_of(course).live()
    return surveys.values("id", "title", "opens_before_days", "closes_after_days").first()
