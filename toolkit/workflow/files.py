"""Files a researcher names, and files that travel with the toolkit."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.model.transcript import Source

LARGEST: Final = 300 * 1024 * 1024
"""Bytes above which a file is not even read; each format has a tighter bound of its own."""


def source(path: Path) -> Source:
    """Read a file whole; raise `ToolkitError` if that cannot be done."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ToolkitError(str(path), "is a folder", "name the files in it")
        if size > LARGEST:
            raise ToolkitError(
                str(path), f"has {size // 2**20} MB", f"at most {LARGEST // 2**20} MB are read"
            )
        # Some systems take the accents of file names apart; the same name is to be the same id everywhere.
        return Source(unicodedata.normalize("NFC", path.name), path.read_bytes())
    except FileNotFoundError:
        raise ToolkitError(str(path), "there is no such file", "check the name and the folder") from None
    except OSError as fault:
        raise ToolkitError(
            str(path), f"cannot be read ({fault.strerror})", "check its permissions"
        ) from fault


def shipped(name: str) -> Path:
    """Return the path of a file or folder that travels with the toolkit.

    In a checkout it lies at the root; in an installed package, inside it.
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped" / name
    return installed if installed.exists() else package.parent / name
