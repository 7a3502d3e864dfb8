"""The append-only log, read back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from toolkit.model.event import Event
from toolkit.store import schema
from toolkit.store.sights import unhidden


def everything(connection: Connection) -> Iterator[tuple[Event, str]]:
    """Yield every event with the hash stored beside it, first to last."""
    for row in connection.execute(select(schema.events).order_by(schema.events.c.sequence)):
        yield _event(row), row.hash


def _event(row: Row[Any]) -> Event:
    body = json.loads(row.body)
    return Event(row.sequence, row.actor, row.kind, row.subject, body, row.at, row.previous)


def since(connection: Connection, sequence: int, hash_: str, most: int) -> tuple[Event, ...] | None:
    """Return the events behind one, first to last; None if this log does not have it, or there are more.

    Parameters
    ----------
    sequence, hash_
        Number and hash of the event. No two logs have the same hash unless they are the same up to there.
    """
    table = schema.events
    here = select(table.c.hash).where(table.c.sequence == sequence)
    if connection.execute(unhidden(here)).scalar_one_or_none() != hash_:
        return None
    query = select(table).where(table.c.sequence > sequence).order_by(table.c.sequence).limit(most + 1)
    rows = connection.execute(query).all()
    return None if len(rows) > most else tuple(_event(row) for row in rows)


def head(connection: Connection) -> tuple[int, str]:
    """Return the sequence number and hash at which the study says its log ends."""
    row = connection.execute(select(schema.study.c.head_sequence, schema.study.c.head_hash)).first()
    return (0, "") if row is None else (row.head_sequence, row.head_hash)


def last(connection: Connection) -> tuple[int, str]:
    """Return the sequence number and hash of the last event there is."""
    log = schema.events
    query = select(log.c.sequence, log.c.hash).order_by(log.c.sequence.desc()).limit(1)
    row = connection.execute(unhidden(query)).first()
    return (0, "") if row is None else (row.sequence, row.hash)


def latest_but(connection: Connection, kinds: Collection[str]) -> str:
    """Return the hash of the latest event that is not of these kinds."""
    log = schema.events
    query = select(log.c.hash).where(log.c.kind.not_in(kinds)).order_by(log.c.sequence.desc()).limit(1)
    found: str = connection.execute(query).scalar_one()
    return found
