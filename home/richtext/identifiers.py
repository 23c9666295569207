"""Finds what might tell who a patient is, so that the writer can look again. It decides nothing and keeps nothing.

Numbers are found however they are typed: with spaces, dots, line ends, or characters inside that nobody sees. A CPF or
a CNS counts by its check digits (Receita Federal; Datasus), the rest by the words beside it.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from home.richtext.first_names import FIRST_NAMES

CPF, CNS, PHONE, CEP, BIRTH, RECORD, NAME = "cpf", "cns", "phone", "cep", "birth", "record", "name"
# What a font shows as nothing although it counts as a letter.
FILLERS = "\u115f\u1160\u3164\uffa0"
UNSEEN = {"Cf", "Mn", "Me", "Cc", "Cs", "Co"}
# Between the digits of one number: blanks, dots, strokes; not commas, which part numbers from each other.
GAP = re.compile(r"[ \n.\-–—−/_·•]{1,4}")
DIGITS = re.compile(r"\d+")
LONGEST_NUMBER = 15

DATE = r"\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?(?:\d{4}|\d{2})\b|\d{1,2}º? de [a-zç]{4,9} de \d{4}\b"
BORN = re.compile(
    rf"\b(?:nascid[oa]|nasceu|nascimento|nasc\.?|DN)\b[ \n]?(?:em|no dia|dia|é|foi|:)?[ \n:]{{0,2}}(?P<found>{DATE})",
    re.IGNORECASE,
)
RECORD_NUMBER = re.compile(
    r"\b(?:prontu[aá]rio|cart[aã]o (?:do |nacional )?(?:do )?sus|registro (?:hospitalar|do paciente)|aih|rg)"
    r"(?: (?:da|do) (?:família|paciente))?[ \n]?(?:n[º°o.]{1,2}|n[uú]mero|é|:)?[ \n:]{0,2}"
    r"(?P<found>\d[\d.\-/]{1,20}\d)\b",
    re.IGNORECASE,
)
PHONE_NUMBER = re.compile(
    r"(?<![\d.\-/])(?P<found>(?:\+ ?55 ?)?\( ?0?[1-9]\d ?\) ?9?[ .]?\d{4}[ .\-–]{0,3}\d{4}"
    r"|(?:\+ ?55 ?)?[1-9][1-9][ .\-]?9[ .]?\d{4}[ .\-–]{0,3}\d{4}"
    r"|9[ .]?\d{4}[\-–]\d{4})(?![\d/])"
)
PHONE_SAID = re.compile(
    r"\b(?:tel|telefone|fone|celular|zap|whats|whatsapp|contato|ligar para)\b[. \n:]{0,3}(?:é|o|:)?[ \n]?"
    r"(?P<found>[2-9]\d{3}[ .\-–]?\d{4}|[1-9]{2} ?[2-9]\d{3}[ .\-–]?\d{4})\b",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"(?<![\d.\-/])(?P<found>\d{2}\.?\d{3} ?[\-–] ?\d{3})(?![\d\-/])")
POSTCODE_SAID = re.compile(r"\bCEP\b[ \n:é]{0,3}(?P<found>\d{2}[. ]?\d{3}[ \-–]{0,3}\d{3})\b", re.IGNORECASE)

CAPITALISED = r"[A-ZÀ-Ý][a-zà-ÿ'’]{1,30}"
FULL_NAME = rf"(?P<found>{CAPITALISED}(?:[ \n](?:d[aeo]s? |e )?{CAPITALISED}){{0,4}})"
NAMED = re.compile(
    r"\b(?:(?P<surely>(?i:dona|sra?\.?|senhora?))|(?P<patient>(?i:paciente|usuári[oa]))|(?i:seu|sinhá))"
    rf"(?: |\n|(?<=\.)){FULL_NAME}"
)
PATTERNS = (
    (BIRTH, BORN), (RECORD, RECORD_NUMBER), (PHONE, PHONE_NUMBER), (PHONE, PHONE_SAID), (CEP, POSTCODE),
    (CEP, POSTCODE_SAID),
)  # fmt: skip
YEAR = re.compile(r"(?:19|20)\d\d")
# What people write with a capital after "dona", "senhor" and the like, and is nobody's name.
NO_NAMES = {
    "Deus",
    "Saude",
    "Casa",
    "Unidade",
    "Secretaria",
    "Secretario",
    "Diretor",
    "Diretora",
    "Presidente",
    "Prefeito",
}


class Found(NamedTuple):
    """What it looks like, and where it begins and ends in the text (in characters)."""

    kind: str
    start: int
    end: int


def find_identifiers(text: str) -> list[Found]:
    """What stands in a plain text and might identify somebody, in its order and without overlaps. Linear in time."""
    seen, places = _seen(text)
    found: list[Found] = []
    taken = 0
    for kind, start, end in sorted(_candidates(seen), key=lambda one: (one.start, -one.end)):
        if start >= taken:
            found.append(Found(kind, places[start], places[end - 1] + 1))
            taken = end
    return found


def _seen(text: str) -> tuple[str, list[int]]:
    """The text as the eye has it, figures of all scripts as 0-9, with each character's place in the original."""
    characters, places = [], []
    for place, character in enumerate(text):
        if character.isascii() and character.isprintable():
            pass
        elif character.isspace():
            character = "\n" if character in "\n\u2028\u2029" else " "
        elif character in FILLERS or unicodedata.category(character) in UNSEEN:
            continue
        elif (value := unicodedata.digit(character, None)) is not None:
            character = str(value)
        if character == " " and characters and characters[-1] in " \n":
            continue
        if character == "\n" and characters and characters[-1] == " ":
            characters[-1], places[-1] = character, place
            continue
        characters.append(character)
        places.append(place)
    return "".join(characters), places


def _candidates(text: str) -> Iterator[Found]:
    yield from _checked_numbers(text)
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if not (kind == RECORD and YEAR.fullmatch(match["found"])):
                yield Found(kind, *match.span("found"))
    for match in NAMED.finditer(text):
        if _is_name(match):
            yield Found(NAME, *match.span("found"))


def _is_name(match: re.Match) -> bool:
    words = match["found"].split()
    first = _folded(words[0])
    if match["surely"]:
        return first not in NO_NAMES
    return first.lower() in FIRST_NAMES or (match["patient"] is not None and len(words) > 1)


def _folded(word: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", word) if not unicodedata.combining(part))


def _checked_numbers(text: str) -> Iterator[Found]:
    """Runs of digits that begin and end where figures do, and together are a CPF or a CNS."""
    runs = [match.span() for match in DIGITS.finditer(text)]
    for first, (start, _end) in enumerate(runs):
        digits, last = "", start
        for begin, end in runs[first : first + LONGEST_NUMBER]:
            if digits and not GAP.fullmatch(text, last, begin):
                break
            digits, last = digits + text[begin:end], end
            if len(digits) > LONGEST_NUMBER:
                break
            if kind := CHECKS.get(len(digits), _no_number)(digits):
                yield Found(kind, start, end)


def _no_number(digits: str) -> str:
    return ""


def _is_cpf(digits: str) -> str:
    if digits == digits[0] * 11:
        return ""
    for length in (9, 10):
        rest = (
            sum(int(digit) * weight for digit, weight in zip(digits, range(length + 1, 1, -1), strict=False)) * 10 % 11
        )
        if rest % 10 != int(digits[length]):
            return ""
    return CPF


def _is_cns(digits: str) -> str:
    """Definitive ones (1, 2) hold a PIS; the others, provisional too, are only divisible by eleven when weighed."""
    if digits[0] in "12" and digits[11:14] not in ("000", "001"):
        return ""
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(15, 0, -1), strict=True))
    return CNS if digits[0] in "12789" and weighed % 11 == 0 else ""


CHECKS = {11: _is_cpf, 15: _is_cns}
