import csv
import io
import json

import pytest
from django.conf import settings

from home.spreadsheets import csv_bytes, safe_cell

SHARED = settings.SHARED_FOLDER / "corpora" / "csv" / "csv-injection.json"
CORPUS = json.loads(SHARED.read_text()) if SHARED.exists() else {}
pytestmark = pytest.mark.skipif(not CORPUS, reason="the shared corpora are not here")


@pytest.mark.parametrize(("given", "wanted"), CORPUS.get("defusedcsv_dangerous", []))
def test_formula_gets_a_guard(given, wanted):
    assert safe_cell(given) == wanted


@pytest.mark.parametrize("given", CORPUS.get("defusedcsv_must_stay", []))
def test_harmless_value_stays(given):
    assert safe_cell(given) == ("" if given is None else given)


@pytest.mark.parametrize("given", [*CORPUS.get("payloadbox", []), *CORPUS.get("patt", [])])
def test_payload_does_not_begin_a_formula(given):
    cell = safe_cell(given)
    assert cell[0] not in "=+-@|%–"


@pytest.mark.parametrize("lead", CORPUS.get("owasp_lead_characters", []))
def test_every_lead_is_guarded_even_behind_blanks(lead):
    assert safe_cell(f"{lead}1+1")[0] == "'"
    assert safe_cell(f"  {lead}SUM(A1)")[0] == "'"


def test_numbers_stay_numbers():
    assert [safe_cell(value) for value in (-3, 4.5, 0)] == [-3, 4.5, 0]


def test_csv_has_a_mark_and_semicolons_and_keeps_lines_together():
    content = csv_bytes([["a", "b;c"], ["x\ny", 1]])
    assert content.startswith(b"\xef\xbb\xbfa;")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")) == [["a", "b;c"], ["x\ny", "1"]]
