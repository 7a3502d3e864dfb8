"""Projects of other programs that were taken in."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select, update

from toolkit.errors import ToolkitError
from toolkit.model.stray import Imported
from toolkit.store import schema
from toolkit.store.study import Records

_AS_JSON = ("guids", "kept")


def add(records: Records, imported: Imported) -> None:
    """Store what is to be remembered of a project."""
    told = asdict(imported)
    records.connection.execute(insert(schema.projects).values(_row(told)))
    records.log("project.imported", imported.id, after=told)


def change(records: Records, before: Imported, after: Imported) -> None:
    """Store what a project that was there before brought this time."""
    told = asdict(after)
    table = schema.projects
    records.connection.execute(update(table).where(table.c.id == after.id).values(_row(told)))
    records.log("project.changed", after.id, before=asdict(before), after=told)


def everything(connection: Connection) -> tuple[Imported, ...]:
    """Return all of them, the first one first."""
    table = schema.projects
    rows = connection.execute(select(table).order_by(table.c.imported_at, table.c.id)).mappings()
    return tuple(_imported(dict(row)) for row in rows)


def _row(told: dict[str, Any]) -> dict[str, Any]:
    return told | {name: json.dumps(told[name], ensure_ascii=False) for name in _AS_JSON}


def _imported(row: dict[str, Any]) -> Imported:
    try:
        guids, kept = (dict(json.loads(row[name])) for name in _AS_JSON)
        by_kind = {kind: dict(known) for kind, known in guids.items()}
        return Imported(**row | {"guids": by_kind, "kept": kept})
    except (ValueError, TypeError, AttributeError, RecursionError) as fault:
        what = "cannot be read: the study was changed behind its back"
        raise ToolkitError(f"project {row['id']}", what, "see: intercoder verify") from fault
