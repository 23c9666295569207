from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.change_record", _("Record a change at work"), _("Change at work recorded")),
    ("learning.change_edit", _("Edit a change at work"), _("Change at work edited")),
    ("learning.change_stage", _("Move a change at work to another stage"), _("Change at work moved to another stage")),
    ("learning.change_follow_up", _("Follow a change at work up"), _("Change at work followed up")),
    ("learning.change_co_author", _("Ask or answer about co-authorship"), _("Co-authorship asked or answered")),
    ("learning.change_evidence", _("Add evidence of a change"), _("Evidence of a change added")),
    ("learning.change_evidence_remove", _("Remove evidence of a change"), _("Evidence of a change removed")),
    ("learning.change_to_forum", _("Take a change to a forum"), _("Change taken to a forum")),
    ("learning.change_link", _("Link a change to a colleague's"), _("Change linked to a colleague's")),
    ("learning.change_remove", _("Put a change at work away"), _("Change at work put away")),
    ("learning.change_restore", _("Bring a change at work back"), _("Change at work brought back")),
    ("learning.change_recode", _("Recode a change's category"), _("Category of a change recoded")),
    ("learning.story", _("Take a story to another state"), _("Story taken to another state")),
    ("learning.story_consent", _("Agree to a story or say no"), _("Story agreed to or refused")),
]
