"""What the portfolio tells people."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register
from learning.portfolio.queries import CLOSING_EVENT

EVENTS = (
    Event(
        "entry_submitted",
        _("%(student)s sent a reflection"),
        _("%(student)s sent “%(prompt)s” and waits for your reading."),
        _("Open the reflection"),
    ),
    Event(
        "entry_recalled",
        _("%(student)s took a reflection back"),
        _("%(student)s took “%(prompt)s” back before it was read. Nothing to do until it is sent again."),
        _("Open the queue"),
        by_mail=False,
    ),
    Event(
        "guest_invited",
        _("%(student)s's portfolio is open to you"),
        _("You are invited to read it until %(day)s. Each reading is shown to %(student)s."),
        _("Read the portfolio"),
    ),
    Event(
        "guest_account",
        _("You are invited to read a portfolio"),
        _(
            "An account was opened for you, so that you may read the portfolio of %(student)s until %(day)s. "
            "Choose your password to come in; you find it under “Portfolio”. Each reading is shown to %(student)s."
        ),
        _("Choose a password"),
    ),
    Event(
        "entry_exempted",
        _("You need not write a reflection"),
        _("The coordination exempted you from “%(prompt)s”: it counts as done, without a grade."),
        _("See the reflection"),
    ),
    Event(
        "entry_revived",
        _("A reflection is open again"),
        _("The coordination opened “%(prompt)s” again. Your text is as you left it."),
        _("Go on writing"),
    ),
    Event(
        CLOSING_EVENT,
        _("Reflections close on %(day)s"),
        _("On %(day)s what is still open in “%(course)s” closes: %(number)s. You can still write and send until then."),
        _("See your portfolio"),
    ),
    Event(
        "entries_closed",
        _("Reflections closed in %(course)s"),
        _("The class is over; what was still open closed without acceptance: %(number)s. You can go on reading it."),
        _("See your portfolio"),
    ),
    Event(
        "extension_asked",
        _("%(student)s asks for more time"),
        _("%(student)s asks for another date for “%(prompt)s”. The reason and the wished date are on the page."),
        _("Answer"),
    ),
    Event(
        "extension_granted",
        _("You have until %(day)s"),
        _("The date of “%(prompt)s” was put off: you have until %(day)s."),
        _("Go on writing"),
    ),
    Event(
        "extension_refused",
        _("The date stays as it was"),
        _("More time for “%(prompt)s” was not granted. Why stands on the page; your text is kept."),
        _("Read why"),
    ),
    Event(
        "entry_due_soon",
        _("“%(prompt)s” is due on %(day)s"),
        _("You have until %(day)s to send “%(prompt)s”. If you need more time, ask for it on its page."),
        _("Go on writing"),
    ),
    Event(
        "entry_overdue",
        _("“%(prompt)s” was due on %(day)s"),
        _("“%(prompt)s” was due on %(day)s and was not sent yet. You can still send it, or ask for more time."),
        _("Go on writing"),
    ),
    Event(
        "entry_again_soon",
        _("“%(prompt)s”: send it again by %(day)s"),
        _(
            "Your tutor returned “%(prompt)s” and suggested %(day)s for sending it again. "
            "What to go deeper into stands on its page."
        ),
        _("Go on writing"),
    ),
    Event(
        "entry_again_overdue",
        _("“%(prompt)s” waits for you"),
        _("%(day)s, the day suggested for sending “%(prompt)s” again, has passed. You can still send it: it is read."),
        _("Go on writing"),
    ),
    Event(
        "hash_mismatch",
        _("Kept content is not what was sent"),
        _(
            "The nightly check found texts or files of “%(course)s” that are not as they were sent: %(number)s. "
            "Nothing was changed. Tell whoever runs the site."
        ),
        _("Go to your home page"),
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
