"""Making the tables of a study as they were after one of its events, from its log up to there.

What the log tells whole is told by it alone. Texts and released codebooks never change and never go, so that
they are taken from the tables; how a transcript was read is what is there now, with the later changes taken
back, and has to have the hash that the log told. See docs/decisions/0034.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Integer, Select, Table, func, insert, literal, or_, select
from sqlalchemy.exc import IntegrityError

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.moment import Moment
from toolkit.model.transcript import Transcript
from toolkit.store import readings, schema, transcripts
from toolkit.store.chronicle import KINDS, ORIGIN, arrivals, row_of
from toolkit.store.events import everything
from toolkit.store.transcripts import REREAD

_AT_ONCE: Final = 1_000
_LATEST: Final = (
    "coding",
    "memo",
    "proposal",
    "decision",
    "placement",
    "verdict",
    "project",
    "stray",
    "quotation",
)
"""Kinds of records whose events tell all of them, under their id: what they are is what was told last."""

_IMPORTED: Final = "transcript.imported"
_ARRIVING: Final = (_IMPORTED, "participant.added", "coder.added", "round.added")
_DRAFT_LOST: Final = (
    "The draft of the codebook that there was then is not shown: it was dropped by an earlier Intercoder, "
    "which did not keep it."
)

State = dict[tuple[str, ...], dict[str, Any]]


def cut(connection: Connection, moment: Moment) -> tuple[int, int]:
    """Return the number of the last event before the end of a moment, 0 if there is none.

    An event belongs to the past if it and all before it are told to have happened by then: the log has one
    order, whatever clocks said.

    Returns
    -------
    tuple
        The number, and how many events behind it tell an earlier time, because a clock was wrong.
    """
    log = schema.events
    at = func.rtrim(log.c.at, "Z")
    later = connection.execute(select(func.min(log.c.sequence)).where(at >= moment.ends)).scalar_one()
    ahead = select(func.max(log.c.sequence))
    last = connection.execute(ahead if later is None else ahead.where(log.c.sequence < later)).scalar_one()
    behind = select(func.count()).where(log.c.sequence > (last or 0), at < moment.ends)
    return last or 0, connection.execute(behind).scalar_one()


def rebuild(source: Connection, target: Connection, last: int) -> tuple[str, ...]:
    """Make in an empty database all tables of a study as they were after its event with this number.

    Parameters
    ----------
    source
        The study, which is only read, and of which nothing may be hidden.

    Returns
    -------
    tuple
        A sentence for each thing that could not be made again.

    Raises
    ------
    ToolkitError
        If the log does not tell enough, or what it tells does not fit.
    """
    try:
        schema.metadata.create_all(target)
        log = schema.events
        _copy(source, target, select(log).where(log.c.sequence <= last), log)
        return _tables(source, target, last)
    except (Invalid, KeyError, TypeError, ValueError, AttributeError, IntegrityError) as fault:
        what = f"as it was after event {last} cannot be told from its log"
        raise ToolkitError("study", what, "see: intercoder verify") from fault


def _tables(source: Connection, target: Connection, last: int) -> tuple[str, ...]:
    came = _arrivals(target)
    _put_study(source, target, last)
    _put_codebooks(source, target)
    there = _put_transcripts(source, target, came(_IMPORTED))
    _put_readings(source, target, there, last)
    _put_participants(target, came("participant.added"))
    _put_coders(target, came("coder.added"))
    _put_rounds(source, target, came("round.added"))
    for kind in ("assignment", "ruling"):
        _put(target, KINDS[kind].table, (row_of(kind, told) for told in _folded(target, kind).values()))
    for kind in _LATEST:
        _put(target, KINDS[kind].table, _latest(target, kind))
    return _put_drafts(source, target, last)


# --- reading the log and writing tables --------------------------------------------------------------


def _copy(source: Connection, target: Connection, query: Select[Any], table: Table) -> None:
    """Write the rows of a query of whole rows of a table."""
    rows = source.execute(query.execution_options(yield_per=_AT_ONCE))
    for some in rows.partitions():
        _insert(target, table, [tuple(row) for row in some])


def _put(target: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows, whose missing columns have what they have by themselves: older events tell less."""
    usual = {column.name: _usual(column) for column in table.columns}
    some: list[tuple[Any, ...]] = []
    for row in rows:
        some.append(tuple(row.get(name, given) for name, given in usual.items()))
        if len(some) == _AT_ONCE:
            _insert(target, table, some)
            some = []
    _insert(target, table, some)


def _insert(target: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Write rows with their columns in the order of the table: a third of the time of doing it by names."""
    if rows:
        target.exec_driver_sql(str(insert(table).compile(dialect=target.dialect)), rows)


def _usual(column: Any) -> object:  # noqa: ANN401 - SQLAlchemy's type of it depends on what is in it
    if column.server_default is None:
        return None
    told = column.server_default.arg
    return int(told) if isinstance(column.type, Integer) else told


def _told(connection: Connection, *kinds: str, since: int = 0) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the events whose kinds begin like this, first to last, each with its body."""
    log = schema.events
    mine = or_(*(log.c.kind.startswith(begin, autoescape=True) for begin in kinds))
    query = select(log).where(mine, log.c.sequence > since).order_by(log.c.sequence)
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield row, json.loads(row.body)


def _latest(target: Connection, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of records of a kind that were there: what the last event about each of them told."""
    log = schema.events
    mine = log.c.kind.startswith(f"{kind}.", autoescape=True)
    newest = select(func.max(log.c.sequence)).where(mine).group_by(log.c.subject)
    query = select(log.c.body).where(log.c.sequence.in_(newest))
    for body in target.execute(query.execution_options(yield_per=_AT_ONCE)).scalars():
        after = json.loads(body).get("after")
        if after is not None:
            yield row_of(kind, after)


def _folded(target: Connection, kind: str) -> State:
    """Return what was told of records of a kind, by their keys: what one event leaves out stays."""
    names = KINDS[kind].key
    state: State = {}
    for _, body in _told(target, f"{kind}."):
        after = body.get("after")
        facts = after or body["before"]
        key = tuple(str(facts[name]) for name in names)
        if after is None:
            state.pop(key, None)
        else:
            state[key] = {**state.get(key, {}), **after}
    return state


Came = Mapping[tuple[Any, ...], str]
"""When records came to be, the first ahead, by their keys."""


def _arrivals(target: Connection) -> Callable[[str], Came]:
    """Return what tells when records came to be: in whichever copy, once copies were merged."""
    log = schema.events
    taken = select(literal(1)).where(log.c.body.contains(f'"{ORIGIN}"', autoescape=True)).limit(1)
    if target.execute(taken).first() is not None:
        return arrivals((event for event, _ in everything(target)), _ARRIVING).__getitem__
    return lambda kind: {_key(kind, body["after"]): row.at for row, body in _told(target, kind)}


def _key(kind: str, after: Mapping[str, Any]) -> tuple[Any, ...]:
    if kind == _IMPORTED:
        return after["id"], after["revision"]
    return (after["name" if kind == "coder.added" else "id"],)


# --- the tables that no event tells whole ------------------------------------------------------------


def _put_study(source: Connection, target: Connection, last: int) -> None:
    row = dict(source.execute(select(schema.study)).mappings().one())
    hash_ = select(schema.events.c.hash).where(schema.events.c.sequence == last)
    end = {"head_sequence": last, "head_hash": source.execute(hash_).scalar_one()}
    target.execute(insert(schema.study).values(row | end))


def _put_codebooks(source: Connection, target: Connection) -> None:
    log, table = schema.events, schema.codebooks
    released = select(log.c.subject).where(log.c.kind == "codebook.released")
    versions = target.execute(released).scalars().all()
    _copy(source, target, select(table).where(table.c.version.in_(versions)), table)
    there = target.execute(select(func.count()).select_from(table)).scalar_one()
    if there != len(set(versions)):
        raise ToolkitError("study", "a released codebook is missing", "see: intercoder verify")


def _put_transcripts(source: Connection, target: Connection, came: Came) -> list[tuple[str, int]]:
    """Write the transcripts with their texts; return their ids and revisions."""
    table, texts = schema.transcripts, schema.texts
    told = {_key(_IMPORTED, body["after"]): body["after"] for _, body in _told(target, _IMPORTED)}
    rows = [
        {column.name: told[key][column.name] for column in table.columns if column.name in told[key]}
        | {"imported_at": at, "place": place}
        for place, key, at in _in_order(told, came)
    ]
    for sha256 in dict.fromkeys(row["sha256"] for row in rows):
        _copy(source, target, select(texts).where(texts.c.sha256 == sha256), texts)
    _put(target, table, rows)
    return [(row["id"], row["revision"]) for row in rows]


def _put_readings(
    source: Connection, target: Connection, there: Iterable[tuple[str, int]], last: int
) -> None:
    """Write turns and speakers: as they are, or as they were where they were changed since."""
    changed = {row.subject for row, _ in _told(source, REREAD, "speaker.", since=last)}
    roles, hashes = _roles(target), _hashes(target)
    for name, revision in there:
        if name not in changed:
            for table in (schema.speakers, schema.turns):
                mine = (table.c.transcript == name) & (table.c.revision == revision)
                _copy(source, target, select(table).where(mine), table)
            continue
        then = _reading_then(source, name, revision, last)
        speakers = tuple(
            replace(each, role=roles.get((name, revision, each.label), each.role)) for each in then.speakers
        )
        told = hashes.get((name, revision))
        if told is not None and transcripts.reading_hash(then) != told:
            raise _unreadable(name)
        transcripts.write_reading(target, replace(then, speakers=speakers))


def _reading_then(source: Connection, name: str, revision: int, last: int) -> Transcript:
    """Return a transcript with the changes of its turns and speakers taken back that were made since."""
    then = transcripts.find(source, name, revision)
    if then is None:
        raise _unreadable(name)
    for change in reversed(readings.changes(source, then)):
        if change.number > last:
            try:
                then = readings.without(then, change)
            except ToolkitError as fault:
                raise _unreadable(name) from fault
    return then


def _unreadable(name: str) -> ToolkitError:
    what = "its turns and speakers as they were then cannot be told from the log"
    return ToolkitError(name, what, "name a later moment; see also: intercoder verify")


def _roles(target: Connection) -> dict[tuple[str, int, str], Any]:
    """Return the roles of speakers by transcript, revision and label."""
    found: dict[tuple[str, int, str], Any] = {}
    for row, body in _told(target, _IMPORTED, "speaker."):
        after = body.get("after")
        if after is None:
            continue
        if row.kind == _IMPORTED:
            found |= {(row.subject, after["revision"], label): role for label, role in after["roles"].items()}
        else:
            found[row.subject, after["revision"], after["label"]] = after["role"]
    return found


def _hashes(target: Connection) -> dict[tuple[str, int], Any]:
    """Return the hash of each reading that the log told last."""
    return {
        (row.subject, body["after"]["revision"]): body["after"].get("reading")
        for row, body in _told(target, _IMPORTED, REREAD)
    }


def _in_order(told: Mapping[tuple[Any, ...], Any], came: Came) -> Iterator[tuple[int, tuple[Any, ...], str]]:
    """Yield place, key and time of the records that were told, in the order in which they came.

    Raises
    ------
    KeyError
        If the log does not tell that one of them came.
    """
    for key in told.keys() - came.keys():
        raise KeyError(key)
    for place, (key, at) in enumerate(came.items()):
        if key in told:
            yield place, key, at


def _put_participants(target: Connection, came: Came) -> None:
    told = _folded(target, "participant")
    rows = (row_of("participant", told[key]) | {"place": place} for place, key, _ in _in_order(told, came))
    _put(target, schema.participants, rows)


def _put_coders(target: Connection, came: Came) -> None:
    told = _folded(target, "coder")
    rows = (
        row_of("coder", told[key]) | {"place": place, "since": at} for place, key, at in _in_order(told, came)
    )
    _put(target, schema.coders, rows)


def _put_rounds(source: Connection, target: Connection, came: Came) -> None:
    """Write the rounds in their order, with the numbers that the study has for its first ones."""
    told = _folded(target, "round")
    began: dict[tuple[Any, ...], str] = {}
    for row, _ in _told(target, "round.added"):
        began.setdefault((row.subject,), row.at)
    numbers = sorted(source.execute(select(schema.rounds.c.place)).scalars())
    known = [key for _, key, _ in _in_order(told, came)]
    rows = (
        # Rounds of earlier Intercoders did not tell when they began, but the log did.
        {"begun_at": began.get(key)} | row_of("round", told[key]) | {"place": number}
        for number, key in zip(numbers[: len(known)], known, strict=True)
    )
    _put(target, schema.rounds, rows)


def _put_drafts(source: Connection, target: Connection, last: int) -> tuple[str, ...]:
    """Write the states of the draft, if their contents were kept."""
    states: dict[int, dict[str, Any]] = {}
    for row, body in _told(target, "draft."):
        if (after := body.get("after")) is not None:
            states[after["place"]] = {**after, "saved_at": row.at}
        else:
            states.pop(body["before"]["place"], None)
    if not states:
        return ()
    kept = _contents(source, states, last)
    if kept.keys() != states.keys():
        return (_DRAFT_LOST,)
    _put(target, schema.drafts, ({**told, "content": kept[place]} for place, told in states.items()))
    return ()


def _contents(source: Connection, states: Mapping[int, Mapping[str, Any]], last: int) -> dict[int, str]:
    """Return the contents of states of the draft: from the log if they were dropped since, or as they are."""
    kept: dict[int, str] = {}
    gone: set[int] = set()
    for _, body in _told(source, "draft.dropped", since=last):
        place = body["before"]["place"]
        if place in states and place not in gone:
            gone.add(place)
            if "dropped" in body:
                kept[place] = body["dropped"]["content"]
    table = schema.drafts
    for row in source.execute(select(table.c.place, table.c.sha256, table.c.content)):
        if row.place in states and row.place not in gone and row.sha256 == states[row.place]["sha256"]:
            kept[row.place] = row.content
    return kept
