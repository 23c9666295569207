"""Published pages as read rows: everything that many pages point at is fetched at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import linebreaks

from home.search.folding import fold
from learning.courses.curriculum import PAGE_TYPES, Node
from learning.courses.enums import ItemKind
from learning.courses.segments import (
    Findings,
    Sources,
    Wanted,
    count_words,
    find_flaws,
    has_recording,
    is_waiting,
    load_sources,
    plain_words,
    render_body,
    render_rich_text,
)

WORDS_A_MINUTE = 200
CHUNK = 400
PROMPT_FIELDS = (
    "prompt", "guidance", "criteria", "min_words", "max_words", "allow_formative", "scale", "max_grade",
    "due_after_days", "no_patient_data_ack",
)  # fmt: skip
CONTENT_FIELDS = {
    ItemKind.MODULE: ("summary",),
    ItemKind.LESSON: ("introduction",),
    ItemKind.UNIT: ("body",),
    ItemKind.REFLECTION: PROMPT_FIELDS,
    ItemKind.DISCUSSION: ("introduction",),
}
RICH_FIELDS = ("introduction", "guidance", "criteria")


@dataclass(frozen=True)
class RenderedItem:
    segments: list
    search_text: str
    hours: Decimal
    minutes: int
    is_waiting: bool
    findings: Findings

    @property
    def columns(self) -> dict:
        """Its values by the names of ReadItem's fields."""
        return {**{name: value for name, value in vars(self).items() if name != "findings"}, **asdict(self.findings)}


def render_items(nodes: Iterable[Node]) -> Iterator[tuple[Node, RenderedItem]]:
    """Yields each node with its rendered page; a few hundred pages are held at a time."""
    by_kind: dict[str, list[Node]] = {}
    for node in nodes:
        by_kind.setdefault(node.kind, []).append(node)
    for kind, group in by_kind.items():
        for start in range(0, len(group), CHUNK):
            yield from _render_chunk(ItemKind(kind), group[start : start + CHUNK])


def _render_chunk(kind: ItemKind, nodes: list[Node]) -> Iterator[tuple[Node, RenderedItem]]:
    pages = PAGE_TYPES[kind].objects.filter(pk__in=[node.id for node in nodes])
    contents = {row["id"]: row for row in pages.values("id", *CONTENT_FIELDS[kind])}
    sources = load_sources(_wanted(contents.values()))
    for node in nodes:
        content = contents[node.id]
        segments = render_content(kind, content, sources)
        stream = content["body"].raw_data if "body" in content else ()
        yield node, _render(node, segments, find_flaws(segments, stream, _wanted([content]), sources))


def _wanted(contents: Iterable[Mapping]) -> Wanted:
    wanted = Wanted()
    for content in contents:
        if "body" in content:
            wanted.add_stream(content["body"].raw_data)
        for name in RICH_FIELDS:
            wanted.add_rich_text(content.get(name, ""))
    return wanted


def render_content(kind: str, content: Mapping, sources: Sources | None = None) -> list:
    """Returns the segments of a page's content fields; `sources` are looked up when not given."""
    sources = sources or load_sources(_wanted([content]))
    if kind == ItemKind.UNIT:
        return render_body(content["body"].raw_data, sources)
    if kind == ItemKind.REFLECTION:
        return [["prompt", _prompt(content, sources)]]
    if kind == ItemKind.MODULE:
        html = linebreaks(content["summary"], autoescape=True)
    else:
        html = render_rich_text(content["introduction"], sources)
    return [["html", html]] if html.strip() else []


def _prompt(content: Mapping, sources: Sources) -> dict:
    prompt = {name: content[name] for name in PROMPT_FIELDS}
    rich = {name: render_rich_text(content[name], sources) for name in ("guidance", "criteria")}
    return {**prompt, **rich, "max_grade": float(content["max_grade"])}


def _render(node: Node, segments: list, findings: Findings) -> RenderedItem:
    hours, minutes = measure(node, segments)
    return RenderedItem(
        segments=segments,
        search_text=fold(f"{node.title} {plain_words(segments)}"),
        hours=hours,
        minutes=minutes,
        is_waiting=is_waiting(segments),
        findings=findings,
    )


def measure(node: Node, segments: list) -> tuple[Decimal, int]:
    """Returns the hours that an item counts, and the minutes that it takes. Modules and lessons have none.

    A reading's minutes follow from its words, whatever hours of work with the team are stated for it: who opens it on
    a phone asks how long she will read. What is heard or seen has no words: there the stated hours say it.
    """
    if node.kind in (ItemKind.MODULE, ItemKind.LESSON):
        return Decimal(0), 0
    stated = node.stated_hours
    if stated is not None and (node.kind != ItemKind.UNIT or has_recording(segments)):
        return stated, round(stated * 60)
    minutes = max(1, round(count_words(segments) / WORDS_A_MINUTE))
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP) if stated is None else stated, minutes
