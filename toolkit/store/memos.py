"""Memos: present state here, everything that ever was in them in the events."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, delete, insert, select, update

from toolkit.model.coding import Memo
from toolkit.store import schema
from toolkit.store.study import Records


def add(records: Records, memo: Memo, *, beside: str | None = None) -> None:
    """Store a memo; the log keeps `beside` which transcript it was written."""
    records.connection.execute(insert(schema.memos).values(asdict(memo)))
    records.log("memo.added", memo.id, after=asdict(memo), **_place(beside))


def rewrite(records: Records, memo: Memo, text: str, *, beside: str | None = None) -> None:
    """Give a memo another text, and the time of it."""
    keep(records, replace(memo, text=text, made_at=records.at), memo, beside=beside)


def keep(records: Records, memo: Memo, before: Memo, *, beside: str | None = None) -> None:
    """Store a later state of a memo."""
    table = schema.memos
    records.connection.execute(update(table).where(table.c.id == memo.id).values(asdict(memo)))
    records.log("memo.changed", memo.id, before=asdict(before), after=asdict(memo), **_place(beside))


def remove(records: Records, memo: Memo, *, beside: str | None = None) -> None:
    """Take a memo out of the present state; the events keep it."""
    records.connection.execute(delete(schema.memos).where(schema.memos.c.id == memo.id))
    records.log("memo.removed", memo.id, before=asdict(memo), **_place(beside))


def restore(records: Records, memo: Memo, *, beside: str | None = None) -> None:
    """Bring back a memo that was removed."""
    records.connection.execute(insert(schema.memos).values(asdict(memo)))
    records.log("memo.restored", memo.id, after=asdict(memo), **_place(beside))


def _place(beside: str | None) -> dict[str, dict[str, object]]:
    return {} if beside is None else {"beside": {"transcript": beside}}


def find(connection: Connection, name: str) -> Memo | None:
    """Return the memo with this id, or None if there is none now."""
    row = connection.execute(select(schema.memos).where(schema.memos.c.id == name)).one_or_none()
    return None if row is None else Memo(*row)


def everything(connection: Connection, *, author: str | None = None) -> tuple[Memo, ...]:
    """Return memos in the order they were written, of one author if asked."""
    table = schema.memos
    query = select(table).order_by(table.c.made_at, table.c.id)
    if author is not None:
        query = query.where(table.c.author == author)
    return tuple(Memo(*row) for row in connection.execute(query))
