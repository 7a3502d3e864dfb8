"""What people decided about codings after a codebook change."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from toolkit.errors import ToolkitError
from toolkit.model.review import Decision
from toolkit.store import schema
from toolkit.store.study import Records


def add(records: Records, decision: Decision) -> None:
    """Store a decision."""
    row = asdict(decision)
    content = json.dumps(decision.chosen, ensure_ascii=False)
    records.connection.execute(insert(schema.decisions).values(row | {"chosen": content}))
    records.log("decision.made", decision.id, after=as_told(decision))


def remove(records: Records, decision: Decision) -> None:
    """Take a decision back; the events keep it."""
    records.connection.execute(delete(schema.decisions).where(schema.decisions.c.id == decision.id))
    records.log("decision.withdrawn", decision.id, before=as_told(decision))


def everything(connection: Connection) -> tuple[Decision, ...]:
    """Return all decisions in the order in which they were made."""
    table = schema.decisions
    rows = connection.execute(select(table).order_by(table.c.decided_at, table.c.id)).mappings()
    return tuple(_decision(dict(row)) for row in rows)


def _decision(row: dict[str, Any]) -> Decision:
    try:
        return Decision(**row | {"chosen": tuple(json.loads(row["chosen"]))})
    except (ValueError, TypeError) as fault:
        what = "cannot be read: the study was changed behind its back"
        raise ToolkitError(f"decision {row['id']}", what, "see: intercoder verify") from fault


def as_told(decision: Decision) -> dict[str, object]:
    """Return the decision as the fields that events tell."""
    return asdict(decision) | {"chosen": list(decision.chosen)}
