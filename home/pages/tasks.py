from django.core.management import call_command

from home.pages.actions import publish_due_revisions
from home.queue.registry import scheduled


@scheduled("pages.publish_scheduled", minute="*")
def publish_scheduled() -> None:
    """Publishes what is due, then lets Wagtail take down what has expired."""
    publish_due_revisions()
    call_command("publish_scheduled")
