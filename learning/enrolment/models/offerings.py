import datetime
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import Board
from home.accounts.models import Profession
from learning.courses.models import CoursePage
from learning.enrolment.enums import (
    EXPECTED_DAYS,
    EXTENSION_DAYS,
    LATEST_DAYS,
    READING_STATES,
    TOLERANCE_DAYS,
    EnrolmentMode,
    EnrolmentState,
    StaffRole,
    first_follow_up_weeks,
)


class Polo(models.Model):
    """A support centre where an offering meets in person."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("support centre")
        verbose_name_plural = _("support centres")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfferingQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Its students (while not withdrawn), its tutors and coordinators; a superuser sees all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        studies = Enrolment.objects.filter(offering=OuterRef("pk"), student=user, state__in=READING_STATES)
        works = StaffAssignment.objects.filter(offering=OuterRef("pk"), person=user)
        return self.filter(Exists(studies) | Exists(works))

    def staffed_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Where `user` tutors or coordinates; all of them for a superuser."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(Exists(StaffAssignment.objects.filter(offering=OuterRef("pk"), person=user)))

    def coordinated_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        roles = StaffAssignment.objects.filter(offering=OuterRef("pk"), person=user, role=StaffRole.COORDINATOR)
        return self.filter(Exists(roles))

    def with_places_taken(self) -> Self:
        """Adds `places_taken`: everyone who has not withdrawn holds a place."""
        return self.annotate(
            places_taken=Count("enrolments", filter=Q(enrolments__state__in=READING_STATES), distinct=True)
        )

    def open_on(self, day: datetime.date) -> Self:
        """Offerings whose enrolment stands open on `day`, by button or by code, full or not."""
        return self.filter(
            enrolment_mode__in=[EnrolmentMode.OPEN, EnrolmentMode.CODE],
            enrolment_opens_on__lte=day,
            enrolment_closes_on__gte=day,
        )

    def open_for(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Offerings that `user` may join today by herself: open, with a place free, and not hers already."""
        offerings = self.open_on(timezone.localdate()).with_places_taken()
        offerings = offerings.filter(Q(places__isnull=True) | Q(places_taken__lt=F("places")))
        if not user.is_authenticated:
            return offerings
        return offerings.exclude(Exists(Enrolment.objects.filter(offering=OuterRef("pk"), student=user)))


class Offering(models.Model):
    """A class of a course: its dates, places and people."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="offerings", verbose_name=_("course"))
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    enrolment_opens_on = models.DateField(_("enrolment opens on"))
    enrolment_closes_on = models.DateField(_("enrolment closes on"))
    enrolment_mode = models.CharField(
        _("enrolment"), max_length=10, choices=EnrolmentMode.choices, default=EnrolmentMode.STAFF
    )
    enrolment_code = models.CharField(_("enrolment code"), max_length=20, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    polos = models.ManyToManyField(Polo, blank=True, related_name="offerings", verbose_name=_("support centres"))
    expected_days = models.PositiveSmallIntegerField(_("days in which a reading is expected"), default=EXPECTED_DAYS)
    latest_days = models.PositiveSmallIntegerField(_("days that a reading takes at most"), default=LATEST_DAYS)
    extension_days = models.PositiveSmallIntegerField(
        _("days by which a tutor may put a date off"), default=EXTENSION_DAYS
    )
    tolerance_days = models.PositiveSmallIntegerField(
        _("days that reflections stay open after the end"), default=TOLERANCE_DAYS
    )
    follow_up_weeks = models.JSONField(
        _("weeks after which a change at work is looked at again"), default=first_follow_up_weeks
    )
    key = models.UUIDField(_("client key"), default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfferingQuerySet.as_manager()

    # What `with_places_taken` adds.
    places_taken: int

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="learning_offering_name_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="learning_offering_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TutoringGroupQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """All of an offering for its coordinators, her own for a tutor, her own for a student."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        coordinates = Offering.objects.coordinated_by(user).values("pk")
        tutors = StaffAssignment.objects.filter(person=user, role=StaffRole.TUTOR).values("tutoring_group")
        studies = Enrolment.objects.filter(student=user, state__in=READING_STATES, tutoring_group__isnull=False)
        return self.filter(Q(offering__in=coordinates) | Q(pk__in=tutors) | Q(pk__in=studies.values("tutoring_group")))


class TutoringGroup(models.Model):
    """A tutor and her students: the unit by which reviews, reports and boards are kept apart."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="tutoring_groups")
    name = models.CharField(_("name"), max_length=80)
    polo = models.ForeignKey(
        Polo,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tutoring_groups",
        verbose_name=_("support centre"),
    )
    key = models.UUIDField(_("client key"), default=uuid.uuid4, unique=True, editable=False)

    objects = TutoringGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("tutoring group")
        verbose_name_plural = _("tutoring groups")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["offering", "name"], name="learning_tutoring_group_name_once")]

    def __str__(self) -> str:
        return self.name


class StaffAssignment(models.Model):
    """A tutor of one tutoring group, or a coordinator of the whole offering."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_assignments")
    role = models.CharField(_("role"), max_length=12, choices=StaffRole.choices)
    tutoring_group = models.ForeignKey(
        TutoringGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="staff"
    )
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("staff assignment")
        verbose_name_plural = _("staff assignments")
        indexes = [models.Index(fields=["person", "course"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="tutor", tutoring_group__isnull=False)
                | Q(role="coordinator", tutoring_group__isnull=True),
                name="learning_staff_tutor_has_group",
            ),
            models.UniqueConstraint(
                fields=["offering", "person"], condition=Q(role="coordinator"), name="learning_staff_coordinator_once"
            ),
            models.UniqueConstraint(
                fields=["tutoring_group", "person"], condition=Q(role="tutor"), name="learning_staff_tutor_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.offering_id}"


class EnrolmentQuerySet(models.QuerySet):
    def of(self, user: AbstractBaseUser) -> Self:
        return self.filter(student=user)

    def current(self) -> Self:
        """The one enrolment of a student in a course whose marks the course's pages show."""
        return self.filter(is_current=True)

    def holding_a_place(self) -> Self:
        return self.filter(state__in=READING_STATES)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """A student's own; those of a tutor's tutoring groups; those of a coordinator's offerings."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        coordinates = Offering.objects.coordinated_by(user).values("pk")
        tutors = StaffAssignment.objects.filter(person=user, role=StaffRole.TUTOR).values("tutoring_group")
        return self.filter(Q(student=user) | Q(offering__in=coordinates) | Q(tutoring_group__in=tutors))


class Enrolment(models.Model):
    """A student in an offering. `is_current` marks the one whose marks the course's pages show."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+", editable=False)
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    tutoring_group = models.ForeignKey(
        TutoringGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    # Figures count by what was so when she came in: no later move of hers or of her group changes these three.
    polo = models.ForeignKey(Polo, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments")
    profession_at_entry = models.ForeignKey(
        Profession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("profession at enrolment"),
    )
    municipality_at_entry = models.CharField(_("municipality at enrolment"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=EnrolmentState.choices, default=EnrolmentState.ACTIVE)
    is_current = models.BooleanField(default=True)
    resume_item_id = models.BigIntegerField(null=True, blank=True)
    last_learning_at = models.DateTimeField(_("last learning access"), null=True, blank=True)
    enrolled_at = models.DateTimeField(_("enrolled at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    certified_at = models.DateTimeField(_("certificate issued at"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at"]
        indexes = [models.Index(fields=["offering", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["offering", "student"], name="learning_enrolment_once"),
            models.UniqueConstraint(
                fields=["student", "course"], condition=Q(is_current=True), name="learning_enrolment_one_current"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class LaterWorkplace(models.Model):
    """What a student declared of her work after what counts, with its day: see the enrolment's own columns."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="later_workplaces")
    profession = models.ForeignKey(
        Profession, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("profession")
    )
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        verbose_name = _("later workplace")
        verbose_name_plural = _("later workplaces")
        ordering = ["declared_at", "pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.declared_at:%Y-%m-%d}"


def enrolment_in_charge_of(person: AbstractBaseUser, path: str = "") -> Q:
    """Enrolments whose student `person` tutors, or whose offering she coordinates; `path` leads to the enrolment."""
    places = StaffAssignment.objects.filter(person=person)
    tutored = places.filter(role=StaffRole.TUTOR).values("tutoring_group")
    coordinated = places.filter(role=StaffRole.COORDINATOR).values("offering")
    return Q(**{f"{path}tutoring_group__in": tutored}) | Q(**{f"{path}offering__in": coordinated})


class StaffNoteQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Of those in charge of the student: her group's tutors and her offering's coordinators; never her own."""
        if not user.is_authenticated:
            return self.none()
        places = StaffAssignment.objects.filter(person=user)
        coordinates = places.filter(role=StaffRole.COORDINATOR).values("offering")
        tutors = places.filter(role=StaffRole.TUTOR).values("tutoring_group")
        in_charge = Q(enrolment__offering__in=coordinates) | Q(enrolment__tutoring_group__in=tutors)
        return self.filter(in_charge).exclude(enrolment__student=user)

    def standing(self) -> Self:
        return self.filter(deleted_at__isnull=True)


class StaffNote(models.Model):
    """What staff keep in mind about a student. She never sees it: no page, mail or search of hers reads this table."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="staff_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_notes")
    key = models.UUIDField(_("client key"))
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(_("written at"))
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = StaffNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of the staff")
        verbose_name_plural = _("notes of the staff")
        ordering = ["-written_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="learning_staff_note_key_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.pk}"


class OfferingBoard(models.Model):
    """Ties a board of the forums to an offering, to one of its tutoring groups, and to a discussion of its course.

    `discussion_id` is the page's id, 0 for a board of no discussion: what people wrote outlives the page.
    """

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="boards")
    tutoring_group = models.ForeignKey(
        TutoringGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="boards"
    )
    discussion_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("offering's board")
        verbose_name_plural = _("offering's boards")
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "tutoring_group", "discussion_id"], name="learning_board_once_a_group"
            ),
            models.UniqueConstraint(
                fields=["offering", "discussion_id"],
                condition=Q(tutoring_group__isnull=True),
                name="learning_board_once_an_offering",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id} {self.board_id}"
