"""The gallery as everyone reads it, and what an author sees of her story's way there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, TextChoices

from home.accounts.models import User
from home.search import matching
from learning.work_changes.enums import Axis, Facilitator, MunicipalitySize, Obstacle, Stage, StoryProblem, TeamKind
from learning.work_changes.models import (
    ChangeStoryIndexPage,
    ChangeStoryPage,
    StoryConsent,
    StoryOffer,
    StoryPicture,
    WorkChange,
)

# What the address calls it -> column. Codes of categories are the editors' own.
FACETS = {
    "categoria": "category",
    "problema": "problem",
    "equipe": "team_kind",
    "porte": "municipality_size",
    "etapa": "stage",
}
CHOICES: dict[str, type[TextChoices]] = {
    "problem": StoryProblem,
    "team_kind": TeamKind,
    "municipality_size": MunicipalitySize,
    "stage": Stage,
}


@dataclass(frozen=True)
class Option:
    """`count` is how many stories it would show beside what else is chosen."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """One of the filters; its options in groups, of which those without a name are one."""

    name: str
    chosen: str
    groups: list[tuple[str, list[Option]]]


@dataclass(frozen=True)
class Gallery:
    index: ChangeStoryIndexPage
    facets: dict[str, Facet]
    stories: QuerySet[ChangeStoryPage]

    @property
    def chosen(self) -> dict[str, str]:
        return {name: facet.chosen for name, facet in self.facets.items() if facet.chosen}


def gallery_is_open() -> bool:
    return ChangeStoryIndexPage.objects.live().exists()


def gallery_of(query: str, asked: Mapping[str, str]) -> Gallery | None:
    """What is public, by words and filters; a code that no story has filters nothing. Two queries and the stories'."""
    index = ChangeStoryIndexPage.objects.live().first()
    if index is None:
        return None
    found = ChangeStoryPage.objects.live()
    if query:
        found = matching(found, "search_text", query)
    kinds = list(found.order_by().values(*FACETS.values(), "axis", "category_label").annotate(number=Count("pk")))
    known = {name: {kind[column] for kind in kinds} for name, column in FACETS.items()}
    chosen = {name: asked[name] for name in FACETS if asked.get(name) in known[name]}
    facets = {name: _facet(name, kinds, chosen) for name in FACETS}
    stories = found.filter(**{FACETS[name]: code for name, code in chosen.items()}).defer("search_text")
    return Gallery(index, facets, stories if query else stories.order_by("-first_published_at", "-pk"))


def _facet(name: str, kinds: list[dict[str, Any]], chosen: dict[str, str]) -> Facet:
    others = {FACETS[other]: code for other, code in chosen.items() if other != name}
    counts: Counter[str] = Counter({kind[FACETS[name]]: 0 for kind in kinds})
    for kind in kinds:
        if all(kind[column] == code for column, code in others.items()):
            counts[kind[FACETS[name]]] += kind["number"]
    groups = _by_axis(kinds, counts) if name == "categoria" else [("", _in_order(CHOICES[FACETS[name]], counts))]
    return Facet(name, chosen.get(name, ""), groups)


def _in_order(choices: type[TextChoices], counts: Counter[str]) -> list[Option]:
    return [Option(code, str(label), counts[code]) for code, label in choices.choices if code in counts]


def _by_axis(kinds: Iterable[dict[str, Any]], counts: Counter[str]) -> list[tuple[str, list[Option]]]:
    """A category is called as the stories call it: what editors rename later keeps its word in what was frozen."""
    labels: dict[str, dict[str, str]] = {axis: {} for axis in Axis.values}
    for kind in kinds:
        labels[kind["axis"]][kind["category"]] = kind["category_label"]
    return [
        (str(Axis(axis).label), [Option(code, label, counts[code]) for code, label in sorted(found.items())])
        for axis, found in labels.items()
        if found
    ]


def stories_read() -> QuerySet[ChangeStoryPage]:
    """Those that everyone reads; `has_picture` says whether a message can show one. None without a gallery."""
    gallery = ChangeStoryIndexPage.objects.live()
    pictures = Exists(StoryPicture.objects.filter(page=OuterRef("pk")))
    return ChangeStoryPage.objects.live().filter(Exists(gallery)).annotate(has_picture=pictures).defer("search_text")


def stories_without_picture() -> list[int]:
    return list(ChangeStoryPage.objects.live().filter(picture=None).values_list("pk", flat=True))


def story_of_change(change: WorkChange) -> StoryOffer | None:
    return StoryOffer.objects.filter(change=change).select_related("page").first()


def answers_to(offer: StoryOffer) -> list[StoryConsent]:
    """Of those whose consent it needs, in the order in which they were asked."""
    rows = offer.consents.filter(person__in=offer.authors()).select_related("person")
    return list(rows.order_by("asked_at", "pk"))


def asked_of(person: User, change: WorkChange) -> StoryConsent | None:
    """The co-author's own answer about this change's story, if she was asked."""
    rows = StoryConsent.objects.filter(offer__change=change, person=person).select_related("offer")
    return rows.first() if change.author != person else None


def words_to_begin_with(change: WorkChange) -> dict[str, Any]:
    """What the author finds in the form: her record's words. Where the town is named she types it herself."""
    last = change.follow_ups.exclude(remained="").order_by("-followed_on", "-pk").first()
    return {
        **{name: getattr(change, name) for name in ("title", "before", "after", "reason", "team_kind")},
        "helped": _said(change.facilitator_tags, Facilitator, change.facilitators),
        "hindered": _said(change.obstacle_tags, Obstacle, change.obstacles),
        "remained": last.remained if last else "",
    }


def _said(tags: Iterable[str], choices: type[TextChoices], words: str) -> str:
    named = [str(choices(tag).label) for tag in tags if tag in choices.values]
    return ". ".join(filter(None, (", ".join(named), words)))
