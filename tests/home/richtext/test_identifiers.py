import json
import random
import time
from itertools import pairwise

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from home.richtext.identifiers import find_identifiers

pytestmark = pytest.mark.any_database

VECTORS = settings.SHARED_FOLDER / "corpora/privacy/cpf-cns-vectors.json"
UNSEEN = ["\u200b", "\u200c", "\u2060", "\u00ad", "\u202e", "\ufe00", "\u0301", "\U000e0035", "\u3164"]
GAPS = ["", " ", ".", "-", " - ", "\n", ".\n", " . ", "\r\n", "\u00a0", "/", "–"]
# What a nurse writes beside names: laws, years, times, doses, measures, sums, addresses of her work.
HARMLESS = [
    "Na reunião de 12/03/2024, às 14h30, éramos 11 pessoas da equipe e 3 da universidade.",
    "A Portaria 2.436, de 21/09/2017, e a Lei 8.080/1990 orientaram a nossa conversa.",
    "Medimos 120/80, 130/90 e 140/100; a glicemia foi de 98, 110 e 126.",
    "Em 2019-2020 atendemos 1.234 famílias, 456 crianças e 78 gestantes na unidade.",
    "O seu Plano de Ação e o seu Conselho Municipal de Saúde ficaram de fora, disse a paciente.",
    "O paciente Crônico é nosso desafio. Seu cuidado pede tempo; seus vínculos, também.",
    "Os números: 10 20 30 40 50 60; 2021 2022 2023; 1.500 2.300 900.",
    "Usamos o prontuário eletrônico desde 2018 e o e-SUS APS 5.2.13 nesta equipe.",
    "A senhora da recepção e o senhor do portão conhecem todo o bairro há 25 anos.",
    "Processo 23080.012345/2023-11, edital 04/2024, turma 2024.1, módulo 3 de 8.",
]


def kinds(text: str) -> list[str]:
    return [found.kind for found in find_identifiers(text)]


def words(text: str) -> list[str]:
    return [text[start:end] for _kind, start, end in find_identifiers(text)]


def vectors() -> dict:
    if not VECTORS.exists():
        pytest.skip("The shared corpora are not here (RODA_SHARED).")
    return json.loads(VECTORS.read_text())


def make_cpf(rng: random.Random) -> str:
    digits = [rng.randrange(10) for _ in range(9)]
    for length in (9, 10):
        digits.append(sum(d * w for d, w in zip(digits, range(length + 1, 1, -1), strict=True)) * 10 % 11 % 10)
    return "".join(map(str, digits))


def make_cns(rng: random.Random) -> str:
    while True:
        head = [rng.choice([7, 8, 9]), *(rng.randrange(10) for _ in range(13))]
        rest = sum(d * w for d, w in zip(head, range(15, 1, -1), strict=True)) % 11
        if rest != 1:
            return "".join(map(str, [*head, (11 - rest) % 11]))


def disguised(number: str, rng: random.Random) -> str:
    """With separators wherever a person may set them, and things inside that nobody sees."""
    typed = number[0]
    for digit in number[1:]:
        typed += rng.choice(GAPS) if rng.random() < 0.3 else ""
        typed += rng.choice(UNSEEN) if rng.random() < 0.2 else ""
        typed += digit
    return typed


@pytest.mark.parametrize("kind", ["cpf", "cns"])
def test_numbers_of_the_corpus(kind):
    found = vectors()
    for number in found[f"{kind}_valid"]:
        assert kinds(f"Atendi hoje, {number}, na sala.") == [kind]
    for number in found[f"{kind}_invalid"]:
        assert kind not in kinds(f"Atendi hoje, {number}, na sala.")


@pytest.mark.parametrize("kind", ["cpf", "cns"])
def test_nothing_unseen_hides_a_number(kind):
    found = vectors()
    for number in found[f"{kind}_valid"]:
        number = number.strip()
        for code in found["invisible_characters"].values():
            for place in range(1, len(number)):
                hidden = number[:place] + chr(int(code[2:], 16)) + number[place:]
                assert kinds(f"É {hidden}.") == [kind]


@pytest.mark.parametrize("make", [make_cpf, make_cns])
def test_numbers_are_found_however_they_are_typed(make):
    rng = random.Random(7)
    typed = [disguised(make(rng), rng) for _ in range(1000)]
    missed = [number for number in typed if words(f"Na sala, {number}; depois saiu.") != [number]]
    assert len(missed) <= 10


def test_harmless_texts_have_hardly_a_mark():
    rng = random.Random(11)
    texts = [" ".join(rng.sample(HARMLESS, 4)) for _ in range(100)]
    assert sum(map(len, map(find_identifiers, texts))) <= 2


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("Ligue (48) 99911-2233 amanhã.", "phone", "(48) 99911-2233"),
        ("Ligue para +55 48 99911 2233 amanhã.", "phone", "+55 48 99911 2233"),
        ("O telefone é 3322-1100.", "phone", "3322-1100"),
        ("Mora no CEP 88040900.", "cep", "88040900"),
        ("Rua das Flores, 88040-900.", "cep", "88040-900"),
        ("Ele, nascido em 3/7/1951, mora só.", "birth", "3/7/1951"),
        ("Data de nascimento: 12 de março de 1980", "birth", "12 de março de 1980"),
        ("No prontuário nº 45.678-9 consta.", "record", "45.678-9"),
        ("A paciente Maria das Dores chorou.", "name", "Maria das Dores"),
        ("Dona Lourdes abriu a porta.", "name", "Lourdes"),
        ("Depois seu\u00a0Antônio riu.", "name", "Antônio"),
        ("A sra. Ivone e o Sr.\nJosé vieram.", "name", "Ivone"),
        ("Fui com dona Lo\u200burdes.", "name", "Lo\u200burdes"),
    ],
)
def test_words_beside_tell_what_it_is(text, kind, marked):
    found = find_identifiers(text)[0]
    assert (found.kind, text[found.start : found.end]) == (kind, marked)


@given(st.text())
def test_marks_lie_in_the_text_in_order(text):
    found = find_identifiers(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "text",
    ["1 " * 50_000, "9" * 100_000, "dona A " * 15_000, "Dona " + "Ana " * 25_000, "nasc " * 20_000, "(4" * 50_000,
     "\u0301" * 100_000, "prontuário nº " * 8_000, "+55 " * 25_000],
)  # fmt: skip
def test_hostile_texts_take_no_time(text):
    started = time.process_time()
    find_identifiers(text)
    assert time.process_time() - started < 1


def test_a_long_reflection_takes_a_moment():
    text = " ".join(HARMLESS * 6)[:5000]
    find_identifiers(text)
    started = time.process_time()
    find_identifiers(text)
    assert time.process_time() - started < 0.05
