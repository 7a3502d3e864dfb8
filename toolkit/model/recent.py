"""What was used last, kept in memory: a bounded table of values that take long to work out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """So many values, those used last. Safe to share between threads.

    >>> squares: Recent[int, int] = Recent(2)
    >>> for number in (1, 2, 3):
    ...     squares.keep(number, number**2)
    >>> squares.find(1), squares.find(3)
    (None, 9)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._using = threading.Lock()

    def find(self, key: Key) -> Value | None:
        """Return what is kept under a key, or None."""
        with self._using:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value; the one not used for longest makes room."""
        with self._using:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
