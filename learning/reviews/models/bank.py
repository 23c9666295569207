from typing import Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.courses.models import CoursePage
from learning.enrolment.enums import StaffRole
from learning.enrolment.models import StaffAssignment


class BankCommentQuerySet(models.QuerySet):
    def visible_to(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """A reviewer's own, and those of the courses in which she has a place."""
        if not person.is_authenticated:
            return self.none()
        courses = StaffAssignment.objects.filter(person=person).values("course")
        return self.filter(Q(owner=person) | Q(course__in=courses))

    def changeable_by(self, person: AbstractBaseUser | AnonymousUser) -> Self:
        """Her own; a course's by who coordinates a class of it."""
        if not person.is_authenticated:
            return self.none()
        courses = StaffAssignment.objects.filter(person=person, role=StaffRole.COORDINATOR).values("course")
        return self.filter(Q(owner=person) | Q(course__in=courses))


class BankComment(models.Model):
    """Words that a reviewer says again and again, put in by typing "/code". It has an owner or a course."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="bank_comments"
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.CASCADE, null=True, blank=True, related_name="bank_comments"
    )
    code = models.SlugField(_("short code"), max_length=24)
    text = models.TextField(_("comment"), max_length=2000)
    uses = models.PositiveIntegerField(_("uses"), default=0)

    objects = BankCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment of the bank")
        verbose_name_plural = _("comments of the bank")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code"], condition=Q(owner__isnull=False), name="learning_bank_code_own_once"
            ),
            models.UniqueConstraint(
                fields=["course", "code"], condition=Q(course__isnull=False), name="learning_bank_code_course_once"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, course__isnull=False) | Q(owner__isnull=False, course__isnull=True),
                name="learning_bank_owner_or_course",
            ),
        ]

    def __str__(self) -> str:
        return self.code
