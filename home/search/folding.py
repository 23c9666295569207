"""Accents and plurals do not matter to a search: one function for the index and for the query, on both databases."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")

# Words that end like a plural and are none, or whose plural the endings below would not bring home.
# fmt: off
SAME = {
    "aids", "alem", "alias", "antes", "apos", "atras", "atraves", "bis", "cais", "campus", "caps", "corpus",
    "demais", "depois", "dois", "gratis", "jamais", "lapis", "mais", "menos", "oasis", "pais", "pelvis", "pires",
    "pois", "seis", "sifilis", "simples", "tenis", "tres", "virus",
}
# fmt: on
IRREGULAR = {
    "ageis": "agil",
    "bois": "boi",
    "civis": "civil",
    "dificeis": "dificil",
    "doceis": "docil",
    "estereis": "esteril",
    "faceis": "facil",
    "febris": "febril",
    "ferteis": "fertil",
    "frageis": "fragil",
    "gentis": "gentil",
    "habeis": "habil",
    "herois": "heroi",
    "hostis": "hostil",
    "infantis": "infantil",
    "inuteis": "inutil",
    "juvenis": "juvenil",
    "leis": "lei",
    "maes": "mae",
    "meses": "mes",
    "paises": "pais",
    "perfis": "perfil",
    "portateis": "portatil",
    "reis": "rei",
    "senis": "senil",
    "softwares": "software",
    "sutis": "sutil",
    "uteis": "util",
    "versateis": "versatil",
}
ENDINGS = [
    (re.compile(r"(?:o|a)es$"), "ao"),
    (re.compile(r"ais$"), "al"),
    (re.compile(r"eis$"), "el"),
    (re.compile(r"ois$"), "ol"),
    (re.compile(r"uis$"), "ul"),
    (re.compile(r"ns$"), "m"),
    (re.compile(r"(?<=[aeiou][rz])es$"), ""),
    # "ônibus", "lúpus" and "stress" are no plurals; "graus" and "museus" are.
    (re.compile(r"(?<=[^s])(?<![^aeio]u)s$"), ""),
]


def fold(text: str) -> str:
    """Returns the words of `text` in lower case, without accents, in the singular, joined by blanks. Idempotent."""
    return " ".join(fold_words(text))


def fold_words(text: str) -> list[str]:
    return [_singular(word) for word in WORD.findall(_without_accents(text))]


def _without_accents(text: str) -> str:
    # Twice: what falls into pieces may have a lower case of its own, and the other way round.
    for _ in range(2):
        pieces = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(character for character in pieces if not unicodedata.combining(character))
    return text


def _singular(word: str) -> str:
    if len(word) < 4 or word in SAME:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, singular in ENDINGS:
        if ending.search(word):
            return ending.sub(singular, word)
    return word
