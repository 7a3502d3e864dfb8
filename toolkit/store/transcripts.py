"""Transcripts, their turns and speakers, and the participants."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping, func, insert, select, true

from toolkit.model.transcript import Role, Span, Speaker, Transcript, Turn
from toolkit.store import schema
from toolkit.store.study import Records


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
    _add_speakers(connection, transcript)
    _add_turns(connection, transcript)
    read = {"roles": {s.label: s.role for s in transcript.speakers}, "reading": reading_hash(transcript)}
    records.log("transcript.imported", transcript.id, after={**facts, **read})


def set_role(records: Records, transcript: Transcript, label: str, role: Role) -> None:
    """Say who a speaker is; the text and its turns stay as they are."""
    table = schema.speakers
    mine = (table.c.transcript == transcript.id) & (table.c.revision == transcript.revision)
    records.connection.execute(table.update().where(mine, table.c.label == label).values(role=role))
    before = next(speaker.role for speaker in transcript.speakers if speaker.label == label)
    told = {"transcript": transcript.id, "revision": transcript.revision, "label": label}
    records.log(
        "speaker.changed", transcript.id, before={**told, "role": before}, after={**told, "role": role}
    )


def reading_hash(transcript: Transcript) -> str:
    """Return a SHA-256 of how the text was read: turns with speakers and times, and the speakers' labels.

    Roles are left out: they are a person's to say, and each change of one is an event.
    """
    turns = [
        (t.number, t.span.start, t.span.end, t.speaker, t.began, t.ended, t.question)
        for t in transcript.turns
    ]
    content = json.dumps([turns, [speaker.label for speaker in transcript.speakers]], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


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
    return None if row is None else _transcript(connection, row)


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


def sharing_text(connection: Connection, transcript: Transcript) -> tuple[str, ...]:
    """Return the ids of other transcripts with the very same text."""
    table = schema.transcripts
    query = (
        select(table.c.id).where(table.c.sha256 == transcript.sha256, table.c.id != transcript.id).distinct()
    )
    return tuple(connection.execute(query.order_by(table.c.id)).scalars())


def everything(connection: Connection) -> tuple[Transcript, ...]:
    """Return the latest revision of every transcript, in the order of import."""
    found = (find(connection, name) for name in names(connection))
    return tuple(transcript for transcript in found if transcript is not None)


def _transcript(connection: Connection, row: RowMapping) -> Transcript:
    speakers = connection.execute(
        select(schema.speakers)
        .where(schema.speakers.c.transcript == row["id"], schema.speakers.c.revision == row["revision"])
        .order_by(schema.speakers.c.place)
    )
    turns = connection.execute(
        select(schema.turns)
        .where(schema.turns.c.transcript == row["id"], schema.turns.c.revision == row["revision"])
        .order_by(schema.turns.c.number)
    )
    return Transcript(
        id=row["id"],
        text=row["text"],
        turns=tuple(
            Turn(turn.number, Span(turn.start, turn.end), turn.speaker, turn.began, turn.ended, turn.question)
            for turn in turns
        ),
        speakers=tuple(Speaker(speaker.label, speaker.role) for speaker in speakers),
        participant=row["participant"],
        revision=row["revision"],
        verbatim=row["verbatim"],
        language=row["language"],
        source=row["source"],
    )


def add_participant(records: Records, name: str, attributes: Mapping[str, str]) -> None:
    """Store or replace what is known of a participant."""
    connection, table = records.connection, schema.participants
    before = connection.execute(select(table).where(table.c.id == name)).one_or_none()
    content = json.dumps(attributes, ensure_ascii=False)
    if before is None:
        place = connection.execute(select(func.count()).select_from(table)).scalar_one()
        connection.execute(insert(table).values(id=name, attributes=content, place=place))
        records.log("participant.added", name, after={"id": name, "attributes": attributes})
    elif before.attributes != content:
        connection.execute(table.update().where(table.c.id == name).values(attributes=content))
        was = {"id": name, "attributes": json.loads(before.attributes)}
        records.log("participant.changed", name, before=was, after={"id": name, "attributes": attributes})


def participants(connection: Connection) -> dict[str, dict[str, str]]:
    """Return attributes by participant, in the order of import."""
    rows = connection.execute(select(schema.participants).order_by(schema.participants.c.place))
    return {row.id: json.loads(row.attributes) for row in rows}
