"""Excel workbooks as rows of text, by a walk of our own over the few parts that hold it.

Each part is inflated and parsed within bounds. Values are read as stored (a formula's last result, a number's
digits); a cell merged downwards counts for every row it covers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats.archive import Archive
from toolkit.formats.codebooks.columns import MOST_COLUMNS
from toolkit.formats.codebooks.outline import LARGEST
from toolkit.formats.codebooks.sections import cleaned
from toolkit.formats.markup import parsed
from toolkit.model.transcript import Source

MOST_ROWS = 20_000
_BOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})")
_SPELT_OUT = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = re.compile(r"[0-9]{1,7}")
_TRUE = {"1": "true", "0": "false"}


_Cells = dict[int, dict[int, str]]
"""Text by row and column, both counted from 1."""
Lines = list[tuple[int, list[str]]]
"""Rows with anything in them, each with its number."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a workbook may be of the kind it should be, and what to do about one that is larger.

    Attributes
    ----------
    largest
        Bytes of the file, and characters of a sheet.
    """

    kind: str
    largest: int
    most_rows: int
    remedy: str


OF_A_CODEBOOK = Bounds("a codebook", LARGEST, MOST_ROWS, "take what is no codebook out of it")


class Workbook:
    """The visible sheets of a workbook, each read when it is asked for.

    Raises
    ------
    ToolkitError
        Here or at reading a sheet, if the workbook is damaged or larger than its bounds.
    """

    def __init__(self, source: Source, bounds: Bounds = OF_A_CODEBOOK) -> None:
        if len(source.data) > bounds.largest:
            told = f"has {len(source.data):,} bytes, and {bounds.kind} may have {bounds.largest:,}"
            raise FaultyFile(source.name, [Fault(0, told, bounds.remedy)])
        self._name = source.name
        self._bounds = bounds
        self._archive = Archive(source.name, source.data)
        if _BOOK not in self._archive.names:
            raise ToolkitError(source.name, "is no Excel workbook", "save it as .xlsx or .csv")
        self._strings: list[str] | None = None
        self._parts = list(self._found())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the sheets, in the order of their tabs."""
        return tuple(name for name, _ in self._parts)

    def lines(self, place: int) -> Lines:
        """Return the rows of one sheet."""
        if self._strings is None:
            self._strings = self._shared_strings()
        root = self._parsed(self._parts[place][1])
        cells = _Reader(self._name, self._strings, self._bounds).cells(root)
        width = max((max(row) for row in cells.values()), default=0)
        return [
            (number, [row.get(column, "") for column in range(1, width + 1)])
            for number, row in sorted(cells.items())
        ]

    def _parsed(self, part: str) -> etree._Element:
        return parsed(self._name, part, self._archive.read(part))

    def _found(self) -> Iterator[tuple[str, str]]:
        """Yield name and part of each visible sheet."""
        targets = dict(self._targets())
        for element in _named(self._parsed(_BOOK), "sheet"):
            relation = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
            part = targets.get(relation, "")
            if part in self._archive.names and element.get("state", "visible") == "visible":
                yield cleaned(element.get("name", "")), part

    def _targets(self) -> Iterator[tuple[str, str]]:
        """Yield the parts of the workbook by the ids it knows them by."""
        if _RELATIONS in self._archive.names:
            for element in _named(self._parsed(_RELATIONS), "Relationship"):
                target = posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))
                yield element.get("Id", ""), target.removeprefix("/")

    def _shared_strings(self) -> list[str]:
        if _STRINGS not in self._archive.names:
            return []
        root = self._parsed(_STRINGS)
        return [_words(element) for element in root if _local(element) == "si"]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if _local(element) == name)


def _words(element: etree._Element) -> str:
    """Return the text of a cell, without how it is pronounced."""
    parts = [
        part.text or ""
        for part in _named(element, "t")
        if (above := part.getparent()) is not None and _local(above) != "rPh"
    ]
    return cleaned(_SPELT_OUT.sub(lambda found: chr(int(found[1], 16)), "".join(parts)))


class _Reader:
    """Reads one sheet, and counts what it holds."""

    def __init__(self, name: str, strings: list[str], bounds: Bounds) -> None:
        self._name = name
        self._bounds = bounds
        self._strings = strings
        self._characters = 0

    def cells(self, root: etree._Element) -> _Cells:
        rows: _Cells = {}
        number = 0
        for row in _named(root, "row"):
            told = row.get("r", "")
            number = (
                int(told) if told.isascii() and told.isdigit() and len(told) < len("10000000") else number + 1
            )
            if cells := dict(self._cells(row, number)):
                rows[number] = cells
                most = self._bounds.most_rows
                self._check(len(rows) > most, number, f"has more than {most:,} rows")
        self._fill_merged(rows, root)
        return rows

    def _cells(self, row: etree._Element, number: int) -> Iterator[tuple[int, str]]:
        column = 0
        for cell in row:
            if _local(cell) != "c":
                continue
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if text := self._text(cell).strip():
                self._check(column > MOST_COLUMNS, number, f"has more than {MOST_COLUMNS} columns")
                self._characters += len(text)
                most = self._bounds.largest
                self._check(self._characters > most, number, f"holds more than {most:,} characters")
                yield column, text

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _words(cell)
        value = next((part.text or "" for part in cell if _local(part) == "v"), "")
        match kind:
            case "s":
                place = _whole(value)
                return self._strings[place] if place is not None and place < len(self._strings) else ""
            case "b":
                return _TRUE.get(value, value)
            case "e":
                return ""  # an error such as #REF! says nothing
            case _:
                return cleaned(_SPELT_OUT.sub(lambda found: chr(int(found[1], 16)), value))

    def _fill_merged(self, rows: _Cells, root: etree._Element) -> None:
        """Give the text of a cell merged downwards to each row it covers."""
        filled = 0
        for element in _named(root, "mergeCell"):
            found = _RANGE.fullmatch(element.get("ref", ""))
            if not found:
                continue
            column, first, last = _column(found[1]), int(found[2]), int(found[4])
            text = rows.get(first, {}).get(column, "")
            if not text:
                continue
            for number in range(first + 1, min(last, max(rows)) + 1):
                filled += 1
                self._check(filled > self._bounds.most_rows * 10, number, "has too many merged cells")
                if number in rows:
                    rows[number].setdefault(column, text)

    def _check(self, is_wrong: bool, line: int, what: str) -> None:  # noqa: FBT001 -- reads as a sentence
        if is_wrong:
            raise FaultyFile(self._name, [Fault(line, what, self._bounds.remedy)])


def _whole(digits: str) -> int | None:
    return int(digits) if _DIGITS.fullmatch(digits) else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
