"""Transcripts, their turns and speakers, and the participants."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import Any, Final

from sqlalchemy import Connection, Row, RowMapping, bindparam, delete, func, insert, select, true

from toolkit.errors import ToolkitError
from toolkit.model.recent import Recent
from toolkit.model.transcript import Role, Span, Speaker, Transcript, Turn
from toolkit.store import schema
from toolkit.store.study import Records

REREAD: Final = "reading.changed"
"""The event of another reading of the same text."""

_TOLD: Final = ("transcript.imported", REREAD, "speaker.added", "speaker.changed", "speaker.removed")
_AT_ONCE: Final = 1_000
_FEW: Final = 500  # of which a query can name each
_REMEMBERED: Final[Recent[str, Transcript]] = Recent(16)

TurnFacts = tuple[int, int, str | None, float | None, float | None, int | None]


def add(records: Records, transcript: Transcript) -> None:
    """Store a transcript (or a new revision of one) with its turns and speakers."""
    connection = records.connection
    known = select(schema.texts.c.sha256).where(schema.texts.c.sha256 == transcript.sha256)
    if connection.execute(known).one_or_none() is None:
        connection.execute(insert(schema.texts).values(sha256=transcript.sha256, text=transcript.text))
    facts = {
        "id": transcript.id,
        "revision": transcript.revision,
        "participant": transcript.participant,
        "sha256": transcript.sha256,
        "verbatim": transcript.verbatim,
        "language": transcript.language,
        "source": transcript.source,
    }
    place = connection.execute(select(func.count()).select_from(schema.transcripts)).scalar_one()
    connection.execute(insert(schema.transcripts).values(**facts, imported_at=records.at, place=place))
    write_reading(connection, transcript)
    read = {"roles": {s.label: s.role for s in transcript.speakers}, "reading": reading_hash(transcript)}
    records.log("transcript.imported", transcript.id, after={**facts, **read})


def set_role(records: Records, transcript: Transcript, label: str, role: Role) -> None:
    """Say who a speaker is; the text and its turns stay as they are."""
    now = find(records.connection, transcript.id) or transcript
    speakers = tuple(replace(each, role=role) if each.label == label else each for each in now.speakers)
    reread(records, now, replace(now, speakers=speakers), f"{label} is {role}")


def reread(
    records: Records, now: Transcript, then: Transcript, told: str, *, undoes: int | None = None
) -> None:
    """Store another reading of the same text: who speaks, where turns begin, which question they belong to.

    The event holds what is different before and after, so that it can be taken back exactly.

    Parameters
    ----------
    now, then
        As it is stored, and as it is to be.
    told
        What was done, in a few words.
    undoes
        The number of the event that is taken back by this one.

    Raises
    ------
    ToolkitError
        If the turns or speakers that are stored are not those of the log.
    """
    if now == then:
        return
    if reading_hash(now) != _recorded(records.connection, now.id):
        what = "its turns or speakers were changed behind the log"
        raise ToolkitError(now.id, what, "see: intercoder verify")
    for table in (schema.speakers, schema.turns):
        mine = (table.c.transcript == now.id) & (table.c.revision == now.revision)
        records.connection.execute(delete(table).where(mine))
    write_reading(records.connection, then)
    _log_speakers(records, now, then)
    after: dict[str, object] = {**_difference(then, now), "reading": reading_hash(then), "told": told}
    if undoes is not None:
        after["undoes"] = undoes
    records.log(REREAD, now.id, before=_difference(now, then), after=after)


def _recorded(connection: Connection, name: str) -> object:
    """Return the hash of the reading that the log told last."""
    table = schema.events
    query = (
        select(table.c.body)
        .where(table.c.subject == name, table.c.kind.in_(("transcript.imported", REREAD)))
        .order_by(table.c.sequence.desc())
        .limit(1)
    )
    body = connection.execute(query).scalars().one_or_none()
    return None if body is None else json.loads(body)["after"].get("reading")


def _log_speakers(records: Records, now: Transcript, then: Transcript) -> None:
    """Tell each speaker who came, went or has another role."""
    for label in dict.fromkeys(each.label for each in (*now.speakers, *then.speakers)):
        told = {**_key(now), "label": label}
        before, after = now.roles.get(label), then.roles.get(label)
        if after is None:
            records.log("speaker.removed", now.id, before={**told, "role": before})
        elif before is None:
            records.log("speaker.added", now.id, after={**told, "role": after})
        elif before != after:
            records.log(
                "speaker.changed", now.id, before={**told, "role": before}, after={**told, "role": after}
            )


def _difference(mine: Transcript, other: Transcript) -> dict[str, object]:
    """Return all speakers of a reading, and those of its turns that the other does not have."""
    theirs = {turn_facts(turn) for turn in other.turns}
    return {
        **_key(mine),
        "speakers": [[each.label, each.role] for each in mine.speakers],
        "turns": [facts for turn in mine.turns if (facts := turn_facts(turn)) not in theirs],
    }


def turn_facts(turn: Turn) -> TurnFacts:
    """Return all that a turn is but its number, which follows from its place."""
    return turn.span.start, turn.span.end, turn.speaker, turn.began, turn.ended, turn.question


def reading_hash(transcript: Transcript) -> str:
    """Return a SHA-256 of how the text was read: turns with speakers and times, and the speakers' labels.

    Roles are left out: they are a person's to say, and each change of one is an event.
    """
    turns = [(turn.number, *turn_facts(turn)) for turn in transcript.turns]
    content = json.dumps([turns, [speaker.label for speaker in transcript.speakers]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def write_reading(connection: Connection, transcript: Transcript) -> None:
    """Write the rows of turns and speakers, of which there are none yet; the log is not told."""
    _add_speakers(connection, transcript)
    _add_turns(connection, transcript)


def _add_speakers(connection: Connection, transcript: Transcript) -> None:
    rows: list[dict[str, object]] = [
        {"label": speaker.label, "role": speaker.role, "place": place, **_key(transcript)}
        for place, speaker in enumerate(transcript.speakers)
    ]
    if rows:
        connection.execute(insert(schema.speakers), rows)


def _add_turns(connection: Connection, transcript: Transcript) -> None:
    rows: list[dict[str, object]] = [
        {
            "number": turn.number,
            "start": turn.span.start,
            "end": turn.span.end,
            "speaker": turn.speaker,
            "began": turn.began,
            "ended": turn.ended,
            "question": turn.question,
            **_key(transcript),
        }
        for turn in transcript.turns
    ]
    connection.execute(insert(schema.turns), rows)


def _key(transcript: Transcript) -> dict[str, object]:
    return {"transcript": transcript.id, "revision": transcript.revision}


def names(connection: Connection) -> tuple[str, ...]:
    """Return the ids of all transcripts in the order of their import."""
    table = schema.transcripts
    query = select(table.c.id).group_by(table.c.id).order_by(func.min(table.c.place))
    return tuple(connection.execute(query).scalars())


def find(connection: Connection, name: str, revision: int | None = None) -> Transcript | None:
    """Return a revision of a transcript, by default the latest, or None."""
    table = schema.transcripts
    query = (
        select(table, schema.texts.c.text)
        .join(schema.texts, schema.texts.c.sha256 == table.c.sha256)
        .where(table.c.id == name, true() if revision is None else table.c.revision == revision)
        .order_by(table.c.revision.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _read(connection, row)


def remembered(connection: Connection, name: str) -> Transcript | None:
    """Return the latest revision of a transcript, read once for each change of it that the log tells.

    For those who ask at every coding: a book has thousands of turns. What was changed behind the log is not
    seen as long as it is remembered.
    """
    table = schema.events
    query = (
        select(table.c.hash)
        .where(table.c.subject == name, table.c.kind.in_(_TOLD))
        .order_by(table.c.sequence.desc())
        .limit(1)
    )
    told = connection.execute(query).scalars().one_or_none()
    known = None if told is None else _REMEMBERED.find(told)
    if known is None:
        known = find(connection, name)
        if known is not None and told is not None:
            _REMEMBERED.keep(told, known)
    return known


def told(connection: Connection) -> dict[str, str]:
    """Return the hash of the last event that told something of each transcript, in the order of import.

    As long as it is the same, so is the transcript, unless it was changed behind the log.
    """
    log = schema.events
    ordered = names(connection)
    found = dict.fromkeys(ordered, "")
    for start in range(0, len(ordered), _FEW):
        these = log.c.subject.in_(ordered[start : start + _FEW])
        query = select(log.c.subject, log.c.hash).where(these, log.c.kind.in_(_TOLD)).order_by(log.c.sequence)
        found |= {row.subject: row.hash for row in connection.execute(query)}
    return found


def revisions(connection: Connection, name: str) -> dict[int, str]:
    """Return the hashes of the texts of a transcript by revision, the first one first."""
    table = schema.transcripts
    query = select(table.c.revision, table.c.sha256).where(table.c.id == name).order_by(table.c.revision)
    return {row.revision: row.sha256 for row in connection.execute(query)}


def corrected(connection: Connection) -> dict[str, int]:
    """Return the number of the latest revision of each transcript that was corrected, in order of import."""
    table = schema.transcripts
    latest = func.max(table.c.revision)
    query = select(table.c.id, latest).group_by(table.c.id).having(latest > 1)
    return {row[0]: row[1] for row in connection.execute(query.order_by(func.min(table.c.place)))}


def roles(connection: Connection, name: str) -> dict[str, Role]:
    """Return the roles of the speakers in the latest revision of a transcript, by label."""
    table = schema.speakers
    latest = select(func.max(schema.transcripts.c.revision)).where(schema.transcripts.c.id == name)
    query = select(table.c.label, table.c.role).where(
        table.c.transcript == name, table.c.revision == latest.scalar_subquery()
    )
    return {row.label: row.role for row in connection.execute(query.order_by(table.c.place))}


def persons(connection: Connection) -> dict[str, str]:
    """Return who was interviewed by transcript, in the latest revision of each."""
    table = schema.transcripts
    rows = connection.execute(select(table.c.id, table.c.participant).order_by(table.c.revision))
    return {row.id: row.participant for row in rows}


def hashes(connection: Connection) -> dict[str, str]:
    """Return the SHA-256 of each transcript's latest text by its id."""
    table = schema.transcripts
    rows = connection.execute(select(table.c.id, table.c.sha256).order_by(table.c.revision))
    return {row.id: row.sha256 for row in rows}


def sharing_text(connection: Connection, name: str, sha256: str) -> tuple[str, ...]:
    """Return the ids of other transcripts than `name` with the very same text."""
    table = schema.transcripts
    query = select(table.c.id).where(table.c.sha256 == sha256, table.c.id != name).distinct()
    return tuple(connection.execute(query.order_by(table.c.id)).scalars())


def everything(connection: Connection, names: Collection[str] | None = None) -> tuple[Transcript, ...]:
    """Return the latest revision of every transcript, or of some, in the order of import."""
    table = schema.transcripts
    latest = _latest(connection)
    if names is not None:
        latest = {name: revision for name, revision in latest.items() if name in names}
    chosen = None if names is None or len(latest) > _FEW else tuple(latest)
    query = select(table, schema.texts.c.text).join(schema.texts, schema.texts.c.sha256 == table.c.sha256)
    query = query if chosen is None else query.where(table.c.id.in_(chosen))
    rows = {
        row["id"]: row
        for row in connection.execute(query).mappings()
        if latest.get(row["id"]) == row["revision"]
    }
    speakers, turns = _all_speakers(connection, latest, chosen), _all_turns(connection, latest, chosen)
    return tuple(_transcript(rows[name], speakers.get(name, ()), turns.get(name, ())) for name in latest)


def _latest(connection: Connection) -> dict[str, int]:
    """Return the number of the latest revision of each transcript, in the order of import."""
    table = schema.transcripts
    query = select(table.c.id, func.max(table.c.revision)).group_by(table.c.id)
    return {row[0]: row[1] for row in connection.execute(query.order_by(func.min(table.c.place)))}


def _all_speakers(
    connection: Connection, latest: Mapping[str, int], chosen: Sequence[str] | None
) -> dict[str, list[Speaker]]:
    table = schema.speakers
    query = select(table) if chosen is None else select(table).where(table.c.transcript.in_(chosen))
    found: defaultdict[str, list[Speaker]] = defaultdict(list)
    for row in connection.execute(query.order_by(table.c.place)):
        if latest.get(row.transcript) == row.revision:
            found[row.transcript].append(_speaker(row))
    return found


def _all_turns(
    connection: Connection, latest: Mapping[str, int], chosen: Sequence[str] | None
) -> dict[str, list[Turn]]:
    table = schema.turns
    query = select(table) if chosen is None else select(table).where(table.c.transcript.in_(chosen))
    query = query.order_by(table.c.transcript, table.c.revision, table.c.number)
    found: defaultdict[str, list[Turn]] = defaultdict(list)
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        if latest.get(row[0]) == row[1]:
            found[row[0]].append(_turn(row))
    return found


def _read(connection: Connection, row: RowMapping) -> Transcript:
    """Return the transcript of a row, with its speakers and turns."""
    speakers, turns = (
        connection.execute(
            select(table)
            .where(table.c.transcript == row["id"], table.c.revision == row["revision"])
            .order_by(place)
        )
        for table, place in (
            (schema.speakers, schema.speakers.c.place),
            (schema.turns, schema.turns.c.number),
        )
    )
    return _transcript(row, map(_speaker, speakers), map(_turn, turns))


def _speaker(row: Row[Any]) -> Speaker:
    return Speaker(row.label, row.role)


def _turn(row: Sequence[Any]) -> Turn:
    _, _, number, start, end, speaker, began, ended, question = row
    # One copy of each label: there are as many as turns.
    label = None if speaker is None else intern(speaker)
    return Turn(number, Span(start, end), label, began, ended, question)


def _transcript(row: RowMapping, speakers: Iterable[Speaker], turns: Iterable[Turn]) -> Transcript:
    return Transcript(
        id=row["id"],
        text=row["text"],
        turns=tuple(turns),
        speakers=tuple(speakers),
        participant=row["participant"],
        revision=row["revision"],
        verbatim=row["verbatim"],
        language=row["language"],
        source=row["source"],
    )


def add_participant(records: Records, name: str, attributes: Mapping[str, str]) -> None:
    """Store or replace what is known of a participant."""
    add_participants(records, {name: attributes})


def add_participants(records: Records, known: Mapping[str, Mapping[str, str]]) -> None:
    """Store or replace what is known of participants, by name."""
    connection, table = records.connection, schema.participants
    query = select(table.c.id, table.c.attributes)
    before = {
        row.id: row.attributes
        for some in _some_at_once(known)
        for row in connection.execute(query.where(table.c.id.in_(some)))
    }
    place = connection.execute(select(func.count()).select_from(table)).scalar_one()
    added = [name for name in known if name not in before]
    rows = [
        {"id": name, "attributes": _written(known[name]), "place": place + number}
        for number, name in enumerate(added)
    ]
    if rows:
        connection.execute(insert(table), rows)
        told = [(name, {"after": {"id": name, "attributes": known[name]}}) for name in added]
        records.log_all("participant.added", told)
    changed = [name for name in known if name in before and before[name] != _written(known[name])]
    if changed:
        rows = [{"name": name, "content": _written(known[name])} for name in changed]
        change = table.update().where(table.c.id == bindparam("name")).values(attributes=bindparam("content"))
        connection.execute(change, rows)
        records.log_all("participant.changed", [(name, _change(name, before, known)) for name in changed])


def _some_at_once(names: Iterable[str]) -> Iterator[Sequence[str]]:
    """Yield as many names as one query can hold."""
    rest = list(names)
    for start in range(0, len(rest), _FEW):
        yield rest[start : start + _FEW]


def _written(attributes: Mapping[str, str]) -> str:
    return json.dumps(attributes, ensure_ascii=False)


def _change(
    name: str, before: Mapping[str, str], after: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, object]]:
    was = {"id": name, "attributes": json.loads(before[name])}
    return {"before": was, "after": {"id": name, "attributes": after[name]}}


def participants(connection: Connection) -> dict[str, dict[str, str]]:
    """Return attributes by participant, in the order of import."""
    rows = connection.execute(select(schema.participants).order_by(schema.participants.c.place))
    return {row.id: json.loads(row.attributes) for row in rows}
