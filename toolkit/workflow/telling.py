"""How far long work is, told to whoever listens: the terminal shows it, a pipe does not hear of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import get_ident
from typing import Final, TypeVar

Given = TypeVar("Given")

PROGRESS: Final = logging.getLogger("toolkit.progress")
"""Every record of it is one line: what is done, the how manieth of how many, its name. It is no log: nobody
hears it unless a door listens."""
PROGRESS.propagate = False
PROGRESS.addHandler(logging.NullHandler())


def step_by_step(doing: str, given: Sequence[Given], name: Callable[[Given], str]) -> Iterator[Given]:
    """Yield each of `given`, and tell before each how far the work is; an empty line when all is done."""
    for number, one in enumerate(given, 1):
        PROGRESS.info("%s %d of %d: %s", doing, number, len(given), name(one))
        yield one
    PROGRESS.info("")


@contextmanager
def listening(hear: Callable[[str], None]) -> Iterator[None]:
    """Let somebody hear each line that is told in this thread, until the end of the block."""
    ears = _Ears(hear, get_ident())
    PROGRESS.addHandler(ears)
    PROGRESS.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS.removeHandler(ears)


class _Ears(logging.Handler):
    """Hands on what one thread tells: several people may look at the pages of one server."""

    def __init__(self, hear: Callable[[str], None], thread: int) -> None:
        super().__init__()
        self._hear = hear
        self._thread = thread

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._hear(record.getMessage())
