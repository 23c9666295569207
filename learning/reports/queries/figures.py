"""The rows behind the figures of changes at work, for those whom a person may count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from home.accounts.models import User
from learning.courses.models import ReadItem, SurveyPage
from learning.enrolment.enums import READING_STATES
from learning.enrolment.models import Enrolment, Offering, TutoringGroup
from learning.portfolio.models import CitedChange
from learning.reports.figures.rows import Category, Change, Person, Rows, SurveyAnswers
from learning.reports.models import SurveyResponse
from learning.work_changes.enums import CoAuthorState
from learning.work_changes.models import ChangeCoAuthor, ChangeFollowUp, ToolCategory, WorkChange


@dataclass(frozen=True)
class Member:
    """A student with what figures can be narrowed by."""

    person: Person
    state: str
    offering_id: int
    group_id: int | None
    polo_id: int | None


@dataclass(frozen=True)
class FigureScope:
    """Whose figures somebody may read: all of a class, or of all of the course's that she coordinates; else one
    tutoring group of hers (`groups` are those to choose from), and nobody without one."""

    offering: Offering
    offerings: Mapping[int, str]
    is_whole: bool
    groups: Mapping[int, str]
    members: tuple[Member, ...]


ALL_CLASSES = "curso"


def figure_scope(
    person: User, offering: Offering, *, is_whole: bool, classes: str = "", group: str = ""
) -> FigureScope:
    """Two queries. `classes` is another class that she coordinates, ALL_CLASSES, or "" for this one.

    `group` is asked of a tutor alone, who never reads two groups together: one taken from both would tell of the other.
    """
    groups: dict[int, str] = {}
    offerings = {offering.pk: offering.name}
    if is_whole:
        coordinated = Offering.objects.coordinated_by(person).filter(course=offering.course_id)
        offerings |= dict(coordinated.values_list("pk", "name"))
        chosen_ones = [pk for pk in offerings if classes in (str(pk), ALL_CLASSES)]
        members = _members(offering__in=chosen_ones or [offering.pk])
    else:
        own = TutoringGroup.objects.visible_to(person).filter(offering=offering)
        groups = dict(own.values_list("pk", "name"))
        chosen = next((pk for pk in groups if str(pk) == group), next(iter(groups), None))
        members = _members(offering=offering, tutoring_group=chosen) if chosen else []
    return FigureScope(offering, offerings, is_whole, groups, tuple(members))


_COLUMNS = (
    "pk", "state", "offering_id", "tutoring_group_id", "polo_id", "offering__name", "tutoring_group__name",
    "polo__name", "profession_at_entry__name", "enrolled_at", "offering__starts_on", "offering__ends_on",
    "offering__follow_up_weeks",
)  # fmt: skip


def _members(**where) -> list[Member]:
    rows = Enrolment.objects.filter(**where).order_by("pk").values_list(*_COLUMNS)
    return [_member(*row) for row in rows]


def _member(pk, state, offering_id, group_id, polo_id, *row) -> Member:
    offering, group, polo, profession, enrolled_at, starts_on, ends_on, weeks = row
    person = Person(
        id=pk,
        offering=offering,
        group=group or "",
        polo=polo or "",
        profession=profession or "",
        enrolled_on=timezone.localdate(enrolled_at),
        starts_on=starts_on,
        ends_on=ends_on,
        weeks=tuple(weeks),
    )
    return Member(person, state, offering_id, group_id, polo_id)


@dataclass(frozen=True)
class Narrowing:
    """What the figures are narrowed to; "" leaves all. Without a state, those who did not leave are counted."""

    group: str = ""
    polo: str = ""
    profession: str = ""
    state: str = ""

    def takes(self, member: Member) -> bool:
        wanted = (
            (self.group, str(member.group_id or "")),
            (self.polo, str(member.polo_id or "")),
            (self.profession, member.person.profession),
        )
        states = (self.state,) if self.state else tuple(READING_STATES)
        return member.state in states and all(value in ("", found) for value, found in wanted)


def narrowed(scope: FigureScope, wanted: Narrowing) -> list[Person]:
    return [member.person for member in scope.members if wanted.takes(member)]


def figure_rows(scope: FigureScope, people: list[Person]) -> Rows:
    """Nine queries, whatever the number of people."""
    today = timezone.localdate()
    offerings = {member.offering_id for member in scope.members}
    survey = _survey(scope.offering, offerings)
    changes = _changes(scope.offering, offerings, people)
    used = {code for change in changes for code in change.categories}
    listed = ToolCategory.objects.values_list("code", "axis", "label", "is_active")
    categories = [Category(code, axis, label) for code, axis, label, is_active in listed if is_active or code in used]
    return Rows(people, changes, survey, categories, today)


def _survey(offering: Offering, offerings: Iterable[int]) -> SurveyAnswers | None:
    """The public survey, or one that was public and has answers."""
    survey = SurveyPage.objects.child_of(offering.course).order_by("-live", "path").first()
    if survey is None:
        return None
    responses = SurveyResponse.objects.filter(survey=survey, enrolment__offering__in=offerings)
    return SurveyAnswers(survey.asked, dict(responses.values_list("enrolment_id", "answers")))


_CHANGE = (
    "pk", "enrolment_id", "category__axis", "category__code", "novelty", "stage", "started_on", "facilitator_tags",
    "obstacle_tags", "learning_item_id", "enrolment__offering__follow_up_weeks",
)  # fmt: skip


def _changes(offering: Offering, offerings: Iterable[int], people: list[Person]) -> list[Change]:
    """Those in which one of these people is, as author or as confirmed co-author."""
    kept = WorkChange.objects.kept().filter(enrolment__offering__in=offerings)
    rows = list(kept.order_by("pk").values_list(*_CHANGE))
    ids = {row[0] for row in rows}
    partners = _gathered(
        ChangeCoAuthor.objects.filter(change__in=kept, state=CoAuthorState.CONFIRMED), "change_id", "enrolment_id"
    )
    others = WorkChange.secondary_categories.through.objects.filter(workchange__in=kept)
    secondary = _gathered(others, "workchange_id", "toolcategory__code")
    follow_ups = ChangeFollowUp.objects.filter(change__in=kept, weeks__isnull=False).order_by("followed_on", "pk")
    followed: dict[int, dict[int, str]] = defaultdict(dict)
    for change, weeks, stage in follow_ups.values_list("change_id", "weeks", "stage"):
        followed[change][weeks or 0] = stage
    cited = _gathered(CitedChange.objects.filter(change__in=kept), "change_id", "entry__prompt_id")
    modules = _modules(offering) if ids else {}
    counted = {person.id for person in people}
    found = [
        Change(
            id=pk,
            people=frozenset([author, *partners[pk]]),
            axis=axis,
            category=category,
            secondary=tuple(secondary[pk]),
            novelty=novelty,
            stage=stage,
            started_on=started_on,
            followed=followed[pk],
            weeks=tuple(weeks),
            helped=tuple(helped),
            hindered=tuple(hindered),
            modules=tuple(dict.fromkeys(modules[one] for one in [*cited[pk], item] if one and one in modules)),
        )
        for pk, author, axis, category, novelty, stage, started_on, helped, hindered, item, weeks in rows
    ]
    return [change for change in found if change.people & counted]


def _gathered(rows, key: str, value: str) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for one, other in rows.values_list(key, value):
        found[one].append(other)
    return found


def _modules(offering: Offering) -> dict[int, str]:
    """Item's id -> the title of the module in which it stands; of what is published now."""
    rows = list(ReadItem.objects.filter(outline=offering.course_id).values_list("page_id", "module_id", "title"))
    titles = {page: title for page, _module, title in rows}
    return {page: titles.get(module, "") for page, module, _title in rows}
