from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from forums.log_actions import LOG_ACTIONS


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for code, label, message in LOG_ACTIONS:
        actions.register_action(code, label, message)


@hooks.register("register_permissions")
def let_groups_open_site_boards() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="forums", codename="add_board")
