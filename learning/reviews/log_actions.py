from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.review_open", _("Open for reading"), _("Reflection opened for reading")),
    ("learning.review_take_over", _("Take a reading over"), _("Reading taken over")),
    ("learning.review_release_unread", _("Let go unread"), _("Reflection let go unread")),
    ("learning.entry_return", _("Return a reflection"), _("Reflection returned to go deeper")),
    ("learning.entry_comment", _("Comment on a reflection"), _("Reflection commented on")),
    ("learning.entry_accept", _("Accept a reflection"), _("Reflection accepted")),
    ("learning.entry_reopen", _("Reopen a reflection"), _("Reflection reopened")),
    ("learning.entry_second_reading", _("Ask for a second reading"), _("Second reading asked for")),
    ("learning.entry_reassign", _("Give to another reader"), _("Given to another reader")),
]
