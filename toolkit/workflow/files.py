"""Files a researcher names, folders of them, and files that travel with the toolkit."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from toolkit.errors import ToolkitError, on_one_line
from toolkit.model.transcript import Source

LARGEST: Final = 300 * 1024 * 1024
"""Bytes above which a file is not even read; each format has a tighter bound of its own."""

_ABOUT_THE_FOLDER: Final = ("readme", "license", "licence", "protocol")
# Where a shell puts the output of another program, as in: import my.study <(program)
_HANDED_OVER: Final = ("/dev/fd/", "/proc/")
_WHO_SPEAKS: Final = ".turns.csv"
_IN_FOLDERS: Final = "data.qda"  # of QualCoder
_DIGITS: Final = re.compile(r"(\d+)")


def source(path: Path) -> Source:
    """Read a file whole; raise `ToolkitError` if that cannot be done."""
    try:
        if path.is_dir():
            raise ToolkitError(str(path), "is a folder", "name the files in it")
        if path.is_fifo() and not str(path).startswith(_HANDED_OVER):
            raise ToolkitError(str(path), "is a pipe that nobody may write to", "name a file")
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(path, f"{size // 2**20} MB")
        with path.open("rb") as file:
            # What is no file on a disk, such as a pipe, does not say beforehand how much will come.
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise _too_large(path, f"more than {LARGEST // 2**20} MB")
    except FileNotFoundError:
        raise ToolkitError(str(path), "there is no such file", "check the name and the folder") from None
    except OSError as fault:
        raise ToolkitError(
            str(path), f"cannot be read ({fault.strerror})", "check its permissions"
        ) from fault
    return Source(composed(path.name), data)


def _too_large(path: Path, told: str) -> ToolkitError:
    return ToolkitError(str(path), f"has {told}", f"at most {LARGEST // 2**20} MB are read")


def project_in(path: Path) -> Path:
    """Return the file to read of a project that is kept as a folder; a file is its own.

    Raises
    ------
    ToolkitError
        If the folder holds no project of a program that keeps one so.
    """
    if not path.is_dir():
        return path
    if (kept := path / _IN_FOLDERS).is_file():
        return kept
    raise ToolkitError(str(path), f"is a folder without {_IN_FOLDERS}", "name the file of the project in it")


def composed(name: str) -> str:
    """Return a file's name with its accents in one piece.

    Some systems take them apart; the same name is to be the same id everywhere.
    """
    return unicodedata.normalize("NFC", name)


def dropped_name(name: str) -> str:
    """Return the name of a file dropped on a page, without the folders that may stand before it."""
    return composed(PurePosixPath(name.replace("\\", "/")).name)


@dataclass(frozen=True)
class Listed:
    """The files named, those in folders that were named, and what was left aside there.

    Attributes
    ----------
    aside
        What lies in a folder and is not taken, each with the reason.
    n_hidden
        Hidden files and those that programs keep beside an open document.
    """

    files: tuple[Path, ...]
    aside: tuple[tuple[str, str], ...] = ()
    n_hidden: int = 0


def listed(paths: Sequence[Path], endings: Collection[str]) -> Listed:
    """Put the files of a folder in its place, those with one of `endings`; name what is left aside.

    Folders within a folder are left aside as well: two interviews of one name may lie in them.

    Raises
    ------
    ToolkitError
        If a folder cannot be opened, or nothing in it has one of the endings.
    """
    files: dict[Path, None] = {}
    aside: list[tuple[str, str]] = []
    n_hidden = 0
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        taken = 0
        for member in _members(path):
            if _is_hidden(member.name):
                n_hidden += 1
            elif why := _why_not(member, endings):
                aside.append((on_one_line(member.name), why))
            else:
                files[member] = None
                taken += 1
        if not taken:
            raise ToolkitError(str(path), "holds no file that can be imported", "name another folder")
    return Listed(tuple(_each_once(files)), tuple(aside), n_hidden)


def _members(folder: Path) -> list[Path]:
    """Return what lies in a folder, in the order people read numbered names: P2 before P10."""

    def order(path: Path) -> list[tuple[int, str]]:
        parts = _DIGITS.split(path.name.casefold())
        return [(int(part), "") if part.isascii() and part.isdigit() else (0, part) for part in parts]

    try:
        return sorted(folder.iterdir(), key=lambda path: (order(path), path.name))
    except OSError as fault:
        what = f"cannot be opened ({fault.strerror})"
        raise ToolkitError(str(folder), what, "check its permissions") from fault


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _why_not(path: Path, endings: Collection[str]) -> str:
    """Tell why something in a folder is not taken; empty if it is."""
    if path.is_dir():
        return "is a folder"
    if path.suffix.lower() not in endings:
        return "is no transcript, by its ending"
    if path.stem.lower() in _ABOUT_THE_FOLDER:
        return "tells about the folder"
    if path.name.lower().endswith(_WHO_SPEAKS):
        return "says who speaks in a transcript; see: intercoder speaker turns"
    return "" if path.is_file() else "is no file"


def _each_once(files: Collection[Path]) -> Iterator[Path]:
    """Yield each file once, though it may be named by itself and with its folder."""
    seen: set[str] = set()
    for path in files:
        real = os.path.realpath(path)  # which says something even of links in a circle
        if real not in seen:
            seen.add(real)
            yield path


def shipped(name: str) -> Path:
    """Return the path of a file or folder that travels with the toolkit.

    In a checkout it lies at the root; in an installed package, inside it.
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped" / name
    return installed if installed.exists() else package.parent / name
