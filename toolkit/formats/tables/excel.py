"""Excel workbooks: a sheet with the table, a sheet with its title and notes. Text is never a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from toolkit.errors import ToolkitError
from toolkit.formats.replacing import replacing
from toolkit.formats.tables.showing import LINE_END, check_numbers, shown, with_controls_visible
from toolkit.model.table import Column, Kind, Table, Value

NAME = "Excel"
ENDINGS = (".xlsx",)

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONGEST_CELL = 32_767
_NUMBER_FORMATS: dict[Kind, str] = {"text": "General", "count": "0", "share": "0.0%", "number": "0.000"}
_NARROWEST, _WIDEST = 8, 60
_WIDTH_ROWS = 1_000  # enough to judge a column's width by
# How XML inside a workbook spells characters; text that looks like it must not be taken for it.
_SPELT_OUT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_BOLD = Font(bold=True)
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
    with replacing(path) as file:
        file.write(made.getbuffer())


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
    for number, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(number + 1)].width = _width(table, number, column)
    sheet.freeze_panes = "A2"
    sheet.append([_put(_text_cell(sheet, bold=True), name) for name in table.names])
    # A row is written out as it is appended, so one cell serves a whole column: styling is what takes long.
    texts = [_text_cell(sheet) for _ in table.columns]
    numbers = [_number_cell(sheet, column.kind) for column in table.columns]
    for row in table.rows:
        sheet.append(list(map(_filled, row, texts, numbers)))
    _add_notes(book, table)
    return book


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


def _number_cell(sheet: WriteOnlyWorksheet, kind: Kind) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = _NUMBER_FORMATS[kind]
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
    return min(max(longest + 2, _NARROWEST), _WIDEST)
