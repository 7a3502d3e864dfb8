"""Excel workbooks: a sheet with the table, a sheet with its title and notes. Text is never a formula.

Cells hold numbers, whatever they show: "6 of 13" is a 6 that one can add up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import cast

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_APP, ARC_CORE, DCTERMS_NS

from toolkit.errors import ToolkitError
from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.formats.tables.widths import length
from toolkit.formats.undated import packed, unpacked
from toolkit.model.table import Column, Kind, Table, Value

NAME = "Excel"
ENDINGS = (".xlsx",)

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONGEST_CELL = 32_767
_NUMBER_FORMATS: dict[Kind, str] = {"text": "General", "count": "0", "share": "0.0%", "number": "0.000"}
_NARROWEST, _WIDEST, _ARROW = 8, 60, 4
_LINE, _HIGHEST = 15, 409  # points
_MOST_UPRIGHT = 6  # columns on an upright page
_WIDTH_ROWS = 1_000  # enough to judge a column's width by
# How XML inside a workbook spells characters; text that looks like it must not be taken for it.
_SPELT_OUT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_MAKER = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats'
    b'.org/officeDocument/2006/extended-properties"><Application>Intercoder</Application></Properties>'
)

_BOLD = Font(name="Calibri", family=2, size=11, bold=True)
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def write(table: Table, path: Path) -> None:
    """Write the table as a workbook.

    Raises
    ------
    ToolkitError
        If the table has more rows or columns than a sheet, or the file cannot be written.
    """
    check_numbers(table)
    _check_size(table, path)
    # Made in memory first: a workbook whose saving breaks off cannot be cleaned up after.
    made = BytesIO()
    _workbook(table).save(made)
    write_whole(path, packed((name, _undated(name, content)) for name, content in unpacked(made)))


def _undated(name: str, content: bytes) -> bytes:
    """Return a member of the workbook without when and by what it was made, which openpyxl puts into it."""
    if name == ARC_APP:
        return _MAKER
    if name != ARC_CORE:
        return content
    properties = etree.fromstring(content)
    for dated in list(properties.iterchildren(f"{{{DCTERMS_NS}}}created", f"{{{DCTERMS_NS}}}modified")):
        properties.remove(dated)
    return etree.tostring(properties, encoding="UTF-8", xml_declaration=True, standalone=True)


def _check_size(table: Table, path: Path) -> None:
    for have, most, what in (
        (len(table.rows) + 1, MOST_ROWS, "rows"),
        (len(table.columns), MOST_COLUMNS, "columns"),
    ):
        if have > most:
            told = f"cannot hold {have:,} {what}, as a sheet has {most:,}"
            raise ToolkitError(str(path), told, "write .csv or .json")


def _workbook(table: Table) -> Workbook:
    book = Workbook(write_only=True)
    book.properties.creator = "Intercoder"
    book.properties.title = _storable(table.title)
    sheet = book.create_sheet("Table")
    widths = [_width(table, number, column) for number, column in enumerate(table.columns)]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    if table.columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    _set_paper(cast("Worksheet", sheet), upright=len(table.columns) <= _MOST_UPRIGHT)
    sheet.append([_put(_text_cell(sheet, bold=True), name) for name in table.names])
    # A row is written out as it is appended, so one cell serves a whole column: styling is what takes long.
    texts = [_text_cell(sheet) for _ in table.columns]
    numbers = [_number_cell(sheet, column) for column in table.columns]
    for number, row in enumerate(table.rows, 2):
        lines = max(map(_lines, row, widths), default=1)
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines * _LINE, _HIGHEST)
        sheet.append(list(map(_filled, row, texts, numbers)))
        sheet.row_dimensions.pop(number, None)  # written
    _add_notes(book, table)
    return book


def _lines(value: Value, width: int) -> int:
    """Return how many lines a value takes; Excel finds out by itself, other programs do not."""
    if not isinstance(value, str) or (len(value) <= width and value.isprintable()):
        return 1
    return sum(max(math.ceil(length(line) / (width - 1)), 1) for line in LINE_END.split(value))


def _set_paper(sheet: Worksheet, *, upright: bool) -> None:
    """Have all columns on one page's width and the names on every page, should somebody print it."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _add_notes(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet("Notes")
    sheet.column_dimensions["A"].width = 100
    sheet.append([_put(_text_cell(sheet, bold=True), table.title)])
    for note in (*table.notes, *_cutting_notes(table)):
        sheet.append([_put(_text_cell(sheet), note)])


def _cutting_notes(table: Table) -> Iterator[str]:
    texts = (value for row in table.rows for value in row if isinstance(value, str))
    if cut := sum(_length(_storable(text)) > LONGEST_CELL for text in texts):
        yield f"Cells whose text was cut, as Excel holds {LONGEST_CELL:,} characters in one: {cut}."


def _text_cell(sheet: WriteOnlyWorksheet, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.quotePrefix = True  # no formula even when somebody edits it
    cell.alignment = _WRAPPED
    if bold:
        cell.font = _BOLD
    return cell


def _number_cell(sheet: WriteOnlyWorksheet, column: Column) -> Cell:
    cell = WriteOnlyCell(sheet)
    of = "" if column.of is None else f'" of {column.of}"'
    cell.number_format = f"{_NUMBER_FORMATS[column.kind]}{of}"
    cell.alignment = _TOP
    return cell


def _filled(value: Value, text: Cell, number: Cell) -> Cell | None:
    """Return the one of a column's two cells that the value belongs in, with the value in it."""
    if value is None:
        return None
    if isinstance(value, str):
        return _put(text, value)
    number.value = value
    return number


def _put(cell: Cell, text: str) -> Cell:
    cell.value = _fitting(_storable(text))
    cell.data_type = "s"  # whatever it begins with: no formula, no error value
    return cell


def _storable(text: str) -> str:
    """Return the text with the one kind of line end cells have, and without characters XML refuses."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPELT_OUT.sub("_x005F_", with_controls_visible(lines))


def _fitting(text: str) -> str:
    """Return the text, cut with a visible mark if it is longer than a cell can hold."""
    if _length(text) <= LONGEST_CELL:
        return text
    mark = f" [… cut: {len(text):,} characters]"
    units = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(mark))]
    return units.decode("utf-16-le", "ignore") + mark


def _length(text: str) -> int:
    """Return the length as Excel counts: emoji and rare letters are two."""
    return len(text.encode("utf-16-le")) // 2


def _width(table: Table, number: int, column: Column) -> int:
    texts = [column.name, *(shown(column, row[number]) for row in table.rows[:_WIDTH_ROWS])]
    longest = max(len(line) for text in texts for line in LINE_END.split(text))
    # The arrow of the filter stands on the name.
    return min(max(longest + 2, len(column.name) + _ARROW, _NARROWEST), _WIDEST)
