"""Where a comment stands in a text: anchors of the W3C Web Annotation Data Model, found again in later versions.

An anchor is a TextPositionSelector (`start`, `end`) with a TextQuoteSelector (`exact`, `prefix`, `suffix`). Positions
count Unicode code points of the text content of a cleaned text: what a browser calls `textContent` of the element
that shows it, tags left out, entities read, no character added between blocks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

CONTEXT = 32
LONGEST_QUOTE = 2000
# A shorter quote is found by its words alone only where it stands once.
TELLING = 12
# Changed letters among so many that are the same; a shorter quote is looked for word by word.
TOLERANCE = 5
# How much around a place that looks right is read for a changed quote.
NEAR = 200

TAG = re.compile(r"(<[^<>]*>)")
BLOCK = re.compile(r"</?(?:p|br|h2|h3|ul|ol|li|blockquote|pre)\b")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


@dataclass(frozen=True)
class Anchor:
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Mark:
    """A passage to show: `name` is its comment's, `number` what its sign shows and `label` what that says aloud."""

    start: int
    end: int
    name: str
    number: int
    label: str


def text_content(html: str) -> str:
    return "".join(text for text, _ in _pieces(html) if text)


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """Anchors the passage from `start` to before `end`, without blanks at its ends. Raises ValueError without words."""
    passage = text[max(start, 0) : max(end, 0)]
    start = max(start, 0) + len(passage) - len(passage.lstrip())
    exact = passage.strip()
    if not exact:
        raise ValueError("The passage holds no words.")
    end = start + len(exact)
    return Anchor(start, end, exact, text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT])


def find_anchor(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Where the passage stands in `text`, or None where it is gone or has become another one.

    The quote as it was, the more of what stood around it the better, the nearer to its old place the better; then the
    quote with at most one letter in five changed. Linear in the text.
    """
    exact = anchor.exact
    for head, tail in _surroundings(anchor):
        words = head + exact + tail
        place = _nearest(text, words, anchor.start - len(head))
        if place is not None and (len(words) >= TELLING or text.count(words) == 1):
            return place + len(head), place + len(head) + len(exact)
    return _find_changed(text, anchor) if len(exact) >= TELLING else None


def _surroundings(anchor: Anchor) -> Iterator[tuple[str, str]]:
    """What stood before and behind the quote, less and less of it; nothing at last."""
    for size in (CONTEXT, CONTEXT // 2, CONTEXT // 4):
        before, after = anchor.prefix[-size:], anchor.suffix[:size]
        yield from ((before, after), (before, ""), ("", after))
    yield "", ""


def _nearest(text: str, words: str, expected: int) -> int | None:
    """The beginning of the occurrence of `words` that is nearest to `expected`."""
    expected = min(max(expected, 0), len(text))
    after = text.find(words, expected)
    # Backwards through the turned text: `rfind` takes quadratic time where find does not.
    turned = text[: expected + len(words)][::-1].find(words[::-1])
    before = -1 if turned < 0 else min(expected + len(words), len(text)) - turned - len(words)
    found = [place for place in (after, before) if place >= 0]
    return min(found, key=lambda place: abs(place - expected), default=None)


def _find_changed(text: str, anchor: Anchor) -> tuple[int, int] | None:
    best: tuple[int, int, int] | None = None
    for start, end in _windows(text, anchor):
        found = _approximate(text[start:end], anchor.exact)
        if found and (best is None or found[0] < best[0]):
            best = (found[0], start + found[1], start + found[2])
    return best and _whole_words(text, best[1], best[2])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widened to the ends of the words that it cuts, as far as these are words and no joke."""
    first, last = max(start - NEAR, 0), min(end + NEAR, len(text))
    while start > first and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < last and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _windows(text: str, anchor: Anchor) -> list[tuple[int, int]]:
    """Parts of the text that may hold the changed quote: about its old place, its neighbours and its own pieces."""
    exact, size = anchor.exact, len(anchor.exact)
    quarter = max(size // 4, 4)
    hints = [(anchor.prefix[-CONTEXT // 2 :], size // -8 or -1), (anchor.suffix[: CONTEXT // 2], size)]
    hints += [(exact[at : at + quarter], at) for at in range(0, size - quarter + 1, quarter)]
    starts = {anchor.start}
    for words, offset in hints:
        expected = anchor.start + offset
        if words.strip() and (place := _nearest(text, words, expected)) is not None:
            starts.add(max(place - max(offset, 0), 0))
    spans: list[tuple[int, int]] = []
    for start in sorted(starts):
        span = (max(start - NEAR - size // 4, 0), min(start + size + size // 4 + NEAR, len(text)))
        if spans and span[0] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(span[1], spans[-1][1]))
        else:
            spans.append(span)
    return [span for span in spans if span[0] < span[1]]


def _approximate(text: str, words: str) -> tuple[int, int, int] | None:
    """(changes, start, end) of the passage in `text` that is nearest to `words`, within the tolerance."""
    most = len(words) // TOLERANCE
    changes, end = _least_changes(text, words)
    if changes > most:
        return None
    # The same backwards from the end found gives the beginning.
    part = text[max(end - len(words) - most, 0) : end][::-1]
    _, length = _least_changes(part, words[::-1], anchored=True)
    return changes, end - length, end


def _least_changes(text: str, words: str, *, anchored: bool = False) -> tuple[int, int]:
    """The least edit distance of `words` to a part of `text`, and where that part ends; `anchored`: it begins at 0.

    Myers' algorithm: a column of the table of distances lies in the bits of two numbers (doi 10.1145/316542.316550).
    """
    size = len(words)
    full, top = (1 << size) - 1, 1 << (size - 1)
    at: dict[str, int] = {}
    for bit, character in enumerate(words):
        at[character] = at.get(character, 0) | 1 << bit
    rising, falling, changes = full, 0, size
    best = (size, 0)
    for end, character in enumerate(text, 1):
        same = at.get(character, 0)
        across = (((same & rising) + rising) ^ rising) | same | falling
        up, down = falling | ~(across | rising), rising & across
        changes += bool(up & top) - bool(down & top)
        up, down = (up << 1 | anchored) & full, down << 1 & full
        same |= falling
        rising, falling = (down | ~(same | up)) & full, up & same
        if changes < best[0]:
            best = (changes, end)
    return best


def passages(html: str) -> list[tuple[int, int, str]]:
    """The sentences of a text, as (start, end, words), for who chooses one from a list."""
    text, found = text_content(html), []
    for start, end in _block_spans(html):
        at = start
        ends = [start + match.end() for match in SENTENCE_END.finditer(text[start:end])]
        for stop in [*ends, end]:
            while at < stop:
                part = min(stop, at + LONGEST_QUOTE)
                if text[at:part].strip():
                    found.append((at, part, text[at:part].strip()))
                at = part
    return found


def _block_spans(html: str) -> Iterator[tuple[int, int]]:
    start = at = 0
    for text, tag in _pieces(html):
        if tag and BLOCK.match(tag) and at > start:
            yield start, at
            start = at
        at += len(text)
    if at > start:
        yield start, at


def draw_marks(html: str, marks: list[Mark]) -> str:
    """The cleaned text with its passages marked. A sign behind each leads to its comment; it adds no text.

    Passages may overlap. What is drawn is never stored.
    """
    cuts = sorted({place for mark in marks for place in (mark.start, mark.end)})
    ending = sorted(marks, key=lambda mark: (mark.end, mark.number))
    beginning = sorted(marks, key=lambda mark: (mark.start, mark.number))
    drawing = _Drawing(cuts, beginning, ending)
    for text, tag in _pieces(html):
        drawing.take_tag(tag) if tag else drawing.take_text(text)
    drawing.finish()
    return "".join(drawing.parts)


class _Drawing:
    def __init__(self, cuts: list[int], beginning: list[Mark], ending: list[Mark]):
        self.cuts, self.beginning, self.ending = cuts, beginning, ending
        self.parts: list[str] = []
        self.at = self.begun = self.ended = 0
        self.current: dict[str, Mark] = {}
        self.signs: list[Mark] = []
        self.in_link = False

    def take_tag(self, tag: str) -> None:
        self.parts.append(tag)
        if tag.startswith(("<a ", "</a")):
            self.in_link = not tag.startswith("</")
            self._put_signs()

    def take_text(self, text: str) -> None:
        end = self.at + len(text)
        begin = self.at
        while self.at < end:
            self._begin()
            following = bisect_right(self.cuts, self.at)
            stop = min(end, self.cuts[following]) if following < len(self.cuts) else end
            self._put(text[self.at - begin : stop - begin])
            self.at = stop
            self._end()

    def finish(self) -> None:
        self.in_link = False
        self._put_signs()

    def _put(self, text: str) -> None:
        words = escape(text, quote=False)
        if self.current and text.strip():
            words = f'<mark class="note" data-notes="{" ".join(self.current)}">{words}</mark>'
        self.parts.append(words)

    def _begin(self) -> None:
        while self.begun < len(self.beginning) and self.beginning[self.begun].start <= self.at:
            mark = self.beginning[self.begun]
            self.current[mark.name] = mark
            self.begun += 1

    def _end(self) -> None:
        while self.ended < len(self.ending) and self.ending[self.ended].end <= self.at:
            mark = self.ending[self.ended]
            if self.current.pop(mark.name, None):
                self.signs.append(mark)
            self.ended += 1
        self._put_signs()

    def _put_signs(self) -> None:
        """No link may stand in a link: a sign waits for the end of the one that it would fall into."""
        if self.in_link:
            return
        for mark in self.signs:
            label = escape(mark.label)
            self.parts.append(
                f'<a class="note-sign" id="passage-{mark.name}" href="#note-{mark.name}" data-number="{mark.number}"'
                f' aria-label="{label}"></a>'
            )
        self.signs.clear()


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """(text, "") and ("", tag) in turns; the line end that a browser drops behind <pre> is dropped."""
    after_pre = False
    for piece in TAG.split(html):
        if piece.startswith("<"):
            after_pre = piece == "<pre>"
            yield "", piece
        elif piece:
            text = unescape(piece)
            yield text.removeprefix("\n") if after_pre else text, ""
            after_pre = False
