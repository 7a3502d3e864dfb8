"""What people said about the places of codings in corrected transcripts."""

from __future__ import annotations

from sqlalchemy import Connection, Row, delete, insert, select

from toolkit.model.coding import Quotation
from toolkit.model.placement import Placement
from toolkit.model.transcript import Span
from toolkit.store import schema
from toolkit.store.study import Records


def add(records: Records, placement: Placement) -> None:
    """Store a placement."""
    row = as_row(placement)
    records.connection.execute(insert(schema.placements).values(row))
    records.log("placement.made", placement.id, after=row)


def remove(records: Records, placement: Placement) -> None:
    """Take a placement back; the events keep it."""
    records.connection.execute(delete(schema.placements).where(schema.placements.c.id == placement.id))
    records.log("placement.withdrawn", placement.id, before=as_row(placement))


def everything(connection: Connection) -> tuple[Placement, ...]:
    """Return all placements in the order in which they were made."""
    table = schema.placements
    return tuple(
        _placement(row) for row in connection.execute(select(table).order_by(table.c.placed_at, table.c.id))
    )


def as_row(placement: Placement) -> dict[str, object]:
    """Return the placement as the columns of its table, which is also how events tell it."""
    quotation = placement.quotation
    return {
        "id": placement.id,
        "coding": placement.coding,
        "transcript": placement.transcript,
        "revision": placement.revision,
        "start": quotation and quotation.span.start,
        "end": quotation and quotation.span.end,
        "text": quotation and quotation.text,
        "prefix": quotation and quotation.prefix,
        "suffix": quotation and quotation.suffix,
        "reason": placement.reason,
        "placed_by": placement.placed_by,
        "placed_at": placement.placed_at,
    }


def _placement(row: Row[tuple[object, ...]]) -> Placement:
    quotation = None
    if row.start is not None:
        span = Span(row.start, row.end)
        quotation = Quotation(row.transcript, row.revision, span, row.text, row.prefix, row.suffix)
    return Placement(
        row.id, row.coding, row.transcript, row.revision, quotation, row.reason, row.placed_by, row.placed_at
    )
