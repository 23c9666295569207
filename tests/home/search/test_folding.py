import json
import time

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from home.search import fold, fold_words

PAIRS = """gestao gestão|gestões gestão|gestoes gestão|reunioes reunião|reuniões reunião|profissionais profissional
ações ação|acoes ação|mães mãe|mãos mão|pães pão|papéis papel|úteis útil|lençóis lençol|homens homem|mulheres mulher
tutores tutor|vezes vez|graus grau|países país|meses mês|leis lei|perfis perfil|azuis azul|febres febre|fases fase
SAÚDE saude|infecções infecção|crianças criança|irmãs irmã|viagens viagem|anéis anel""".replace("\n", "|").split("|")


@pytest.mark.parametrize("pair", PAIRS)
def test_fold_joins_accents_and_plurals(pair):
    one, other = pair.split()
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "word", ["ônibus", "lápis", "mais", "três", "vírus", "país", "simples", "dois", "sus", "caps", "atrás"]
)
def test_fold_keeps_words_that_only_look_like_plurals(word):
    assert len(fold(word)) == len(word)


def test_fold_tells_different_words_apart():
    assert len({fold(word) for word in ("pai", "pão", "país", "pia", "mão", "mãe", "mal", "mais")}) == 8


def test_fold_words_parts_at_signs():
    assert fold_words("Pré-natal: (gestações), pós_parto!") == ["pre", "natal", "gestacao", "pos", "parto"]


@given(st.text())
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_fold_takes_every_naughty_string():
    path = settings.SHARED_FOLDER / "corpora/unicode/blns.json"
    if not path.exists():
        pytest.skip("The shared corpora are not here.")
    for text in json.loads(path.read_text()):
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["ç" * 1_000_000, "ações " * 150_000, "\u0301" * 1_000_000, "s" * 1_000_000])
def test_fold_is_quick_on_a_megabyte(text):
    started = time.process_time()
    fold(text)
    assert time.process_time() - started < 2
