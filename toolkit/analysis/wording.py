"""How a findings table reads: numbers left out, as they are, or as words; headings told apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from toolkit.model.table import Column, Counts, Table, Value

MARK: Final = "•"
"""What stands in a cell that is not nothing, where numbers are left out."""

KEY: Final = (
    "Numbers as words: none is 0; a few, under 25%; some, 25% to 45%; about half, above 45% to 55%; many, "
    "above 55% to 75%; most, above 75% and below 100%; all, 100%."
)
_LEFT_OUT = "Numbers are left out."
_MARKED = f"{MARK} stands where there is something."
# Per cent up to which a word holds; the first band leaves its bound to the next.
_BANDS = ((45, "some"), (55, "about half"), (75, "many"))
_FEW = 25


def worded(table: Table, counts: Counts, cells: Collection[str] = ()) -> Table:
    """Return a findings table with its numbers as a team writes them.

    Parameters
    ----------
    counts
        `n_of_N` leaves every number as it is: a column that is out of something reads "6 of 13". `words`
        turns those columns into words, by a key that is printed in the notes, and drops all other numbers.
        `none` drops all numbers.
    cells
        Names of the columns that make a grid, as those of the participants in a matrix: where they would be
        dropped, they keep a mark where there is something.

    Returns
    -------
    Table
        Notes that explain a column, and so begin with its name, go with it.
    """
    if counts == "n_of_N":
        return table
    shown = [_shown(column, counts, cells) for column in table.columns]
    kept = [place for place, column in enumerate(shown) if column is not None]
    gone = [name for name, column in zip(table.names, shown, strict=True) if column is None]
    columns = tuple(column for column in shown if column is not None)
    rows = tuple(
        tuple(_value(row[place], table.columns[place], counts, cells) for place in kept) for row in table.rows
    )
    notes = (
        *(note for note in table.notes if not note.startswith(tuple(f"{name} " for name in gone))),
        *_explained(table, counts, cells),
    )
    return replace(table, columns=columns, rows=rows, notes=notes)


def as_words(count: int, of: int) -> str:
    """Return a number out of another in words; bounds are compared exactly.

    >>> [as_words(n, 13) for n in (0, 3, 5, 7, 9, 12, 13)]
    ['none', 'a few', 'some', 'about half', 'many', 'most', 'all']
    """
    if count <= 0:
        return "none"
    if count >= of:
        return "all"
    if 100 * count < _FEW * of:
        return "a few"
    return next((word for most, word in _BANDS if 100 * count <= most * of), "most")


def told_apart(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns with a number in headings that come again: people call things as they like."""
    taken: set[str] = set()
    apart = []
    for column in columns:
        heading, number = column.printed, 1
        while heading in taken:
            number += 1
            heading = f"{column.printed} ({number})"
        taken.add(heading)
        apart.append(column if heading == column.printed else replace(column, heading=heading))
    return tuple(apart)


def _is_worded(column: Column, counts: Counts) -> bool:
    return counts == "words" and column.of is not None


def _shown(column: Column, counts: Counts, cells: Collection[str]) -> Column | None:
    """Return a column as it is then, None if it is dropped."""
    if column.kind == "text":
        return column
    if column.name in cells or _is_worded(column, counts):
        return replace(column, kind="text", of=None)
    return None


def _value(value: Value, column: Column, counts: Counts, cells: Collection[str]) -> Value:
    if column.kind == "text" or value is None:
        return value
    if _is_worded(column, counts) and column.of is not None and isinstance(value, int):
        return as_words(value, column.of)
    return MARK if value and column.name in cells else ""


def _explained(table: Table, counts: Counts, cells: Collection[str]) -> list[str]:
    numbers = [column for column in table.columns if column.kind != "text"]
    told = []
    if any(_is_worded(column, counts) for column in numbers):
        told.append(KEY)
    elif numbers:
        told.append(_LEFT_OUT)
    if any(column.name in cells and not _is_worded(column, counts) for column in numbers):
        told.append(_MARKED)
    return told
