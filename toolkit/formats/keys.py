r"""The key list: a csv file that leads from originals to replacements. Whoever has it knows who is who.

Columns: kind, original, replacement, source, ruling, decided_by, decided_at, same_as. What a spreadsheet
would take for a formula is written behind an apostrophe, and in such a cell a backslash is written twice and
what may separate cells as `\uXXXX`; so every value comes back exactly as it was. Nothing of it is ever
repeated in an error.
"""

from __future__ import annotations

import csv
import io
import os
import re
import secrets
import stat
from contextlib import suppress
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Final

from toolkit.errors import Fault, FaultyFile, Invalid, ToolkitError
from toolkit.formats.replacing import check_place
from toolkit.formats.rows import decoded
from toolkit.model.names import Key, KeyList
from toolkit.model.transcript import Source

__all__ = ["check_apart", "read", "read_path", "render", "sniff", "write"]

COLUMNS: Final = tuple(field.name for field in fields(Key))
LARGEST: Final = 10 * 1024 * 1024
_OTHERS: Final = 0o077
_NEEDS_GUARD: Final = re.compile(r"\A\s*[=+\-@'\t\r]|[;\t\r\n\x0b\x0c\x85\u2028\u2029]")
_ESCAPED: Final = re.compile(r"[\\;\t\r\n\x0b\x0c\x85\u2028\u2029]|\A\s+")
_UNESCAPED: Final = re.compile(r"\\(?:u([0-9a-f]{4})|(\\))")


def render(keys: KeyList) -> str:
    """Return a key list as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for key in keys.keys:
        writer.writerow([_guarded(value) for value in astuple(key)])
    return out.getvalue()


def _guarded(value: str) -> str:
    if not _NEEDS_GUARD.search(value):
        return value
    return "'" + _ESCAPED.sub(_escape, value)


def _escape(found: re.Match[str]) -> str:
    return "".join("\\\\" if letter == "\\" else f"\\u{ord(letter):04x}" for letter in found[0])


def _freed(cell: str) -> str:
    if not cell.startswith("'"):
        return cell
    return _UNESCAPED.sub(lambda found: "\\" if found[2] else chr(int(found[1], 16)), cell[1:])


def sniff(source: Source) -> bool:
    """Tell whether a file is a key list."""
    head = source.data[:4096].removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    names = re.split(rb"[,;\t]", head[0]) if head else []
    return {b"original", b"replacement", b"kind"} <= {name.strip(b'" ') for name in names}


def read(source: Source) -> KeyList:
    """Read a key list.

    Raises
    ------
    FaultyFile
        With every faulty line; what stands there is not repeated.
    """
    if len(source.data) > LARGEST:
        raise FaultyFile(source.name, [Fault(0, "is larger than 10 MB", "keep one line for each name")])
    text = decoded(source)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        fault = Fault(reader.line_num, "is not csv", "save it as CSV UTF-8")
        raise FaultyFile(source.name, [fault]) from None
    names = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if missing := [name for name in ("kind", "original", "replacement") if name not in names]:
        what = f"has no column {', '.join(missing)}"
        raise FaultyFile(source.name, [Fault(1, what, f"its columns are {', '.join(COLUMNS)}")])
    faults: list[Fault] = []
    keys: list[tuple[int, Key]] = []
    for line, cells in rows[1:]:
        try:
            keys.append((line, _key(names, cells)))
        except Invalid as refused:
            # `what` names fields and lengths; a bad kind or ruling is repeated, which is no name.
            faults.append(Fault(line, refused.what, refused.remedy))
    told = KeyList.faults([key for _, key in keys])
    faults += [Fault(keys[number - 1][0], what, remedy) for number, what, remedy in told]
    if faults:
        raise FaultyFile(source.name, faults)
    return KeyList(tuple(key for _, key in keys))


def _key(names: list[str], cells: list[str]) -> Key:
    row = {name: _freed(cell) for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
    told: dict[str, Any] = {
        name: value for name, value in row.items() if value or name in ("original", "kind")
    }
    return Key(**{"kind": "", "original": "", **told})


def read_path(path: Path, *, missing_is_empty: bool = False) -> KeyList:
    """Read a key list from its file, which nobody but its owner may read.

    Raises
    ------
    ToolkitError
        If it cannot be read, or others may read it.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ToolkitError(str(path), "is no file", "name the key list")
        if os.name == "posix" and found.st_mode & _OTHERS:
            what = f"may be read by others than its owner (mode {stat.S_IMODE(found.st_mode):o})"
            raise ToolkitError(str(path), what, f"protect it with: chmod 600 {path}")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        if missing_is_empty:
            return KeyList()
        raise ToolkitError(str(path), "there is no such file", "check the name and the folder") from None
    except OSError as fault:
        raise ToolkitError(str(path), f"cannot be read ({fault.strerror})", "check its permissions") from None
    return read(Source(path.name, data))


def write(keys: KeyList, path: Path) -> None:
    """Write a key list whole or not at all, for nobody to read but its owner."""
    check_place(path)
    target = Path(os.path.realpath(path))
    beside = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        # Made for its owner alone: changed later, it could have been read in between.
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(render(keys).encode())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise ToolkitError(str(path), f"cannot be written ({reason})", "choose another place") from None
    finally:
        with suppress(OSError):
            beside.unlink()


def check_apart(path: Path, shared: Path) -> None:
    """Refuse a key list that lies where a file that is to be given away lies, or below.

    Raises
    ------
    ToolkitError
        If it does.
    """
    folder = Path(os.path.realpath(shared)).parent
    if folder in Path(os.path.realpath(path)).parents:
        what = f"lies in the folder of {shared.name}, which is given away"
        raise ToolkitError(str(path), what, "put one of the two into another folder")
