"""`manage.py demo`, run once a session: what it leaves in the database."""

from collections import Counter, defaultdict
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from forums.models import BoardMember, Post, Topic
from home.accounts.models import User
from home.notifications.enums import OutboxState
from home.notifications.models import Notification, OutboxMail
from home.pages.models import CustomImage
from learning.courses.models import (
    CourseOutline,
    CoursePage,
    DiscussionPage,
    GlossaryTerm,
    LessonPage,
    ModulePage,
    ReadItem,
    ReflectionPage,
    UnitPage,
)
from learning.enrolment.enums import EnrolmentState, StaffRole
from learning.enrolment.models import Enrolment, Offering, Polo, StaffAssignment, TutoringGroup
from learning.management.demo.clock import Clock
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from learning.portfolio.transitions import TRANSITIONS, replay
from learning.progress.models import ItemProgress
from learning.reviews.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LOG_INS = ("estudante", "tutora", "editora", "coordenacao", "moderadora")


def test_the_whole_course_is_published():
    counts = {model: model.objects.live().count() for model in (ModulePage, LessonPage, UnitPage)}
    assert counts == {ModulePage: 6, LessonPage: 1, UnitPage: 20}
    assert [ReflectionPage.objects.live().count(), DiscussionPage.objects.live().count()] == [6, 5]
    assert not Page.objects.filter(live=False).exists()
    outline = CourseOutline.objects.get()
    assert [module["code"] for module in outline.outline] == ["M0", "M1", "M2", "M3", "M4", "M5"]
    assert ReadItem.objects.filter(outline=outline).count() == 6 + 1 + 20 + 6 + 5


def test_every_reading_is_a_real_one():
    kinds = Counter(kind for row in ReadItem.objects.filter(kind="unit") for kind, _payload in row.segments)
    assert set(kinds) >= {
        "html", "picture", "gallery", "video", "document", "call_out", "quotation", "table", "collapsible",
        "glossary", "think", "card", "formula",
    }  # fmt: skip
    assert GlossaryTerm.objects.count() == 17
    assert not ReadItem.objects.filter(kind="unit", search_text="").exists()


def test_pictures_are_described_credited_and_made():
    assert not CustomImage.objects.filter(credit="").exists()
    assert not CustomImage.objects.filter(licence="").exists()
    assert not ReadItem.objects.filter(is_waiting=True).exists()
    assert not CourseOutline.objects.filter(is_waiting=True).exists()
    pictures = [payload for row in ReadItem.objects.all() for kind, payload in row.segments if kind == "picture"]
    assert pictures
    assert all(picture["alt"] and picture["webp"] and picture["jpeg"] for picture in pictures)


def test_prompts_carry_the_rubric_as_a_list():
    prompt = ReflectionPage.objects.get(slug="p2-uma-rotina")
    [[_kind, segment]] = ReadItem.objects.get(page=prompt.pk).segments
    assert "<li><b>Interroga</b> pergunta-se por quê e para quem (peso 3)<ul><li>0" in segment["criteria"]


def test_classes_and_people_are_there():
    assert sorted(Offering.objects.values_list("name", flat=True)) == ["2026/1", "2026/2"]
    assert Polo.objects.count() == 3
    assert TutoringGroup.objects.count() == 5
    tutors = StaffAssignment.objects.filter(role=StaffRole.TUTOR)
    assert tutors.values("person").distinct().count() == 3
    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {
        EnrolmentState.ACTIVE: 22,
        EnrolmentState.COMPLETED: 1,
        EnrolmentState.WITHDRAWN: 1,
    }


@pytest.mark.parametrize("name", LOG_INS)
def test_everyone_can_log_in(client, name):
    person = User.objects.get(email=f"{name}@example.org")
    assert person.check_password("roda-demo")
    assert EmailAddress.objects.get(user=person).verified
    assert client.post("/conta/login/", {"login": person.email, "password": "roda-demo"}).status_code == 302


def test_editor_writes_and_moderator_publishes():
    assert User.objects.get(email="editora@example.org").groups.get().name == "Editores"
    assert User.objects.get(email="moderadora@example.org").groups.get().name == "Moderadores"
    course = CoursePage.objects.get()
    assert course.owner.email == "editora@example.org"
    assert course.live_revision.user.email == "editora@example.org"


def test_entries_stand_in_every_state():
    states = set(PortfolioEntry.objects.values_list("state", flat=True))
    assert states == {
        EntryState.DRAFT,
        EntryState.SUBMITTED,
        EntryState.IN_REVIEW,
        EntryState.RETURNED,
        EntryState.ACCEPTED,
    }


def test_history_leads_to_each_entrys_state():
    codes = [row.action for row in TRANSITIONS.values() if row.action]
    steps = defaultdict(list)
    for log in ModelLogEntry.objects.filter(action__in=codes).order_by("timestamp", "pk"):
        steps[log.object_id].append((log.data["from"], log.data["to"]))
    for entry in PortfolioEntry.objects.all():
        assert replay(steps[str(entry.pk)]) == entry.state


def test_times_follow_each_other():
    for entry in PortfolioEntry.objects.select_related("enrolment").prefetch_related("versions__reviews"):
        times = [entry.enrolment.enrolled_at, entry.started_at]
        for version in entry.versions.all():
            times.append(version.submitted_at)
            for review in version.reviews.all():
                times += [moment for moment in (review.opened_at, review.released_at) if moment]
        assert times == sorted(times), entry.prompt_id
    day_before = timezone.now() - timedelta(hours=1)
    assert not Post.objects.filter(created_at__gt=day_before).exists()


def test_people_sleep_at_night():
    before_today = Post.objects.filter(created_at__date__lt=timezone.localdate())
    hours = {timezone.localtime(moment).hour for moment in before_today.values_list("created_at", flat=True)}
    assert hours <= set(range(7, 23))


@pytest.mark.parametrize("hour", [1, 9, 23])
def test_the_clock_keeps_the_order_and_stays_in_the_past(hour):
    clock = Clock()
    clock.began = timezone.localtime().replace(hour=hour, minute=30)
    moments = [clock.days_ago(days / 20) for days in range(1, 100)]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == len(moments)
    assert moments[0] < clock.began


def test_who_finished_is_declared_to_have_finished():
    enrolment = Enrolment.objects.get(state=EnrolmentState.COMPLETED)
    assert enrolment.item_progress.count() == 31


def test_a_version_is_late_by_the_day_on_which_it_was_sent():
    on_time = EntryVersion.objects.get(
        author__email="bento@example.org", entry__prompt__slug="p1-um-lugar-do-territorio"
    )
    late = EntryVersion.objects.filter(author__email="silvio@example.org").latest("number")
    assert [on_time.is_late, late.is_late] == [False, True]


def test_an_accepted_reflection_counts_as_done():
    accepted = PortfolioEntry.objects.filter(state=EntryState.ACCEPTED).values_list("enrolment_id", "prompt_id")
    done = set(ItemProgress.objects.values_list("enrolment_id", "item_id"))
    assert set(accepted) <= done


def test_whoever_writes_in_the_forum_reads_its_board():
    members = set(BoardMember.objects.values_list("board_id", "person_id"))
    left = set(Enrolment.objects.filter(state=EnrolmentState.WITHDRAWN).values_list("student_id", flat=True))
    writers = set(Post.objects.values_list("topic__board_id", "author_id"))
    assert {(board, person) for board, person in writers if person not in left} <= members
    assert Topic.objects.count() == 25
    assert Topic.objects.filter(posts__number__gte=60).exists()


def test_nobody_gets_a_mail_and_most_notices_are_read(mailoutbox):
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {OutboxState.WITHHELD}
    assert mailoutbox == []
    unread = Notification.objects.filter(read_at=None)
    assert 0 < unread.count() < Notification.objects.count() / 5
    tutor = unread.filter(person__email="tutora@example.org")
    assert tutor.filter(event="entry_submitted").exists()


def test_the_student_has_work_before_her():
    entries = PortfolioEntry.objects.filter(enrolment__student__email="estudante@example.org")
    assert list(entries.order_by("started_at").values_list("state", flat=True)) == ["accepted", "returned", "draft"]
    assert EntryDraft.objects.get(entry=entries.latest("started_at")).text.startswith("<p>A rotina que escolhi")
    returned = Review.objects.filter(entry=entries.get(state="returned")).latest("released_at")
    assert returned.request.count("\n") == 1


def test_a_second_run_changes_nothing():
    before = {model: model.objects.count() for model in (User, Page, PortfolioEntry, Post, ModelLogEntry)}
    out = StringIO()
    call_command("demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert {model: model.objects.count() for model in before} == before


def test_a_server_refuses_the_demo(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    with pytest.raises(CommandError, match="settings of a server"):
        call_command("demo")
