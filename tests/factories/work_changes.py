"""Changes at work at any stage. Rows are written straight; actions have tests of their own."""

import datetime

import factory
from django.utils import timezone

from learning.work_changes.enums import BEGUN_STAGES, CoAuthorState, Novelty, Stage
from learning.work_changes.models import ChangeCoAuthor, ChangeFollowUp, StageStep, ToolCategory, WorkChange
from tests.factories.learning import EnrolmentFactory


def tool_category(code: str = "acolhimento") -> ToolCategory:
    """One of those that the migration made; the codes are in domain.md (d1)."""
    return ToolCategory.objects.get(code=code)


class WorkChangeFactory(factory.django.DjangoModelFactory):
    """A new tool of the axis work, tried out since fifty days; `code=` names another category.

    An idea or a plan has no first day. `secondary=[codes]` adds secondary categories.
    """

    class Meta:
        model = WorkChange
        skip_postgeneration_save = True

    class Params:
        code = "acolhimento"

    enrolment = factory.SubFactory(EnrolmentFactory)
    category = factory.LazyAttribute(lambda o: tool_category(o.code))
    title = factory.Sequence(lambda n: f"Conversa com quem chega sem marcar {n}")
    before = "A recepção anotava os encaixes e quem sobrava ouvia “volte amanhã”."
    after = "Antes das 9h alguém da equipe conversa com quem chega e diz o dia."
    novelty = Novelty.NOT_USED_BEFORE
    stage = Stage.EXPERIMENTING
    started_on = factory.LazyAttribute(
        lambda o: timezone.localdate() - datetime.timedelta(days=50) if o.stage in BEGUN_STAGES else None
    )
    recorded_at = factory.LazyFunction(timezone.now)
    updated_at = factory.SelfAttribute("recorded_at")
    stage_since = factory.SelfAttribute("recorded_at")

    @factory.post_generation
    def secondary(obj, create, codes, **kwargs):
        if codes:
            obj.secondary_categories.set([tool_category(code) for code in codes])

    @factory.post_generation
    def first_step(obj, create, extracted, **kwargs):
        by = obj.enrolment.student
        StageStep.objects.create(change=obj, to_stage=obj.stage, made_by=by, made_at=obj.recorded_at)


class CoAuthorFactory(factory.django.DjangoModelFactory):
    """A colleague of the author's class who has confirmed."""

    class Meta:
        model = ChangeCoAuthor

    change = factory.SubFactory(WorkChangeFactory)
    enrolment = factory.LazyAttribute(lambda o: EnrolmentFactory(offering=o.change.enrolment.offering))
    person = factory.LazyAttribute(lambda o: o.enrolment.student)
    state = CoAuthorState.CONFIRMED
    invited_at = factory.LazyFunction(timezone.now)


class ChangeFollowUpFactory(factory.django.DjangoModelFactory):
    """At the mark `weeks`, on its day or today, whichever is earlier; in the stage in which the change is."""

    class Meta:
        model = ChangeFollowUp

    change = factory.SubFactory(WorkChangeFactory)
    weeks = 6
    followed_on = factory.LazyAttribute(
        lambda o: min(o.change.started_on + datetime.timedelta(weeks=o.weeks or 0), timezone.localdate())
    )
    stage = factory.SelfAttribute("change.stage")
    remained = "A conversa antes das 9h."
    reflection = "O que sustenta a mudança não sou eu: é a escala feita por cinco pessoas."
    written_by = factory.LazyAttribute(lambda o: o.change.enrolment.student)
    written_at = factory.LazyFunction(timezone.now)
