"""Whole small backups made in the test: outline, lessons, labels, files."""

import hashlib

from learning.courses.moodle_backup import Kind, Lesson, read_backup
from learning.courses.moodle_backup.html.words import words_in
from tests.learning.courses.moodle_backup.making import activity, as_zip, course, field


def read(tmp_path, *activities, **options):
    with read_backup(as_zip(tmp_path / "course.mbz", course(*activities, **options))) as backup:
        return backup


def page(number, text="<p>Words</p>", **options):
    return activity(number, "page", field(name=f"Page {number}", content=text, contentformat=1), **options)


def lesson_page(number, before, after, kind=20, text="", answers=""):
    words = field(prevpageid=before, nextpageid=after, qtype=kind, title=f"P{number}", contents=text, contentsformat=1)
    return f'<page id="{number}">{words}<answers>{answers}</answers></page>'


def answer(number, text, jump=0, score=0):
    words = field(jumpto=jump, score=score, answer_text=text, response="Because.", answerformat=1)
    return f'<answer id="{number}">{words}</answer>'


def label(number, text, **options):
    return activity(number, "label", field(name=text[:9] + "...", intro=text, introformat=1), **options)


def test_course_is_known_by_its_site_and_number(tmp_path):
    backup = read(tmp_path, page(3))
    assert (backup.course.title, backup.course.short_name) == ("Family health", "FH")
    assert backup.course.source_key == "https://moodle.example/course/view.php?id=7"


def test_sections_become_modules_and_the_nameless_one_the_courses_namesake(tmp_path):
    backup = read(tmp_path, sections=((1, "", 1), (2, "Visits", 0)))
    assert [(module.key, module.title, module.hidden) for module in backup.modules] == [
        ("section-1", "Family health", False),
        ("section-2", "Visits", True),
    ]


def test_same_backup_reads_the_same_and_a_change_shows(tmp_path):
    first, again, changed = (
        read(tmp_path, page(3, text)).modules[0].items[0] for text in ("<p>a</p>", "<p>a</p>", "<p>b</p>")
    )
    assert first == again
    assert (first.key, first.checksum == changed.checksum) == (changed.key, False)


def test_hidden_page_stays_hidden(tmp_path):
    assert [item.hidden for item in read(tmp_path, page(3), page(4, visible=0)).modules[0].items] == [False, True]


def test_lesson_follows_its_chain(tmp_path):
    pages = lesson_page(2, 3, 0, text="two") + lesson_page(3, 0, 2, text="one") + lesson_page(9, 8, 7, text="lost")
    backup = read(tmp_path, activity(5, "lesson", field(name="L") + f"<pages>{pages}</pages>"))
    (lesson,) = backup.modules[0].items
    assert isinstance(lesson, Lesson)
    assert [unit.key for unit in lesson.units] == ["lesson-5/page-3", "lesson-5/page-2", "lesson-5/page-9"]
    assert backup.report.counts[Kind.NOT_UNDERSTOOD] == 1


def test_lesson_whose_chain_is_a_ring_ends(tmp_path):
    pages = lesson_page(1, 0, 2, text="a") + lesson_page(2, 1, 1, text="b")
    backup = read(tmp_path, activity(5, "lesson", field(name="L") + f"<pages>{pages}</pages>"))
    assert len(backup.modules[0].items[0].units) == 2


def test_question_shows_text_and_options_alike(tmp_path):
    answers = answer(1, "<p>Yes</p>", score=1) + answer(2, "No")
    pages = lesson_page(1, 0, 0, kind=3, text="<p>Well?</p>", answers=answers)
    backup = read(tmp_path, activity(5, "lesson", field(name="L") + f"<pages>{pages}</pages>"))
    (unit,) = backup.modules[0].items[0].units
    assert [block["value"] for block in unit.body] == ["<p>Well?</p>", "<ul><li>Yes</li><li>No</li></ul>"]
    assert backup.report.counts[Kind.FEEDBACK] == 2


def test_open_question_does_not_show_its_answer(tmp_path):
    pages = lesson_page(1, 0, 0, kind=1, text="<p>Well?</p>", answers=answer(1, "secret", score=1))
    backup = read(tmp_path, activity(5, "lesson", field(name="L") + f"<pages>{pages}</pages>"))
    assert "secret" not in words_in(backup.modules[0].items[0].units[0].body)


def test_branches_link_to_pages_that_do_not_follow(tmp_path):
    pages = (
        lesson_page(1, 0, 2, answers=answer(1, "Next", 2) + answer(2, "Deep", 3))
        + lesson_page(2, 1, 3)
        + lesson_page(3, 2, 0)
    )
    backup = read(tmp_path, activity(5, "lesson", field(name="L") + f"<pages>{pages}</pages>"))
    assert '<a linktype="page" key="lesson-5/page-3">Deep</a>' in backup.modules[0].items[0].units[0].body[0]["value"]


def test_book_becomes_a_lesson_of_its_chapters(tmp_path):
    chapters = f'<chapter id="8">{field(pagenum=2, title="C", content="x", contentformat=1, hidden=1)}</chapter>'
    chapters += f'<chapter id="9">{field(pagenum=1, title="D", content="y", contentformat=1, hidden=0)}</chapter>'
    backup = read(tmp_path, activity(5, "book", field(name="B") + f"<chapters>{chapters}</chapters>"))
    units = backup.modules[0].items[0].units
    assert [(unit.key, unit.hidden) for unit in units] == [("book-5/chapter-9", False), ("book-5/chapter-8", True)]


def test_short_label_joins_what_follows_it_and_a_long_one_stands_alone(tmp_path):
    backup = read(
        tmp_path, label(1, "<p>Start</p>"), page(3), label(4, "<p>" + "many " * 31 + "</p>"), label(5, "<p>End</p>")
    )
    assert [item.key for item in backup.modules[0].items] == ["page-3", "label-4"]
    assert words_in(backup.modules[0].items[0].body) == ["Start", "Words"]
    assert backup.modules[0].summary == "<p>End</p>"


def test_hidden_label_does_not_join_a_page_that_is_shown(tmp_path):
    backup = read(tmp_path, label(1, "<p>Draft</p>", visible=0), page(3))
    assert [(item.key, item.hidden) for item in backup.modules[0].items] == [("label-1", True), ("page-3", False)]


def test_address_becomes_a_card(tmp_path):
    backup = read(tmp_path, activity(3, "url", field(name="Site", externalurl="https://example.org/a")))
    (block,) = backup.modules[0].items[0].body
    assert block["value"] == {"page": None, "address": "https://example.org/a", "title": "Site", "text": ""}


def test_file_of_a_folder_can_be_read_by_its_hash(tmp_path):
    digest = hashlib.sha1(b"%PDF", usedforsecurity=False).hexdigest()
    words = field(
        contenthash=digest,
        contextid=103,
        component="mod_folder",
        filearea="content",
        itemid=0,
        filepath="/",
        filename="a.pdf",
    )
    gone = words.replace("a.pdf", "b.pdf").replace(digest, "0" * 40)
    listed = f'<files><file id="1">{words}</file><file id="2">{gone}</file></files>'
    members = course(
        activity(3, "folder", field(name="F")), extra={"files.xml": listed, f"files/{digest[:2]}/{digest}": "%PDF"}
    )
    with read_backup(as_zip(tmp_path / "files.mbz", members)) as backup:
        (block,) = backup.modules[0].items[0].body
        assert block["value"]["document"] == {"file": digest}
        with backup.files[digest].open() as stream:
            assert stream.read() == b"%PDF"
        assert backup.report.counts == {Kind.FILES: 1}


def test_unknown_activity_is_a_line_of_the_report(tmp_path):
    backup = read(tmp_path, activity(3, "wiki", field(name="W")))
    assert backup.modules[0].items == ()
    assert backup.report.counts == {Kind.ACTIVITIES: 1}
