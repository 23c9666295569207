"""What a student agrees to when she shares. A text that somebody agreed to never changes: a new one gets a number."""

from django.utils.translation import gettext_lazy as _

SHARING = {
    1: _(
        "The people that I name here may read this version of my reflection and its files on this site. I decide it "
        "myself: my course does not depend on it. I can take it back whenever I want, with one press, and then nobody "
        "reads it here any more. What others remember or copied before cannot be taken back."
    ),
}
SHARING_NOW = max(SHARING)
