"""All that a student wrote and was given in one enrolment, as plain values: the JSON of her own copy.

`templates/learning/reports/schema.json` documents it and goes along with every copy.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from learning.courses.enums import AnswerState
from learning.courses.models import ReadItem, RubricVersion
from learning.courses.survey_questions import read_answer
from learning.enrolment.models import Enrolment
from learning.enrolment.queries import corrected_at
from learning.portfolio.models import (
    ClosingText,
    EntryDraft,
    EntryVersion,
    GuestPass,
    JournalPage,
    PortfolioEntry,
    PortfolioReading,
    Share,
)
from learning.progress.models import PrivateAnswer
from learning.reports.models import SurveyResponse
from learning.reports.queries.surveys import said
from learning.reviews.models import Review
from learning.work_changes.enums import CoAuthorState
from learning.work_changes.models import ChangeEvidence, StageStep, StoryConsent, WorkChange
from learning.work_changes.queries import change_content

SCHEMA_VERSION = 1


def _said(moment: datetime.datetime | datetime.date | None) -> str | None:
    return moment.isoformat() if moment else None


def _head(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "student": enrolment.student.name,
        "course": enrolment.course.title,
        "offering": enrolment.offering.name,
        "enrolled_at": _said(enrolment.enrolled_at),
        "ended_at": _said(enrolment.ended_at),
        "state": enrolment.state,
        "workplaces": _workplaces(enrolment),
    }


def _workplaces(enrolment: Enrolment) -> list[dict[str, Any]]:
    """What she declared at the enrolment, or was corrected, which figures count, and what she declared later."""
    first = (enrolment.enrolled_at, enrolment.profession_at_entry, enrolment.municipality_at_entry)
    corrected = corrected_at(enrolment)
    later = enrolment.later_workplaces.select_related("profession")
    return [
        {
            "declared_at": _said(moment),
            "corrected_at": _said(changed),
            "profession": profession.name if profession else None,
            "cbo": profession.code if profession else None,
            "municipality": municipality,
        }
        for moment, profession, municipality, changed in [
            (*first, corrected),
            *((one.declared_at, one.profession, one.municipality, None) for one in later),
        ]
    ]


def _entries(enrolment: Enrolment) -> list[dict[str, Any]]:
    entries = PortfolioEntry.objects.filter(enrolment=enrolment).select_related("prompt").order_by("started_at", "pk")
    versions, drafts, reviews = _versions(enrolment), _drafts(enrolment), _reviews(enrolment)
    return [
        {
            "id": str(entry.public_id),
            "title": entry.prompt.title,
            "prompt": entry.prompt.prompt,
            "state": entry.state,
            "started_at": _said(entry.started_at),
            "accepted_at": _said(entry.accepted_at),
            "draft": drafts.get(entry.pk),
            "versions": versions[entry.pk],
            "reviews": reviews[entry.pk],
        }
        for entry in entries
    ]


def _drafts(enrolment: Enrolment) -> dict[int, dict[str, Any]]:
    drafts = EntryDraft.objects.filter(entry__enrolment=enrolment).prefetch_related("attachments")
    return {
        draft.entry_id: {
            "text": draft.text,
            "saved_at": _said(draft.saved_at),
            "files": [str(upload.public_id) for upload in draft.attachments.all()],
        }
        for draft in drafts
    }


def _versions(enrolment: Enrolment) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    versions = EntryVersion.objects.filter(entry__enrolment=enrolment).prefetch_related("attachments")
    versions = versions.select_related("rubric_version")
    for version in versions.order_by("number"):
        found[version.entry_id].append(
            {
                "id": str(version.public_id),
                "number": version.number,
                "text": version.text,
                "sha256": version.sha256,
                "words": version.word_count,
                "intent": version.intent,
                "self_assessment": _levels(version.rubric_version, version.self_assessment),
                "late": version.is_late,
                "submitted_at": _said(version.submitted_at),
                "recalled_at": _said(version.recalled_at),
                "files": [str(upload.public_id) for upload in version.attachments.all()],
            }
        )
    return found


def _reviews(enrolment: Enrolment) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    reviews = (
        Review.objects.released()
        .filter(entry__enrolment=enrolment)
        .select_related("reviewer", "version__rubric_version")
    )
    for review in reviews.prefetch_related("annotations").order_by("released_at"):
        found[review.entry_id].append(
            {
                "version": review.version.number,
                "reviewer": review.reviewer.name,
                "decision": review.decision,
                "overall": review.overall,
                "request": review.request,
                "levels": _levels(review.version.rubric_version, review.judgement),
                "passed": review.passed,
                "comments": [
                    {"quote": note.exact, "kind": note.kind, "text": note.text}
                    for note in review.annotations.all()
                    if note.deleted_at is None
                ],
                "grade": None if review.grade is None else str(review.grade),
                "suggested_on": _said(review.suggested_on),
                "released_at": _said(review.released_at),
                "helped": review.helped_at is not None,
            }
        )
    return found


def _levels(rubric: RubricVersion | None, choices: dict) -> list[dict[str, str]]:
    """What was chosen on a rubric, in words."""
    chosen = rubric.sheet.chosen(choices) if rubric else []
    return [{"criterion": criterion.name, "level": level.label} for criterion, level in chosen]


def _closing(enrolment: Enrolment) -> dict[str, Any] | None:
    closing = ClosingText.objects.filter(enrolment=enrolment).prefetch_related("versions").first()
    if closing is None:
        return None
    versions = [
        {
            "number": version.number,
            "text": version.text,
            "sha256": version.sha256,
            "words": version.word_count,
            "published_at": _said(version.published_at),
        }
        for version in closing.versions.all()
    ]
    return {"draft": closing.text, "saved_at": _said(closing.saved_at), "versions": versions}


def _private_answers(enrolment: Enrolment) -> list[dict[str, Any]]:
    titles = dict(ReadItem.objects.filter(outline=enrolment.course_id).values_list("page", "title"))
    answers = PrivateAnswer.objects.filter(person=enrolment.student_id, item_id__in=titles).order_by("updated_at")
    return [
        {"reading": titles[answer.item_id], "text": answer.text, "updated_at": _said(answer.updated_at)}
        for answer in answers
    ]


def _journal(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Her whole journal, which belongs to no course."""
    pages = JournalPage.objects.filter(author=enrolment.student_id, deleted_at__isnull=True)
    return [
        {
            "text": page.text,
            "written_at": _said(page.written_at),
            "saved_at": _said(page.saved_at),
            "files": [str(upload.public_id) for upload in page.attachments.all()],
        }
        for page in pages.prefetch_related("attachments").order_by("written_at", "pk")
    ]


def _work_changes(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Her own records with all that belongs to them; of co-authors only how many confirmed."""
    changes = WorkChange.objects.filter(enrolment=enrolment).select_related("category").order_by("recorded_at", "pk")
    return [
        {
            "id": str(change.public_id),
            **change_content(change),
            **{name: getattr(change, name) for name in _MORE_OF_CHANGES},
            "recorded_at": _said(change.recorded_at),
            "removed_at": _said(change.removed_at),
            "steps": [_step(row) for row in change.steps.all()],
            "evidence": [_shown(row) for row in change.evidence.all()],
            "co_authors_confirmed": sum(row.state == CoAuthorState.CONFIRMED for row in change.co_authors.all()),
        }
        for change in changes.prefetch_related("steps", "evidence", "co_authors")
    ]


_MORE_OF_CHANGES = (
    "visibility", "research_consent_version", "scope", "facilitators", "obstacles", "facility", "municipality",
)  # fmt: skip


def _step(row: StageStep) -> dict[str, Any]:
    words = {"interruption": row.interruption, "words": row.words, "made_at": _said(row.made_at)}
    return {"from": row.from_stage, "to": row.to_stage, **words}


def _shown(row: ChangeEvidence) -> dict[str, Any]:
    return {"kind": row.kind, "note": row.note, "link": row.link, "dated_on": _said(row.dated_on)}


def _stories(enrolment: Enrolment) -> list[dict[str, Any]]:
    """Stories of changes that she told or shares, with what she said herself to their words."""
    consents = StoryConsent.objects.filter(person=enrolment.student_id).filter(
        Q(offer__change__enrolment=enrolment) | Q(offer__change__co_authors__enrolment=enrolment)
    )
    return [
        {
            "change": str(row.offer.change.public_id),
            "is_own": row.offer.change.enrolment_id == enrolment.pk,
            "state": row.offer.state,
            **{name: getattr(row.offer, name) for name in _WORDS_OF_STORIES},
            "consent": row.state,
            "consent_version": row.consent_version,
            "shows_name": row.shows_name,
            "asked_at": _said(row.asked_at),
            "answered_at": _said(row.answered_at),
        }
        for row in consents.select_related("offer__change").order_by("asked_at", "pk")
    ]


_WORDS_OF_STORIES = ("title", "before", "after", "reason", "helped", "hindered", "remained", "municipality", "names")


def _shares(enrolment: Enrolment) -> list[dict[str, Any]]:
    shares = Share.objects.filter(version__entry__enrolment=enrolment).select_related("version", "board")
    return [
        {
            "version": str(share.version.public_id),
            "audience": share.audience,
            "board": share.board.title if share.board else None,
            "consent_version": share.consent_version,
            "granted_at": _said(share.granted_at),
            "revoked_at": _said(share.revoked_at),
        }
        for share in shares
    ]


def _guests(enrolment: Enrolment) -> list[dict[str, Any]]:
    passes = GuestPass.objects.filter(enrolment=enrolment).select_related("guest")
    return [
        {"guest": row.guest.name, "ends_on": _said(row.ends_on), "revoked_at": _said(row.revoked_at)} for row in passes
    ]


def _readings(enrolment: Enrolment) -> list[dict[str, Any]]:
    readings = PortfolioReading.objects.filter(enrolment=enrolment).select_related("reader", "version__entry__prompt")
    return [
        {"reader": row.reader.name, "kind": row.kind, "of": _version_named(row.version), "read_at": _said(row.read_at)}
        for row in readings
    ]


def _version_named(version: EntryVersion | None) -> str:
    return f"{version.entry.prompt.title} v{version.number}" if version else ""


# What her copy holds, by its name in the JSON. Nothing that was not released to her,
# and of others only what they said to her.
def _surveys(enrolment: Enrolment) -> list[dict[str, Any]]:
    responses = SurveyResponse.objects.filter(enrolment=enrolment).select_related("survey").order_by("pk")
    return [
        {
            "title": response.survey.title,
            "answered_at": _said(response.answered_at),
            "answers": [
                {"code": question.code, "question": question.text, "answer": said(question, given)}
                for question in response.survey.asked
                if (given := read_answer(response.answers, question.code)).state != AnswerState.NOT_ASKED
            ],
        }
        for response in responses
    ]


DATA_SECTIONS: dict[str, Callable[[Enrolment], Any]] = {
    "enrolment": _head,
    "entries": _entries,
    "closing": _closing,
    "private_answers": _private_answers,
    "journal": _journal,
    "work_changes": _work_changes,
    "stories": _stories,
    "shares": _shares,
    "guests": _guests,
    "readings": _readings,
    "surveys": _surveys,
}


def portfolio_data(enrolment: Enrolment) -> dict[str, Any]:
    """About a dozen queries, whatever the number of entries."""
    return {"schema": SCHEMA_VERSION, **{name: read(enrolment) for name, read in DATA_SECTIONS.items()}}
