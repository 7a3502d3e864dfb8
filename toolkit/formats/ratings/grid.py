"""A table of ratings, or of codings, as rows of text, whether it is delimited text or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats import limits
from toolkit.formats.codebooks.spreadsheet import unguarded
from toolkit.formats.codebooks.workbook import Bounds, Workbook
from toolkit.formats.transcripts.encoding import decoded
from toolkit.formats.transcripts.signatures import OLE, ZIP, disguise
from toolkit.model.transcript import Source

MOST_ROWS = 1_500_000
MOST_COLUMNS = 2_000
_SEPARATORS = ",;\t|"
_SAID = re.compile(r"sep=([,;\t|])\n")
_AS_TABLE = "save the table as .csv or .xlsx"
_EMPTY = Fault(
    0, "has no rows", "name columns coder, unit and code in the first one, and write one for each rating"
)
OF_RATINGS = Bounds("a table of ratings", limits.LARGEST_TEXT, 300_000, "save it as .csv")

Rows = Sequence[tuple[int, Sequence[str]]]
"""Cells with the line on which they begin."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The names of columns with their line, the rows below, and what is odd about the file."""

    line: int
    names: list[str]
    rows: Rows
    notes: tuple[str, ...] = ()


def opened(source: Source, bounds: Bounds = OF_RATINGS, empty: Fault = _EMPTY) -> Grid:
    """Read the first table of a file; its first row with anything in it names the columns.

    Parameters
    ----------
    bounds
        How large a workbook may be, and what kind of table it should be.
    empty
        What to say of a file without rows.

    Raises
    ------
    ToolkitError
        If it is no table, damaged or too large.
    """
    if not source.data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise FaultyFile(source.name, [empty])
    if source.data.startswith(OLE):
        raise ToolkitError(source.name, "is an old Office file, or one locked by a password", _AS_TABLE)
    lines, notes = (_of_workbook if source.data.startswith(ZIP) else _of_text)(source, bounds)
    if not lines:
        raise FaultyFile(source.name, [empty])
    line, names = lines[0]
    while (
        names
        and not names[-1]
        and not any(cells[len(names) - 1 : len(names)] not in ([], [""]) for _, cells in lines[1:])
    ):
        names = names[:-1]
    return Grid(line, list(names), lines[1:], notes)


def _of_workbook(source: Source, bounds: Bounds) -> tuple[Rows, tuple[str, ...]]:
    """Return the rows of the first sheet that has any."""
    book = Workbook(source, bounds)
    for place, name in enumerate(book.names):
        if lines := book.lines(place):
            others = len(book.names) - 1
            notes = (f"The sheet {name!r} was read, and {others} more were not.",) if others else ()
            return [(line, [cell.strip() for cell in cells]) for line, cells in lines], notes
    return [], ()


def _of_text(source: Source, bounds: Bounds) -> tuple[Rows, tuple[str, ...]]:
    if len(source.data) > limits.LARGEST_TEXT:
        most = limits.LARGEST_TEXT // limits.MEGABYTE
        raise ToolkitError(source.name, f"is larger than {most} MB", "give a part of it at a time")
    if found := disguise(source.data):
        raise ToolkitError(source.name, f"is {found[0]}, not a table", _AS_TABLE)
    text = decoded(source, MOST_ROWS)
    said = _SAID.match(text.text)
    words = text.text
    lines = list(_rows(source.name, words, said[1] if said else _separator(words), bounds.kind))
    return (lines[1:] if said else lines), text.notes


def _separator(text: str) -> str:
    """Return what cuts the first row into most cells."""
    head = next((line for line in text.split("\n", 20) if line.strip()), "")
    return max(_SEPARATORS, key=head.count)


def _rows(name: str, text: str, separator: str, kind: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield rows that are not empty, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins, is_guarded = 1, "'" in text
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                what = f"has more than {MOST_COLUMNS:,} columns"
                raise FaultyFile(name, [Fault(begins, what, f"is it {kind}?")])
            # Tuples of text are nothing that Python has to look through for circles, as it does with lists.
            kept = tuple(map(str.strip, map(unguarded, cells) if is_guarded else cells))
            if any(kept):
                yield begins, kept
            begins = reader.line_num + 1
    except csv.Error as fault:
        remedy = "close quotation marks, and double those inside of quoted text"
        raise FaultyFile(name, [Fault(begins, f"is not csv ({fault})", remedy)]) from None
