"""The log as merging sees it: what each event made of which record, named and placed alike in all copies.

What was taken over from another copy tells where it comes from (`taken_over`): the hash it had in the log it
was first written to, when that was, and its place in the order of all copies. What something here was newer
than is kept in an event that holds the whole of it and changes nothing (`merge.overtaken`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, insert, select, update

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.event import Event
from toolkit.model.merged import Happening, Record, Rule, Stamp, moment
from toolkit.store import schema
from toolkit.store.sights import unhidden
from toolkit.store.study import Records
from toolkit.store.transcripts import REREAD

OVERTAKEN: Final = "merge.overtaken"
ORIGIN: Final = "taken_over"
DRAFT: Final = "draft"
TRANSCRIPT: Final = "transcript"
_TEXTS: Final = ("chosen", "codes", "attributes", "guids", "kept", "memos")  # kept as JSON in their tables
_AT_ONCE: Final = 1_000
_FEW: Final = 500  # of which a query can name each


class Kind(NamedTuple):
    """How events tell of one kind of record.

    Attributes
    ----------
    frame
        Fields that never change; None stands for all.
    by
        The field that says whose it is; empty if the actor of the event is.
    aside
        Fields in which two copies may differ without being two states.
    """

    table: Table
    key: tuple[str, ...] = ("id",)
    frame: tuple[str, ...] | None = ()
    by: str = ""
    aside: tuple[str, ...] = ()
    rule: Rule = "latest"


KINDS: Final[Mapping[str, Kind]] = {
    "study": Kind(schema.study, rule="agreed"),
    "codebook": Kind(schema.codebooks, ("version",), ("sha256",), aside=("released_at", "place")),
    "participant": Kind(schema.participants, rule="agreed"),
    "coder": Kind(schema.coders, ("name",), rule="agreed"),
    "round": Kind(schema.rounds, rule="agreed", aside=("place", "begun_at", "revealed_at")),
    "assignment": Kind(schema.assignments, ("coder", "transcript", "round"), by="coder"),
    "coding": Kind(schema.codings, frame=None, by="coder"),
    "memo": Kind(schema.memos, frame=("about", "subject", "author"), by="author"),
    "proposal": Kind(schema.proposals, frame=None, by="coder"),
    "ruling": Kind(schema.rulings, ("code",), by="ruled_by", aside=("ruled_at", "ruled_by"), rule="agreed"),
    "decision": Kind(schema.decisions, frame=None, by="decided_by"),
    "placement": Kind(schema.placements, frame=None, by="placed_by"),
    "verdict": Kind(schema.verdicts, frame=None, by="decided_by", aside=("led_to",)),
    "project": Kind(schema.projects, frame=None, aside=("imported_at",), rule="agreed"),
    "stray": Kind(schema.strays, frame=None, by="coder", aside=("came_at",)),
    "quotation": Kind(schema.picks, frame=("transcript", "revision", "start", "end", "code")),
}
"""Kinds of records with a table, by the word their events begin with: first what others point to."""

_USUAL: Final = {"role": "coder", "unit": "free"}  # not told in logs that are older than these fields

_OF_READINGS: Final = ("transcript.imported", REREAD, "speaker.added", "speaker.changed", "speaker.removed")
_AGREED: Final = ("facts.declared", "protocol.stated")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was when it was first written, wherever that was.

    Attributes
    ----------
    at
        When that was.
    number, hash
        Its number and its hash in the log it was read from.
    """

    stamp: Stamp
    record: Record
    happening: Happening
    actor: str
    kind: str
    subject: str
    body: Mapping[str, Any]
    at: str
    number: int
    hash: str

    @property
    def lone(self) -> bool:
        """Whether no door said what act it belongs to."""
        return "id" not in (self.body.get("act") or {})


def rule_of(record: Record) -> Rule:
    """Tell what is to happen where two copies changed a record, neither knowing of the other."""
    known = KINDS.get(record.kind)
    if known is not None:
        return known.rule
    return "agreed" if record.kind in (TRANSCRIPT, *_AGREED) else "latest"


def chronicle(connection: Connection, known: Iterable[Told] = ()) -> Iterator[Told]:
    """Yield everything that ever happened in a study, in the order of its log, hidden or not.

    The place of an event in the order of all copies rests on every event before it. Who hands on what is told
    here has to see to it that nobody learns of what is hidden.

    Parameters
    ----------
    known
        The chronicle of another copy: what both have in common, up to where they parted, is taken from it,
        so that it is not in memory twice.

    Raises
    ------
    ToolkitError
        If an event cannot be read.
    """
    table = schema.events
    query = unhidden(select(table).order_by(table.c.sequence)).execution_options(yield_per=_AT_ONCE)
    rows = iter(connection.execute(query))
    apart: list[Any] = []
    last = ("", 0)
    for same, row in zip(known, rows, strict=False):
        # The same hash at the same place: so is all that was before it.
        if (row.sequence, row.hash) != (same.number, same.hash):
            apart = [row]
            break
        last = max(last, same.stamp[:2])
        yield same
    for row, place, body in _placed(((row, _body(row)) for row in chain(apart, rows)), last):
        try:
            yield _told(row, place.stamp(row), body)
        except (Invalid, KeyError, TypeError, ValueError, AttributeError) as fault:
            raise _unreadable(row.sequence) from fault


Came = dict[tuple[str, ...], str]
"""When each record came to be, the first ahead, by its key."""


def arrivals(log: Iterable[Event], kinds: Collection[str]) -> dict[str, Came]:
    """Return when each record came to be that events of some kinds tell, by these kinds.

    Parameters
    ----------
    kinds
        Of `coder.added`, `participant.added`, `round.added` and `transcript.imported`.
    """
    came: dict[str, dict[tuple[str, ...], Stamp]] = {kind: {} for kind in kinds}
    times: dict[Stamp, str] = {}
    for event, place, body in _placed((each, each.body) for each in log):
        told = body.get("event", {}) if event.kind == OVERTAKEN else {"kind": event.kind, "body": body}
        if told.get("kind") not in came:
            continue
        stamp, after = place.stamp(event), told["body"]["after"]
        name = "name" if told["kind"] == "coder.added" else "id"
        is_text = told["kind"] == "transcript.imported"
        key = (after[name], after["revision"]) if is_text else (after[name],)
        first = came[told["kind"]]
        first[key] = min(first.get(key, stamp), stamp)
        times[stamp] = body.get(ORIGIN, {}).get("at", event.at)
    return {
        kind: {key: times[first[key]] for key in sorted(first, key=lambda each: first[each])}
        for kind, first in came.items()
    }


def taken_over(connection: Connection) -> frozenset[str]:
    """Return the hashes that events taken over from other copies have there, hidden or not."""
    log = schema.events
    query = select(log).where(log.c.body.contains(f'"{ORIGIN}"', autoescape=True))
    placed = _placed((row, _body(row)) for row in connection.execute(unhidden(query)))
    return frozenset(place.hash for _, place, _ in placed if place.hash is not None)


class _Place(NamedTuple):
    """A stamp of which the hash may have to be worked out yet, which takes longer than all the rest."""

    moment: str
    step: int
    hash: str | None

    def stamp(self, event: Any) -> Stamp:  # noqa: ANN401 - an event or its row
        return Stamp(self.moment, self.step, event.hash if self.hash is None else self.hash)


def _placed(
    log: Iterable[tuple[Any, Mapping[str, Any]]], last: tuple[str, int] = ("", 0)
) -> Iterator[tuple[Any, _Place, Mapping[str, Any]]]:
    """Yield events with their places in the order of all copies, and with their bodies.

    A moment never goes back along a log, so that what was done knowing of something is later in every copy,
    whatever the clocks said.

    Parameters
    ----------
    last
        Moment and step of the event ahead of them.
    """
    before: object = None
    for event, body in log:
        try:
            origin = body.get(ORIGIN)
            if origin is not None:
                place = _Place(str(origin["moment"]), int(origin["step"]), str(origin["hash"]))
                last = max(last, place[:2])
            else:
                # Many have the time of the one before, which is no later than the last moment.
                at = last[0] if event.at == before else moment(event.at)
                before = event.at
                last = (at, 0) if at > last[0] else (last[0], last[1] + 1)
                place = _Place(*last, None)
        except (Invalid, AttributeError, KeyError, TypeError, ValueError) as fault:
            raise _unreadable(event.sequence) from fault
        yield event, place, body


def _body(row: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a row of the events table
    try:
        body = json.loads(row.body)
    except (ValueError, RecursionError) as fault:
        raise _unreadable(row.sequence) from fault
    if not isinstance(body, dict):
        raise _unreadable(row.sequence)
    return body


def _unreadable(number: int) -> ToolkitError:
    what = "cannot be read: the study was changed behind its back"
    return ToolkitError(f"event {number}", what, "see: intercoder verify")


def _told(row: Any, stamp: Stamp, body: Mapping[str, Any]) -> Told:  # noqa: ANN401 - a row of the events table
    actor, kind, subject = row.actor, row.kind, row.subject
    at = body[ORIGIN]["at"] if ORIGIN in body else row.at
    if kind == OVERTAKEN:
        inner = body["event"]
        actor, kind, subject, body = inner["actor"], inner["kind"], inner["subject"], inner["body"]
    body = {name: told for name, told in body.items() if name != ORIGIN}
    record, happening = told_of(stamp, actor, kind, subject, body)
    return Told(stamp, record, happening, actor, kind, subject, body, at, row.sequence, row.hash)


def told_of(
    stamp: Stamp, actor: str, kind: str, subject: str, body: Mapping[str, Any]
) -> tuple[Record, Happening]:
    """Return which record an event is about, and what it made of it."""
    noun = kind.partition(".")[0]
    after, before = body.get("after"), body.get("before")
    if kind in _OF_READINGS:
        return _reading(stamp, actor, kind, subject, after or before or {})
    if noun not in KINDS:
        name = DRAFT if noun == DRAFT else kind
        return Record(name, (subject,)), Happening(stamp, "", _as_text(after or body), actor)
    how, facts = KINDS[noun], after or before or {}
    record = Record(noun, tuple(str(facts[name]) for name in how.key))
    state = {name: value for name, value in (after or {}).items() if name not in how.aside}
    framed = {name: value for name, value in facts.items() if name not in how.aside}
    if how.frame is not None:
        framed = {name: value for name, value in framed.items() if name in how.frame}
    by = str(facts[how.by]) if how.by else actor
    # A coding that was removed is told as it was, so that its frame is known then, too.
    frame = _as_text(framed) if framed else ""
    # Of what never changes both are the same: one text for both, as there are hundred thousands of codings.
    if after:
        return record, Happening(stamp, frame, frame if framed == state != {} else _as_text(state), by)
    return record, Happening(stamp, frame, None, by)


def _reading(
    stamp: Stamp, actor: str, kind: str, subject: str, facts: Mapping[str, Any]
) -> tuple[Record, Happening]:
    """Return what an event made of a transcript: its text never changes, how it is read may."""
    record = Record(TRANSCRIPT, (subject, str(facts["revision"])))
    if kind == "transcript.imported":
        frame = _as_text({name: facts[name] for name in ("participant", "sha256", "verbatim", "language")})
        return record, Happening(
            stamp, frame, _as_text([facts.get("reading"), sorted(facts.get("roles", {}).items())]), actor
        )
    if kind == REREAD:
        return record, Happening(
            stamp, "", _as_text([facts["reading"], sorted(map(tuple, facts["speakers"]))]), actor
        )
    return record, Happening(stamp, "", _as_text(facts), actor)


def _as_text(facts: object) -> str:
    """Return facts as one text; what is empty is left out, as older studies do not tell it."""
    if isinstance(facts, Mapping):
        facts = {
            name: value
            for name, value in facts.items()
            if value not in (None, "", 0, [], {}) and _USUAL.get(name) != value
        }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


# --- taking over ------------------------------------------------------------------------------------


Naming = Callable[[Told, Mapping[str, int]], Mapping[str, Any]]
"""Returns the body an event is to have here, given the numbers that events have here, by their hashes."""


def append(
    records: Records, told: Iterable[tuple[Told, bool]], named: Naming, numbers: dict[str, int]
) -> int:
    """Append what was taken over to the log, in the name of who did it; return how many events that were.

    Parameters
    ----------
    told
        The events, each with whether it makes a difference here.
    numbers
        Of the events that are here and make a difference, by their hashes; those appended are added.
    """
    connection, table = records.connection, schema.study
    # Changes nothing but that nobody else can write to the log until we are done.
    connection.execute(update(table).values(head_sequence=table.c.head_sequence))
    head = connection.execute(select(table.c.head_sequence, table.c.head_hash)).one()
    sequence, previous, count = head.head_sequence, head.head_hash, 0
    rows: list[dict[str, object]] = []
    for each, effective in told:
        origin = {
            "at": each.at,
            "moment": each.stamp.moment,
            "step": each.stamp.step,
            "hash": each.stamp.hash,
        }
        kind, body = each.kind, dict(named(each, numbers))
        if effective:
            numbers[each.stamp.hash] = sequence + 1
        else:
            inner = {"actor": each.actor, "kind": kind, "subject": each.subject, "body": body}
            kind, body = OVERTAKEN, {"event": inner}
        body[ORIGIN] = origin
        event = Event(sequence + 1, each.actor, kind, each.subject, body, records.at, previous)
        sequence, previous, count = event.sequence, event.hash, count + 1
        rows.append(_as_row(event, previous))
        if len(rows) == _AT_ONCE:
            connection.execute(insert(schema.events), rows)
            rows = []
    if rows:
        connection.execute(insert(schema.events), rows)
    connection.execute(update(table).values(head_sequence=sequence, head_hash=previous))
    return count


def _as_row(event: Event, hash_: str) -> dict[str, object]:
    return {
        "sequence": event.sequence,
        "actor": event.actor,
        "kind": event.kind,
        "subject": event.subject,
        "body": json.dumps(event.body, ensure_ascii=False),
        "at": event.at,
        "previous": event.previous,
        "hash": hash_,
    }


Row = Mapping[str, Any]


def rows(connection: Connection, kind: str, keys: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], Row]:
    """Return the rows of records of one kind as they lie in their table, by their keys."""
    how = KINDS[kind]
    wanted = set(keys)
    query = select(how.table)
    if len(wanted) <= _FEW:
        query = query.where(how.table.c[how.key[0]].in_({key[0] for key in wanted}))
    found = (dict(row) for row in connection.execute(query).mappings())
    keyed = ((tuple(str(row[name]) for name in how.key), row) for row in found)
    return {key: row for key, row in keyed if key in wanted}


def row_of(kind: str, told: Row) -> dict[str, Any]:
    """Return what an event tells of a record as a row of its table."""
    columns = KINDS[kind].table.c.keys()
    row = {name: value for name, value in told.items() if name in columns}
    return row | {name: json.dumps(row[name], ensure_ascii=False) for name in _TEXTS if name in row}


def put(connection: Connection, kind: str, changed: Mapping[tuple[str, ...], Row | None]) -> None:
    """Write the present state of records of one kind: a row each, or None for those that are gone."""
    how = KINDS[kind]
    there = rows(connection, kind, changed)
    fresh = [dict(row) for key, row in changed.items() if row is not None and key not in there]
    for start in range(0, len(fresh), _AT_ONCE):
        connection.execute(insert(how.table), fresh[start : start + _AT_ONCE])
    for key, present in there.items():
        row = changed[key]
        mine = [how.table.c[name] == present[name] for name in how.key]
        if row is None:
            connection.execute(how.table.delete().where(*mine))
        else:
            connection.execute(how.table.update().where(*mine).values(**row))
