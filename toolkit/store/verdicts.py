"""What the team settled about passages."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, Row, delete, insert, select, update

from toolkit.model.consensus import Verdict
from toolkit.store import quotations, schema
from toolkit.store.study import Records


def add(records: Records, verdict: Verdict) -> None:
    """Store a verdict."""
    row = as_row(verdict)
    records.connection.execute(insert(schema.verdicts).values(row))
    records.log("verdict.given", verdict.id, after=row)


def remove(records: Records, verdict: Verdict) -> None:
    """Take a verdict back; the events keep it."""
    records.connection.execute(delete(schema.verdicts).where(schema.verdicts.c.id == verdict.id))
    records.log("verdict.withdrawn", verdict.id, before=as_row(verdict))


def link(records: Records, verdict: Verdict, led_to: str) -> None:
    """Say which change record a verdict led to; everything else of it stays."""
    table, after = schema.verdicts, replace(verdict, led_to=led_to)
    records.connection.execute(update(table).where(table.c.id == verdict.id).values(led_to=led_to))
    records.log("verdict.linked", verdict.id, before=as_row(verdict), after=as_row(after))


def find(connection: Connection, name: str) -> Verdict | None:
    """Return the verdict with this id, or None if there is none now."""
    row = connection.execute(select(schema.verdicts).where(schema.verdicts.c.id == name)).one_or_none()
    return None if row is None else _verdict(row)


def everything(connection: Connection) -> tuple[Verdict, ...]:
    """Return all verdicts in the order in which they were decided."""
    table = schema.verdicts
    rows = connection.execute(select(table).order_by(table.c.decided_at, table.c.id))
    return tuple(_verdict(row) for row in rows)


def _verdict(row: Row[tuple[object, ...]]) -> Verdict:
    return Verdict(
        row.id,
        quotations.from_row(row),
        row.code,
        bool(row.holds),
        row.reason,
        row.codebook_version,
        row.decided_by,
        row.decided_at,
        row.led_to,
    )


def as_row(verdict: Verdict) -> dict[str, object]:
    """Return the verdict as the columns of its table, which is also how events tell it."""
    return {
        "id": verdict.id,
        **quotations.as_columns(verdict.quotation),
        "code": verdict.code,
        "holds": int(verdict.holds),
        "reason": verdict.reason,
        "codebook_version": verdict.codebook_version,
        "decided_by": verdict.decided_by,
        "decided_at": verdict.decided_at,
        "led_to": verdict.led_to,
    }
