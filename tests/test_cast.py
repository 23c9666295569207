import pytest
from wagtail.models import Page

from learning.courses.models import CourseOutline
from learning.enrolment.models import Enrolment


def test_small_course_lies_in_the_database_with_its_rows(parts):
    outline = CourseOutline.objects.get(slug="aprender")
    assert [module["code"] for module in outline.outline] == ["M1", "M2"]
    assert [item["id"] for item in outline.outline[1]["items"]] == [
        parts.lesson.id,
        parts.third_unit.id,
        parts.optional_unit.id,
        parts.discussion.id,
    ]
    assert outline.outline[1]["items"][1]["lesson"] == parts.lesson.id
    assert outline.outline[1]["items"][3]["lesson"] is None


@pytest.mark.django_db(transaction=True)
def test_committing_test_sees_the_course():
    assert Page.objects.filter(slug="aprender").exists()


@pytest.mark.django_db(transaction=True)
def test_course_is_back_after_a_committing_test(course, student, tutor, coordinator):
    assert Enrolment.objects.get().student == student
