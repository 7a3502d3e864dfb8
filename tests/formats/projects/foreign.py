"""Databases of other programs, made by statements of ours, and what strangers do to them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

import pytest
from hypothesis import strategies as st

from toolkit.errors import ToolkitError
from toolkit.formats.projects import Format
from toolkit.model.project import Project
from toolkit.model.transcript import Source

ODD: tuple[Any, ...] = (
    None,
    -1,
    0,
    10**18,
    1.5,
    float("inf"),
    "",
    "12",
    "x",
    b"\xff\x00",
    "a\x00b",
    "\ufeff",
    "é" * 300,
)
_KIND = re.compile(
    r"(?<=\w)(?: (?:text|integer|real|primary key|autoincrement|not null|unique))+(?=[,)])", re.IGNORECASE
)
ODDITIES = st.sampled_from(ODD)


def database(schema: str, rows: Mapping[str, Iterable[tuple[Any, ...]]] | None = None) -> bytes:
    """Return a database with these tables and rows, as its file would be."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        for table, some in (rows or {}).items():
            for row in some:
                places = ", ".join("?" * len(row))
                connection.execute(f'INSERT INTO "{table}" VALUES ({places})', row)  # noqa: S608 - ours
        connection.commit()
        return connection.serialize()


def loosened(schema: str) -> str:
    """Return a schema that takes whatever cell in whatever column, keys aside."""
    return _KIND.sub("", schema)


Rows = dict[str, list[tuple[Any, ...]]]
PLACE = st.integers(0, 10_000)


def scrambled(rows: Rows, tables: Iterable[str]) -> st.SearchStrategy[Rows]:
    """Return rows with their first row twice in each table, and odd cells in a few places of some."""

    def changed(changes: list[tuple[int, int, int, Any]]) -> Rows:
        made = {table: [list(row) for row in (rows[table][0], *rows[table])] for table in names}
        for table, row, column, cell in changes:
            some = made[names[table % len(names)]]
            cells = some[row % len(some)]
            cells[column % len(cells)] = cell
        return {table: [tuple(row) for row in some] for table, some in made.items()}

    names = sorted(tables)
    return st.lists(st.tuples(PLACE, PLACE, PLACE, ODDITIES), min_size=1, max_size=20).map(changed)


def columns_of(schema: str) -> dict[str, int]:
    """Return how many columns each table of a schema has."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {name: len(connection.execute(f'SELECT * FROM "{name}"').description) for name in names}  # noqa: S608


def read_or_refuse(module: Format, data: bytes) -> Project | None:
    """Read a file, or see it refused in one line for each fault; anything else fails the test."""
    source = Source("theirs.db", data)
    assert module.sniff(source) in {True, False}
    try:
        return module.read(source)
    except ToolkitError as error:
        check_told(error)
        return None


def check_told(error: ToolkitError) -> None:
    """Fail unless a file is refused in one line that says what is wrong with it."""
    assert len(error.lines()) == 1
    assert error.what


def refused(module: Format, data: bytes) -> str:
    """Return what a file is refused with."""
    with pytest.raises(ToolkitError) as caught:
        module.read(Source("theirs.db", data))
    return str(caught.value)


def left_out(project: Project) -> dict[str, int]:
    """Return how many of each kind were left out."""
    return {each.what: each.count for each in project.left_out}
