"""What changes at work tell people."""

from django.utils.translation import gettext_lazy as _

from home.notifications.registry import Event, register

EVENTS = (
    Event(
        "change_co_author_asked",
        _("%(author)s names you as co-author"),
        _("%(author)s recorded “%(title)s” and says that you did it together. Say whether it is so."),
        _("Read and answer"),
    ),
    Event(
        "change_co_author_confirmed",
        _("%(colleague)s confirms: you did it together"),
        _("%(colleague)s is now co-author of “%(title)s”."),
        _("See the change"),
        by_mail=False,
    ),
    Event(
        "change_co_author_declined",
        _("%(colleague)s does not take part in your record"),
        _("%(colleague)s is not co-author of “%(title)s”. The record stays yours."),
        _("See the change"),
        by_mail=False,
    ),
    Event(
        "change_tried_too",
        _("%(colleague)s tried it too"),
        _("%(colleague)s recorded a change that follows “%(title)s”."),
        _("See who tried it"),
    ),
    Event(
        "change_follow_up_due",
        _("%(weeks)s weeks of “%(title)s”: what remained?"),
        _("“%(title)s” began %(weeks)s weeks ago. Look at it again: what remained, what did you adapt, what stopped?"),
        _("Write the follow-up"),
    ),
    Event(
        "change_follow_up_again",
        _("What remained of “%(title)s”?"),
        _("The follow-up of %(weeks)s weeks is still open. A few lines are enough; what stopped counts as much."),
        _("Write the follow-up"),
    ),
    Event(
        "story_consent_asked",
        _("May “%(title)s” be told in the open gallery?"),
        _("The author wants to tell it to everyone. It becomes public only if you agree to the text. Read it first."),
        _("Read and answer"),
    ),
    Event(
        "story_agreed",
        _("A co-author agrees to the story of “%(title)s”"),
        _("It goes to the editors when every co-author has agreed."),
        _("See who was asked"),
        by_mail=False,
    ),
    Event(
        "story_refused",
        _("A co-author does not want the story of “%(title)s” to be public"),
        _("So it does not go to the editors. Talk with her: you may change the text and offer it again."),
        _("See who was asked"),
    ),
    Event(
        "story_waits_again",
        _("The story of “%(title)s” waits for one more co-author"),
        _("Somebody confirmed that she did it with you. It is public again when she agrees, and the editors too."),
        _("See who was asked"),
    ),
    Event(
        "story_published",
        _("“%(title)s” is in the gallery"),
        _("The editors approved the story. Anybody may read it; any of its authors may take it back."),
        _("Read the story"),
    ),
    Event(
        "story_sent_back",
        _("The editors sent the story of “%(title)s” back"),
        _("Read what they say. You may change the text and offer it again."),
        _("Read the comment"),
    ),
    Event(
        "story_withdrawn",
        _("The story of “%(title)s” was withdrawn"),
        _("It is no longer in the gallery. The record itself stays as it is."),
        _("See what happened"),
    ),
)


def register_events() -> None:
    for event in EVENTS:
        register(event)
