"""Addresses of things known by their number: working one out anew takes as long as a small query's answer."""

from functools import lru_cache

from django.urls import reverse

MARK = 2_147_483_640


def address(name: str, number: int) -> str:
    """What `reverse(name, args=[number])` gives; `number` stands in the address once."""
    before, after = _around(name)
    return f"{before}{number}{after}"


@lru_cache(maxsize=256)
def _around(name: str) -> tuple[str, str]:
    before, after = reverse(name, args=[MARK]).split(str(MARK))
    return before, after
