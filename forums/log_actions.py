from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("forums.post_edit", _("Edit post"), _("Post edited by its author")),
    ("forums.topic_pin", _("Pin topic"), _("Topic pinned or unpinned")),
    ("forums.topic_lock", _("Lock topic"), _("Topic locked or opened again")),
]
