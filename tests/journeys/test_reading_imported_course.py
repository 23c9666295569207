"""Reading a production course that nobody here wrote: a backup of 2,342 pages, on a phone."""

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from learning.courses.models import CoursePage, ReadItem
from tests.journeys import steps
from tests.journeys.windows import Person, barriers, visiting

BACKUP = settings.SHARED_FOLDER / "data" / "moodle" / "raise-algebra1.mbz"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not BACKUP.is_file(), reason="the shared Moodle backups are not here"),
]


@pytest.fixture
def course(demo_site):
    before = set(CoursePage.objects.values_list("pk", flat=True))
    call_command("import_moodle", str(BACKUP), offering=True, by="coordenacao@example.org", verbosity=0)
    return CoursePage.objects.exclude(pk__in=before).get()


@pytest.fixture
def hard_page(course):
    """A reading with formulas in its text and a table, and another reading behind it."""
    readings = ReadItem.objects.filter(outline=course.pk, kind="unit").order_by("pk")
    return next(row.pk for row in readings if "<math" in str(row.segments) and "table" in dict(row.segments))


def test_reading_the_imported_course(chromium, demo_site, course, hard_page):
    with visiting(chromium, demo_site, Person("berenice@example.org")) as page:
        steps.enrol(page, course.slug)
        assert page.locator(".outline__module").count() == 11
        found = barriers(page)
        steps.follow(page, page.locator(".outline__more a").last)
        assert page.locator(".outline__items a").count() > 10
        found += barriers(page)
        page.goto(f"/curso/{course.slug}/{hard_page}/")
        expect(page.locator("article math").first).to_be_visible()
        expect(page.locator("article table").first).to_be_visible()
        found += barriers(page)
        title = page.locator("h1").inner_text()
        steps.press(page, "/lida/")
        expect(page.locator("h1")).not_to_have_text(title)
        page.goto(f"/curso/{course.slug}/{hard_page}/")
        expect(page.locator('form[action$="/lida/"]')).to_have_count(0)
        page.goto("/inicio/")
        expect(page.locator("main")).to_contain_text(course.title)
    assert not found
