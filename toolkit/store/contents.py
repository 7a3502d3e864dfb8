"""All that is in a study, row by row: to copy it, and to tell whether two studies hold the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, insert, select

from toolkit.store import schema

_AT_ONCE: Final = 1_000


@dataclass(frozen=True)
class Contents:
    """What a study holds, in short.

    Attributes
    ----------
    rows
        How many rows each table has, by its name.
    sha256
        Of all rows of all tables in a canonical order. Equal for two studies only if they hold the same.
    """

    rows: dict[str, int]
    sha256: str


def summed_up(connection: Connection) -> Contents:
    """Count and hash all there is.

    Each table begins with a line of its name and columns, in the order of names; then each row is a line, in
    the order of the primary key. Lines are JSON in ASCII, so that nothing depends on a kind of database.
    """
    rows: dict[str, int] = {}
    digest = hashlib.sha256()
    for table in sorted(schema.metadata.tables.values(), key=_name):
        digest.update(_line([table.name, *_columns(table)]))
        rows[table.name] = 0
        for row in _rows(connection, table):
            digest.update(_line(list(row)))
            rows[table.name] += 1
    return Contents(rows, digest.hexdigest())


def copy(source: Connection, target: Connection) -> None:
    """Put every row of one study into the empty tables of another, as it is."""
    for table in schema.metadata.sorted_tables:  # those that are pointed to come first
        names = _columns(table)
        rows = _rows(source, table)
        while some := [dict(zip(names, row, strict=True)) for row in _next(rows)]:
            target.execute(insert(table), some)


def _next(rows: Iterator[Row[Any]]) -> Iterator[Row[Any]]:
    for _, row in zip(range(_AT_ONCE), rows, strict=False):
        yield row


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    columns = [table.c[name] for name in _columns(table)]
    query = select(*columns).order_by(*table.primary_key.columns)
    yield from connection.execute(query.execution_options(yield_per=_AT_ONCE))


def _columns(table: Table) -> list[str]:
    """Return the names of the columns by the alphabet: in an upgraded study they stand in another order."""
    return sorted(table.c.keys())


def _name(table: Table) -> str:
    return table.name


def _line(values: list[object]) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"
