"""The gallery: what some of the cast let everyone read of their changes, and one story that waits for the editors."""

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.users.models import UserProfile

from home.accounts.models import User
from home.pages.models import HomePage
from learning.management.demo.clock import PUBLISHING, STORIES, Clock
from learning.management.demo.reading import read
from learning.management.demo.world import World
from learning.work_changes.actions import StoryTold, answer_story, draw_story_picture, offer_story
from learning.work_changes.models import ChangeStoryIndexPage, ChangeStoryPage, StoryOffer, WorkChange
from learning.work_changes.queries import stories_without_picture, words_to_begin_with

MODERATOR = "ines"
OPENED_DAYS_AGO = 120
WORDS = ("problem", "team_kind", "municipality_size", "municipality", "reason", "remained")


def tell_stories(world: World, clock: Clock) -> None:
    titles = {row["key"]: (row["student"], row["title"]) for row in read("changes")["changes"]}
    with clock.at(clock.days_ago(OPENED_DAYS_AGO), PUBLISHING):
        _open_gallery(world.people["vera"], world.people[MODERATOR])
    with _without_mails_to(world.people[MODERATOR]):
        for row in read("stories")["stories"]:
            student, title = titles[row["key"]]
            change = WorkChange.objects.get(enrolment=world.enrolments[student], title=title)
            _tell(row, change, world, clock)


def draw_story_pictures() -> None:
    for page_id in stories_without_picture():
        draw_story_picture(page_id)


def _open_gallery(editor: User, moderator: User) -> None:
    told = read("stories")["gallery"]
    index = ChangeStoryIndexPage(title=told["title"], slug="relatos", introduction=told["introduction"], owner=editor)
    HomePage.objects.get().add_child(instance=index)
    index.save_revision(user=editor).publish(user=moderator)


def _tell(row: dict, change: WorkChange, world: World, clock: Clock) -> None:
    words = words_to_begin_with(change) | {name: row[name] for name in WORDS if name in row}
    told = StoryTold(
        words={"municipality": "", **words},
        parts=tuple(row.get("parts", ())),
        shows_name=row.get("shows_name", False),
        no_patient_data=True,
        agrees=True,
    )
    with clock.at(clock.days_ago(row["offered_days_ago"]), STORIES):
        offer = offer_story(by=change.author, change=change, told=told)
    for key in row.get("agree", ()):
        with clock.at(clock.days_ago(row["agreed_days_ago"]), STORIES):
            person = world.people[key]
            answer_story(by=person, offer=offer, wording_number=offer.wording_number, agrees=True, shows_name=True)
    if "approved_days_ago" in row:
        with clock.at(clock.days_ago(row["approved_days_ago"]), STORIES):
            _approve(StoryOffer.objects.get(pk=offer.pk).page, world.people[MODERATOR])


def _approve(page: ChangeStoryPage, moderator: User) -> None:
    step = page.current_workflow_state.current_task_state
    step.task.specific.on_action(step, moderator, "approve")


@contextmanager
def _without_mails_to(moderator: User) -> Iterator[None]:
    """Wagtail's own mails do not pass through the outbox, where those of a demo are withheld."""
    profile = UserProfile.get_for_user(moderator)
    UserProfile.objects.filter(pk=profile.pk).update(submitted_notifications=False)
    yield
    UserProfile.objects.filter(pk=profile.pk).update(submitted_notifications=True)
