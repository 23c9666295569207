from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.entry_start", _("Start a reflection"), _("Reflection started")),
    ("learning.entry_submit", _("Send a reflection"), _("Reflection sent")),
    ("learning.entry_recall", _("Take a reflection back"), _("Reflection taken back")),
    ("learning.entry_share", _("Share a reflection"), _("Reflection shared")),
    ("learning.entry_unshare", _("Take a share back"), _("Share taken back")),
    ("learning.closing_publish", _("Put the closing text into the portfolio"), _("Closing text published")),
    ("learning.guest_invite", _("Invite a guest to a portfolio"), _("Guest invited")),
    ("learning.guest_revoke", _("End a guest's reading"), _("Guest's reading ended")),
    ("learning.entry_extend", _("Put a due date off"), _("Due date put off")),
    ("learning.entry_exempt", _("Exempt from a reflection"), _("Exempted from a reflection")),
    ("learning.entry_close", _("Close a reflection"), _("Reflection closed without acceptance")),
    ("learning.entry_revive", _("Open a closed reflection again"), _("Closed reflection opened again")),
    ("learning.prompt_dates", _("Set dates of prompts"), _("Dates of prompts set")),
]
