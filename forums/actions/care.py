"""Reports of posts and what the staff decides on them. Each act is in the board's log and can be taken back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from forums.enums import Decision, MemberRole, ReportReason
from forums.models import Board, Post, PostReport, Topic
from home.accounts.models import User
from home.notifications.actions import notify

REPORTS_AN_HOUR = 10
# What answers a post with a quotation says its words again.
QUOTATION = "<blockquote"


class TooManyReports(Exception):
    """Somebody reports more posts in an hour than a person reads: the staff is to be written to."""


@transaction.atomic
def report_post(*, by: User, post: Post, reason: str, note: str = "") -> PostReport:
    """Asks the staff to look at a post. A repeat finds the open report. Raises TooManyReports.

    A post said to tell who a patient is, is hidden at once, unless the staff has read these words and let them stand.
    """
    Topic.objects.select_for_update().get(pk=post.topic_id)
    earlier = PostReport.objects.open().filter(post=post, reporter=by).first()
    if earlier is not None:
        return earlier
    now = timezone.now()
    if PostReport.objects.filter(reporter=by, reported_at__gt=now - timedelta(hours=1)).count() >= REPORTS_AN_HOUR:
        raise TooManyReports
    report = PostReport.objects.create(post=post, reporter=by, reason=reason, note=note, reported_at=now)
    if reason == ReportReason.PATIENT and not _stood(post):
        _hide(post)
    _log(post, by=by, action="forums.post_report", reason=str(reason))
    _tell_staff(report)
    return report


def _stood(post: Post) -> bool:
    """Whether the staff decided that the post stands, since its words last changed."""
    kept = PostReport.objects.filter(post=post, decision=Decision.KEPT)
    return (kept.filter(decided_at__gt=post.edited_at) if post.edited_at else kept).exists()


@transaction.atomic
def hide_post(*, by: User, post: Post) -> None:
    """The reports were right: nobody but author and staff reads the post, and what quotes it."""
    _hide(post)
    _decide(post, by=by, decision=Decision.HIDDEN)
    _log(post, by=by, action="forums.post_hide")


@transaction.atomic
def keep_post(*, by: User, post: Post) -> None:
    """The reports were wrong, or the author has mended it: everybody reads it."""
    _show(post)
    _decide(post, by=by, decision=Decision.KEPT)
    _log(post, by=by, action="forums.post_keep")


@transaction.atomic
def reopen_reports(*, by: User, post: Post) -> None:
    """Takes the last decision back: its reports are open again, and the post is as they had made it."""
    last = PostReport.objects.filter(post=post).exclude(decision="").order_by("-decided_at").first()
    if last is None:
        return
    # Whoever has reported it again since keeps that report alone.
    again = PostReport.objects.open().filter(post=post).values_list("reporter", flat=True)
    taken_back = PostReport.objects.filter(post=post, decided_at=last.decided_at).exclude(reporter__in=list(again))
    taken_back.update(decision="", decided_by=None, decided_at=None)
    if PostReport.objects.open().filter(post=post, reason=ReportReason.PATIENT).exists():
        _hide(post)
    else:
        _show(post)
    _log(post, by=by, action="forums.reports_reopen")


def _hide(post: Post) -> None:
    """Hides the post with the answers that quote it, all by the same moment: by it they are shown again together."""
    post.refresh_from_db(fields=["hidden_at"])
    if post.hidden_at is not None:
        return
    now = timezone.now()
    quoting = Q(in_reply_to=post.pk, html__contains=QUOTATION)
    Post.objects.filter(Q(pk=post.pk) | quoting, hidden_at=None).update(hidden_at=now)
    if post.number == 1:
        Topic.objects.filter(pk=post.topic_id).update(hidden_at=now)
    post.hidden_at = now
    if post.author is not None:
        notify(
            "post_hidden",
            post.author,
            key=f"hidden-{post.pk}-{now.timestamp():.0f}",
            url=_address(post),
            about=post,
            data={"subject": post.topic.subject},
        )


def _show(post: Post) -> None:
    post.refresh_from_db(fields=["hidden_at"])
    if post.hidden_at is None:
        return
    Post.objects.filter(Q(pk=post.pk) | Q(in_reply_to=post.pk), hidden_at=post.hidden_at).update(hidden_at=None)
    if post.number == 1:
        Topic.objects.filter(pk=post.topic_id).update(hidden_at=None)
    post.hidden_at = None


def _decide(post: Post, *, by: User, decision: Decision) -> None:
    reports = PostReport.objects.open().filter(post=post)
    reporters = list(reports.exclude(reporter=None).exclude(reporter=by).select_related("reporter"))
    reports.update(decision=decision, decided_by=by, decided_at=timezone.now())
    for report in reporters:
        notify(
            "report_decided",
            report.reporter,
            key=f"report-{report.pk}-{decision}",
            url=reverse("forums:boards"),
            about=report,
            data={"subject": post.topic.subject},
        )


def _tell_staff(report: PostReport) -> None:
    board = report.post.topic.board
    for person in staff_of(board).exclude(pk=report.reporter_id):
        notify(
            "post_reported",
            person,
            key=f"report-{report.pk}",
            url=reverse("forums:care_queue"),
            about=report,
            data={"board": board.title},
        )


def staff_of(board: Board):
    """The people who look after a board."""
    return User.objects.filter(board_memberships__board=board, board_memberships__role=MemberRole.STAFF)


def _address(post: Post) -> str:
    return f"{reverse('forums:topic', args=[post.topic_id])}?ir={post.number}"


def _log(post: Post, *, by: User, action: str, **data) -> None:
    log(instance=post.topic.board, action=action, user=by, data={"post": post.pk, "topic": post.topic_id, **data})
