"""Reading a study file of somebody else's: as it is now, without touching it or the folder it lies in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.store.engine import check_is_study
from toolkit.store.study import Study

_LOG: Final = "-wal"  # where SQLite keeps what it has not folded into the file yet
_TRIES: Final = 5


@contextmanager
def snapshot(path: Path) -> Iterator[Study]:
    """Open a copy of a study file, which is gone afterwards.

    SQLite would write beside the file even to read it, and could not where the folder is read-only.

    Raises
    ------
    ToolkitError
        If it cannot be read, is no study, or is of another schema than this Intercoder's.
    """
    check_is_study(path)
    with tempfile.TemporaryDirectory(prefix="intercoder-") as folder:
        copy = Path(folder) / "copy.study"
        _copy(path, copy)
        study = _opened(path, copy)
        try:
            yield study
        finally:
            study.close()


def _opened(path: Path, copy: Path) -> Study:
    try:
        return Study(copy)
    except ToolkitError as refused:
        # It would be brought up to date in its place, and may be the only one somebody has.
        older = "older" in refused.what
        remedy = "copy it, and bring the copy up to date with: intercoder upgrade COPY"
        raise ToolkitError(str(path), refused.what, remedy if older else refused.remedy) from refused


def _copy(path: Path, copy: Path) -> None:
    """Copy the file with what is not folded into it; again, if somebody wrote meanwhile."""
    log = path.with_name(path.name + _LOG)
    for _ in range(_TRIES):
        try:
            before = _state(path), _state(log)
            shutil.copyfile(path, copy)
            beside = copy.with_name(copy.name + _LOG)
            if before[1] is None:
                beside.unlink(missing_ok=True)
            else:
                shutil.copyfile(log, beside)
            if before == (_state(path), _state(log)):
                return
        except OSError as fault:
            what = f"cannot be read ({fault.strerror})"
            raise ToolkitError(str(path), what, "check its permissions, and room for a copy of it") from fault
    raise ToolkitError(str(path), "somebody is writing to it", "close it there, and try again")


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns
