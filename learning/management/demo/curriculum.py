"""The course of the demo as pages, written by an editor and published by a moderator: its items first.

While the course is a draft its items' publication writes no read row; the course's own writes them all, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.html import escape
from wagtail.log_actions import log
from wagtail.models import Page

from forums.enums import BoardKind
from home.accounts.models import User
from home.pages.models import BasePage
from learning.courses.models import (
    CourseIndexPage,
    CoursePage,
    DiscussionPage,
    LessonPage,
    ModulePage,
    ReflectionPage,
    Rubric,
    UnitPage,
)
from learning.management.demo.bodies import BodyMaker
from learning.management.demo.reading import read, read_units
from learning.management.demo.shelf import Shelf
from learning.management.demo.surveys import survey_of
from learning.management.demo.world import World

COVER = "roda-encontro.png"
COPIED_TO_PROMPT = ("title", "slug", "prompt", "guidance", "min_words", "max_words", "scale", "allow_formative")


@dataclass
class Curriculum:
    """Makes the pages. `pages` are in the order in which they were made, parents before children."""

    by: User
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    pages: list[BasePage] = field(default_factory=list)
    items: dict[str, int] = field(default_factory=dict)
    prompts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.content = read("course")
        self.units = {unit["slug"]: unit for unit in read_units()}
        self.makers = {
            "unit": self._unit,
            "lesson": self._lesson,
            "reflection": self._reflection,
            "discussion": self._discussion,
        }

    def add_to(self, index: CourseIndexPage, cover: int) -> None:
        course = self._add(index, _course(self.content, cover))
        for row in self.content["modules"]:
            module = self._add(course, _module(row))
            self._add_items(module, row["items"])
        self._add(course, survey_of(read("survey")))

    def write_bodies(self, shelf: Shelf) -> None:
        """Bodies name other pages: they come when all are there."""
        maker = BodyMaker(shelf, self.items)
        for page in self.pages:
            if isinstance(page, UnitPage):
                page.body = maker.body(self.units[page.slug])

    def publish(self, moderator: User) -> Iterator[BasePage]:
        """Yields each page when it is public; the first page made, the course, comes last."""
        for page in reversed(self.pages):
            page.save_revision(user=self.by).publish(user=moderator)
            yield page

    def world(self) -> World:
        """The published course: publishing writes rows of which the pages at hand know nothing."""
        prompts = ReflectionPage.objects.in_bulk(self.prompts.values())
        return World(
            CoursePage.objects.get(pk=self.pages[0].pk),
            self.items,
            {code: prompts[page_id] for code, page_id in self.prompts.items()},
        )

    def _add(self, parent: Page, page: BasePage) -> BasePage:
        page.live, page.owner = False, self.by
        parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=self.by)
        self.pages.append(page)
        self.items[page.slug] = page.pk
        return page

    def _add_items(self, parent: Page, items: list[dict]) -> None:
        for item in items:
            self.makers[item["kind"]](parent, item["slug"])

    def _row(self, table: str, slug: str) -> dict:
        return next(row for row in self.content[table] if row["slug"] == slug)

    def _unit(self, parent: Page, slug: str) -> None:
        unit = self.units[slug]
        copied = {name: unit[name] for name in ("title", "slug", "summary")}
        self._add(parent, UnitPage(**copied, hours=Decimal(unit["hours"]), is_sample=unit["sample"]))

    def _lesson(self, parent: Page, slug: str) -> None:
        row = self._row("lessons", slug)
        introduction = f"<p>{escape(row['introduction'])}</p>"
        lesson = self._add(parent, LessonPage(title=row["title"], slug=slug, introduction=introduction))
        self._add_items(lesson, row["items"])

    def _reflection(self, parent: Page, slug: str) -> None:
        row = self._row("reflections", slug)
        page = ReflectionPage(
            **{name: row[name] for name in COPIED_TO_PROMPT},
            examples=row.get("examples", ""),
            due_after_days=row["due_offset_days"],
            rubric=self.rubrics[row["rubric"]],
            self_assessment=row["self_assessment"],
        )
        self.prompts[row["code"]] = self._add(parent, page).pk

    def _discussion(self, parent: Page, slug: str) -> None:
        row = self._row("discussions", slug)
        introduction = f"<p>{escape(row['introduction'])}</p>"
        kind = BoardKind.QUESTIONS if row["questions"] else BoardKind.DISCUSSION
        page = DiscussionPage(title=row["title"], slug=slug, introduction=introduction, board_kind=kind)
        self._add(parent, page)


def make_curriculum(by: User, index: CourseIndexPage, shelf: Shelf, rubrics: dict[str, Rubric]) -> Curriculum:
    """Adds the course, still a draft; `publish` makes it public."""
    curriculum = Curriculum(by, rubrics)
    curriculum.add_to(index, shelf.pictures[COVER])
    curriculum.write_bodies(shelf)
    return curriculum


def _course(content: dict, cover: int) -> CoursePage:
    return CoursePage(
        title=content["title"],
        slug=content["slug"],
        kind=content["kind"],
        summary=content["introduction"],
        introduction=content["programme"].strip(),
        audience=content["audience"],
        hours=Decimal(content["hours_total"]),
        institution=content["institution"],
        credit="Material próprio da Roda, CC BY 4.0",
        cover_id=cover,
    )


def _module(row: dict) -> ModulePage:
    return ModulePage(**{name: row[name] for name in ("title", "slug", "code", "summary")}, hours=Decimal(row["hours"]))
