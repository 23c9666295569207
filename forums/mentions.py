"""Finds who is named in a text: “@” and the name as people read it, or as much of it as fits only one reader."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from home.richtext import plain_text

# Not within an address; a small letter is a name on some other network.
SIGN = re.compile(r"(?<![\w@/.])@(?=[^\W\d_])")
WORD = re.compile(r"[\w'’-]+")
QUOTED = re.compile(r"<blockquote>.*?</blockquote>", re.DOTALL)
TAG = re.compile(r"(<[^<>]*>)")
# Where nobody is named, or a link stands already.
ELEMENT = re.compile(r"<(/?)(?:a|blockquote|pre|code)[ >]")
LONGEST = 8


@dataclass(frozen=True)
class Named:
    """`people` are ids of readers; `unknown` names that no reader bears, `unclear` ones that fit several."""

    people: frozenset[int]
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def mentions_anybody(html: str) -> bool:
    return SIGN.search(_own_words(html)) is not None


def find_mentions(html: str, readers: Mapping[int, str]) -> Named:
    """`readers` maps the ids of those who read the board to their names."""
    text = _own_words(html)
    names = {person: _folded(WORD.findall(name)) for person, name in readers.items()}
    people: set[int] = set()
    unknown, unclear = [], []
    for sign in SIGN.finditer(text):
        words = _words_after(text, sign.end())
        found = _who(_folded(words), names)
        people.update(found if len(found) == 1 else ())
        # A small letter begins a handle of some other network, not a name.
        if len(found) > 1:
            unclear.append(words[0])
        elif not found and words[0][0].isupper():
            unknown.append(words[0])
    return Named(frozenset(people), tuple(unknown), tuple(unclear))


def link_mentions(html: str, named: Mapping[str, str]) -> str:
    """Makes links of the mentions in a cleaned text; `named` maps the names of those whom it names to addresses.

    What stands in a quotation, in a link or as code stays as it is, as does a name that no longer fits one of them.
    """
    names = {place: _folded(WORD.findall(name)) for place, name in enumerate(named)}
    addresses, within, pieces = list(named.values()), 0, []
    for piece in TAG.split(html):
        if element := ELEMENT.match(piece):
            within += -1 if element[1] else 1
        elif not within and "@" in piece:
            piece = _linked(piece, names, addresses)
        pieces.append(piece)
    return "".join(pieces)


def _linked(escaped: str, names: Mapping[int, tuple[str, ...]], addresses: Sequence[str]) -> str:
    text, done, pieces = unescape(escaped), 0, []
    for sign in SIGN.finditer(text):
        words = _words_after(text, sign.end())
        found = _who(_folded(words), names)
        if len(found) != 1:
            continue
        (place,) = found
        end = sign.end() + len(" ".join(words[: _shared(_folded(words), names[place])]))
        link = f'<a class="mention" href="{escape(addresses[place])}">{escape(text[sign.start() : end])}</a>'
        pieces += [escape(text[done : sign.start()], quote=False), link]
        done = end
    return "".join([*pieces, escape(text[done:], quote=False)]) if pieces else escaped


def _shared(words: tuple[str, ...], name: tuple[str, ...]) -> int:
    """With how many words both begin."""
    shorter = min(len(words), len(name))
    return next((at for at in range(shorter) if words[at] != name[at]), shorter)


def find_beginning(begun: str, names: Iterable[str]) -> list[str]:
    """Those of the names that begin like this, or have a word that does; in the alphabet's order."""
    wanted = _bare(begun.strip())
    fitting = {name for name in names if _bare(name).startswith(wanted) or f" {wanted}" in f" {_bare(name)}"}
    return sorted(fitting, key=_bare) if wanted else []


def _own_words(html: str) -> str:
    """Who was named in what somebody quotes heard of it then."""
    return plain_text(QUOTED.sub("<p></p>", html))


def _words_after(text: str, place: int) -> list[str]:
    """The words that may be a name: parted by single blanks."""
    words: list[str] = []
    while len(words) < LONGEST and (word := WORD.match(text, place)):
        words.append(word[0])
        place = word.end() + 1
        if text[word.end() : place] not in (" ", "\xa0"):
            break
    return words


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(_bare(word) or word for word in words)


def _bare(word: str) -> str:
    """Without accents and capitals; search's folding would take a plural's ending from a name."""
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().casefold()


def _who(words: tuple[str, ...], names: Mapping[int, tuple[str, ...]]) -> set[int]:
    """Those whose names begin with most of the words; somebody whose whole name it is goes before longer names."""
    for count in range(len(words), 0, -1):
        begun = {person for person, name in names.items() if name[:count] == words[:count]}
        whole = {person for person in begun if len(names[person]) == count}
        if begun:
            return whole if len(whole) == 1 else begun
    return set()
