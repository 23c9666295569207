from home.notifications.delivery import send_pending_mails
from home.queue.registry import scheduled, task


@task("notifications.drain")
def drain() -> None:
    send_pending_mails()


@scheduled("notifications.sweep", minute="*")
def sweep() -> None:
    """Takes up what a killed sender left and what a mail server refused."""
    send_pending_mails()
