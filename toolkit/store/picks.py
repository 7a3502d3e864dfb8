"""Picked quotations: present state here, everything that was ever picked or written in the events."""

from __future__ import annotations

from sqlalchemy import Connection, Row, delete, insert, select, update

from toolkit.model.pick import Pick
from toolkit.store import quotations, schema
from toolkit.store.study import Records

KINDS = ("quotation.picked", "quotation.edited", "quotation.dropped")


def add(records: Records, pick: Pick) -> None:
    """Store a quotation that was picked."""
    row = as_row(pick)
    records.connection.execute(insert(schema.picks).values(row))
    records.log("quotation.picked", pick.id, after=row)


def keep(records: Records, pick: Pick, before: Pick) -> None:
    """Store another edited text or use of a picked quotation."""
    table, row = schema.picks, as_row(pick)
    records.connection.execute(update(table).where(table.c.id == pick.id).values(row))
    records.log("quotation.edited", pick.id, before=as_row(before), after=row)


def remove(records: Records, pick: Pick) -> None:
    """Take a quotation out of those picked; the events keep it."""
    records.connection.execute(delete(schema.picks).where(schema.picks.c.id == pick.id))
    records.log("quotation.dropped", pick.id, before=as_row(pick))


def find(connection: Connection, name: str) -> Pick | None:
    """Return the picked quotation with this id, or None if there is none now."""
    row = connection.execute(select(schema.picks).where(schema.picks.c.id == name)).one_or_none()
    return None if row is None else _pick(row)


def everything(connection: Connection) -> tuple[Pick, ...]:
    """Return the quotations in the order in which they were picked."""
    table = schema.picks
    rows = connection.execute(select(table).order_by(table.c.made_at, table.c.id))
    return tuple(_pick(row) for row in rows)


def _pick(row: Row[tuple[object, ...]]) -> Pick:
    told = (row.edited, row.used_in, row.picked_by, row.made_at)
    return Pick(row.id, quotations.from_row(row), row.code, row.codebook_version, *told)


def as_row(pick: Pick) -> dict[str, object]:
    """Return the pick as the columns of its table, which is also how events tell it."""
    return {
        "id": pick.id,
        **quotations.as_columns(pick.quotation),
        "code": pick.code,
        "codebook_version": pick.codebook_version,
        "edited": pick.edited,
        "used_in": pick.used_in,
        "picked_by": pick.picked_by,
        "made_at": pick.made_at,
    }
