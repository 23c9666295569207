"""A backup becomes pages as Wagtail itself would have made them."""

import pytest
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from learning.courses.models import CourseOutline, LessonPage, ModulePage, ReadItem, UnitPage
from learning.courses.moodle_backup import BackupRefused
from tests.factories.learning import EnrolmentFactory, OfferingFactory
from tests.learning.courses.moodle_import.making import (
    PDF,
    book,
    chapter,
    page,
    run,
    spoil_last_member,
    titles,
    unit,
    with_files,
)

pytestmark = pytest.mark.django_db


def test_tree_follows_the_backup(tmp_path):
    course = run(
        tmp_path,
        page(3, section=1),
        book(4, chapter(2, pagenum=2), chapter(1, pagenum=1), section=2),
        page(5, section=2),
        sections=((1, "", 1), (2, "Visits", 1)),
    ).course
    assert titles(course) == ["Family health", "Visits"]
    visits = ModulePage.objects.get(title="Visits")
    assert [type(each.specific) for each in visits.get_children()] == [LessonPage, UnitPage]
    assert titles(LessonPage.objects.get(title="Book 4")) == ["Chapter 1", "Chapter 2"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_are_public_and_have_a_revision_that_can_be_edited(tmp_path):
    run(tmp_path, page(3))
    made = unit("page-3")
    assert made.live
    assert not made.has_unpublished_changes
    assert made.first_published_at is not None
    assert made.latest_revision_id == made.live_revision_id
    draft = made.get_latest_revision_as_object()
    assert (draft.title, draft.body.raw_data[0]) == (made.title, made.body.raw_data[0])
    draft.save_revision().publish()
    assert unit("page-3").get_url_parts()[2].startswith("/curso/family-health/")


def in_language(code: str) -> dict:
    return {"course/course.xml": f'<course id="7"><fullname>Family health</fullname><lang>{code}</lang></course>'}


@pytest.mark.parametrize(
    ("code", "language"), [("en_us", "en"), ("es", "es"), ("pt_br", "pt-br"), ("", "pt-br"), ("xx", "pt-br")]
)
def test_course_is_in_the_language_that_its_backup_names(tmp_path, code, language):
    assert run(tmp_path, page(3), extra=in_language(code)).course.content_language == language


def test_language_that_no_backup_names_stays_what_the_editor_chose(tmp_path):
    course = run(tmp_path, page(3)).course
    course.content_language = "en"
    course.save_revision().publish()
    assert run(tmp_path, page(3, "<p>Other words</p>")).course.content_language == "en"


def test_addresses_are_unique_among_siblings(tmp_path):
    course = run(tmp_path, page(3, name="Same"), page(4, name="Same"), page(5, name="日本")).course
    slugs = [each.slug for each in course.get_children()[0].get_children()]
    assert slugs[:2] == ["same", "same-2"]
    assert len(set(slugs)) == 3


def test_hidden_pages_are_drafts_with_their_text(tmp_path):
    run(tmp_path, page(3, visible=0))
    made = unit("page-3")
    assert (made.live, made.has_unpublished_changes, made.live_revision) == (False, True, None)
    assert "Words" in made.get_latest_revision_as_object().body.raw_data[0]["value"]
    assert not ReadItem.objects.filter(pk=made.pk).exists()


def test_readers_rows_are_written(tmp_path, client, stranger):
    course = run(tmp_path, page(3), page(4, visible=0)).course
    outline = CourseOutline.objects.get(pk=course.pk)
    assert [[item["title"] for item in module["items"]] for module in outline.outline] == [["Page 3"]]
    EnrolmentFactory(student=stranger, offering=OfferingFactory(course=course))
    client.force_login(stranger)
    assert "Words" in client.get(unit("page-3").reading_address).content.decode()


def test_history_says_that_it_was_imported(tmp_path):
    run(tmp_path, page(3))
    entry = PageLogEntry.objects.get(page=unit("page-3").pk)
    assert (entry.action, str(entry.message)) == ("learning.page_import", "Imported from a Moodle backup")


def test_links_lead_to_our_pages(tmp_path):
    link = '<p><a href="$@PAGEVIEWBYID*4@$">next</a> <a href="$@PAGEVIEWBYID*99@$">gone</a></p>'
    run(tmp_path, page(3, link), page(4))
    target = unit("page-4")
    assert unit("page-3").body.raw_data[0]["value"] == f'<p><a linktype="page" id="{target.pk}">next</a> gone</p>'
    references = ReferenceIndex.get_references_to(target)
    assert [reference.object_id for reference in references] == [str(unit("page-3").pk)]


def test_pages_are_found_in_the_admins_search(tmp_path):
    run(tmp_path, page(3, name="Territory"))
    assert [found.pk for found in Page.objects.search("Territory")] == [unit("page-3").pk]


def test_formulas_that_cannot_be_read_are_shown_as_written(tmp_path):
    result = run(tmp_path, page(3, r"<p>so \(x^2\) and \(\frac{1}{\) here</p>"))
    html = unit("page-3").body.raw_data[0]["value"]
    assert 'latex="x^2"' in html
    assert r"\frac{1}{ here" in html
    assert result.report.counts["formula"] == 1
    unit("page-3").get_latest_revision().publish()


def test_titles_are_cut_to_their_column(tmp_path):
    run(tmp_path, page(3, name="word " * 80))
    assert len(unit("page-3").title) <= 255


def test_course_says_whose_content_it_is(tmp_path, client):
    course = run(tmp_path, page(3), credit="OpenStax, CC BY 4.0").course
    assert "OpenStax, CC BY 4.0" in client.get(course.reading_address).content.decode()


def test_nothing_is_written_when_it_fails(tmp_path):
    run(tmp_path, page(3))
    before = [model.objects.count() for model in (Page, Revision, PageLogEntry)]
    files = with_files((4, "b.pdf", "application/pdf", PDF + b"0123456789" * 500))
    damaged = [page(3, "<p>other</p>"), page(4, '<p><a href="@@PLUGINFILE@@/b.pdf">b</a></p>')]
    with pytest.raises(BackupRefused):
        run(tmp_path, *damaged, extra=files, damage=spoil_last_member)
    assert [model.objects.count() for model in (Page, Revision, PageLogEntry)] == before
    assert "Words" in unit("page-3").body.raw_data[0]["value"]
