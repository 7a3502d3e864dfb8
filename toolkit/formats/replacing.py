"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from toolkit.errors import ToolkitError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, or leave whatever was there as it was and nothing beside it.

    A new file is for its owner alone; one that was there keeps who may read it.

    Raises
    ------
    ToolkitError
        If the place cannot be written to.
    """
    check_place(path)
    target = Path(os.path.realpath(path))  # a link stays a link; what it points to is replaced
    # In the same folder, because only within one file system is a file replaced in a single step.
    beside = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        # Made for its owner alone: changed later, it could have been read in between.
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        remedy = "choose another place or make room there"
        raise ToolkitError(str(path), f"cannot be written ({reason})", remedy) from error
    finally:
        with suppress(OSError):
            beside.unlink()
    _keep_name(target.parent)


def check_place(path: Path) -> None:
    """Refuse a place that cannot be written to with a `ToolkitError`."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise ToolkitError(str(path), "is a folder", "give a file name")
    if target.exists() and not target.is_file():
        raise ToolkitError(str(path), "is no ordinary file", "give a file name")
    if not target.parent.is_dir():
        raise ToolkitError(str(path), f"there is no folder {target.parent}", "make it first")
    if target.exists() and not os.access(target, os.W_OK):
        raise ToolkitError(str(path), "is read-only", "choose another name or make it writable")


def _keep_name(folder: Path) -> None:
    """Have the folder's new entry on disk too, where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
