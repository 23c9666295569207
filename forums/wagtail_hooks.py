from wagtail import hooks

from forums.log_actions import LOG_ACTIONS


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for code, label, message in LOG_ACTIONS:
        actions.register_action(code, label, message)
