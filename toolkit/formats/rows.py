"""Small csv files that people write by hand or save from Excel: their text and their cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

from toolkit.errors import Fault, FaultyFile
from toolkit.model.transcript import Source

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AS_UTF8 = "save it as CSV UTF-8 (in Excel: Save as, file type CSV UTF-8)"

Rows = Sequence[tuple[int, list[str]]]
"""The cells of each row, without blanks around them, with the line on which the row ends."""


def decoded(source: Source, remedy: str = _AS_UTF8) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its mark, which Excel calls Unicode text."""
    codec = "utf-16" if source.data.startswith(_UTF16) else "utf-8-sig"
    try:
        return source.data.decode(codec)
    except UnicodeDecodeError:
        what = f"is not {'UTF-16' if codec == 'utf-16' else 'UTF-8'} text"
        raise FaultyFile(source.name, [Fault(0, what, remedy)]) from None


def decoded_head(head: bytes) -> str:
    """Return what can be read of the beginning of such a file, which may break off inside a letter."""
    return head.decode("utf-16" if head.startswith(_UTF16) else "utf-8-sig", "ignore")


def cells_by_line(source: Source) -> Rows:
    """Cut a table into rows, those without a cell left out; separators are commas, semicolons or tabs."""
    text = decoded(source)
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if cells]
    except csv.Error as fault:
        raise FaultyFile(source.name, [Fault(reader.line_num, f"is not csv ({fault})", _AS_UTF8)]) from None
