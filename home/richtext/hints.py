"""What of a text might tell who a patient is, in words for its writer. It is only shown: nothing keeps it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from home.richtext.identifiers import BIRTH, CEP, CNS, CPF, NAME, PHONE, RECORD, find_identifiers

AROUND = 30
MOST_HINTS = 30
REASONS = {
    CPF: gettext_lazy("looks like a CPF"),
    CNS: gettext_lazy("looks like a number of the SUS card"),
    PHONE: gettext_lazy("looks like a telephone number"),
    CEP: gettext_lazy("looks like a postcode"),
    BIRTH: gettext_lazy("looks like a date of birth"),
    RECORD: gettext_lazy("looks like the number of a record or a document"),
    NAME: gettext_lazy("looks like somebody's name"),
}


@dataclass(frozen=True)
class Hint:
    """Words of a text that might tell who a patient is, with a little of what stands around them, and why."""

    before: str
    words: str
    after: str
    reason: str


def patient_hints(text: str) -> list[Hint]:
    """What the writer of this plain text may want to look at once more before others read it."""
    return [
        Hint(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND], str(REASONS[kind]))
        for kind, start, end in find_identifiers(text)[:MOST_HINTS]
    ]
