"""What stops an action of this area. Views turn them into words."""


class EnrolmentRefused(Exception):
    """The base of what stops an enrolment or a change of an offering."""


class OfferingFull(EnrolmentRefused):
    """Every place is taken."""


class EnrolmentClosed(EnrolmentRefused):
    """Outside its dates, or of a mode that this way in does not serve."""


class AlreadyEnrolled(EnrolmentRefused):
    """The person holds a place in this offering already."""


class WrongCode(EnrolmentRefused):
    """The code is not this offering's."""


class ReturnByCoordination(EnrolmentRefused):
    """Whoever withdrew comes back by the coordination (domain.md f)."""


class WrongState(EnrolmentRefused):
    """The transition table has no such change from where the enrolment stands."""


class WrongOffering(EnrolmentRefused):
    """A tutoring group, a person or an enrolment of another offering."""


class PlacesBelowTaken(EnrolmentRefused):
    """Fewer places than people who hold one."""


class LastCoordinator(EnrolmentRefused):
    """An offering keeps at least one coordinator."""
