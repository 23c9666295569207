"""What stands for a subject where a conversation was begun without one: how its first post begins."""

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext

from home.richtext import plain_text

MOST_WORDS, MOST_CHARACTERS = 10, 80


def beginning_of(html: str) -> str:
    """The first words of a cleaned text, on one line."""
    words = Truncator(" ".join(plain_text(html).split())).words(MOST_WORDS, truncate=" …")
    return str(Truncator(words).chars(MOST_CHARACTERS, truncate="…"))


def subject_of(subject: str, html: str) -> str:
    return subject.strip() or beginning_of(html) or wordless()


def subject_after(subject: str, old_html: str, new_html: str) -> str:
    """The subject once the first post says something else: where its words stood for one, they follow it."""
    return subject_of("", new_html) if subject == beginning_of(old_html) else subject


def wordless() -> str:
    """Of a conversation whose only words are gone. Stored, so in the site's language and not in a reader's."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Conversation without a subject")
