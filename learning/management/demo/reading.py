"""The demo's texts: TOML files in content/; content/README.md says what is in them."""

import tomllib
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"


@cache
def read(name: str) -> dict:
    """Returns one file of the content, by its name without the ending."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


@cache
def read_units() -> list[dict]:
    """Returns the units in the order of their codes."""
    return [tomllib.loads(path.read_text()) for path in sorted((CONTENT / "units").glob("*.toml"))]
