from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.page_import", _("Import from a Moodle backup"), _("Imported from a Moodle backup")),
]
