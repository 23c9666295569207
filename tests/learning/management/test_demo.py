"""`manage.py demo`, run once a session: what it leaves in the database."""

from collections import Counter, defaultdict
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from forums.models import Board, BoardMember, Mention, Post, Reaction, Topic
from home.accounts.models import User
from home.notifications.enums import OutboxState
from home.notifications.models import Notification, OutboxMail
from home.pages.models import CustomImage
from learning.courses.forms import SurveyForm
from learning.courses.models import (
    CourseOutline,
    CoursePage,
    DiscussionPage,
    GlossaryTerm,
    LessonPage,
    ModulePage,
    ReadItem,
    ReflectionPage,
    SurveyPage,
    UnitPage,
)
from learning.enrolment.enums import EnrolmentState, StaffRole
from learning.enrolment.models import Enrolment, Offering, Polo, StaffAssignment, TutoringGroup
from learning.management.demo.clock import Clock
from learning.management.demo.graduates import NUMBER
from learning.portfolio.enums import EntryState
from learning.portfolio.models import (
    CitedChange,
    ClosingVersion,
    EntryDraft,
    EntryVersion,
    GuestPass,
    PortfolioEntry,
    PortfolioReading,
    Share,
)
from learning.portfolio.transitions import TRANSITIONS, replay
from learning.progress.models import ItemProgress
from learning.reports.figures import all_sections
from learning.reports.models import SurveyResponse
from learning.reports.queries import Narrowing, figure_rows, figure_scope, narrowed
from learning.reviews.models import Review, SecondReading
from learning.work_changes.enums import OfferState, Stage
from learning.work_changes.models import (
    ChangeCoAuthor,
    ChangeFollowUp,
    ChangeStoryPage,
    StoryOffer,
    StoryPicture,
    WorkChange,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

PILOT = "Turma piloto"
LOG_INS = ("estudante", "tutora", "editora", "coordenacao", "moderadora")


def test_the_whole_course_is_published():
    counts = {model: model.objects.live().count() for model in (ModulePage, LessonPage, UnitPage)}
    assert counts == {ModulePage: 6, LessonPage: 1, UnitPage: 20}
    assert [ReflectionPage.objects.live().count(), DiscussionPage.objects.live().count()] == [6, 5]
    assert not Page.objects.not_type(ChangeStoryPage).filter(live=False).exists()
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


def test_prompts_have_their_rubrics_and_grades_follow_from_them():
    prompt = ReflectionPage.objects.get(slug="p2-uma-rotina")
    criteria = {criterion.name: criterion.weight for criterion in prompt.sheet.criteria}
    assert criteria["Interroga"] == 3
    accepted = Review.objects.released().filter(decision="accept").select_related("version__rubric_version")
    assert {review.entry.prompt.scale for review in accepted if review.grade is None} == {"descriptive", "pass_fail"}
    assert {review.passed for review in accepted if review.entry.prompt.scale == "pass_fail"} == {True}
    assert not [review for review in accepted if review.version.rubric_version.sheet.missing(review.judgement)]
    assert EntryVersion.objects.exclude(self_assessment={}).exists()
    assert ReflectionPage.objects.exclude(examples="").exists()


def test_a_second_reading_waits_for_a_reader():
    entry = SecondReading.objects.get().entry
    assert (entry.state, entry.awaits_reader) == (EntryState.IN_REVIEW, True)


def test_portfolios_are_shared_closed_and_read():
    student = User.objects.get(email="estudante@example.org")
    others = Share.objects.visible_to(student).exclude(version__entry__enrolment__student=student)
    assert others.count() == 2
    assert ClosingVersion.objects.count() == 1
    assert GuestPass.objects.open().filter(enrolment__student=student).count() == 1
    assert PortfolioReading.objects.filter(enrolment__student=student).count() == 2


def test_classes_and_people_are_there():
    assert sorted(Offering.objects.values_list("name", flat=True)) == ["2026/1", "2026/2", "Turma piloto"]
    assert Polo.objects.count() == 3
    assert TutoringGroup.objects.count() == 5 + 3
    tutors = StaffAssignment.objects.filter(role=StaffRole.TUTOR)
    assert tutors.values("person").distinct().count() == 3
    assert Counter(Enrolment.objects.values_list("state", flat=True)) == {
        EnrolmentState.ACTIVE: 22,
        EnrolmentState.COMPLETED: 1 + NUMBER,
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
    codes = [row.action for row in TRANSITIONS.values() if row.action and row.code != "T17"]
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
    enrolment = Enrolment.objects.get(state=EnrolmentState.COMPLETED, offering__name="2026/1")
    assert enrolment.item_progress.count() == 31


def test_the_pilot_class_answered_as_the_study_tells():
    """98 and 90 of 119 valid answers (domain.md, section 0), by 42 dentists, 47 nurses and 31 physicians."""
    pilot = Enrolment.objects.filter(offering__name="Turma piloto")
    professions = Counter(pilot.values_list("student__workplace__profession__code", flat=True))
    assert professions == {"223293": 42, "223565": 47, "225142": 31}
    coordinator = User.objects.get(email="coordenacao@example.org")
    offering = Offering.objects.get(name="Turma piloto")
    scope = figure_scope(coordinator, offering, is_whole=True)
    work, care, *_others = all_sections(figure_rows(scope, narrowed(scope, Narrowing())), fewest=0)
    assert work.sentences == ["82,4 % (98 de 119 respostas válidas; 1 sem resposta)"]
    assert care.sentences == ["75,6 % (90 de 119; 1 sem resposta)"]


def _as_sent(questions, answers):
    for question in questions:
        answer = answers[question.code]
        chosen = answer.get("chosen", [])
        yield question.code, chosen if question.kind == "multiple" else answer.get("text") or "".join(chosen)
        if answer["state"] == "refused":
            yield f"{question.code}-refused", "on"


def test_the_graduates_answers_are_ones_that_the_form_takes():
    questions = SurveyPage.objects.get().asked
    for response in SurveyResponse.objects.all():
        form = SurveyForm(questions, dict(_as_sent(questions, response.answers)))
        assert form.is_valid(), form.errors
        assert form.answers == response.answers


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
    assert Topic.objects.count() == 27 + 3
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
    # One request for the whole, one beside the sentence that it speaks of.
    assert (returned.request.count("\n"), returned.annotations.count()) == (0, 1)


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


def test_the_gallery_holds_five_stories_and_one_waits_for_the_editors():
    states = Counter(StoryOffer.objects.values_list("state", flat=True))
    assert states == {OfferState.PUBLISHED: 5, OfferState.SUBMITTED: 1}
    stories = ChangeStoryPage.objects.live()
    assert sorted(len(story.shown_names) for story in stories) == [0, 0, 1, 1, 2]
    assert StoryPicture.objects.filter(page__in=stories).count() == 5
    assert not any(offer.open_consents().exists() for offer in StoryOffer.objects.all())
    # The day on which each was approved, not that of the loading.
    assert stories.filter(first_published_at__lt=timezone.now() - timedelta(days=5)).count() == 5


def test_the_register_of_changes_is_alive():
    changes = WorkChange.objects.kept().exclude(enrolment__offering__name=PILOT)
    assert changes.count() == 30
    assert set(changes.values_list("stage", flat=True)) == set(Stage)
    assert changes.filter(linked_to__isnull=False, answered_in__isnull=False).count() == 3
    assert changes.filter(topic__isnull=False).count() == 6
    assert ChangeFollowUp.objects.filter(change__in=changes).count() == 10
    assert set(ChangeCoAuthor.objects.values_list("state", flat=True)) == {"confirmed", "invited"}
    assert ReflectionPage.objects.exclude(asks_change="none").count() == 2
    assert CitedChange.objects.filter(version__isnull=False).count() == 9


def test_the_pilot_class_recorded_changes_while_it_ran():
    changes = WorkChange.objects.kept().filter(enrolment__offering__name=PILOT)
    offering = Offering.objects.get(name=PILOT)
    assert changes.count() == 26
    assert not changes.exclude(started_on__range=(offering.starts_on, offering.ends_on)).exists()
    assert set(changes.values_list("stage", flat=True)) == {"incorporated", "adapted", "experimenting", "interrupted"}
    assert set(ChangeFollowUp.objects.filter(change__in=changes).values_list("weeks", flat=True)) == {6, 12}
    scope = figure_scope(User.objects.get(email="coordenacao@example.org"), offering, is_whole=True)
    rows = figure_rows(scope, narrowed(scope, Narrowing()))
    assert len({one for change in rows.changes for one in change.people}) == 26


def test_a_follow_up_waits_on_the_students_home(client):
    client.force_login(User.objects.get(email="estudante@example.org"))
    assert "1 acompanhamento de mudança no trabalho espera por você" in client.get("/inicio/").text


def test_rooms_are_lived_in():
    room = Board.objects.get(for_everyone=True)
    assert (room.title, room.topics.count(), room.topics.filter(is_pinned=True).count()) == ("Comunidade", 3, 1)
    assert Topic.objects.filter(answer__isnull=False, board__kind="questions").count() == 4
    assert set(Reaction.objects.values_list("kind", flat=True)) == {"thanks", "lived"}
    named = Mention.objects.values_list("person__email", flat=True)
    assert sorted(named) == ["gilvan@example.org", "otavio@example.org"]
    assert Topic.objects.filter(tags__isnull=False).distinct().count() == 3 + 6
    asking = DiscussionPage.objects.get(required_replies__gt=0)
    assert (asking.required_topics, asking.required_replies) == (1, 2)
    hour_ago = timezone.now() - timedelta(hours=1)
    assert not Reaction.objects.filter(created_at__gt=hour_ago).exists()
