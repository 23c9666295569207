from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        code="post_written",
        title=_("%(author)s wrote in “%(subject)s”"),
        text=_("There is a new post in a conversation that you follow."),
        action=_("Read the conversation"),
    ),
    Event(
        code="posts_written",
        title=_("%(count)s new posts in “%(subject)s”"),
        text=_("They came since we last wrote to you of this conversation."),
        action=_("Read the conversation"),
    ),
    Event(
        code="post_reported",
        title=_("A post was reported in “%(board)s”"),
        text=_("Please read it and decide. A post that may tell who a patient is, is hidden meanwhile."),
        action=_("Read the reports"),
    ),
    Event(
        code="post_hidden",
        title=_("Your post in “%(subject)s” is hidden for now"),
        text=_("Only you and the staff of the board read it, until they have decided. It may tell who a patient is."),
        action=_("See your post"),
    ),
    Event(
        code="report_decided",
        title=_("The post that you reported was read"),
        text=_("The staff of the board has read what you reported in “%(subject)s”. Thank you for taking care."),
        action=_("Go to the conversations"),
        by_mail=False,
    ),
    Event(
        code="post_held",
        title=_("A post waits for you in “%(board)s”"),
        text=_("Its author and the staff alone read it until you let it in."),
        action=_("See what waits"),
        by_mail=False,
    ),
    Event(
        code="post_let_in",
        title=_("Your post in “%(board)s” was let in"),
        text=_("Everybody who reads the board sees it now."),
        action=_("Read the conversation"),
    ),
    Event(
        code="post_refused",
        title=_("Your post in “%(board)s” was not let in"),
        text=_("You still find your words on the page. Talk with the staff of the board about it."),
        action=_("See your post"),
    ),
    Event(
        code="cautioned",
        title=_("The staff of “%(board)s” has a word for you"),
        text=_("Only you and the staff of the board read it."),
        action=_("Read it"),
    ),
    Event(
        code="participation_graded",
        title=_("Your participation in “%(board)s” has a grade"),
        text=_("You find it with the numbers of your part in the conversations."),
        action=_("See your participation"),
    ),
    Event(
        code="mentioned",
        title=_("%(author)s mentioned you in “%(subject)s”"),
        text=_("A post in this conversation names you."),
        action=_("Read the post"),
    ),
    Event(
        code="aside_written",
        title=_("%(author)s answered you privately in “%(subject)s”"),
        text=_("Only the author of the post and the staff read this answer."),
        action=_("Read the private reply"),
    ),
    Event(
        code="bookmark_due",
        title=_("You wanted to come back to “%(subject)s”"),
        text=_("You saved a post of this conversation and asked to be reminded."),
        action=_("Read the post"),
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
