"""Pages written in bulk, as Wagtail would write them one by one.

First the rows of the tree, since texts refer to other pages by their numbers; then, by the hundred, what each page
holds, with its revision, its mark, and its places in the reference index and the search index.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from home.pages.models import BasePage
from home.richtext.plain import plain_text
from learning.courses.enums import ContentLanguage
from learning.courses.models import CoursePage, LessonPage, ModulePage, UnitPage
from learning.courses.moodle_import.bodies import lacks_words, stored_body
from learning.courses.moodle_import.marks import leave_marks
from learning.courses.moodle_import.planning import Plan, Planned
from learning.courses.moodle_import.report import Outcome
from learning.courses.moodle_import.rich_text import EMBED, References, stored
from learning.courses.moodle_import.tree import Tree
from learning.courses.moodle_import.wanted import Wanted, source_key

BATCH = 200
PAGE_COLUMNS = Page._meta.concrete_fields
LONGEST_SUMMARY = 300
PAGE_FIELDS = [
    "title",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
]


def add_rows(parent: Planned, tree: Tree) -> None:
    """Adds the rows of the new pages below `parent`, which has one: drafts that hold nothing yet."""
    locale, added = Locale.get_default(), []

    def add(planned: Planned) -> None:
        for child in planned.children:
            if child.is_new:
                child.page.locale = locale
                tree.add(planned.page, child.page)
                added.append(child.page)
            add(child)

    add(parent)
    Page.objects.bulk_create(added, batch_size=BATCH)


def write_contents(plan: Plan, references: References, credit: str, progress: Callable[[int], None]) -> None:
    """Writes all that is new or changed; `progress` is told how many pages were written."""
    pages = plan.written
    for start in range(0, len(pages), BATCH):
        batch = pages[start : start + BATCH]
        _write_batch([(planned, _filled(planned, references, credit)) for planned in batch])
        progress(len(batch))


def contents(wanted: Wanted, references: References) -> dict:
    """The fields of the page's own table, by name."""
    return CONTENTS[wanted.model](wanted, references)


def may_be_public(wanted: Wanted, fields: dict, references: References) -> bool:
    if "body" in fields and lacks_words(fields["body"].raw_data):
        references.report.add(Outcome.DRAFT_WITHOUT_WORDS, where=wanted.title)
        return False
    return not wanted.hidden


def _course(wanted: Wanted, references: References) -> dict:
    course = wanted.source
    introduction = stored(course.summary, references, wanted.title)
    cover = references.files.image(course.picture) if course.picture else None
    summary = " ".join(_plain(introduction).split())
    if len(summary) > LONGEST_SUMMARY:
        summary = summary[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"
    return {"introduction": introduction, "summary": summary, "cover_id": cover}


def _module(wanted: Wanted, references: References) -> dict:
    return {"summary": _plain(stored(wanted.source.summary, references, wanted.title))}


def _lesson(wanted: Wanted, references: References) -> dict:
    return {"introduction": stored(wanted.source.intro, references, wanted.title)}


def _unit(wanted: Wanted, references: References) -> dict:
    body = stored_body(wanted.source.body, references, wanted.title)
    return {"body": StreamValue(UnitPage._meta.get_field("body").stream_block, body, is_lazy=True)}


CONTENTS = {CoursePage: _course, ModulePage: _module, LessonPage: _lesson, UnitPage: _unit}


def _plain(html: str) -> str:
    """The words of a rich text for a field that holds plain text: formulas as LaTeX."""
    return plain_text(EMBED.sub(lambda match: match[1], html))


def _filled(planned: Planned, references: References, credit: str) -> BasePage:
    page, wanted = planned.page, planned.wanted
    fields = contents(wanted, references)
    _publish(page, wanted.title, may_be_public(wanted, fields, references))
    instance = _new_instance(planned) if _is_insert(planned) else wanted.model.objects.get(pk=page.pk)
    if wanted.model is CoursePage:
        fields |= {"source_key": source_key(wanted.source), "credit": credit or instance.credit}
        fields["content_language"] = ContentLanguage.of_moodle(wanted.source.language) or instance.content_language
    else:
        fields |= {"source_key": wanted.key, "source_checksum": wanted.checksum}
    fields |= {name: getattr(page, name) for name in ("title", "draft_title", "live")}
    for name, value in fields.items():
        setattr(instance, name, value)
    return instance


def _new_instance(planned: Planned) -> BasePage:
    page = planned.page
    instance = planned.wanted.model(**{column.attname: getattr(page, column.attname) for column in PAGE_COLUMNS})
    instance.page_ptr_id = page.pk
    # Without this, the writing of a revision asks the database for the comments of every page.
    instance.wagtail_admin_comments = []
    return instance


def _is_insert(planned: Planned) -> bool:
    # The course has its row, made the ordinary way before its pages.
    return planned.is_new and planned.wanted.model is not CoursePage


def _publish(page: Page, title: str, is_public: bool) -> None:
    page.title = page.draft_title = title
    page.live, page.has_unpublished_changes = is_public, not is_public
    if is_public:
        page.last_published_at = timezone.now()
        page.first_published_at = page.first_published_at or page.last_published_at


def _write_batch(batch: list[tuple[Planned, BasePage]]) -> None:
    pages = [planned.page for planned, _instance in batch]
    instances = [instance for _planned, instance in batch]
    for planned, instance in batch:
        # `raw`: the row of the tree is written below, for all at once.
        is_insert = _is_insert(planned)
        instance.save_base(raw=True, force_insert=is_insert, force_update=not is_insert)
    revisions = Revision.objects.bulk_create([_revision(instance) for instance in instances])
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision, page.latest_revision_created_at = revision, revision.created_at
        page.live_revision = revision if page.live else None
        # One statement a page: of this many columns a bulk_update takes several times as long.
        Page.objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in PAGE_FIELDS})
    leave_marks((planned.page, planned.wanted.checksum) for planned, _instance in batch)
    _index(instances)


def _revision(instance: BasePage) -> Revision:
    return Revision(
        content_type=ContentType.objects.get_for_model(instance),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(instance.pk),
        object_str=str(instance),
        created_at=timezone.now(),
        content=instance.serializable_data(),
    )


def _index(instances: Iterable[BasePage]) -> None:
    for instance in instances:
        ReferenceIndex.create_or_update_for_object(instance)
    for model, group in groupby(sorted(instances, key=lambda page: page._meta.label), key=type):
        found = list(group)
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)
