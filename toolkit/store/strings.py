"""Every text in a study, wherever it lies: to find what should not be there."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from sqlalchemy import Connection, select

from toolkit.store import schema

_AT_ONCE: Final = 1_000


def everywhere(
    connection: Connection, tables: Container[str] = schema.metadata.tables
) -> Iterator[tuple[str, str, str, str]]:
    """Yield table, row, column and text of every cell that holds text; the row by its key.

    Parameters
    ----------
    tables
        By default all: one that is new is among them without being named here.
    """
    for table in schema.metadata.sorted_tables:
        if table.name not in tables:
            continue
        keys = [column.name for column in table.primary_key.columns]
        rows = connection.execute(select(table).execution_options(yield_per=_AT_ONCE))
        for row in rows.mappings():
            # Under the name of a column: two may be called alike in several tables.
            told = " ".join(str(row[name]) for name in keys)
            for name, value in row.items():
                if isinstance(value, str) and value:
                    yield table.name, told, str(name), value
                elif isinstance(value, bytes):
                    yield table.name, told, str(name), value.decode("utf-8", "replace")
