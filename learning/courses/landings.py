"""What a course page says of itself, as its landing page takes it (CourseOutline.landing)."""

from learning.courses.models import CoursePage
from learning.courses.segments import Wanted, load_sources, picture_file, render_rich_text


def render_landing_row(course: CoursePage) -> dict:
    wanted = Wanted(images={course.cover_id} - {None})
    wanted.add_rich_text(course.introduction)
    sources = load_sources(wanted)
    return {
        "kind": course.kind,
        "introduction": render_rich_text(course.introduction, sources),
        "audience": course.audience,
        "institution": course.institution,
        "credit": course.credit,
        "cover": picture_file(course.cover_id, sources),
    }
