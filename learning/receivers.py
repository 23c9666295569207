"""Other people's signals end here; each calls one action. We send none of our own."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, WorkflowState
from wagtail.signals import page_published, page_unpublished, post_page_move, published, workflow_rejected
from wagtailmedia.models import get_media_model

from home.accounts.models import Workplace
from home.pages.models import CustomDocument, CustomImage
from learning.courses.actions import (
    pages_showing,
    rewrite_outlines_at,
    write_published_page,
    write_rows_of,
    write_rows_showing,
    write_rubric_version,
)
from learning.courses.models import COURSE_PATH, CoursePage, DiscussionPage, GlossaryTerm, ItemPage, Rubric, SurveyPage
from learning.enrolment.actions import keep_declared_workplace, sync_course_boards, tell_course_title
from learning.work_changes.actions import note_approved, note_page_deleted, note_sent_back
from learning.work_changes.models import ChangeStoryPage

READ = (CoursePage, ItemPage, SurveyPage)
SHOWN = (GlossaryTerm, CustomImage, CustomDocument, get_media_model())


@receiver(page_published)
def write_rows_of_published_page(sender: type, instance: Page, **kwargs) -> None:
    # A first publication set for later is sent too, with live=False.
    if instance.live and isinstance(instance, (CoursePage, ItemPage)):
        write_published_page(instance)
    elif instance.live and isinstance(instance, SurveyPage):
        rewrite_outlines_at(instance.path)


@receiver(page_unpublished)
def take_unpublished_page_away(sender: type, instance: Page, **kwargs) -> None:
    # Deleting sends this for each page below, its row still live: the outline is then written once, at the end.
    if isinstance(instance, READ) and not Page.objects.filter(pk=instance.pk, live=True).exists():
        rewrite_outlines_at(instance.path)


@receiver(post_page_move)
def follow_moved_page(sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kw) -> None:
    if issubclass(sender, READ):
        rewrite_outlines_at(parent_page_after.path, parent_page_before.path, instance.path)


@receiver(post_delete, sender=Page)
def take_deleted_page_away(sender: type, instance: Page, origin, **kwargs) -> None:
    """Sent when all rows of a deletion are gone; the first of each course is enough."""
    written = vars(origin).setdefault("_outlines_written", set())
    course = instance.path[:COURSE_PATH]
    if len(instance.path) > COURSE_PATH and course not in written:
        written.add(course)
        rewrite_outlines_at(instance.path)


def write_rows_showing_changed(sender: type, instance, created: bool, **kwargs) -> None:
    if not created:
        write_rows_showing(instance)


def write_rows_that_showed(sender: type, instance, **kwargs) -> None:
    """The reference index forgets in the deletion itself: it is asked before, the rows are written after."""
    transaction.on_commit(partial(write_rows_of, pages_showing(instance)))


for model in SHOWN:
    post_save.connect(write_rows_showing_changed, sender=model)
    pre_delete.connect(write_rows_that_showed, sender=model)
# A link to a deleted page becomes plain words.
pre_delete.connect(write_rows_that_showed, sender=Page)


@receiver(page_published, sender=DiscussionPage)
def give_discussion_its_boards(sender: type, instance: DiscussionPage, **kwargs) -> None:
    course = CoursePage.objects.ancestor_of(instance).first()
    if instance.live and course is not None:
        sync_course_boards(course)


@receiver(page_published, sender=CoursePage)
def tell_boards_the_title(sender: type, instance: CoursePage, **kwargs) -> None:
    if instance.live:
        tell_course_title(instance)


@receiver(published, sender=Rubric)
def make_version_of_published_rubric(sender: type, instance: Rubric, **kwargs) -> None:
    if instance.live:
        write_rubric_version(instance)


@receiver(post_save, sender=Workplace)
def keep_workplace_with_enrolments(sender: type, instance: Workplace, **kwargs) -> None:
    keep_declared_workplace(by=instance.person, workplace=instance)


@receiver(page_published, sender=ChangeStoryPage)
def tell_of_published_story(sender: type, instance: ChangeStoryPage, **kwargs) -> None:
    if instance.live:
        note_approved(page=instance)


@receiver(workflow_rejected)
def send_story_back(sender: type, instance: WorkflowState, user, **kwargs) -> None:
    if instance.content_type.model_class() is ChangeStoryPage:
        comment = instance.current_task_state.comment
        note_sent_back(page_id=int(instance.object_id), by=user, comment=comment)


@receiver(pre_delete, sender=ChangeStoryPage)
def withdraw_deleted_story(sender: type, instance: ChangeStoryPage, **kwargs) -> None:
    # Before: in the deletion itself the offer forgets which page it had.
    note_page_deleted(page_id=instance.pk)
