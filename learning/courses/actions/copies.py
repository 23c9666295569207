"""A copied course points at itself: links within it lead to the copies, on live pages and in every draft."""

import json
import re
from collections.abc import Mapping
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex, Revision

from home.accounts.models import User
from learning.courses.actions.read_rows import hold_read_rows, rewrite_course, write_read_rows
from learning.courses.models import CoursePage, DiscussionPage, LessonPage, ReflectionPage, UnitPage

PAGE_LINK = re.compile(r'(<a\b[^>]*\blinktype="page"[^>]*>)')
LINK_ID = re.compile(r'\bid="(\d+)"')
RICH_FIELDS = {
    CoursePage: ("introduction",),
    LessonPage: ("introduction",),
    ReflectionPage: ("guidance", "criteria"),
    DiscussionPage: ("introduction",),
}
RICH_NAMES = set(chain.from_iterable(RICH_FIELDS.values()))
BATCH = 100


@transaction.atomic
def copy_course(*, by: User, course: CoursePage, title: str, slug: str, publish: bool = False) -> CoursePage:
    """Copies the course with all that is in it, drafts included, beside it; as drafts unless `publish` says so.

    Raises ValidationError when the slug is taken, Wagtail's CopyPagePermissionError when `by` may not.
    """
    with hold_read_rows():
        names = {"title": title, "slug": slug}
        copy = course.copy(recursive=True, to=course.get_parent(), update_attrs=names, keep_live=publish, user=by)
        turn_links_to_copies(source=course, copy=copy)
    copy = CoursePage.objects.get(pk=copy.pk)
    rewrite_course(copy)
    return copy


@transaction.atomic
def turn_links_to_copies(*, source: Page, copy: Page) -> None:
    """Turns what links within the copied pages to their copies, and writes the rows of those that are live."""
    pairs = dict(zip(_tree_ids(source), _tree_ids(copy), strict=False))
    copies = Page.objects.get(pk=copy.pk).get_descendants(inclusive=True)
    _turn_pages(copies, pairs)
    _turn_revisions(copies, pairs)
    write_read_rows(copies.filter(live=True))


def _tree_ids(page: Page) -> list[int]:
    """In the order of the tree, which a copy keeps."""
    page = Page.objects.get(pk=page.pk)
    return list(page.get_descendants(inclusive=True).order_by("path").values_list("pk", flat=True))


def _turn_pages(copies, pairs: Mapping[int, int]) -> None:
    prefix = {"path__in": copies.values("path")}
    changed = []
    for unit in UnitPage.objects.filter(**prefix).iterator(BATCH):
        before = list(unit.body.raw_data)
        after = turned(before, pairs)
        if after != before:
            unit.body = json.dumps(after)
            UnitPage.objects.bulk_update([unit], ["body"])
            changed.append(unit)
    for model, names in RICH_FIELDS.items():
        for page in model.objects.filter(**prefix):
            after = {name: turned(getattr(page, name), pairs) for name in names}
            if any(getattr(page, name) != value for name, value in after.items()):
                model.objects.filter(pk=page.pk).update(**after)
                changed.append(model.objects.get(pk=page.pk))
    for page in changed:
        ReferenceIndex.create_or_update_for_object(page)


def _turn_revisions(copies, pairs: Mapping[int, int]) -> None:
    ids = [str(pk) for pk in copies.values_list("pk", flat=True)]
    page_type = ContentType.objects.get_for_model(Page)
    for start in range(0, len(ids), BATCH):
        revisions = Revision.objects.filter(base_content_type=page_type, object_id__in=ids[start : start + BATCH])
        changed = [revision for revision in revisions if _turn_content(revision.content, pairs)]
        Revision.objects.bulk_update(changed, ["content"], batch_size=BATCH)


def _turn_content(content: dict, pairs: Mapping[int, int]) -> bool:
    """Turns a revision's content in place and says whether it changed."""
    before = {name: content[name] for name in RICH_NAMES & content.keys()}
    after = {name: turned(value, pairs) for name, value in before.items()}
    if content.get("body") and isinstance(content["body"], str) and content["body"].startswith("["):
        stream = json.loads(content["body"])
        turned_stream = turned(stream, pairs)
        if turned_stream != stream:
            after["body"] = json.dumps(turned_stream)
    content.update(after)
    return after != before


def turned(value, pairs: Mapping[int, int]):
    """Returns a raw value with page links and choosers leading to what `pairs` (old id: new id) names."""
    if isinstance(value, str):
        return PAGE_LINK.sub(lambda match: _turn_link(match.group(1), pairs), value)
    if isinstance(value, Mapping):
        return {
            key: pairs.get(part, part) if key == "page" and isinstance(part, int) else turned(part, pairs)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [turned(part, pairs) for part in value]
    return value


def _turn_link(tag: str, pairs: Mapping[int, int]) -> str:
    return LINK_ID.sub(lambda match: f'id="{pairs.get(int(match.group(1)), match.group(1))}"', tag)
