import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow

pytestmark = pytest.mark.django_db


def test_wagtails_groups_were_renamed_not_doubled():
    assert set(Group.objects.values_list("name", flat=True)) == {"Editores", "Moderadores", "Coordenação"}


def test_one_workflow_of_moderators_stands_at_the_root(parts):
    workflow = Workflow.objects.get()
    assert workflow.name == "Aprovação da moderação"
    assert parts.first_unit.get_workflow() == workflow
    task = GroupApprovalTask.objects.get()
    assert list(task.groups.values_list("name", flat=True)) == ["Moderadores"]


def test_editors_write_and_do_not_publish(editor, parts):
    permissions = parts.first_unit.permissions_for_user(editor)
    assert permissions.can_edit()
    assert permissions.can_submit_for_moderation()
    assert not permissions.can_publish()
    assert editor.has_perms(["learning.add_glossaryterm", "learning.change_glossaryterm"])


@pytest.mark.parametrize("role", ["Editores", "Moderadores"])
def test_neither_reaches_people_or_settings(role, stranger):
    stranger.groups.add(Group.objects.get(name=role))
    codes = {code.split(".")[0] for code in stranger.get_all_permissions()}
    assert codes <= {"wagtailadmin", "learning", "wagtailimages", "wagtaildocs", "wagtailmedia", "wagtailcore"}
    assert not stranger.has_perm("accounts.change_user")
    assert not stranger.has_perm("wagtailcore.change_site")


def test_moderators_publish(stranger, parts):
    stranger.groups.add(Group.objects.get(name="Moderadores"))
    assert parts.first_unit.permissions_for_user(stranger).can_publish()
