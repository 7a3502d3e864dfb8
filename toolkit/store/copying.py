"""Copying records that no event tells whole from one study to another: texts, turns and speakers."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from toolkit.store import schema
from toolkit.store.chronicle import arrivals
from toolkit.store.events import everything


def take_transcript(target: Connection, source: Connection, name: str, revision: int) -> None:
    """Copy one revision of a transcript as it is read there: text, turns, speakers."""
    table = schema.transcripts
    mine = (table.c.id == name) & (table.c.revision == revision)
    row = dict(source.execute(select(table).where(mine)).mappings().one())
    _take_text(target, source, row["sha256"])
    if target.execute(select(table.c.place).where(mine)).one_or_none() is None:
        place = target.execute(select(func.count()).select_from(table)).scalar_one()
        target.execute(insert(table).values(row | {"place": place}))
    else:
        told = {each: value for each, value in row.items() if each not in ("place", "imported_at")}
        target.execute(update(table).where(mine).values(told))
    for part in (schema.speakers, schema.turns):
        _take_rows(target, source, part, name, revision)


def _take_text(target: Connection, source: Connection, sha256: str) -> None:
    table = schema.texts
    known = select(table.c.sha256).where(table.c.sha256 == sha256)
    if target.execute(known).one_or_none() is None:
        row = source.execute(select(table).where(table.c.sha256 == sha256)).mappings().one()
        target.execute(insert(table).values(dict(row)))


def _take_rows(target: Connection, source: Connection, table: Table, name: str, revision: int) -> None:
    mine = (table.c.transcript == name) & (table.c.revision == revision)
    target.execute(delete(table).where(mine))
    rows = [dict(row) for row in source.execute(select(table).where(mine)).mappings()]
    if rows:
        target.execute(insert(table), rows)


def put_in_order(connection: Connection) -> None:
    """Put transcripts, participants, coders and rounds in the order in which they came, in whichever copy."""
    tables = (
        (schema.transcripts, "transcript.imported", ("id", "revision"), "imported_at"),
        (schema.participants, "participant.added", ("id",), None),
        (schema.coders, "coder.added", ("name",), "since"),
        (schema.rounds, "round.added", ("id",), None),
    )
    came = arrivals((event for event, _ in everything(connection)), [kind for _, kind, *_ in tables])
    for table, kind, names, since in tables:
        for place, (key, at) in enumerate(came[kind].items(), table is schema.rounds):
            mine = [table.c[name] == part for name, part in zip(names, key, strict=True)]
            told = {"place": place} if since is None else {"place": place, since: at}
            connection.execute(update(table).where(*mine).values(told))
