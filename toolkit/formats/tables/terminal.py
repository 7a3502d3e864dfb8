"""Tables for the terminal: columns aligned, nothing hidden, nothing that moves the cursor."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from toolkit.formats.tables.showing import LINE_END, shown, with_all_visible
from toolkit.model.table import Column, Table, Value

_GAP = "  "
_WIDEST = 60  # columns of a cell; longer text goes on below


def render(table: Table) -> str:
    """Return the table as text with aligned columns, its title above and its notes below.

    Numbers stand to the right, shares as per cent. Long text is wrapped, never cut. The bounds of an interval
    stand behind the number they belong to, as a page is not wide enough for columns of their own.
    """
    table = _with_intervals(table)
    header = [_lines(name) for name in table.names]
    body = [
        [_lines(shown(column, value)) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    widths = [
        max(_width(line) for cell in cells for line in cell) for cells in zip(header, *body, strict=True)
    ]
    lines = [*_lines(table.title), ""] if table.title.strip() else []
    lines += _row(table.columns, header, widths)
    lines.append(_GAP.join("-" * width for width in widths))
    for row in body:
        lines += _row(table.columns, row, widths)
    for number, note in enumerate(table.notes):
        lines += ([] if number else [""]) + _lines(note, 2 * _WIDEST)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _with_intervals(table: Table) -> Table:
    """Join every column `x` with `x_low` and `x_high`, if it has them."""
    names = table.names
    bounded = [name for name in names if {f"{name}_low", f"{name}_high"} <= set(names)]
    bounds = {f"{name}{end}" for name in bounded for end in ("_low", "_high")}
    if not bounded:
        return table
    kept = [column for column in table.columns if column.name not in bounds]

    def cell(column: Column, row: Mapping[str, Value]) -> Value:
        if column.name not in bounded:
            return row[column.name]
        number, low, high = (shown(column, row[f"{column.name}{end}"]) for end in ("", "_low", "_high"))
        return f"{number} [{low}, {high}]" if low and high else number

    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    return replace(
        table,
        columns=tuple(Column(column.name) if column.name in bounded else column for column in kept),
        rows=tuple(tuple(cell(column, row) for column in kept) for row in rows),
    )


def _row(columns: Sequence[Column], cells: Sequence[list[str]], widths: Sequence[int]) -> Iterator[str]:
    for parts in zip_longest(*cells, fillvalue=""):
        yield _GAP.join(
            _padded(part, width, right=column.kind != "text")
            for column, part, width in zip(columns, parts, widths, strict=True)
        )


def _padded(text: str, width: int, *, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room


def _lines(text: str, widest: int = _WIDEST) -> list[str]:
    """Return the text as lines that fit, broken at blanks where there are any."""
    return [part for line in LINE_END.split(text) for part in _wrapped(with_all_visible(line), widest)]


def _wrapped(line: str, widest: int) -> Iterator[str]:
    while _width(line) > widest:
        end = _fitting(line, widest)
        blank = line.rfind(" ", 0, end + 1)
        cut = blank if blank > 0 else end
        yield line[:cut]
        line = line[cut:].lstrip(" ")
    yield line


def _fitting(line: str, widest: int) -> int:
    """Return how many characters of the line fit, at least one."""
    room = widest
    for count, character in enumerate(line):
        room -= _width(character)
        if room < 0:
            return max(count, 1)
    return len(line)


def _width(text: str) -> int:
    """Return how many columns a terminal gives the text: two for wide letters, none for marks on letters."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
