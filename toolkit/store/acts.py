"""What coders did, act by act: read from the log, which is all that remembers it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, select

from toolkit.errors import ToolkitError
from toolkit.model.act import Act, Deed, Verb
from toolkit.model.coding import Coding, Memo
from toolkit.model.proposal import Proposal
from toolkit.store import codings, schema

MOST_ACTS: Final = 50
_FEW_DEEDS, _MOST_DEEDS = 4 * MOST_ACTS, 1_000
_LOOK_BACK: Final = 5_000  # events: further back nothing is undone, and looking takes time at every coding
_LONE: Final = "event-"  # begins the name of an act of which no door said what belongs to it

_VERBS: Final[Mapping[str, Verb]] = {
    "coding.added": "add",
    "coding.removed": "remove",
    "coding.restored": "restore",
    "memo.added": "memo",
    "memo.removed": "unmemo",
    "memo.restored": "restore",
    "memo.changed": "rewrite",
    "proposal.made": "propose",
    "proposal.withdrawn": "withdraw",
    "proposal.restored": "restore",
}


def latest(connection: Connection, coder: str, transcript: str) -> tuple[Act, ...]:
    """Return the latest acts of a coder on a transcript, oldest first.

    Those that take back or repeat an act are among them. An act is returned whole or not at all.
    """
    log = schema.events
    head = connection.execute(select(schema.study.c.head_sequence)).scalar_one()
    mentioned = log.c.body.contains(_as_in_body("transcript", transcript), autoescape=True)
    query = _by(coder).where(log.c.sequence > head - _LOOK_BACK, mentioned)
    rows = connection.execute(query.limit(_FEW_DEEDS)).all()
    if len(rows) == _FEW_DEEDS and len({_act_of(*each)[0] for each in _with_bodies(rows)}) <= MOST_ACTS:
        rows = connection.execute(query.limit(_MOST_DEEDS)).all()  # large acts: seldom
    found = [
        (row, body)
        for row, body in _with_bodies(rows)
        if _transcript(body) == transcript and _owner(body) == coder
    ]
    # The first act may be there in part only, if something cut the rows off there.
    is_cut = len(rows) in (_FEW_DEEDS, _MOST_DEEDS) or head > _LOOK_BACK
    return tuple(_acts(found))[is_cut:]


def find(connection: Connection, coder: str, act: str) -> Act | None:
    """Return one act of a coder with all its deeds, in all transcripts, or None if they never did it."""
    log = schema.events
    number = act.removeprefix(_LONE)
    if act.startswith(_LONE) and number.isdecimal():
        mine = log.c.sequence == int(number)
    else:
        mine = log.c.body.contains(_as_in_body("id", act), autoescape=True)
    rows = connection.execute(_by(coder).where(mine))
    found = [
        (row, body)
        for row, body in _with_bodies(rows)
        if _act_of(row, body)[0] == act and _owner(body) == coder
    ]
    return next(iter(_acts(found)), None)


def is_done(connection: Connection, subject: str, verb: Verb, act: str | None = None) -> bool:
    """Tell whether this was ever done to a coding, memo or proposal: by anything at all, or by one act."""
    log, kinds = schema.events, [kind for kind, meant in _VERBS.items() if meant == verb]
    rows = connection.execute(select(log).where(log.c.subject == subject, log.c.kind.in_(kinds)))
    return any(act is None or _act_of(row, body)[0] == act for row, body in _with_bodies(rows))


def successor(connection: Connection, coding: str) -> str | None:
    """Return the id of the coding that was put in the place of one that is gone, if one was."""
    log = schema.events
    query = select(log.c.body).where(log.c.subject == coding, log.c.kind == "coding.removed")
    body = connection.execute(query.order_by(log.c.sequence.desc()).limit(1)).scalar()
    return None if body is None else _successor(json.loads(body))


def removed(connection: Connection, name: str) -> Coding | Memo | Proposal | None:
    """Return the coding, memo or proposal with this id as it was when it was removed, or None."""
    log = schema.events
    kinds = ("coding.removed", "memo.removed", "proposal.withdrawn")
    query = select(log).where(log.c.subject == name, log.c.kind.in_(kinds)).order_by(log.c.sequence.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else _deed(row, json.loads(row.body)).record


def _by(coder: str) -> Any:  # noqa: ANN401 - SQLAlchemy's type of it is longer than the query
    """Select what a coder did to codings, memos and proposals, latest first."""
    log = schema.events
    mine: ColumnElement[bool] = (log.c.actor == coder) & log.c.kind.in_(_VERBS)
    return select(log).where(mine).order_by(log.c.sequence.desc())


def _as_in_body(field: str, value: str) -> str:
    """Return a field as it stands in the body of an event, to look for before reading it as JSON."""
    return json.dumps({field: value}, ensure_ascii=False)[1:-1]


def _with_bodies(rows: Iterable[Row[Any]]) -> Iterator[tuple[Row[Any], dict[str, Any]]]:
    for row in rows:
        try:
            body = _read(row.body)
        except ValueError as fault:
            raise _unreadable(row) from fault
        yield row, body


@lru_cache(maxsize=2_048)
def _read(body: str) -> dict[str, Any]:
    """Return what an event tells. It is never rewritten, and many are read again at every coding."""
    told: dict[str, Any] = json.loads(body)
    return told


def _transcript(body: Mapping[str, Any]) -> str | None:
    """Return the transcript a deed was done on; None for memos and proposals made elsewhere."""
    told = body.get("beside") or body.get("after") or body.get("before") or {}
    name = told.get("transcript")
    return name if isinstance(name, str) else None


def _owner(body: Mapping[str, Any]) -> object:
    """Return whose coding, memo or proposal it is: work that is imported is logged in another's name."""
    told = body.get("after") or body.get("before") or {}
    return told.get("coder", told.get("author"))


def _act_of(row: Row[Any], body: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    """Return the act an event belongs to, and the one it undoes or redoes.

    Without a word about it an event is an act by itself.
    """
    told = body.get("act", {})
    return told.get("id", f"{_LONE}{row.sequence}"), told.get("undoes"), told.get("redoes")


def _acts(newest_first: list[tuple[Row[Any], dict[str, Any]]]) -> Iterator[Act]:
    """Yield the acts in the order they were begun."""
    deeds: dict[tuple[str, str | None, str | None], list[Deed]] = {}
    for row, body in reversed(newest_first):
        deeds.setdefault(_act_of(row, body), []).append(_deed(row, body))
    for (name, undoes, redoes), done in deeds.items():
        yield Act(name, tuple(done), undoes, redoes)


def _deed(row: Row[Any], body: Mapping[str, Any]) -> Deed:
    verb = _VERBS[row.kind]
    try:
        told = body.get("after") or body["before"]
        if row.kind.startswith("coding."):
            return Deed(verb, codings.from_mapping(told), successor=_successor(body))
        if row.kind.startswith("proposal."):
            return Deed(verb, Proposal(**told), beside=_transcript(body))
        seen = body["before"]["text"] if verb == "rewrite" else ""
        return Deed(verb, Memo(**told), seen, beside=_transcript(body))
    except (KeyError, TypeError, ValueError) as fault:
        raise _unreadable(row) from fault


def _unreadable(row: Row[Any]) -> ToolkitError:
    what = "cannot be read: the study was changed behind its back"
    return ToolkitError(f"event {row.sequence}", what, "see: intercoder verify")


def _successor(body: Mapping[str, Any]) -> str | None:
    name = body.get("successor", {}).get("id")
    return name if isinstance(name, str) else None
