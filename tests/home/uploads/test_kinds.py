import io

import pytest

from home.uploads.kinds import M4A, WEBA, recognise
from tests.factories.home import FILM, VOICE

PHONE = b"\x00\x00\x00\x1cftypiso5\x00\x00\x02\x00iso5iso6mp41"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (VOICE, WEBA),
        (FILM, None),
        (VOICE.replace(b"A_OPUS", b"A_XXXX"), None),
        (PHONE + b"moov hdlr soun" + bytes(99), M4A),
        (PHONE + b"moov hdlr soun hdlr vide" + bytes(99), None),
    ],
)
def test_a_recorded_voice_is_taken_and_a_film_is_not(content, kind):
    assert recognise(io.BytesIO(content), "x") is kind
