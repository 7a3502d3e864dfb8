"""Temporary folders: for their owner alone, gone with the block, and cleared away where a program was killed.

Whoever uses one holds a lock on a file in it. The system lets go of that lock when the program ends, however
it ends, so that a folder nobody holds has been left by a program that was killed.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

PREFIX: Final = "intercoder-"
_HELD: Final = ".in-use"
_held: Final[dict[Path, int]] = {}


@contextmanager
def folder() -> Iterator[Path]:
    """Give a new folder that only this user can read; it is gone when the block ends."""
    _clear_once()
    made = own()
    try:
        yield made
    finally:
        remove(made)


def own() -> Path:
    """Return a new folder that only this user can read, held until it is removed or the program ends."""
    made = Path(tempfile.mkdtemp(prefix=PREFIX))  # with mode 700
    # Under another name until it is held: nobody is to find it and nobody holding it.
    unheld = made / f"{_HELD}.new"
    opened = os.open(unheld, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    _take(opened)
    unheld.rename(made / _HELD)
    _held[made] = opened
    return made


def remove(made: Path) -> None:
    """Remove a folder with what is in it."""
    if (opened := _held.pop(made, None)) is not None and sys.platform == "win32":
        os.close(opened)  # Windows removes no file that is open
        opened = None
    shutil.rmtree(made, ignore_errors=True)
    if opened is not None:
        os.close(opened)


@cache
def _clear_once() -> None:
    clear()


def clear(is_kept: Callable[[Path], bool] = lambda left: (left / KEPT).exists()) -> None:
    """Remove the folders of programs that were killed.

    Parameters
    ----------
    is_kept
        Tells of such a folder whether it is left as it is; by default those with a file `KEPT` are.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            _clear(left, is_kept)


KEPT: Final = ".as-made"
"""A file that says: somebody may have worked in this folder."""


def _clear(left: Path, is_kept: Callable[[Path], bool]) -> None:
    found = left.lstat()
    is_ours = os.name != "posix" or found.st_uid == os.geteuid()
    if left.is_symlink() or not left.is_dir() or not is_ours or left in _held:
        return
    # One killed before it held its folder left nothing in it; it cannot be told from one that begins.
    opened = os.open(left / _HELD, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if _take(opened) and not is_kept(left):
            shutil.rmtree(left, ignore_errors=True)
    finally:
        os.close(opened)


def _take(opened: int) -> bool:
    """Take the lock on a file; tell whether nobody else has it."""
    if sys.platform == "win32":
        return False  # there a folder in use cannot be told from one that was left
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
