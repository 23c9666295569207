from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = [
    ("learning.offering_make", _("Make offering"), _("Offering made")),
    ("learning.offering_change", _("Change offering"), _("Offering changed")),
    ("learning.tutoring_group_make", _("Make tutoring group"), _("Tutoring group made")),
    ("learning.tutoring_group_change", _("Change tutoring group"), _("Tutoring group changed")),
    ("learning.staff_assign", _("Assign staff"), _("Staff assigned")),
    ("learning.staff_remove", _("Remove staff"), _("Staff removed")),
    ("learning.enrolment_make", _("Enrol"), _("Enrolled")),
    ("learning.enrolment_place", _("Place in a tutoring group"), _("Placed in a tutoring group")),
    ("learning.enrolment_withdraw", _("Withdraw"), _("Withdrawn")),
    ("learning.enrolment_complete", _("Complete"), _("Completed")),
    ("learning.enrolment_return", _("Return"), _("Returned to the course")),
    ("learning.enrolment_correct", _("Correct what counts of a student"), _("What counts of a student corrected")),
    ("learning.person_invite", _("Invite person"), _("Person invited")),
    ("learning.board_make", _("Make board"), _("Board made")),
    ("learning.board_change", _("Change board"), _("Board changed")),
    ("learning.board_close", _("Close board or open it again"), _("Board closed or opened again")),
    ("learning.board_put_away", _("Put board away or bring it back"), _("Board put away or brought back")),
]
