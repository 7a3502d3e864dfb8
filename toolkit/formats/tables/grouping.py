"""Rows as a paper prints them: under the value they share, which then needs no column of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from toolkit.formats.tables.showing import shown
from toolkit.model.table import Column, Table, Value

_NOTHING = "\N{EM DASH}"  # what stands above rows that share an empty cell


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stand together, and what is printed above them: nothing in a table without groups."""

    heading: str
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """The columns that a paper prints, and the rows in groups, without the column they are grouped by."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


def printed(table: Table) -> Printed:
    """Return a table's rows in the groups that a paper prints.

    Examples
    --------
    >>> codes = (("Care", "trust"), ("Care", "doubt"), ("Speed", "haste"))
    >>> made = printed(Table("T", (Column("theme"), Column("code")), codes, grouped_by="theme"))
    >>> [(group.heading, len(group.rows)) for group in made.groups]
    [('Care', 2), ('Speed', 1)]
    """
    if not table.grouped_by or len(table.columns) == 1:
        return Printed(table.columns, (Group("", table.rows),))
    at = table.names.index(table.grouped_by)
    groups = (
        Group(_heading(table.columns[at], value), tuple((*row[:at], *row[at + 1 :]) for row in rows))
        for value, rows in groupby(table.rows, key=lambda row: row[at])
    )
    return Printed((*table.columns[:at], *table.columns[at + 1 :]), tuple(groups))


def _heading(column: Column, value: Value) -> str:
    """Return what stands above a group: text alone, a number with what it is."""
    text = shown(column, value)
    if not text.strip():
        return _NOTHING
    return text if column.kind == "text" else f"{column.printed}: {text}"
