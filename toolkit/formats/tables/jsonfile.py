"""JSON: for programs. Title, columns, rows as objects, notes; nothing rounded or replaced."""

from __future__ import annotations

import json
from pathlib import Path

from toolkit.formats.replacing import write_whole
from toolkit.formats.tables.showing import check_numbers
from toolkit.model.table import Column, Table, Value

NAME = "JSON"
ENDINGS = (".json",)


def render(table: Table) -> str:
    """Return the table as one JSON object."""
    check_numbers(table)
    whole = {
        "title": table.title,
        "columns": [_described(column) for column in table.columns],
        "grouped_by": table.grouped_by or None,
        "rows": [dict(zip(table.names, row, strict=True)) for row in table.rows],
        "notes": list(table.notes),
    }
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _described(column: Column) -> dict[str, Value]:
    return {"name": column.name, "kind": column.kind, "heading": column.printed, "of": column.of}


def write(table: Table, path: Path) -> None:
    """Write the table as JSON in UTF-8.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    # Half a character has no place in UTF-8, but JSON has an escape for it, which happens to be Python's.
    write_whole(path, render(table).encode("utf-8", "backslashreplace"))
