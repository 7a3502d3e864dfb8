"""Codings that came with a project and wait for their place."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from toolkit.errors import ToolkitError
from toolkit.model.coding import Memo
from toolkit.model.stray import Stray
from toolkit.store import schema
from toolkit.store.study import Records


def add(records: Records, stray: Stray) -> None:
    """Store a coding that waits."""
    told = _told(stray)
    content = {"memos": json.dumps(told["memos"], ensure_ascii=False)}
    records.connection.execute(insert(schema.strays).values(told | content))
    records.log("stray.came", stray.id, after=told)


def settle(records: Records, stray: Stray, reason: str) -> None:
    """Take out what waits no longer; the log keeps it and why. Its coding, if there is one, has its id."""
    records.connection.execute(delete(schema.strays).where(schema.strays.c.id == stray.id))
    records.log("stray.settled", stray.id, before=_told(stray), why={"reason": reason})


def restore(records: Records, stray: Stray) -> None:
    """Let wait again what was settled."""
    told = _told(stray)
    content = {"memos": json.dumps(told["memos"], ensure_ascii=False)}
    records.connection.execute(insert(schema.strays).values(told | content))
    records.log("stray.restored", stray.id, after=told)


def settled_last(connection: Connection, actor: str) -> tuple[Stray, ...]:
    """Return what somebody settled last, all that was settled at that moment, if it does not wait again."""
    log = schema.events
    query = (
        select(log.c.body, log.c.at)
        .where(log.c.kind == "stray.settled", log.c.actor == actor)
        .order_by(log.c.sequence.desc())
    )
    waiting = {each.id for each in everything(connection)}
    found: list[tuple[Stray, str]] = []
    for body, at in connection.execute(query):
        if found and at != found[0][1]:
            break
        told = json.loads(body)["before"]
        if told["id"] not in waiting:
            found.append((_stray(told | {"memos": json.dumps(told["memos"])}), at))
    return tuple(stray for stray, _ in reversed(found))


def everything(connection: Connection) -> tuple[Stray, ...]:
    """Return all that wait, in the order of transcripts and text."""
    table, texts = schema.strays, schema.transcripts
    query = (
        select(table)
        .join(texts, (texts.c.id == table.c.transcript) & (texts.c.revision == 1))
        .order_by(texts.c.place, func.coalesce(table.c.start, -1), table.c.id)
    )
    return tuple(_stray(dict(row)) for row in connection.execute(query).mappings())


def was_ever_there(connection: Connection, name: str) -> bool:
    """Tell whether a coding with this id ever waited, even if it was settled since."""
    log = schema.events
    query = select(log.c.sequence).where(log.c.subject == name, log.c.kind == "stray.came").limit(1)
    return connection.execute(query).one_or_none() is not None


def _told(stray: Stray) -> dict[str, Any]:
    return asdict(stray) | {"memos": [asdict(memo) for memo in stray.memos]}


def _stray(row: dict[str, Any]) -> Stray:
    try:
        memos = tuple(Memo(**memo) for memo in json.loads(row["memos"]))
        return Stray(**row | {"memos": memos})
    except (ValueError, TypeError) as fault:
        what = "cannot be read: the study was changed behind its back"
        raise ToolkitError(f"stray coding {row['id']}", what, "see: intercoder verify") from fault
