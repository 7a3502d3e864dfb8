"""The last line of the terminal, on which long work tells how far it is."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from toolkit.errors import on_one_line


class _ProgressLine(logging.Handler):
    """What was told last, written over by what is told next; gone when the work is done."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._filled = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line over the one before it."""
        # A line that breaks could not be written over; a letter may be two columns wide.
        told = on_one_line(record.getMessage())
        columns = shutil.get_terminal_size().columns - 1
        told = told[: columns if told.isascii() else columns // 2]
        sys.stderr.write(f"\r{told.ljust(self._filled)}" if told else f"\r{' ' * self._filled}\r")
        sys.stderr.flush()
        self._filled = len(told) if told.isascii() else 2 * len(told)

    def clear(self) -> None:
        """Leave nothing of it, where work ended half way."""
        if self._filled:
            self.emit(logging.makeLogRecord({"msg": ""}))


@contextmanager
def shown() -> Iterator[None]:
    """Show how far long work is, if somebody sits at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    progress = logging.getLogger("toolkit.progress")
    line = _ProgressLine()
    progress.addHandler(line)
    progress.setLevel(logging.INFO)
    try:
        yield
    finally:
        progress.removeHandler(line)
        progress.setLevel(logging.NOTSET)
        line.clear()
