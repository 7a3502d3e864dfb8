"""Delimited tables (.csv, .tsv) with a column of words and one of speakers or times.

In the report, `words` counts runs of non-blank characters in the words, in the row that names the columns,
and in the columns that are not read.
"""

from __future__ import annotations

import csv
import io

from toolkit.errors import Fault, FaultyFile
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.formats.transcripts.tabular import Rows, columns_of, reading_of_table
from toolkit.model.transcript import Reading, Source

NAME = "delimited table"
ENDINGS = (".csv", ".tsv", ".tab")

_DELIMITERS = ",;\t|"
_LONGEST_HEAD = 2_000


def sniff(head: bytes) -> bool:
    """Tell whether the first row names a column of words and one of speakers or times."""
    first = opening(head).lstrip().replace("\r", "\n").partition("\n")[0]
    if len(first) > _LONGEST_HEAD or not any(delimiter in first for delimiter in _DELIMITERS):
        return False
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return False
    return columns_of(cells) is not None


def read(source: Source) -> Reading:
    """Read a delimited table.

    Raises
    ------
    FaultyFile
        If it is no table, or times are malformed: all of them at once, with their lines.
    ToolkitError
        If no column is known to hold words.
    """
    found = decoded(source)
    rows = _rows(source, found.text)
    return reading_of_table(source, rows, format_name=NAME, encoding=found.encoding, notes=found.notes)


def _rows(source: Source, text: str) -> Rows:
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        fault = Fault(begins, f"is no row of a table ({error})", "export the table again, as CSV UTF-8")
        raise FaultyFile(source.name, [fault]) from error
    return rows


def _delimiter(text: str) -> str:
    """Return the delimiter under which the first lines name columns, else the commonest there."""
    head = [line for line in text.split("\n", 10)[:10] if line.strip()]
    for line in head:
        for delimiter in _DELIMITERS:
            if delimiter in line and columns_of(line[:_LONGEST_HEAD].replace('"', "").split(delimiter)):
                return delimiter
    return max(_DELIMITERS, key=(head or [""])[0].count)
