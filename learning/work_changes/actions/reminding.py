"""What the clock tells an author: that it is time to look at her change again."""

from django.urls import reverse

from home.notifications.actions import notify
from learning.work_changes.queries import due_reminders


def remind_of_follow_ups() -> int:
    """At the mark, a week and three weeks after it; then no more. Returns how many notices are new."""
    told = 0
    for reminder in due_reminders():
        change = reminder.change
        notice = notify(
            "change_follow_up_again" if reminder.days else "change_follow_up_due",
            change.author,
            key=f"{change.public_id}:{reminder.weeks}:{reminder.days}",
            url=reverse("learning:change_follow_up", args=[change.public_id]),
            about=change,
            data={"title": change.title, "weeks": reminder.weeks},
        )
        told += notice is not None
    return told
