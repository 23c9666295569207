from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.copy_request", _("Ask for a copy"), _("Copy asked for")),
    ("learning.copy_refuse", _("Refuse a copy"), _("Copy refused: the right was lost")),
    ("learning.copy_download", _("Download a copy"), _("Copy downloaded")),
    ("learning.survey_answer", _("Answer the survey"), _("Survey answered")),
    ("learning.survey_download", _("Download the answers to a survey"), _("Answers to the survey downloaded")),
]
