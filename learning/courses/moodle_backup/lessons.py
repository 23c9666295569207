"""A lesson of Moodle: its pages follow each other in a chain, some of them questions."""

from django.utils.translation import gettext as _

from learning.courses.moodle_backup.addresses import FileArea
from learning.courses.moodle_backup.course_reading import as_html, blocks, make_lesson, make_unit, rich_text
from learning.courses.moodle_backup.html.flow import Reader
from learning.courses.moodle_backup.html.interactive import think
from learning.courses.moodle_backup.html.nodes import Link, Listing, Paragraph, Style, Text
from learning.courses.moodle_backup.html.writing import Writer
from learning.courses.moodle_backup.records import first, number_of, text_of
from learning.courses.moodle_backup.report import Kind

SHORT_ANSWER, TRUE_FALSE, CHOICE, MATCHING, NUMERICAL, ESSAY, BRANCHES = 1, 2, 3, 5, 8, 10, 20
END_OF_BRANCH, CLUSTER, END_OF_CLUSTER = 21, 30, 31
OPEN_QUESTIONS = (SHORT_ANSWER, NUMERICAL, ESSAY)
MARKS_ONLY = (END_OF_BRANCH, CLUSTER, END_OF_CLUSTER)
QUESTIONS = (SHORT_ANSWER, TRUE_FALSE, CHOICE, MATCHING, NUMERICAL, ESSAY)


def lesson(source, activity):
    """The `Lesson` of an activity, with a unit for each page; marks of branches and clusters without text
    are passed over.
    """
    record = first(source.archive, activity.file, "lesson")
    if record is None:
        return None
    title = text_of(record, "name").strip() or activity.title or activity.key
    pages = _in_chain(record.findall("pages/page"), source.report, title)
    units = [_unit(source, activity, page, pages) for page in pages if not _is_mark(page)]
    intro = rich_text(text_of(record, "intro"), text_of(record, "introformat"), source.of_activity(activity, "intro"))
    return make_lesson(activity.key, title, activity.hidden, intro, units)


def _in_chain(pages, report, where):
    """The pages as each names its next; those that the chain does not reach follow as the backup lists
    them.
    """
    # Moodle numbers pages as they were made; only the chain tells their order, and broken chains are common.
    by_id = {page.get("id"): page for page in pages}
    starts = [page for page in pages if number_of(page, "prevpageid") == 0]
    chain, page = {}, starts[0] if starts else None
    while page is not None and page.get("id") not in chain:
        chain[page.get("id")] = page
        page = by_id.get(text_of(page, "nextpageid").strip())
    outside = [each for each in pages if each.get("id") not in chain]
    report.add(Kind.NOT_UNDERSTOOD, where=where, text=_("pages outside the lesson's chain"), count=len(outside))
    return [*chain.values(), *outside]


def _is_mark(page):
    return number_of(page, "qtype") in MARKS_ONLY and not text_of(page, "contents").strip()


def _unit(source, activity, page, pages):
    number, kind = page.get("id") or "", number_of(page, "qtype")
    title = text_of(page, "title").strip() or activity.title or activity.key
    around = source.of_activity(activity, "page_contents", title, number)
    body = blocks(text_of(page, "contents"), text_of(page, "contentsformat"), around)
    answers = page.findall("answers/answer")
    if kind in QUESTIONS:
        body += Writer(around).write(_question(source, activity, title, kind, answers))
        source.report.add(
            Kind.FEEDBACK, where=title, count=sum(bool(text_of(each, "response").strip()) for each in answers)
        )
    elif kind == BRANCHES:
        body += Writer(around).write(_branches(activity, page, answers, pages))
    elif kind not in MARKS_ONLY:
        source.report.add(Kind.NOT_UNDERSTOOD, where=title, text=f"qtype {kind}")
    return make_unit(f"{activity.key}/page-{number}", title, activity.hidden, body)


def _question(source, activity, title, kind, answers):
    """What a reader needs to think the question over; nothing tells which answer is right."""
    # The answers of an open question are its solutions.
    if kind in OPEN_QUESTIONS:
        return [think(_("Your answer"))]
    if kind == MATCHING:
        # The first two records of a matching question are the replies to a right and to a wrong answer.
        matches = sorted({text_of(each, "response").strip() for each in answers[2:]} - {""})
        options = [_option(source, activity, title, each) for each in answers[2:]]
        return [*_list(options), *_list([(Paragraph((Text(match),)),) for match in matches])]
    return _list([_option(source, activity, title, each) for each in answers])


def _option(source, activity, title, answer):
    around = source.around(title, FileArea(activity.context, "mod_lesson", "page_answers", answer.get("id") or ""))
    return tuple(Reader(around).read(as_html(text_of(answer, "answer_text"), text_of(answer, "answerformat"))))


def _list(options):
    items = tuple(option for option in options if option)
    return [Listing("", 1, items)] if items else []


def _branches(activity, page, answers, pages):
    """Links to the pages that the buttons lead to, unless they only lead forward and back."""
    # "Next" and "Previous" are what our own page already offers.
    known = {each.get("id") for each in pages}
    neighbours = {text_of(page, "prevpageid"), text_of(page, "nextpageid")}
    leads = [(text_of(each, "jumpto").strip(), text_of(each, "answer_text").strip()) for each in answers]
    if not any(target in known and target not in neighbours for target, _words in leads):
        return []
    return _list([_branch(activity, target, words) for target, words in leads if target in known and words])


def _branch(activity, target, words):
    link = Link("page", f"{activity.key}/page-{target}")
    return (Paragraph((Text(words, Style(link=link)),)),)
