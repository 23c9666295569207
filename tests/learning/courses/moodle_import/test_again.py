"""Importing once more: nothing twice, nothing over what somebody wrote here."""

import pytest
from wagtail.models import Page, PageLogEntry, Revision

from learning.courses.models import CourseOutline, CoursePage, LessonPage, ModulePage, ReadItem, UnitPage
from learning.courses.moodle_import import Outcome
from tests.learning.courses.moodle_import.making import book, chapter, page, run, titles, unit

pytestmark = pytest.mark.django_db


def edit(key: str, title: str, person=None, *, publish: bool = True) -> None:
    made = unit(key)
    made.title = title
    revision = made.save_revision(user=person)
    if publish:
        revision.publish(user=person, skip_permission_checks=True)


def state() -> list:
    return [
        list(Page.objects.order_by("pk").values()),
        list(CourseOutline.objects.order_by("pk").values()),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
    ]


def test_same_backup_changes_nothing(tmp_path):
    parts = [page(3), page(4, visible=0), book(5, chapter(1), chapter(2))]
    run(tmp_path, *parts)
    before = state()
    again = run(tmp_path, *parts)
    assert state() == before
    assert again.report.counts == {Outcome.SAME: 7}


def test_changed_page_is_brought_up_to_date(tmp_path):
    run(tmp_path, page(3), page(4))
    kept = unit("page-3").pk
    result = run(tmp_path, page(3, "<p>Other words</p>", name="Other"), page(4))
    changed = unit("page-3")
    assert (changed.pk, changed.title, changed.slug) == (kept, "Other", "page-3")
    assert Revision.objects.for_instance(changed).count() == 2
    assert "Other words" in ReadItem.objects.get(pk=changed.pk).segments[0][1]
    assert result.report.counts == {Outcome.CHANGED: 1, Outcome.SAME: 3}


def test_new_page_comes_in_its_place(tmp_path):
    course = run(tmp_path, page(3), page(5)).course
    run(tmp_path, page(3), page(4), page(5))
    module = course.get_children()[0]
    assert titles(module) == ["Page 3", "Page 4", "Page 5"]
    assert Page.find_problems() == ([], [], [], [], [])
    (module_row,) = CourseOutline.objects.get(pk=course.pk).outline
    assert [item["title"] for item in module_row["items"]] == ["Page 3", "Page 4", "Page 5"]


def test_order_follows_the_backup_and_own_pages_stay_behind_what_they_followed(tmp_path):
    course = run(tmp_path, page(3), page(4), page(5)).course
    module = course.get_children()[0]
    own = UnitPage(title="Ours")
    unit("page-3").add_sibling(instance=own, pos="right")
    run(tmp_path, page(5), page(3), page(4))
    assert titles(module) == ["Page 5", "Page 3", "Ours", "Page 4"]


def test_item_moves_with_all_below_to_another_section(tmp_path):
    sections = ((1, "", 1), (2, "Visits", 1))
    course = run(tmp_path, page(3, section=1), book(4, chapter(1), section=1), sections=sections).course
    run(tmp_path, page(3, section=1), book(4, chapter(1), section=2), sections=sections)
    first, second = course.get_children()
    assert (titles(first), titles(second)) == (["Page 3"], ["Book 4"])
    below = unit("book-4/chapter-1")
    assert below.url_path == f"{LessonPage.objects.get(source_key='book-4').url_path}{below.slug}/"
    assert below.url_path.startswith(second.url_path)
    assert Page.find_problems() == ([], [], [], [], [])
    assert ReadItem.objects.get(pk=below.pk).module_id == second.pk


def test_page_edited_here_is_kept_and_listed(tmp_path, editor):
    run(tmp_path, page(3), page(4))
    edit("page-3", "Our title", editor)
    result = run(tmp_path, page(3, "<p>Other words</p>"), page(4))
    assert unit("page-3").title == "Our title"
    assert [line.where for line in result.report.lines if line.kind == Outcome.EDITED_BOTH] == ["Our title"]
    again = run(tmp_path, page(3), page(4))
    assert [line.where for line in again.report.lines if line.kind == Outcome.EDITED] == ["Our title"]


@pytest.mark.parametrize("how", ["draft", "unpublished", "locked"])
def test_whatever_somebody_did_to_a_page_is_kept(tmp_path, editor, how):
    run(tmp_path, page(3))
    made = unit("page-3")
    if how == "draft":
        edit("page-3", "Our title", editor, publish=False)
    elif how == "unpublished":
        made.unpublish()
    else:
        Page.objects.filter(pk=made.pk).update(locked=True)
    before = Page.objects.filter(pk=made.pk).values().get()
    result = run(tmp_path, page(3, "<p>Other words</p>"))
    assert Page.objects.filter(pk=made.pk).values().get() == before
    assert result.report.counts[Outcome.EDITED_BOTH] == 1


def test_what_has_gone_is_unpublished_and_comes_back(tmp_path):
    run(tmp_path, page(3), page(4))
    result = run(tmp_path, page(3))
    gone = unit("page-4")
    assert (gone.live, ReadItem.objects.filter(pk=gone.pk).exists()) == (False, False)
    assert [line.where for line in result.report.lines if line.kind == Outcome.GONE] == ["Page 4"]
    assert Outcome.GONE not in run(tmp_path, page(3)).report.counts
    run(tmp_path, page(3), page(4))
    assert (unit("page-4").live, unit("page-4").pk) == (True, gone.pk)


def test_what_has_gone_stays_where_something_below_was_edited(tmp_path, editor):
    run(tmp_path, page(3), book(5, chapter(1), chapter(2)))
    edit("book-5/chapter-1", "Ours", editor)
    result = run(tmp_path, page(3))
    assert LessonPage.objects.get(source_key="book-5").live
    assert [unit(f"book-5/chapter-{number}").live for number in (1, 2)] == [True, False]
    assert result.report.counts[Outcome.GONE_KEPT] == 2


def test_course_without_new_credit_keeps_its_own(tmp_path):
    run(tmp_path, page(3), credit="OpenStax")
    assert run(tmp_path, page(3)).course.credit == "OpenStax"
    assert run(tmp_path, page(3), credit="Others").course.credit == "Others"
    assert CoursePage.objects.filter(title="Family health").count() == 1


def test_another_moodle_with_the_same_address_is_another_course(tmp_path):
    first = run(tmp_path, page(3)).course
    second = run(tmp_path, page(3), identity="c0ffee").course
    assert first.pk != second.pk
    assert ModulePage.objects.filter(source_key="section-1").count() == 2
