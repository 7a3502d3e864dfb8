"""Excel workbooks (.xlsx): the first sheet that is a table of speech, by a walk of our own over its XML.

In the report, `words` counts as for delimited tables; other sheets are named, not read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.archive import Archive
from toolkit.formats.markup import parsed
from toolkit.formats.transcripts.assemble import told
from toolkit.formats.transcripts.signatures import ZIP, disguise
from toolkit.formats.transcripts.tabular import Rows, columns_of, reading_of_table
from toolkit.model.transcript import Reading, Source

NAME = "Excel workbook"
ENDINGS = (".xlsx", ".xlsm")

_MEMBER = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})\d{1,7}")
_LETTERS = 26
_MOST_COLUMNS = 200
_MOST_HEADS = 10


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin a zip archive with an `xl/` folder."""
    return head.startswith(ZIP) and bool(_MEMBER.search(head))


def read(source: Source) -> Reading:
    """Read a workbook.

    Raises
    ------
    FaultyFile
        If times are malformed: all of them at once, with their rows.
    ToolkitError
        If it is no workbook, damaged, locked, hostile, or no sheet is a table of speech.
    """
    archive = Archive(source.name, _checked(source))
    strings = _strings(source, archive)
    sheets = _sheets(source, archive)
    found: Rows = ()
    for member in sheets:
        rows = _rows(source, parsed(source.name, member, archive.read(member)), strings)
        if any(columns_of(cells) for _, cells in rows[:_MOST_HEADS]):
            found = rows
            break
        # If no sheet is a table of speech, the refusal tells what the first one has.
        found = found or rows
    reading = reading_of_table(source, found, format_name=NAME)
    if others := len(sheets) - 1:
        left_out = (*reading.report.left_out, f"{told(others, 'other sheet')} not read")
        return replace(reading, report=replace(reading.report, left_out=left_out))
    return reading


def _checked(source: Source) -> bytes:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if not source.data.startswith(ZIP):
        kind, remedy = disguise(source.data) or ("no workbook", "save it as .xlsx, or name it for what it is")
        raise ToolkitError(source.name, f"is {kind}", remedy)
    return source.data


def _sheets(source: Source, archive: Archive) -> list[str]:
    """Return the members that are sheets, in the workbook's order."""
    if _WORKBOOK not in archive.names or _RELATIONS not in archive.names:
        kind, remedy = disguise(source.data) or ("a zip archive", "save it as .xlsx")
        raise ToolkitError(source.name, f"is {kind} without sheets in it", remedy)
    targets = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))[1:]
        for relation in parsed(source.name, _RELATIONS, archive.read(_RELATIONS))
    }
    book = parsed(source.name, _WORKBOOK, archive.read(_WORKBOOK))
    found = (targets.get(_relation(sheet), "") for sheet in book.iter("{*}sheet"))
    return [member for member in found if member in archive.names]


def _relation(sheet: etree._Element) -> str:
    return next(
        (str(value) for key, value in sheet.attrib.items() if etree.QName(str(key)).localname == "id"), ""
    )


def _strings(source: Source, archive: Archive) -> list[str]:
    if _STRINGS not in archive.names:
        return []
    root = parsed(source.name, _STRINGS, archive.read(_STRINGS))
    return [_text(item) for item in root.iter("{*}si")]


def _text(item: etree._Element) -> str:
    """Return the text of an item without what is written above it for reading aloud."""
    return "".join(
        part.text or ""
        for part in item.iter("{*}t")
        if not any(etree.QName(above.tag).localname == "rPh" for above in part.iterancestors())
    )


def _rows(source: Source, root: etree._Element, strings: Sequence[str]) -> Rows:
    rows: list[tuple[int, list[str]]] = []
    for number, row in enumerate(root.iter("{*}row"), 1):
        if len(rows) > limits.MOST_TURNS:
            break
        cells = list(_cells(source, row, strings))
        if any(cell.strip() for cell in cells):
            written = row.get("r", "")
            rows.append((int(written) if re.fullmatch(r"\d{1,7}", written) else number, cells))
    return rows


def _cells(source: Source, row: etree._Element, strings: Sequence[str]) -> Iterator[str]:
    """Return a row's cells with the empty ones, which the file leaves out, in their places."""
    place = 0
    for cell in row.iter("{*}c"):
        wanted = _place(cell.get("r", ""), place)
        if wanted >= _MOST_COLUMNS:
            return
        yield from ("" for _ in range(wanted - place))
        yield _value(source, cell, strings)
        place = max(place, wanted) + 1


def _place(reference: str, following: int) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return following
    number = 0
    for letter in found[1]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _value(source: Source, cell: etree._Element, strings: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next(cell.iter("{*}v"), None)
    written = "" if value is None else value.text or ""
    if kind != "s":
        return _number(written) if kind == "n" else written
    if not re.fullmatch(r"\d{1,7}", written) or int(written) >= len(strings):
        raise ToolkitError(source.name, "is a damaged workbook", "save it again in its own program")
    return strings[int(written)]


def _number(written: str) -> str:
    """Return a number without the exponent that small ones are kept with."""
    try:
        return f"{float(written):.9f}".rstrip("0").rstrip(".") if len(written) < len("1" * 40) else written
    except ValueError:
        return written
