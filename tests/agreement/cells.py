"""Reliability data written as one string for each coder or unit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from toolkit.model.reliability import Cell, ReliabilityData, Unit
from toolkit.model.transcript import Span

NO: frozenset[str] = frozenset()


def units(number: int, transcript: str = "P01") -> tuple[Unit, ...]:
    return tuple(Unit(transcript, Span(10 * at, 10 * at + 9)) for at in range(number))


def data_of(rows: Iterable[Sequence[Cell]], codes: Sequence[str] | None = None) -> ReliabilityData:
    """Make data of rows of cells, one row for each unit."""
    cells = tuple(tuple(row) for row in rows)
    found = sorted({code for row in cells for cell in row if cell for code in cell})
    n_coders = len(cells[0]) if cells else 0
    coders = tuple(f"coder {number}" for number in range(n_coders))
    return ReliabilityData(units(len(cells)), coders, tuple(codes or found or ["x"]), cells)


def cell(letter: str) -> Cell:
    """Read one character: `.` is missing, `-` is no code, anything else is the code of that name."""
    return None if letter == "." else NO if letter == "-" else frozenset([letter])


def by_coder(*rows: str, codes: Sequence[str] | None = None) -> ReliabilityData:
    """Read one string for each coder, one character for each unit; blanks do not count."""
    columns = [row.replace(" ", "") for row in rows]
    return data_of(([cell(letter) for letter in row] for row in zip(*columns, strict=True)), codes)


def by_unit(rows: str, codes: Sequence[str] | None = None) -> ReliabilityData:
    """Read one word for each unit, one character for each coder."""
    return data_of(([cell(letter) for letter in row] for row in rows.split()), codes)


def confusion(*rows: Sequence[int]) -> ReliabilityData:
    """Read the table of two coders' values: the first coder's are the rows; value 0 is "no code"."""
    values = [NO, *(frozenset([str(number)]) for number in range(1, len(rows)))]
    pairs = [
        (values[first], values[second])
        for first, row in enumerate(rows)
        for second, count in enumerate(row)
        for _ in range(count)
    ]
    return data_of(pairs)


def named(*rows: Sequence[int], first: int = 1) -> ReliabilityData:
    """Read the table of two coders' values like `confusion`, with every value a code."""
    values = [frozenset([str(number)]) for number in range(first, first + len(rows))]
    pairs = [
        (values[one], values[other])
        for one, row in enumerate(rows)
        for other, count in enumerate(row)
        for _ in range(count)
    ]
    return data_of(pairs, [next(iter(value)) for value in values])


def in_interviews(data: ReliabilityData, number: int) -> ReliabilityData:
    """Deal the units out to interviews, one after another."""
    dealt = tuple(Unit(f"P{place % number:02}", unit.span) for place, unit in enumerate(data.units))
    return replace(data, units=dealt)
