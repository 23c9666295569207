"""What people hear of offerings."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        code="enrolment.enrolled",
        title=_("You are enrolled in %(course)s"),
        text=_("The coordination enrolled you in the class %(offering)s. Your home page shows what comes first."),
        action=_("Begin the course"),
    ),
    Event(
        code="enrolment.invited",
        title=_("You were invited to %(course)s"),
        text=_(
            "The coordination opened an account for you and enrolled you in the class %(offering)s. "
            "Choose your password to come in. The link works for %(days)s days."
        ),
        action=_("Choose a password"),
    ),
    Event(
        code="enrolment.withdrawn",
        title=_("Your enrolment in %(course)s has ended"),
        text=_(
            "The coordination recorded your withdrawal from the class %(offering)s. What you wrote is kept. "
            "If this is a mistake, talk to the coordination: you can come back."
        ),
        action=_("Go to your home page"),
    ),
    Event(
        code="enrolment.tutor_assigned",
        title=_("You are a tutor in %(course)s"),
        text=_("You now follow a tutoring group of the class %(offering)s."),
        action=_("See the class"),
    ),
    Event(
        code="enrolment.coordinator_assigned",
        title=_("You coordinate a class of %(course)s"),
        text=_("You are now a coordinator of the class %(offering)s."),
        action=_("See the class"),
    ),
    Event(
        code="enrolment.staff_invited",
        title=_("You were invited to work in %(course)s"),
        text=_(
            "The coordination opened an account for you and added you to the staff of the class %(offering)s. "
            "Choose your password to come in. The link works for %(days)s days."
        ),
        action=_("Choose a password"),
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
