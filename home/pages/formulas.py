"""LaTeX in, MathML out: made when a page is saved or its read row is written, never in a reader's request."""

import re
from functools import lru_cache

from latex2mathml.converter import convert

# The converter knows these by their commands alone; as letters they stand without their gaps.
SIGN = re.compile("<mi>([≤≥≠≈≡−×÷±→∈∪∩])</mi>")
STYLE = re.compile(r'\sstyle="(?:color:\s*([#\w]+))?[^"]*"')


class FormulaError(ValueError):
    """LaTeX that cannot be read."""


@lru_cache(maxsize=10_000)
def to_mathml(latex: str, *, block: bool = False) -> str:
    """Returns `latex` as a `<math>` element, its text escaped. Raises FormulaError."""
    source = latex.strip()
    if not source:
        raise FormulaError("empty")
    if source.count("{") - source.count(r"\{") != source.count("}") - source.count(r"\}"):
        raise FormulaError("braces")
    try:
        return _mended(convert(source, display="block" if block else "inline"))
    except Exception as error:  # the library raises bare IndexError and KeyError beside its own classes
        raise FormulaError(type(error).__name__) from error


def _mended(mathml: str) -> str:
    """Signs as operators, colours as the attribute that MathML has for them: our pages carry no inline style."""
    mathml = SIGN.sub(r"<mo>\1</mo>", mathml)
    return STYLE.sub(lambda match: f' mathcolor="{match[1]}"' if match[1] else "", mathml)
