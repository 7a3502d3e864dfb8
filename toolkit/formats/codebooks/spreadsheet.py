"""A table with codes as rows of text, whether it is delimited text or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats.codebooks.columns import MOST_COLUMNS, Columns, recognised
from toolkit.formats.codebooks.outline import LARGEST, enumerated
from toolkit.formats.codebooks.workbook import MOST_ROWS, Lines, Workbook
from toolkit.formats.transcripts.encoding import decoded
from toolkit.formats.transcripts.signatures import OLE, ZIP, disguise
from toolkit.model.transcript import Source

_MOST_LINES = 100_000
_SEPARATORS = ",;\t|"
_AHEAD = re.compile(r"\A[\s\ufeff]+")
_SAID = re.compile(r"sep=([,;\t|])\n")
_CALLED = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NAMES_WITHIN = 20
_SNIFFED = 2**16
_PAGES = ((b"%PDF-", "a PDF"), (b"{\\rtf", "rich text (RTF)"))
_AS_TABLE = "save the table as .xlsx or .csv"
_TOO_MUCH = "take what is no codebook out of it"
_ENCODINGS = {
    "cp1252": ("is not UTF-8 and was read as Windows-1252 (cp1252)", "check its accented letters"),
    "utf-16": ("is UTF-16 and was read so", ""),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """The names of columns with their line, the rows below, and what was odd."""

    line: int
    names: list[str]
    rows: Lines
    doubts: tuple[Fault, ...]


def opened(source: Source, wanted: Columns) -> Grid:
    """Read a table; rows above the names of its columns are left out, with a doubt.

    Raises
    ------
    ToolkitError
        If it is no table, damaged, or larger than a codebook can be.
    """
    lines, doubts = (_from_workbook if source.data.startswith(ZIP) else _from_text)(source, wanted)
    if not lines:
        raise FaultyFile(source.name, [Fault(0, "has no rows", "write one for each code")])
    top = _place_of_names(lines, wanted)
    if above := lines[:top]:
        told = f"{len(above)} {'row' if len(above) == 1 else 'rows'} above the names of columns left out"
        doubts.append(Fault(above[0][0], told))
    return Grid(*lines[top], lines[top + 1 :], tuple(doubts))


def _place_of_names(lines: Lines, wanted: Columns) -> int:
    """Return which of the first rows names the columns; the very first if none can be told."""
    known = [recognised(cells, wanted) for _, cells in lines[:_NAMES_WITHIN]]
    return next((place for place, count in enumerate(known) if count), 0)


# --- workbooks --------------------------------------------------------------------------------------


def _from_workbook(source: Source, wanted: Columns) -> tuple[Lines, list[Fault]]:
    """Return the rows of the first sheet with a column for codes, else of the first that has any."""
    book = Workbook(source)
    chosen, lines = "", []
    for place, name in enumerate(book.names):
        found = book.lines(place)
        if any(recognised(cells, wanted) for _, cells in found[:_NAMES_WITHIN]):
            chosen, lines = name, found
            break
        if found and not lines:
            chosen, lines = name, found
    others = [name for name in book.names if name != chosen]
    what = f"the sheet {chosen!r} is read; left out: {enumerated(others)}"
    return lines, [Fault(0, what)] if others and lines else []


# --- delimited text ---------------------------------------------------------------------------------


def _from_text(source: Source, wanted: Columns) -> tuple[Lines, list[Fault]]:
    _check(source)
    text = decoded(source)
    doubts = [Fault(0, *_ENCODINGS[text.encoding])] if text.encoding in _ENCODINGS else []
    said = _SAID.match(text.text)
    separator = said[1] if said else separator_of(text.text, wanted)
    rows = list(_rows(source.name, text.text, separator))
    return (rows[1:] if said else rows), doubts


def _check(source: Source) -> None:
    """Refuse what is no table, in words for people who keep codebooks."""
    if not source.data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise FaultyFile(source.name, [Fault(0, "is empty", "write a row for each code")])
    if len(source.data) > LARGEST:
        told = f"has {len(source.data):,} bytes, and a codebook may have {LARGEST:,}"
        raise FaultyFile(source.name, [Fault(0, told, _TOO_MUCH)])
    if len(source.data.splitlines()) > _MOST_LINES:
        raise FaultyFile(source.name, [Fault(0, f"has more than {_MOST_LINES:,} lines", _TOO_MUCH)])
    if source.data.startswith(OLE):
        raise ToolkitError(source.name, "is an old Office file, or one locked by a password", _AS_TABLE)
    kind = next((kind for mark, kind in _PAGES if source.data.lstrip().startswith(mark)), "")
    if found := (kind, "") if kind else disguise(source.data):
        raise ToolkitError(source.name, f"is {found[0]}, not a table", _AS_TABLE)


def separator_of(text: str, wanted: Columns) -> str:
    """Return what separates cells: whatever makes most columns known by their names."""

    def known(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:_SNIFFED], newline=""), delimiter=separator)
        first = []
        try:
            for cells in reader:
                first.append([cell.strip() for cell in cells[: MOST_COLUMNS + 1]])
                if len(first) == _NAMES_WITHIN:
                    break
        except csv.Error:
            pass  # told when the whole file is read
        return max((recognised(cells, wanted) for cells in first), default=0), len(first[0] if first else [])

    return max(_SEPARATORS, key=known)


def _rows(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that are not empty, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins, count, width, faults = 1, 0, 0, []
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise FaultyFile(name, [Fault(begins, f"has more than {MOST_COLUMNS} columns", _TOO_MUCH)])
            width = max(width, len(cells)) if count < _NAMES_WITHIN else width
            if width > 1 and (other := _glued(cells, separator)):
                what = f"is one cell that holds {_CALLED[other]}, where {_CALLED[separator]} set cells apart"
                faults.append(Fault(begins, what, "use one separator throughout"))
            elif any(cell.strip() for cell in cells):
                count += 1
                if count > MOST_ROWS:
                    raise FaultyFile(name, [Fault(begins, f"has more than {MOST_ROWS:,} rows", _TOO_MUCH)])
                yield begins, [bare(unguarded(cell)) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as fault:
        remedy = "close quotation marks, and double those inside of quoted text"
        faults.append(Fault(begins, f"is not csv ({fault})", remedy))
    if faults:
        raise FaultyFile(name, faults)


def _glued(cells: list[str], separator: str) -> str:
    """Return the separator of a row that is one cell because it uses another than the file."""
    if len(cells) != 1:
        return ""
    return next((other for other in ";\t|," if other != separator and other in cells[0]), "")


def bare(cell: str) -> str:
    r"""Return a text without blanks around it; a byte order mark among those ahead is one of them.

    >>> bare("\n\ufeffSo they said. ")
    'So they said.'
    """
    return _AHEAD.sub("", cell).rstrip()


# --- formulas ---------------------------------------------------------------------------------------

# Where a spreadsheet may begin a cell: see `toolkit.formats.tables.delimited`, which puts the apostrophe.
_ENDS = r";\t\n\r\x0b\x0c\x85\u2028\u2029"
_BLANK = rf"[^\S{_ENDS}]"
_BEGINS = rf'(\A{_BLANK}*|[{_ENDS}](?:{_BLANK}|")*)'
_GUARDED = re.compile(_BEGINS + r"'(?='*[=+\-@])")
_LIKE_GUARDED = re.compile(_BEGINS + r"(?='+[=+\-@])")


def unguarded(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running text as a formula.

    >>> unguarded("'=1+1")
    '=1+1'
    """
    return _GUARDED.sub(r"\1", cell)


def kept_apart(cell: str) -> str:
    """Double an apostrophe of the text itself that `unguarded` would take away.

    >>> kept_apart("'- so' she said")
    "''- so' she said"
    """
    return _LIKE_GUARDED.sub(r"\1'", cell)
