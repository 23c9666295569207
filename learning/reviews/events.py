"""What reviews tell the student. Their words stay on the site: a notification carries none of them."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        "entry_returned",
        _("Your reflection came back to go deeper"),
        _("Your tutor read “%(prompt)s” and asks you to take it further."),
        _("Read the feedback"),
    ),
    Event(
        "entry_commented",
        _("Your reflection was read"),
        _("Your tutor commented on “%(prompt)s”. Go on writing whenever you like."),
        _("Read the feedback"),
    ),
    Event(
        "entry_accepted",
        _("Your reflection was accepted"),
        _("Your tutor accepted “%(prompt)s”."),
        _("Read the feedback"),
    ),
    Event(
        "entry_reopened",
        _("A reflection was opened again"),
        _("The acceptance of “%(prompt)s” was undone: you can go on with it. What was said and given before is kept."),
        _("See the reflection"),
    ),
    Event(
        "second_reading_asked",
        _("%(student)s asks for a second reading"),
        _("%(student)s asks for a second reading of “%(prompt)s”. Name somebody who has not read it."),
        _("Name a reader"),
    ),
    Event(
        "entry_assigned",
        _("A reflection was given to you to read"),
        _("The coordination asks you to read “%(prompt)s” of %(student)s."),
        _("Open the reflection"),
    ),
    Event(
        "entry_passed_on",
        _("A reflection was given to somebody else"),
        _("“%(prompt)s” of %(student)s is read by somebody else now. What you had written is kept for you."),
        _("Open the queue"),
        by_mail=False,
    ),
    Event(
        "reading_expected",
        _("%(student)s waits for your reading"),
        _("“%(prompt)s” of %(student)s has waited for longer than %(days)s days, which the class expects."),
        _("Open the reflection"),
    ),
    Event(
        "reading_late",
        _("%(student)s has waited too long"),
        _("“%(prompt)s” of %(student)s has waited for more than %(days)s days, the most that the class allows."),
        _("Open the reflection"),
    ),
    Event(
        "feedback_unseen",
        _("Feedback waits for you"),
        _("Your tutor answered “%(prompt)s” some days ago, and you have not opened it yet."),
        _("Read the feedback"),
    ),
    Event(
        "annotation_replied",
        _("An answer to a comment in your text"),
        _("Your tutor answered under a comment in “%(prompt)s”."),
        _("Read the answer"),
        by_mail=False,
    ),
    Event(
        "annotation_replied_by_student",
        _("A student answered your comment"),
        _("There is an answer under a comment of yours in “%(prompt)s”."),
        _("Read the answer"),
        by_mail=False,
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
