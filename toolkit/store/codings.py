"""Codings and memos: present state here, everything that ever happened in the events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, Row, delete, func, insert, select

from toolkit.model.coding import Coding, Memo
from toolkit.store import quotations, schema
from toolkit.store.study import Records


def add(records: Records, coding: Coding) -> None:
    """Store a coding."""
    row = as_row(coding)
    records.connection.execute(insert(schema.codings).values(row))
    records.log("coding.added", coding.id, after=row)


def remove(records: Records, coding: Coding) -> None:
    """Take a coding out of the present state; the events keep it."""
    records.connection.execute(delete(schema.codings).where(schema.codings.c.id == coding.id))
    records.log("coding.removed", coding.id, before=as_row(coding))


def find(connection: Connection, name: str) -> Coding | None:
    """Return the coding with this id, or None if there is none now."""
    row = connection.execute(select(schema.codings).where(schema.codings.c.id == name)).one_or_none()
    return None if row is None else _coding(row)


def count(connection: Connection) -> int:
    """Return the number of codings there are now."""
    return connection.execute(select(func.count()).select_from(schema.codings)).scalar_one()


def was_ever_added(connection: Connection, name: str) -> bool:
    """Tell whether a coding with this id was ever stored, even if it was removed since."""
    events = schema.events
    query = (
        select(events.c.sequence).where(events.c.subject == name, events.c.kind == "coding.added").limit(1)
    )
    return connection.execute(query).one_or_none() is not None


def everything(
    connection: Connection, *, transcript: str | None = None, coders: Iterable[str] | None = None
) -> tuple[Coding, ...]:
    """Return codings in the order of transcript and text, of one transcript and of some coders if asked."""
    table = schema.codings
    query = (
        select(table)
        .join(
            schema.transcripts,
            # The first revision: a correction leaves a transcript in its place.
            (schema.transcripts.c.id == table.c.transcript) & (schema.transcripts.c.revision == 1),
        )
        .order_by(schema.transcripts.c.place, table.c.start, table.c.end.desc(), table.c.id)
    )
    if transcript is not None:
        query = query.where(table.c.transcript == transcript)
    if coders is not None:
        query = query.where(table.c.coder.in_(list(coders)))
    return tuple(_coding(row) for row in connection.execute(query))


def add_memo(records: Records, memo: Memo) -> None:
    """Store a memo."""
    records.connection.execute(insert(schema.memos).values(asdict(memo)))
    records.log("memo.added", memo.id, after=asdict(memo))


def memos(connection: Connection, *, author: str | None = None) -> tuple[Memo, ...]:
    """Return memos in the order they were written, of one author if asked."""
    table = schema.memos
    query = select(table).order_by(table.c.made_at, table.c.id)
    if author is not None:
        query = query.where(table.c.author == author)
    return tuple(Memo(*row) for row in connection.execute(query))


def as_row(coding: Coding) -> dict[str, object]:
    """Return the coding as the columns of its table, which is also how events tell it."""
    return {
        "id": coding.id,
        **quotations.as_columns(coding.quotation),
        "code": coding.code,
        "coder": coding.coder,
        "codebook_version": coding.codebook_version,
        "round": coding.round,
        "made_at": coding.made_at,
        "certainty": coding.certainty,
    }


def _coding(row: Row[tuple[object, ...]]) -> Coding:
    return Coding(
        row.id,
        quotations.from_row(row),
        row.code,
        row.coder,
        row.codebook_version,
        row.round,
        row.made_at,
        row.certainty,
    )
