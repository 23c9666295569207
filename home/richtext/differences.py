"""What changed between two texts, word by word: the same answer for two versions and for two windows."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby, pairwise
from typing import NamedTuple

from home.richtext.plain import BLOCKS, TAG

SAME, ADDED, REMOVED = "same", "added", "removed"
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
BREAK = "\n\n"
# Words that each text has once lead the comparison. What lies between them is compared word for word only where it is
# small: the time stays near to linear, and a passage written anew reads better as one.
SMALL = 40_000
DEEPEST = 24
# A "de" that stayed between two changed words only breaks the reading.
SHORT = 3


class Piece(NamedTuple):
    """Words that stayed, came or went: `kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or item (`tag`) with its pieces. `ending` says what became of the break behind it.

    The pieces that were not added, with a blank line for each ending of the kinds same and removed, are the words of
    the earlier text; those that were not removed are the words of the later one.
    """

    tag: str
    pieces: list[Piece]
    ending: str = ""

    @property
    def is_changed(self) -> bool:
        return self.ending in (ADDED, REMOVED) or any(piece.kind != SAME for piece in self.pieces)


def compare_words(before_html: str, after_html: str) -> list[Block]:
    """Compares the words of two cleaned texts; formatting is not compared."""
    before, after = read_blocks(before_html), read_blocks(after_html)
    runs = _smooth(_runs(_tokens(before), _tokens(after)))
    return _gather(runs, [tag for tag, _ in before], [tag for tag, _ in after])


def read_blocks(html: str) -> list[tuple[str, str]]:
    """The innermost blocks of a cleaned text in reading order: (tag, words). Lines end in a single line end."""
    found: list[tuple[str, str]] = []
    tags, parts = ["p"], [""]
    for piece in TAG.split(html):
        name = piece.strip("</>").partition(" ")[0] if piece.startswith("<") else ""
        if not name:
            parts.append(unescape(piece))
        elif name == "br":
            parts.append("\n")
        elif name in BLOCKS:
            _finish(found, tags[-1], parts)
            _step(tags, name, is_end=piece.startswith("</"))
    _finish(found, tags[-1], parts)
    return found


def _finish(found: list[tuple[str, str]], tag: str, parts: list[str]) -> None:
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    if text := "\n".join(line for line in lines if line):
        found.append((tag, text))
    parts.clear()


def _step(tags: list[str], name: str, *, is_end: bool) -> None:
    if not is_end:
        # A paragraph in a quotation is the quotation's, a list is known by its items.
        tags.append(tags[-1] if name in ("p", "ul", "ol") else name)
    elif len(tags) > 1:
        tags.pop()


def _tokens(blocks: list[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    for _tag, text in blocks:
        found += [*([BREAK] if found else []), *TOKEN.findall(text)]
    return found


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    i = j = 0
    for x, y in [*_common(before, after), (len(before), len(after))]:
        yield REMOVED, list(before[i:x])
        yield ADDED, list(after[j:y])
        yield SAME, list(before[x : x + 1])
        i, j = x + 1, y + 1


def _common(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Where the two say the same: pairs of positions, rising in both."""
    pairs: list[tuple[int, int]] = []
    gaps = [(0, len(before), 0, len(after), 0)]
    while gaps:
        i, i_end, j, j_end, depth = gaps.pop()
        while i < i_end and j < j_end and before[i] == after[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and before[i_end - 1] == after[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            pairs.append((i_end, j_end))
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(before[i:i_end], after[j:j_end]) if depth < DEEPEST else []
        pairs += [(i + x, j + y) for x, y in anchors or _small(before[i:i_end], after[j:j_end])]
        if anchors:
            ends = [(-1, -1), *anchors, (i_end - i, j_end - j)]
            gaps += [(i + x + 1, i + u, j + y + 1, j + v, depth + 1) for (x, y), (u, v) in pairwise(ends)]
    return sorted(pairs)


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Words that each text has once, as many as stand in the same order in both (patience sorting)."""
    once_before, once_after = ({word for word, n in Counter(text).items() if n == 1} for text in (before, after))
    shared = {word for word in once_before & once_after if len(word) > 1 and not word.isspace()}
    places = {word: y for y, word in enumerate(after) if word in shared}
    ends: list[int] = []
    chain: list[tuple[int, int, int]] = []
    heads: list[int] = []
    for x, word in enumerate(before):
        if word not in shared:
            continue
        length = bisect_left(ends, places[word])
        chain.append((x, places[word], heads[length - 1] if length else -1))
        ends[length : length + 1] = [places[word]]
        heads[length : length + 1] = [len(chain) - 1]
    found, at = [], heads[-1] if heads else -1
    while at >= 0:
        x, y, at = chain[at]
        found.append((x, y))
    return found[::-1]


def _small(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    if len(before) * len(after) > SMALL:
        return []
    matches = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return [(match.a + n, match.b + n) for match in matches for n in range(match.size)]


def _smooth(runs: Iterator[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Joins runs of a kind, and takes what hardly stayed between two changes as part of them."""
    joined = _join(runs)
    last = len(joined) - 1
    found: list[tuple[str, list[str]]] = []
    for at, (kind, words) in enumerate(joined):
        if kind == SAME and 0 < at < last and BREAK not in words and len("".join(words).strip()) <= SHORT:
            found += [(REMOVED, words), (ADDED, words)]
        else:
            found.append((kind, words))
    return _join(iter(_sort_changes(found)))


def _join(runs: Iterator[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    filled = (run for run in runs if run[1])
    return [
        (kind, [word for _, words in group for word in words]) for kind, group in groupby(filled, lambda run: run[0])
    ]


def _sort_changes(runs: list[tuple[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    """Between two places that stayed, all that went comes before all that came."""
    for is_same, group in groupby(runs, lambda run: run[0] == SAME):
        changes = list(group)
        yield from changes if is_same else sorted(changes, key=lambda run: run[0] == ADDED)


def _gather(runs: list[tuple[str, list[str]]], before_tags: list[str], after_tags: list[str]) -> list[Block]:
    blocks: list[Block] = []
    pieces: list[Piece] = []
    old = new = 0

    def close(ending: str) -> None:
        is_new = ending == ADDED or any(piece.kind != REMOVED for piece in pieces) or old >= len(before_tags)
        tags, at = (after_tags, new) if is_new and new < len(after_tags) else (before_tags, old)
        blocks.append(Block(tags[at], list(pieces), ending))
        pieces.clear()

    for kind, words in runs:
        for is_break, group in groupby(words, lambda word: word == BREAK):
            text = list(group)
            if not is_break:
                pieces.append(Piece(kind, "".join(text)))
                continue
            for _ in text:
                close(kind)
                old, new = old + (kind != ADDED), new + (kind != REMOVED)
    if pieces:
        close("")
    return blocks
