"""A small published course and the people around it. Rows are written straight; actions have tests of their own."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import factory
from django.utils import timezone
from wagtail.models import Page, Site

from home.pages.models import HomePage
from learning.courses.actions import rewrite_course
from learning.courses.models import (
    CourseIndexPage,
    CourseOutline,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReadItem,
    ReflectionPage,
    UnitPage,
)
from learning.enrolment.enums import EnrolmentMode, StaffRole
from learning.enrolment.models import Enrolment, Offering, Polo, StaffAssignment, TutoringGroup
from learning.portfolio.models import PortfolioEntry
from learning.progress.models import ItemProgress
from tests.factories.home import PersonFactory


@dataclass(frozen=True)
class SmallCourse:
    """Two readings and a reflection (3.5 h); then a lesson with a reading and an optional one, a discussion (2 h)."""

    course: CoursePage
    first_module: ModulePage
    first_unit: UnitPage
    second_unit: UnitPage
    reflection: ReflectionPage
    second_module: ModulePage
    lesson: LessonPage
    third_unit: UnitPage
    optional_unit: UnitPage
    discussion: DiscussionPage


def site_home() -> HomePage:
    """The site's home page, made where the migrations left Wagtail's own welcome page."""
    home = HomePage.objects.first()
    if home is None:
        home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Roda", slug="roda"))
        Site.objects.update(root_page=home)
    return home


def course_index() -> CourseIndexPage:
    return CourseIndexPage.objects.first() or site_home().add_child(
        instance=CourseIndexPage(title="Cursos", slug="cursos")
    )


def make_unit(parent: Page, title: str, **fields) -> UnitPage:
    body = [("rich_text", f"<p>{title}: o texto desta leitura.</p>")]
    return parent.add_child(instance=UnitPage(title=title, body=body, **fields))


def make_course(title: str = "Aprender com o próprio trabalho", slug: str = "aprender") -> SmallCourse:
    """Builds the small course, live, with its read rows."""
    course = course_index().add_child(
        instance=CoursePage(title=title, slug=slug, summary="Um curso pequeno.", hours=Decimal("5.5"))
    )
    first = course.add_child(instance=ModulePage(title="O território", code="M1"))
    first_unit = make_unit(first, "Andar, ouvir, contar", hours=Decimal("1.0"))
    second_unit = make_unit(first, "A equipe por dentro", hours=Decimal("0.5"), is_sample=True)
    prompt = ReflectionPage(
        title="Um lugar do território",
        prompt="Escolha um lugar do território por onde você passa e nunca para.",
        hours=Decimal("2.0"),
        due_after_days=21,
    )
    reflection = first.add_child(instance=prompt)
    second = course.add_child(instance=ModulePage(title="O processo de trabalho", code="M2"))
    lesson = second.add_child(instance=LessonPage(title="Da porta ao encaminhamento"))
    third_unit = make_unit(lesson, "O caminho de uma pessoa", hours=Decimal("1.0"))
    optional_unit = make_unit(lesson, "Para saber mais", hours=Decimal("1.0"), is_optional=True)
    discussion = second.add_child(instance=DiscussionPage(title="A rotina sem discussão", hours=Decimal("1.0")))
    write_rows(course)
    return SmallCourse(
        course, first, first_unit, second_unit, reflection, second, lesson, third_unit, optional_unit, discussion
    )


def find_course(slug: str = "aprender") -> SmallCourse:
    """The small course as it lies in the database."""
    course = CoursePage.objects.get(slug=slug)
    modules = list(ModulePage.objects.child_of(course).order_by("path"))
    units = list(UnitPage.objects.descendant_of(course).order_by("path"))
    reflection = ReflectionPage.objects.descendant_of(course).get()
    lesson = LessonPage.objects.descendant_of(course).get()
    discussion = DiscussionPage.objects.descendant_of(course).get()
    return SmallCourse(course, modules[0], *units[:2], reflection, modules[1], lesson, *units[2:], discussion)


def write_rows(course: CoursePage) -> CourseOutline:
    """Writes the read rows of every live page below `course`, as publishing does."""
    rewrite_course(course)
    return CourseOutline.objects.get(pk=course.pk)


class PoloFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Polo
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Polo {n}")
    municipality = "Serra Alta"


class OfferingFactory(factory.django.DjangoModelFactory):
    """An offering that began ten days ago and takes students by the coordination only."""

    class Meta:
        model = Offering

    course = factory.LazyFunction(lambda: CoursePage.objects.get(slug="aprender"))
    name = factory.Sequence(lambda n: f"Turma {n}")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=10))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=90))
    enrolment_opens_on = factory.LazyAttribute(lambda o: o.starts_on - datetime.timedelta(days=20))
    enrolment_closes_on = factory.LazyAttribute(lambda o: o.starts_on + datetime.timedelta(days=30))
    enrolment_mode = EnrolmentMode.STAFF


class TutoringGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TutoringGroup

    offering = factory.SubFactory(OfferingFactory)
    name = factory.Sequence(lambda n: f"Grupo {n}")


class StaffAssignmentFactory(factory.django.DjangoModelFactory):
    """A coordinator; with `tutoring_group=` a tutor of it."""

    class Meta:
        model = StaffAssignment

    tutoring_group = None
    person = factory.SubFactory(PersonFactory)
    offering = factory.LazyAttribute(lambda o: o.tutoring_group.offering if o.tutoring_group else OfferingFactory())
    role = factory.LazyAttribute(lambda o: StaffRole.TUTOR if o.tutoring_group else StaffRole.COORDINATOR)
    course = factory.LazyAttribute(lambda o: o.offering.course)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """An active, current enrolment; with `tutoring_group=` in that group's offering."""

    class Meta:
        model = Enrolment

    tutoring_group = None
    offering = factory.LazyAttribute(lambda o: o.tutoring_group.offering if o.tutoring_group else OfferingFactory())
    course = factory.LazyAttribute(lambda o: o.offering.course)
    student = factory.SubFactory(PersonFactory)
    enrolled_at = factory.LazyFunction(timezone.now)


class ItemProgressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItemProgress

    enrolment = factory.SubFactory(EnrolmentFactory)
    item_id = None
    module_id = factory.LazyAttribute(lambda o: ReadItem.objects.get(pk=o.item_id).module_id)
    done_at = factory.LazyFunction(timezone.now)


class EntryFactory(factory.django.DjangoModelFactory):
    """An entry of the portfolio, in draft unless `state=` says otherwise."""

    class Meta:
        model = PortfolioEntry

    enrolment = factory.SubFactory(EnrolmentFactory)
    prompt = factory.LazyAttribute(lambda o: ReflectionPage.objects.descendant_of(o.enrolment.course).first())
    started_at = factory.LazyFunction(timezone.now)
