"""CSV: for spreadsheets and statistics programs. Numbers in full; no place for title and notes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.showing import check_numbers
from toolkit.model.table import Table, Value

NAME = "CSV"
ENDINGS = (".csv",)

# A spreadsheet takes text that begins with a sign for a formula, which may start programs or send data away.
# It may also begin a cell where we do not: at a semicolon or tab, which separate cells in many languages'
# settings, and at a line break, since quotation marks hold cells together only where they surround one.
_SEPARATORS = r";\t\n\r\x0b\x0c\x85\u2028\u2029"
_BLANK = rf"[^\S{_SEPARATORS}]"
_FORMULA = re.compile(rf'(\A{_BLANK}*|[{_SEPARATORS}](?:{_BLANK}|")*)(?=[=+\-@])')


def render(table: Table) -> str:
    """Return the table as comma-separated text, without title and notes.

    Where a spreadsheet would take text for a formula it gets an apostrophe: before `=`, `+`, `-` and `@` that
    begin a cell or follow a semicolon, a tab or a line break inside of one, with or without blanks between,
    and before a tab or carriage return that begins a cell. So a cell is safe too in a spreadsheet that splits
    the file at semicolons or tabs.
    """
    check_numbers(table)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_guarded(name) for name in table.names])
    for row in table.rows:
        writer.writerow([_guarded(value) for value in row])
    return out.getvalue()


def write(table: Table, path: Path, *, bom: bool = False) -> None:
    """Write the table as CSV in UTF-8.

    Parameters
    ----------
    bom
        Begin with a byte order mark, without which Excel garbles letters. Other programs take it for a part
        of the first column's name.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    write_whole(path, render(table).encode("utf-8-sig" if bom else "utf-8", "backslashreplace"))


def _guarded(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    if _FORMULA.search(value):  # of hundred thousands of cells hardly one
        value = _FORMULA.sub(r"\1'", value)
    return f"'{value}" if value.startswith(("\t", "\r")) else value
