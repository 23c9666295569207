from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.entry_start", _("Start a reflection"), _("Reflection started")),
    ("learning.entry_submit", _("Send a reflection"), _("Reflection sent")),
    ("learning.entry_recall", _("Take a reflection back"), _("Reflection taken back")),
]
