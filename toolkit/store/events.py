"""The append-only log, read back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from toolkit.model.event import Event
from toolkit.store import schema


def everything(connection: Connection) -> Iterator[tuple[Event, str]]:
    """Yield every event with the hash stored beside it, first to last."""
    for row in connection.execute(select(schema.events).order_by(schema.events.c.sequence)):
        body = json.loads(row.body)
        yield Event(row.sequence, row.actor, row.kind, row.subject, body, row.at, row.previous), row.hash


def head(connection: Connection) -> tuple[int, str]:
    """Return the sequence number and hash at which the study says its log ends."""
    row = connection.execute(select(schema.study.c.head_sequence, schema.study.c.head_hash)).first()
    return (0, "") if row is None else (row.head_sequence, row.head_hash)


def latest_but(connection: Connection, kinds: Collection[str]) -> str:
    """Return the hash of the latest event that is not of these kinds."""
    log = schema.events
    query = select(log.c.hash).where(log.c.kind.not_in(kinds)).order_by(log.c.sequence.desc()).limit(1)
    found: str = connection.execute(query).scalar_one()
    return found
