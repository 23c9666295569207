"""A gallery, and what authors and editors do with a story of it."""

from django.contrib.auth.models import Group
from wagtail.models import Page

from home.accounts.models import User
from home.pages.models import HomePage
from learning.work_changes.actions import StoryTold
from learning.work_changes.models import ChangeStoryIndexPage, ChangeStoryPage

WORDS = {
    "title": "Uma conversa no lugar da ficha",
    "before": "Quem sobrava da fila voltava para casa.",
    "after": "Quem sobra conversa com alguém da equipe.",
    "reason": "Muita gente ia embora sem ser ouvida.",
    "problem": "reception",
    "helped": "",
    "hindered": "",
    "remained": "",
    "team_kind": "esf",
    "municipality_size": "small_1",
    "municipality": "",
}


def told(*, parts=(), shows_name=False, no_patient_data=True, agrees=True, base_number=0, **words) -> StoryTold:
    return StoryTold(WORDS | words, parts, shows_name, no_patient_data, agrees, base_number)


def open_gallery() -> ChangeStoryIndexPage:
    home = HomePage.objects.first() or Page.objects.get(depth=2).specific
    index = ChangeStoryIndexPage(title="Galeria de mudanças", slug="relatos")
    home.add_child(instance=index)
    return index


def editors_with(group: str) -> User:
    person = User.objects.create_user(f"{group.lower()}@example.org", "roda-demo", full_name=group)
    person.groups.add(Group.objects.get(name=group))
    return person


def moderator() -> User:
    found = User.objects.filter(email="moderadores@example.org").first()
    return found or editors_with("Moderadores")


def approve(page: ChangeStoryPage) -> None:
    state = page.current_workflow_state.current_task_state
    state.task.specific.on_action(state, moderator(), "approve")


def reject(page: ChangeStoryPage, comment: str) -> None:
    state = page.current_workflow_state.current_task_state
    state.task.specific.on_action(state, moderator(), "reject", comment=comment)
