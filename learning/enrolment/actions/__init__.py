"""Use cases of offerings and enrolments. Each locks its offering first: one change of an offering at a time."""

from learning.enrolment.actions.boards import sync_boards, sync_course_boards, tell_course_title
from learning.enrolment.actions.correcting import EntryFacts, correct_entry
from learning.enrolment.actions.declaring import keep_declared_workplace
from learning.enrolment.actions.enrolments import (
    complete_enrolment,
    enrol_openly,
    enrol_student,
    enrol_with_code,
    place_in_tutoring_group,
    place_students,
    switch_enrolment,
    withdraw_student,
)
from learning.enrolment.actions.errors import (
    AlreadyEnrolled,
    EnrolmentClosed,
    EnrolmentRefused,
    LastCoordinator,
    OfferingFull,
    PlacesBelowTaken,
    ReturnByCoordination,
    WrongCode,
    WrongOffering,
    WrongState,
)
from learning.enrolment.actions.invitations import (
    EmailOutcome,
    Outcome,
    assign_staff_by_email,
    enrol_by_emails,
    invite_person,
)
from learning.enrolment.actions.notices import INVITATION_DAYS, INVITATION_SALT, invitation_address, is_newcomer
from learning.enrolment.actions.offerings import (
    OfferingDetails,
    change_offering,
    change_tutoring_group,
    make_offering,
    make_tutoring_group,
)
from learning.enrolment.actions.staff import assign_staff, remove_staff
from learning.enrolment.actions.staff_boards import (
    BoardReach,
    BoardWords,
    change_staff_board,
    close_staff_board,
    make_staff_board,
    put_away_staff_board,
)
from learning.enrolment.actions.staff_notes import delete_staff_note, keep_staff_note, restore_staff_note

__all__ = [
    "INVITATION_DAYS",
    "INVITATION_SALT",
    "AlreadyEnrolled",
    "BoardReach",
    "BoardWords",
    "EmailOutcome",
    "EnrolmentClosed",
    "EnrolmentRefused",
    "EntryFacts",
    "LastCoordinator",
    "OfferingDetails",
    "OfferingFull",
    "Outcome",
    "PlacesBelowTaken",
    "ReturnByCoordination",
    "WrongCode",
    "WrongOffering",
    "WrongState",
    "assign_staff",
    "assign_staff_by_email",
    "change_offering",
    "change_staff_board",
    "change_tutoring_group",
    "close_staff_board",
    "complete_enrolment",
    "correct_entry",
    "delete_staff_note",
    "enrol_by_emails",
    "enrol_openly",
    "enrol_student",
    "enrol_with_code",
    "invitation_address",
    "invite_person",
    "is_newcomer",
    "keep_declared_workplace",
    "keep_staff_note",
    "make_offering",
    "make_staff_board",
    "make_tutoring_group",
    "place_in_tutoring_group",
    "place_students",
    "put_away_staff_board",
    "remove_staff",
    "restore_staff_note",
    "switch_enrolment",
    "sync_boards",
    "sync_course_boards",
    "tell_course_title",
    "withdraw_student",
]
