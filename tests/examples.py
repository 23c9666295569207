"""How many examples a property is tried with: `make test` tries a few of them, `make test-slow` all."""

import os

EVERY = os.environ.get("EVERY_EXAMPLE") == "1"


def some_of(number: int) -> int:
    """All of `number` where every example is wanted, else a fifth, but some."""
    return number if EVERY else max(number // 5, 5)
