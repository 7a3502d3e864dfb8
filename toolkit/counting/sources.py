"""The files of a coding table, before anything is counted: which there are, and what columns they have."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.errors import Several, ToolkitError
from toolkit.model.checks import repeated

COLUMNS: Final = ("coder", "unit", "code", "transcript", "presence", "units")
"""What a column may be; its name in the file is the same unless somebody says another."""
_MOST_NAMED: Final = 12
_LONGEST_HEADER: Final = 1_000_000
Holds = Literal["text", "whole numbers", "yes and no"]


@dataclass(frozen=True)
class Source:
    """The files of one table, all with the same columns.

    Attributes
    ----------
    name
        As it was named by whoever asked.
    header
        Names of the columns in their order, as they are in the files.
    holds
        What each column holds: one of `Holds`, or the name of another type.
    n_rows
        Of all files; None where that is only known after reading them.
    size
        Bytes of all files.
    """

    name: str
    files: tuple[Path, ...]
    kind: Literal["parquet", "csv"]
    header: tuple[str, ...]
    holds: Mapping[str, str]
    n_rows: int | None
    size: int


def find(path: Path) -> Source:
    """Find the files of a table: one .csv or .parquet, or all .parquet in a folder and the folders in it.

    Raises
    ------
    ToolkitError
        If there is none, one of them cannot be read, or they do not have the same columns.
    """
    name = str(path)
    try:
        files = _files(path)
        size = sum(file.stat().st_size for file in files)
        heads = [_head(file) for file in files]
    except OSError as fault:
        what = f"cannot be read ({fault.strerror or 'it is no table'})"
        raise ToolkitError(name, what, "check the file and its permissions") from fault
    first = heads[0]
    for file, head in zip(files, heads, strict=True):
        if (head.header, head.holds) != (first.header, first.holds):
            what = f"has other columns than {files[0].name}, or another order or type of them"
            raise ToolkitError(str(file), what, "write all files of a table alike")
    counts = [head.n_rows for head in heads]
    n_rows = None if None in counts else sum(filter(None, counts))
    kind: Literal["parquet", "csv"] = "csv" if _ending(files[0]) == ".csv" else "parquet"
    return Source(name, files, kind, first.header, first.holds, n_rows, size)


def named(words: Sequence[str]) -> dict[str, str]:
    """Read how columns are called from words as `coder=worker`.

    Raises
    ------
    ToolkitError
        If a word is none, or names a column we do not know.
    """
    names: dict[str, str] = {}
    for word in words:
        ours, _, theirs = word.partition("=")
        if ours not in COLUMNS or not theirs:
            known = ", ".join(COLUMNS)
            raise ToolkitError(
                "--columns", f"{word!r} names no column", f"write coder=NAME; there are: {known}"
            )
        if names.setdefault(ours, theirs) != theirs:
            raise ToolkitError("--columns", f"names the column of {ours} twice", "name it once")
    if twice := repeated(names.values()):
        raise ToolkitError("--columns", f"gives the column {twice[0]!r} two meanings", "give it one")
    return names


def columns(
    source: Source, names: Mapping[str, str], needed: Sequence[str], also: Sequence[str] = ()
) -> dict[str, str]:
    """Return what each column we need is called in a table; those of `also` where it has them.

    Raises
    ------
    ToolkitError
        If one is missing, holds what no name can be, or cannot be told from another; all faults at once.
    """
    called = {ours: names.get(ours, ours) for ours in (*needed, *also)}
    found = {
        ours: theirs
        for ours, theirs in called.items()
        if ours in needed or ours in names or theirs in source.header
    }
    if faults := [fault for ours, theirs in found.items() for fault in _faults(source, ours, theirs)]:
        raise faults[0] if len(faults) == 1 else Several(faults)
    return found


def _faults(source: Source, ours: str, theirs: str) -> Iterator[ToolkitError]:
    if theirs not in source.header:
        there = ", ".join(source.header[:_MOST_NAMED]) + (" …" if len(source.header) > _MOST_NAMED else "")
        remedy = f"say what it is called with --columns {ours}=NAME; there are: {there}"
        yield ToolkitError(source.name, f"has no column {theirs!r}", remedy)
        return
    # Engines of databases do not tell capitals from small letters in names of columns.
    alike = [name for name in source.header if name.casefold() == theirs.casefold()]
    if len(alike) > 1:
        told = " and ".join(map(repr, alike[:2]))
        yield ToolkitError(source.name, f"has columns {told}, which are one to an engine", "rename one")
    holds = source.holds[theirs]
    allowed: tuple[str, ...] = ("text", "whole numbers")
    if ours == "presence":
        allowed = (*allowed, "yes and no")
    if holds not in allowed:
        remedy = f"write it as {' or '.join(allowed)}"
        yield ToolkitError(source.name, f"holds {holds} in the column {theirs!r} of {ours}", remedy)


def _files(path: Path) -> tuple[Path, ...]:
    if not path.exists():
        raise ToolkitError(str(path), "there is no such file or folder", "check the name")
    if not path.is_dir():
        if _ending(path) not in {".parquet", ".csv"}:
            raise ToolkitError(str(path), "is no .parquet and no .csv", "save the table as one of these")
        # Opening a pipe would wait for whoever writes into it; engines read a table more than once, too.
        if not path.is_file():
            raise ToolkitError(str(path), "is no file", "save the table as a file")
        return (path,)
    # What engines write beside their data, as _SUCCESS and .part.crc, begins with these.
    files = sorted(
        file
        for file in path.rglob("*")
        if _ending(file) == ".parquet"
        and file.is_file()
        and not any(part.startswith((".", "_")) for part in file.relative_to(path).parts)
    )
    if not files:
        raise ToolkitError(str(path), "is a folder without a .parquet file", "name a file, or another folder")
    return tuple(files)


def _ending(path: Path) -> str:
    return path.suffix.lower()


@dataclass(frozen=True)
class _Head:
    header: tuple[str, ...]
    holds: Mapping[str, str]
    n_rows: int | None


def _head(file: Path) -> _Head:
    return _csv_head(file) if _ending(file) == ".csv" else _parquet_head(file)


def _parquet_head(file: Path) -> _Head:
    try:
        told = pq.read_metadata(file)
        schema = told.schema.to_arrow_schema()
    except (pa.ArrowException, ValueError) as fault:
        raise ToolkitError(str(file), "is no Parquet file", "write it again") from fault
    return _Head(tuple(schema.names), {field.name: _holds(field.type) for field in schema}, told.num_rows)


def _holds(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return "text"
    if pa.types.is_integer(kind):
        return "whole numbers"
    return "yes and no" if pa.types.is_boolean(kind) else str(kind)


def _csv_head(file: Path) -> _Head:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            line = opened.readline(_LONGEST_HEADER)
        header = tuple(next(csv.reader([line]), ()))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise ToolkitError(
            str(file), "is no table in UTF-8", "save it as CSV with commas in UTF-8"
        ) from fault
    if not any(header):
        raise ToolkitError(
            str(file), "does not begin with names of columns", "write them into the first line"
        )
    return _Head(header, dict.fromkeys(header, "text"), None)
