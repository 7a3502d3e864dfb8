"""Tables in files, one module per format.

A format is a module with `NAME`, `ENDINGS` and `write(table, path)`. To add one: write the module, name it in
`_FORMATS`, and the family's tests apply to it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from toolkit.errors import ToolkitError
from toolkit.model.table import Table

# By name, so that what a format needs (openpyxl takes most of a second) is loaded when it is asked for.
_FORMATS = {
    ".csv": "delimited",
    ".xlsx": "excel",
    ".docx": "word",
    ".tex": "latex",
    ".md": "markdown",
    ".html": "webpage",
    ".json": "jsonfile",
}
ENDINGS = tuple(_FORMATS)
"""What a table file may end in."""
_MARKED = ".csv"  # the one format of which Excel wants to be told that it is UTF-8


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 -- a constant of the module
        """What the format is called."""

    @property
    def ENDINGS(self) -> tuple[str, ...]:  # noqa: N802 -- a constant of the module
        """File endings in lower case, with their dot."""

    def write(self, table: Table, path: Path) -> None:
        """Write the table, whole or not at all."""


def format_of(path: Path) -> Format:
    """Return the format that a file's ending asks for.

    Raises
    ------
    ToolkitError
        If there is none.
    """
    if (name := _FORMATS.get(path.suffix.lower())) is None:
        what = f"has the ending {path.suffix!r}" if path.suffix else "has no ending"
        raise ToolkitError(str(path), f"{what}, which is no table format", f"use one of {' '.join(ENDINGS)}")
    return cast("Format", import_module(f"{__name__}.{name}"))


class Marking(Protocol):
    """What the module of a format with a byte order mark offers."""

    def write(self, table: Table, path: Path, *, bom: bool) -> None:
        """Write the table, whole or not at all."""


def check_mark(path: Path) -> None:
    """Refuse a byte order mark for a file in which none belongs with a `ToolkitError`."""
    if path.suffix.lower() != _MARKED:
        raise ToolkitError(str(path), f"is no {_MARKED}, and has no byte order mark", "leave out --bom")


def write(table: Table, path: Path, *, bom: bool = False) -> None:
    """Write a table to a file in the format of its ending, whole or not at all.

    Parameters
    ----------
    bom
        Begin a .csv with a byte order mark, for Excel.

    Raises
    ------
    ToolkitError
        If the ending is unknown or has no byte order mark where one is asked for, the table does not fit the
        format, or the file cannot be written.
    """
    writer = format_of(path)
    if bom:
        check_mark(path)
        cast("Marking", writer).write(table, path, bom=True)
    else:
        writer.write(table, path)
