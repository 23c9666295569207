"""Hooks into Wagtail for the learning pages; each area has its own module where it grows."""

from importlib import import_module
from importlib.util import find_spec

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from learning.apps import AREAS


@hooks.register("register_log_actions")
def register_areas_log_actions(actions: LogActionRegistry) -> None:
    for area in AREAS:
        if find_spec(f"learning.{area}.log_actions"):
            for code, label, message in import_module(f"learning.{area}.log_actions").LOG_ACTIONS:
                actions.register_action(code, label, message)


for area in AREAS:
    if find_spec(f"learning.{area}.wagtail_hooks"):
        import_module(f"learning.{area}.wagtail_hooks")
