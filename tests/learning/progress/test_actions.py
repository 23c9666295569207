import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from forums.models import Topic
from learning.courses.models import ReadItem
from learning.enrolment.actions import complete_enrolment, sync_boards, withdraw_student
from learning.enrolment.queries import board_of
from learning.progress import actions
from learning.progress.models import ItemProgress, ModuleProgress
from learning.progress.ports import ProgressOfPosts
from learning.progress.queries import done_items, module_marks
from learning.progress.tasks import recount_course_task
from tests.factories.learning import EnrolmentFactory, write_rows


def complete(enrolment, *pages):
    for page in pages:
        progress = actions.complete_item(by=enrolment.student, enrolment=enrolment, item_id=page.pk)
    return progress


def test_complete_item_gives_the_modules_progress(enrolment, parts):
    progress = complete(enrolment, parts.first_unit)
    assert (progress.done_hours, progress.total_hours) == (Decimal("1.00"), Decimal("3.50"))
    assert (progress.done_count, progress.total_count, progress.percent) == (1, 3, 28)
    assert module_marks([enrolment.pk]) == {enrolment.pk: {parts.first_module.pk: (Decimal("1.00"), 1)}}


def test_complete_item_twice_has_one_effect(enrolment, parts):
    assert complete(enrolment, parts.first_unit) == complete(enrolment, parts.first_unit)
    assert ItemProgress.objects.count() == 1


def test_complete_every_required_item_completes_the_module(enrolment, parts):
    progress = complete(enrolment, parts.third_unit, parts.discussion)
    assert progress.percent == 100
    assert ModuleProgress.objects.get(module_id=parts.second_module.pk).completed_at is not None


def test_completed_module_keeps_the_moment_when_it_was_completed(enrolment, parts):
    complete(enrolment, parts.third_unit, parts.discussion)
    long_ago = timezone.now() - timedelta(days=9)
    ModuleProgress.objects.update(completed_at=long_ago)
    complete(enrolment, parts.discussion, parts.optional_unit)
    assert ModuleProgress.objects.get().completed_at == long_ago


def test_optional_item_is_marked_and_weighs_nothing(enrolment, parts):
    assert complete(enrolment, parts.optional_unit).percent == 0
    assert done_items(enrolment.pk) == {parts.optional_unit.pk}


@pytest.mark.parametrize("name", ["first_module", "lesson", "course"])
def test_complete_what_nobody_does_is_refused(enrolment, parts, name):
    with pytest.raises(actions.NoSuchItem):
        complete(enrolment, getattr(parts, name))


def test_complete_after_withdrawal_is_refused(enrolment, parts, coordinator):
    withdraw_student(by=coordinator, enrolment=enrolment)
    with pytest.raises(actions.NotStudying):
        complete(enrolment, parts.first_unit)


def test_whoever_completed_the_course_may_go_on_marking(enrolment, parts, coordinator):
    complete_enrolment(by=coordinator, enrolment=enrolment)
    assert complete(enrolment, parts.first_unit).done_count == 1


def test_undo_item_lowers_and_opens_the_module_again(enrolment, parts):
    complete(enrolment, parts.third_unit, parts.discussion)
    progress = actions.undo_item(by=enrolment.student, enrolment=enrolment, item_id=parts.third_unit.pk)
    assert progress.percent == 50
    assert ModuleProgress.objects.get().completed_at is None


@pytest.mark.parametrize("name", ["reflection", "discussion"])
def test_undo_of_what_is_not_marked_by_hand_is_refused(enrolment, parts, name):
    page = getattr(parts, name)
    complete(enrolment, page)
    with pytest.raises(actions.NotMarkedByHand):
        actions.undo_item(by=enrolment.student, enrolment=enrolment, item_id=page.pk)


def test_reopen_item_takes_an_acceptance_back(enrolment, parts, tutor):
    complete(enrolment, parts.reflection)
    assert actions.reopen_item(by=tutor, enrolment=enrolment, item_id=parts.reflection.pk).done_count == 0


def test_recount_course_follows_hours_and_what_became_optional(enrolment, parts):
    complete(enrolment, parts.first_unit, parts.second_unit)
    ReadItem.objects.filter(pk=parts.first_unit.pk).update(hours=Decimal(3))
    ReadItem.objects.filter(pk=parts.second_unit.pk).update(is_optional=True)
    recount_course_task(parts.course.pk)
    row = ModuleProgress.objects.get()
    assert (row.done_hours, row.done_count) == (Decimal(3), 1)


def test_recount_course_follows_an_item_to_its_new_module(enrolment, parts):
    complete(enrolment, parts.first_unit)
    ReadItem.objects.filter(pk=parts.first_unit.pk).update(module_id=parts.second_module.pk)
    assert actions.recount_course(course_id=parts.course.pk) == 2
    counts = dict(ModuleProgress.objects.values_list("module_id", "done_count"))
    assert counts == {parts.first_module.pk: 0, parts.second_module.pk: 1}


def test_recount_course_completes_a_module_that_shrank(enrolment, parts):
    complete(enrolment, parts.third_unit)
    ReadItem.objects.filter(pk=parts.discussion.pk).delete()
    assert actions.recount_course(course_id=parts.course.pk) == 1
    assert ModuleProgress.objects.get().completed_at is not None


def test_recount_course_leaves_a_completed_module_completed_when_it_grows(enrolment, parts):
    complete(enrolment, parts.third_unit, parts.discussion)
    ReadItem.objects.filter(pk=parts.optional_unit.pk).update(is_optional=False)
    actions.recount_course(course_id=parts.course.pk)
    assert ModuleProgress.objects.get().completed_at is not None


def test_recount_course_writes_nothing_where_nothing_changed(enrolment, parts):
    complete(enrolment, parts.first_unit, parts.discussion)
    write_rows(parts.course)
    assert actions.recount_course(course_id=parts.course.pk) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_recount_course_asks_the_same_number_of_queries(django_assert_num_queries, parts, offering, count):
    for _ in range(count):
        complete(EnrolmentFactory(offering=offering), parts.first_unit, parts.discussion)
    with django_assert_num_queries(7):
        actions.recount_course(course_id=parts.course.pk)


def write_post(board_id, author):
    topic = Topic.objects.create(
        board_id=board_id, subject="x", author=author, created_at="2026-03-01T00:00Z", last_post_at="2026-03-01T00:00Z"
    )
    return topic.posts.create(number=1, author=author, html="<p>x</p>", key=uuid.uuid4(), created_at=topic.created_at)


def test_post_on_the_discussions_board_does_the_discussion(enrolment, parts):
    sync_boards(enrolment.offering)
    board = board_of(enrolment, parts.discussion.pk)
    ProgressOfPosts().post_written(write_post(board, enrolment.student))
    assert done_items(enrolment.pk) == {parts.discussion.pk}


def test_post_of_a_tutor_or_elsewhere_does_nothing(enrolment, parts, tutor):
    sync_boards(enrolment.offering)
    general = enrolment.offering.boards.get(tutoring_group=None, discussion_id=0).board_id
    ProgressOfPosts().post_written(write_post(general, enrolment.student))
    ProgressOfPosts().post_written(write_post(board_of(enrolment, parts.discussion.pk), tutor))
    assert not ItemProgress.objects.exists()


def test_keep_private_answer_replaces_and_clears(student, parts):
    block = uuid.uuid4()
    for text in ("um", "dois"):
        actions.keep_private_answer(by=student, item_id=parts.first_unit.pk, block_id=block, text=text)
    assert student.private_answers.get().text == "dois"
    actions.keep_private_answer(by=student, item_id=parts.first_unit.pk, block_id=block, text=" ")
    assert not student.private_answers.exists()


def test_publishing_what_became_optional_recounts(enrolment, parts, run_tasks):
    complete(enrolment, parts.first_unit)
    parts.first_unit.is_optional = True
    parts.first_unit.save_revision().publish()
    run_tasks()
    assert ModuleProgress.objects.get().done_count == 0
