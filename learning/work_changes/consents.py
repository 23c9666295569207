"""What an author agrees to. A text that somebody agreed to never changes: a new one gets a number."""

from django.utils.translation import gettext_lazy as _

RESEARCH = {
    1: _(
        "Researchers named by the course may read this record without my name and without that of my unit, to learn "
        "what courses change at work. I decide it myself: my course does not depend on it, and I can take it back here."
    ),
}
RESEARCH_NOW = max(RESEARCH)

GALLERY = {
    1: _(
        "The text that I see here may be published in this site's open gallery, where anybody reads it without "
        "logging in, prints it and passes it on. It shows my name only if I choose so. I decide it myself: my course "
        "does not depend on it. I can take it back whenever I want, with one press, also when the others go on "
        "agreeing; then the page is gone from here at once. What others copied before cannot be taken back."
    ),
}
GALLERY_NOW = max(GALLERY)
