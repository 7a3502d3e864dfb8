"""Ids of records, and the time they carry."""

from __future__ import annotations

import os
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Final

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_FRACTION = 12  # bits


class _Clock:
    """The one clock of the whole program: each moment it tells is later than those it told before."""

    def __init__(self) -> None:
        self._last = 0
        self._telling = threading.Lock()

    def told(self, machine: int) -> int:
        """Return what the machine's clock says, or the next moment after the last one if that is no later."""
        with self._telling:
            self._last = max(machine, self._last + 1)
            return self._last


_CLOCK: Final = _Clock()


def new_id() -> str:
    """Return a UUID of version 7, later ones after earlier ones, with 62 random bits.

    The twelve bits that the version leaves beside the milliseconds hold their fraction (RFC 9562, sections
    5.7 and 6.2, method 3), so that what is made in one go is in the order in which it was made. Where the
    clock is set back meanwhile the last moment is counted on from.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    milliseconds, fraction = divmod(
        _CLOCK.told((milliseconds << _FRACTION) + (rest << _FRACTION) // 1_000_000), 1 << _FRACTION
    )
    random = int.from_bytes(os.urandom(8)) >> 2
    stamp = (milliseconds & (1 << 48) - 1) << 80
    return str(uuid.UUID(int=stamp | _VERSION_7 | fraction << 64 | _VARIANT | random))


def now() -> str:
    """Return the present moment as ISO 8601 in UTC with milliseconds, such as 2026-03-01T09:30:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
