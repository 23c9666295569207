import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from home.notifications.models import Notification
from learning.portfolio.actions import save_draft
from learning.portfolio.enums import Intent
from learning.reviews.actions import (
    Passage,
    Remark,
    ReviewClosed,
    ReviewContent,
    ReviewRefused,
    annotate,
    change_annotation,
    delete_annotation,
    open_review,
    reopen_annotation,
    reply_to_annotation,
    resolve_annotation,
    restore_annotation,
    return_entry,
)
from learning.reviews.enums import NoteKind
from learning.reviews.models import Annotation, AnnotationPlace, AnnotationReply
from learning.reviews.rules import may_answer_annotation, may_see_annotation, may_write_annotation
from tests.factories.portfolio import ASKED, annotated, content, opened_review, submit


@pytest.fixture
def review(enrolment, tutor):
    return opened_review(enrolment, tutor)


def release(review, said=ASKED):
    return return_entry(by=review.reviewer, review=review, key=uuid.uuid4(), base_number=0, content=said)


def released(review, **fields):
    annotation = annotated(review, **fields)
    release(review)
    annotation.refresh_from_db()
    return annotation


def send_again(review, text):
    """The student sends another text, and the same tutor opens it."""
    entry, student = review.entry, review.entry.enrolment.student
    entry.draft.refresh_from_db()
    save_draft(by=student, entry=entry, base_number=entry.draft.draft_number, content=content(text, Intent.FORMATIVE))
    submit(entry)
    return open_review(by=review.reviewer, entry=entry)


def test_annotate_keeps_the_selectors_of_the_passage(review):
    annotation = annotated(review, "agente de saúde")
    assert (annotation.exact, annotation.prefix, annotation.suffix) == (
        "agente de saúde",
        "Fui ao largo da feira com a ",
        " e vimos coisas diferentes.",
    )
    assert annotation.end - annotation.start == len("agente de saúde")


def test_annotate_with_the_same_key_finds_the_first(review):
    key = uuid.uuid4()
    first, second = annotated(review, key=key), annotated(review, key=key, text="De novo")
    assert (first, Annotation.objects.count()) == (second, 1)


def test_annotate_believes_words_before_numbers(review):
    passage = Passage(3, 8, "agente de saúde")
    remark = Remark(NoteKind.QUESTION, "Quem é?")
    annotation = annotate(by=review.reviewer, review=review, key=uuid.uuid4(), passage=passage, remark=remark)
    assert annotation.exact == "agente de saúde"


@pytest.mark.parametrize("passage", [Passage(0, 0), Passage(5000, 6000), Passage(0, 5, "palavra que não está")])
def test_annotate_nothing_is_refused(review, passage):
    with pytest.raises(ReviewRefused) as refusal:
        annotate(by=review.reviewer, review=review, key=uuid.uuid4(), passage=passage, remark=Remark("praise", "Bom"))
    assert [problem.field for problem in refusal.value.problems] == ["passage"]


def test_annotate_of_somebody_else_is_closed(review, coordinator):
    with pytest.raises(ReviewClosed):
        annotate(by=coordinator, review=review, key=uuid.uuid4(), passage=Passage(0, 5), remark=Remark("praise", "Bom"))


def test_a_released_annotation_is_no_longer_changed(review):
    annotation = released(review)
    for change in (delete_annotation, restore_annotation):
        with pytest.raises(ReviewClosed):
            change(by=review.reviewer, annotation=annotation)
    with pytest.raises(ReviewClosed):
        change_annotation(by=review.reviewer, annotation=annotation, remark=Remark("praise", "Outra coisa"))
    with pytest.raises(ReviewClosed):
        annotated(review)


def test_delete_annotation_can_be_undone_until_the_release(review):
    kept, gone = annotated(review), annotated(review)
    for annotation in (kept, gone):
        delete_annotation(by=review.reviewer, annotation=annotation)
    restore_annotation(by=review.reviewer, annotation=kept)
    release(review)
    assert list(Annotation.objects.all()) == [kept]


@pytest.mark.parametrize(("kind", "is_enough"), [("question", True), ("deepen", True), ("praise", False)])
def test_an_annotation_that_asks_is_the_concrete_request(review, kind, is_enough):
    annotated(review, kind=kind)
    said = ReviewContent(overall="Você descreve bem o lugar.")
    if is_enough:
        assert release(review, said).released_at
    else:
        with pytest.raises(ReviewRefused):
            release(review, said)


def test_a_deleted_annotation_asks_for_nothing(review):
    delete_annotation(by=review.reviewer, annotation=annotated(review, kind="question"))
    with pytest.raises(ReviewRefused):
        release(review, ReviewContent(overall="Você descreve bem o lugar."))


def test_open_annotations_are_found_again_in_the_next_version(review):
    annotation = annotated(review, "agente de saúde", kind="question")
    lost = annotated(review, "vimos coisas diferentes", kind="deepen")
    annotated(review, "largo da feira", kind="praise")
    release(review)
    second = send_again(review, "<p>Hoje, outra vez. Fui ao largo da feira com a agente de saúde.</p>")
    places = {row.annotation: (row.start, row.end) for row in AnnotationPlace.objects.filter(version=second.version)}
    start = "Hoje, outra vez. Fui ao largo da feira com a ".__len__()
    assert places == {annotation: (start, start + 15), lost: (None, None)}


def test_a_resolved_annotation_is_not_carried(review, student):
    annotation = released(review, kind="question")
    resolve_annotation(by=student, annotation=annotation)
    send_again(review, "<p>Outro texto, com outras palavras.</p>")
    assert AnnotationPlace.objects.count() == 0


def test_resolve_and_reopen_say_who(review, student):
    annotation = released(review)
    resolve_annotation(by=student, annotation=annotation)
    annotation.refresh_from_db()
    assert annotation.resolved_by == student
    reopen_annotation(by=review.reviewer, annotation=annotation)
    annotation.refresh_from_db()
    assert annotation.resolved_at is None


def test_resolve_of_a_draft_does_nothing(review, student):
    annotation = annotated(review)
    resolve_annotation(by=student, annotation=annotation)
    annotation.refresh_from_db()
    assert annotation.resolved_at is None


def test_reply_tells_the_reviewer_once_a_day(review, student):
    annotation = released(review)
    for text in ("Porque sim.", "E mais isto."):
        reply_to_annotation(by=student, annotation=annotation, key=uuid.uuid4(), text=text)
    notices = Notification.objects.filter(person=review.reviewer, event="annotation_replied_by_student")
    assert (AnnotationReply.objects.count(), notices.count()) == (2, 1)


def test_reply_of_the_tutor_tells_the_student(review, student):
    annotation = released(review)
    reply_to_annotation(by=review.reviewer, annotation=annotation, key=uuid.uuid4(), text="Obrigada.")
    assert Notification.objects.filter(person=student, event="annotation_replied").count() == 1


def test_reply_with_the_same_key_finds_the_first(review, student):
    annotation, key = released(review), uuid.uuid4()
    replies = {reply_to_annotation(by=student, annotation=annotation, key=key, text="Sim.") for _ in range(2)}
    assert len(replies) == 1


def test_reply_to_a_draft_is_closed(review, student):
    with pytest.raises(ReviewClosed):
        reply_to_annotation(by=student, annotation=annotated(review), key=uuid.uuid4(), text="Sim.")


@pytest.mark.parametrize(
    ("person", "while_draft", "when_released"),
    [
        ("tutor", True, True),
        ("coordinator", False, True),
        ("student", False, True),
        ("other_tutor", False, False),
        ("stranger", False, False),
        ("editor", False, False),
    ],
)
def test_who_sees_an_annotation(request, review, person, while_draft, when_released):
    person = request.getfixturevalue(person)
    annotation = annotated(review)
    assert may_see_annotation(person, annotation) is while_draft
    assert Annotation.objects.visible_to(person).exists() is while_draft
    assert may_write_annotation(person, annotation) is (person == review.reviewer)
    release(review)
    annotation.refresh_from_db()
    annotation.review.refresh_from_db()
    assert may_see_annotation(person, annotation) is when_released
    assert Annotation.objects.visible_to(person).exists() is when_released
    assert may_answer_annotation(person, annotation) is when_released
    assert not may_write_annotation(person, annotation)


def test_nobody_sees_no_annotation(review):
    assert not Annotation.objects.visible_to(AnonymousUser()).exists()
    assert not may_see_annotation(AnonymousUser(), annotated(review))
