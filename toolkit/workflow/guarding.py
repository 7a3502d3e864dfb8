"""What becomes of a bug: it is told by its kind and by where it is in the program, never by what it held.

The words of an exception may be those of an interview: a key that is not there, a value that is no number.
Whatever we print or log of one nobody foresaw is its kind, the places in the program it came through, and a
number by which the line on a page and the lines in a log find each other.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from types import TracebackType
from typing import Any, Final

SHOW_VALUES: Final = "INTERCODER_SHOW_VALUES"
"""Set to 1 by whoever looks for a bug on data of their own: tracebacks are then whole."""
_ROOTS: Final = ("site-packages", "dist-packages")
_OURS: Final = "toolkit"
_MOST: Final = 60  # frames of one exception: a recursion has a thousand


@dataclass(frozen=True)
class Bug:
    """A bug, seen from outside.

    Attributes
    ----------
    number
        The same wherever this bug comes up the same way.
    kind
        Class of the exception.
    where
        Place in our program: `toolkit/ROOM/MODULE.py:LINE`.
    trace
        Every place it came through, the first call first, with what it was caused by before it.
    """

    number: str
    kind: str
    where: str
    trace: tuple[str, ...]

    @classmethod
    def of(cls, fault: BaseException) -> Bug:
        """Read an exception without its words."""
        chain = list(_chain(fault))
        places = [_places(each.__traceback__) for each in chain]
        told = [
            line
            for each, came_through in zip(chain, places, strict=True)
            for line in (f"{_kind(each)}, through", *(f"  {place} in {name}" for place, name in came_through))
        ]
        ours = [place for place, _ in places[-1] if place.startswith(f"{_OURS}/")]
        where = (ours or [place for place, _ in places[-1]] or ["nowhere known"])[-1]
        digest = hashlib.sha256(f"{_kind(fault)} {where}".encode()).hexdigest()
        return cls(digest[:6], _kind(fault), where, tuple(told))

    @property
    def line(self) -> str:
        """What to tell a person."""
        return f"this is a fault of Intercoder, not yours: {self.kind} at {self.where} (number {self.number})"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield what an exception came from, the first first, and the exception itself."""
    seen: dict[int, BaseException] = {}
    each: BaseException | None = fault
    while each is not None and id(each) not in seen:
        seen[id(each)] = each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    yield from reversed(seen.values())


def _kind(fault: BaseException) -> str:
    kind = type(fault)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _places(trace: TracebackType | None) -> list[tuple[str, str]]:
    """Return the places a traceback leads through, with the function of each."""
    places = [
        (f"{place(frame.f_code.co_filename)}:{line}", frame.f_code.co_qualname)
        for frame, line in traceback.walk_tb(trace)
    ]
    left = len(places) - _MOST
    if left <= 0:
        return places
    return [*places[: _MOST // 2], (f"… {left:,} more …", "between"), *places[-(_MOST // 2) :]]


def place(file: str) -> str:
    """Return the path of a file of a program without the folders before it, which name people and projects.

    >>> place("/home/ana/study/.venv/lib/python3.12/site-packages/pandas/core/frame.py")
    'pandas/core/frame.py'
    """
    parts = PurePath(file).parts
    for root in _ROOTS:
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    if _OURS in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index(_OURS) :])
    return parts[-1] if parts else file


def told(bug: Bug) -> tuple[str, ...]:
    """Return the lines to print of a bug on a terminal or into a log."""
    return (
        f"Traceback of {bug.number}, without the values it was about:",
        *(f"  {line}" for line in bug.trace),
        f"Please report these lines; no word of a study is in them. {SHOW_VALUES}=1 shows you the values.",
    )


def shows_values() -> bool:
    """Tell whether who runs this asked to see what bugs were about."""
    return os.environ.get(SHOW_VALUES) == "1"


def guard() -> None:
    """Let no log, warning or traceback of this process repeat what an exception was about."""
    if shows_values():
        return
    if logging.getLogRecordFactory() is logging.LogRecord:
        logging.setLogRecordFactory(_Guarded)
    if warnings.formatwarning is warnings._formatwarning_orig:  # type: ignore[attr-defined]  # noqa: SLF001
        warnings.formatwarning = _warned
    # Somebody who put hooks of their own here, such as a program that runs tests, wants to see what comes.
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _uncaught
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _uncaught_in_thread
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _unraisable


class _Guarded(logging.LogRecord):
    """A line of a log that tells of exceptions what `told` does."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - whatever `logging` gives
        super().__init__(*args, **options)
        if isinstance(self.args, tuple):
            self.args = tuple(_kind(each) if isinstance(each, BaseException) else each for each in self.args)
        fault = self.exc_info[1] if self.exc_info else None
        if fault is None:
            return
        # Further lines of such a message are the exception's own: asyncio repeats it there.
        self.msg, self.args = self.getMessage().partition("\n")[0], ()
        self.exc_info, self.exc_text = None, "\n".join(told(Bug.of(fault)))


def _warned(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    del message, line
    return f"{place(filename)}:{lineno}: {category.__name__}\n"


def printed(fault: BaseException) -> None:
    """Write a bug to standard error."""
    bug = Bug.of(fault)
    sys.stderr.write("".join(f"{line}\n" for line in (f"intercoder: {bug.line}", *told(bug))))


def _uncaught(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    printed(fault)


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None and not isinstance(found.exc_value, SystemExit):
        printed(found.exc_value)


def _unraisable(found: Any) -> None:  # noqa: ANN401 - sys.UnraisableHookArgs is a name for type checkers only
    if found.exc_value is not None:
        printed(found.exc_value)
