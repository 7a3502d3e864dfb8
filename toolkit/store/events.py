"""The append-only log, read back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, func, or_, select

from toolkit.model.event import Event
from toolkit.store import schema
from toolkit.store.sights import unhidden

LONE: Final = "event-"
"""Begins the name of an act of which no door said what belongs to it; its event's number follows."""

_AT_ONCE: Final = 1_000
_FEW: Final = 500  # of which a query can name each


def everything(connection: Connection) -> Iterator[tuple[Event, str]]:
    """Yield every event with the hash stored beside it, first to last."""
    query = select(schema.events).order_by(schema.events.c.sequence)
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
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


def hash_of(connection: Connection, sequence: int) -> str | None:
    """Return the hash stored of the event with a number, hidden or not; None if there is none."""
    query = select(schema.events.c.hash).where(schema.events.c.sequence == sequence)
    found: str | None = connection.execute(unhidden(query)).scalar_one_or_none()
    return found


def latest_of(connection: Connection, kind: str) -> str:
    """Return the time of the latest event of a kind, hidden or not; empty if there is none."""
    log = schema.events
    query = select(log.c.at).where(log.c.kind == kind).order_by(log.c.sequence.desc()).limit(1)
    found: str = connection.execute(unhidden(query)).scalar_one_or_none() or ""
    return found


def latest_but(connection: Connection, kinds: Collection[str]) -> str:
    """Return the hash of the latest event that is not of these kinds."""
    log = schema.events
    query = select(log.c.hash).where(log.c.kind.not_in(kinds)).order_by(log.c.sequence.desc()).limit(1)
    found: str = connection.execute(query).scalar_one()
    return found


def told(
    connection: Connection,
    *,
    by: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    last: int | None = None,
) -> Iterator[tuple[Event, ...]]:
    """Yield events first to last, some at once.

    Parameters
    ----------
    by
        Only those of this actor.
    kind
        Only those of this kind, such as `coding.added`, or about this kind of record, such as `coding`.
    since, until
        Only those from this moment on, and only those before this one, as a `Moment` tells its ends.
    last
        Only the last of these, so many.
    """
    log = schema.events
    query = select(log)
    if by is not None:
        query = query.where(log.c.actor == by)
    if kind is not None:
        query = query.where((log.c.kind == kind) | log.c.kind.startswith(f"{kind}.", autoescape=True))
    at = func.rtrim(log.c.at, "Z")  # because of two times within a second the shorter is the earlier one
    if since is not None:
        query = query.where(at >= since)
    if until is not None:
        query = query.where(at < until)
    if last is not None:
        ends = query.with_only_columns(log.c.sequence).order_by(log.c.sequence.desc()).limit(last)
        query = select(log).where(log.c.sequence.in_(ends))
    rows = connection.execute(query.order_by(log.c.sequence).execution_options(yield_per=_AT_ONCE))
    for some in rows.partitions():
        yield tuple(_event(row) for row in some)


def kinds(connection: Connection) -> tuple[str, ...]:
    """Return the kinds of events there are, by the alphabet."""
    log = schema.events
    return tuple(connection.execute(select(log.c.kind).distinct().order_by(log.c.kind)).scalars())


def actors(connection: Connection) -> tuple[str, ...]:
    """Return who did anything, by the alphabet."""
    log = schema.events
    return tuple(connection.execute(select(log.c.actor).distinct().order_by(log.c.actor)).scalars())


def codings_told(connection: Connection, names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what the log tells of codings, those that are gone too, by their ids."""
    log, found = schema.events, {}
    wanted = sorted(names)
    for start in range(0, len(wanted), _FEW):
        some = wanted[start : start + _FEW]
        query = select(log.c.subject, log.c.body).where(
            log.c.subject.in_(some), log.c.kind.startswith("coding.", autoescape=True)
        )
        for subject, content in connection.execute(query.order_by(log.c.sequence)):
            body = json.loads(content)
            found[subject] = body.get("after") or body["before"]
    return found


def undone(connection: Connection) -> frozenset[str]:
    """Return the names of the acts that are taken back at present; one without a name is `event-NUMBER`."""
    log = schema.events
    answers = (log.c.body.contains(f'"{verb}"', autoescape=True) for verb in ("undoes", "redoes"))
    query = select(log.c.body).where(or_(*answers)).order_by(log.c.sequence)
    gone: set[str] = set()
    for content in connection.execute(query).scalars():
        body = json.loads(content)
        act, after = body.get("act") or {}, body.get("after") or {}
        if act.get("undoes"):
            gone.add(str(act["undoes"]))
        elif act.get("redoes"):
            gone.discard(str(act["redoes"]))
        elif isinstance(after.get("undoes"), int):  # of how a transcript is read, by its number
            gone.add(f"{LONE}{after['undoes']}")
    return frozenset(gone)
