"""What a process remembers of published courses. Never anything of a person: no mark, no answer, no token."""

from collections import OrderedDict
from threading import Lock
from typing import Any

_all: list["RevisionCache"] = []


class RevisionCache:
    """Keeps the newest value of each key with the `rev` it was made from; the least recently used go first.

    The database says which `rev` holds, so a value is never stale and nothing travels between workers.
    """

    def __init__(self, size: int):
        self.size = size
        self._values: OrderedDict[Any, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()
        _all.append(self)

    def rev(self, key: Any) -> int:
        """Returns the revision held for `key`, or 0."""
        held = self._values.get(key)
        return held[0] if held else 0

    def get(self, key: Any, rev: int) -> Any:
        """Returns the value made from `rev`, or None."""
        with self._lock:
            held = self._values.get(key)
            if held is None or held[0] != rev:
                return None
            self._values.move_to_end(key)
            return held[1]

    def put(self, key: Any, rev: int, value: Any) -> Any:
        with self._lock:
            self._values[key] = (rev, value)
            self._values.move_to_end(key)
            while len(self._values) > self.size:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)


def forget_everything() -> None:
    """Empties every cache. Tests need it: a rolled back test gives its ids to the next one."""
    for cache in _all:
        cache.clear()
