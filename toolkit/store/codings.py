"""Codings: present state here, everything that ever happened in the events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from sys import intern
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from toolkit.model.coding import Coding, Quotation
from toolkit.model.transcript import Span
from toolkit.store import quotations, schema
from toolkit.store.study import Records

_AT_ONCE = 1_000
_COLUMNS = tuple(schema.codings.c.keys())


def add(records: Records, coding: Coding) -> None:
    """Store a coding."""
    row = as_row(coding)
    records.connection.execute(insert(schema.codings).values(row))
    records.log("coding.added", coding.id, after=row)


def remove(records: Records, coding: Coding, *, successor: str | None = None) -> None:
    """Take a coding out of the present state; the events keep it, and what was put in its place."""
    records.connection.execute(delete(schema.codings).where(schema.codings.c.id == coding.id))
    told = {} if successor is None else {"successor": {"id": successor}}
    records.log("coding.removed", coding.id, before=as_row(coding), **told)


def restore(records: Records, coding: Coding) -> None:
    """Bring back a coding that was removed, as it was."""
    row = as_row(coding)
    records.connection.execute(insert(schema.codings).values(row))
    records.log("coding.restored", coding.id, after=row)


def find(connection: Connection, name: str) -> Coding | None:
    """Return the coding with this id, or None if there is none now."""
    row = connection.execute(select(schema.codings).where(schema.codings.c.id == name)).one_or_none()
    return None if row is None else _coding(row)


def rivals(connection: Connection, coder: str, quotation: Quotation) -> tuple[Coding, ...]:
    """Return a coder's codings of the very passage, and those of other revisions, whose passage may be it."""
    table = schema.codings
    mine = (table.c.transcript == quotation.transcript) & (table.c.coder == coder)
    here = (table.c.start == quotation.span.start) & (table.c.end == quotation.span.end)
    elsewhere = table.c.revision != quotation.revision
    return tuple(_coding(row) for row in connection.execute(select(table).where(mine, here | elsewhere)))


def some(connection: Connection, names: Iterable[str]) -> dict[str, Coding]:
    """Return those of these codings that there are now, by their ids."""
    rows = connection.execute(select(schema.codings).where(schema.codings.c.id.in_(list(names))))
    return {row.id: _coding(row) for row in rows}


def transcripts_of(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the transcripts of those of these codings that there are now, by their ids."""
    table = schema.codings
    rows = connection.execute(select(table.c.id, table.c.transcript).where(table.c.id.in_(list(names))))
    return {row.id: row.transcript for row in rows}


def count(connection: Connection) -> int:
    """Return the number of codings there are now."""
    return connection.execute(select(func.count()).select_from(schema.codings)).scalar_one()


def count_of_round(connection: Connection, name: str) -> int:
    """Return the number of codings there are now that were made in a round."""
    made = schema.codings.c.round == name
    return connection.execute(select(func.count()).select_from(schema.codings).where(made)).scalar_one()


def count_with(connection: Connection, code: str, coder: str) -> int:
    """Return the number of codings a coder has made with a code."""
    table = schema.codings
    mine = (table.c.code == code) & (table.c.coder == coder)
    return connection.execute(select(func.count()).select_from(table).where(mine)).scalar_one()


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
    found = connection.execute(query.execution_options(yield_per=_AT_ONCE))
    # Those of a whole study would only push one another out of what is remembered.
    read = _made if transcript is None else _read
    return tuple(read(tuple(row)) for row in found)


def removed_since(connection: Connection, round_: str) -> tuple[Coding, ...]:
    """Return the codings that were there when a round began and were removed since, in the order they went.

    One that came back and went again is in it once; one that is there now may be in it, too.
    """
    log = schema.events
    began = connection.execute(
        select(log.c.sequence, log.c.at).where(log.c.kind == "round.added", log.c.subject == round_).limit(1)
    ).one()
    query = select(log.c.subject, log.c.body).where(
        log.c.kind == "coding.removed", log.c.sequence > began.sequence
    )
    gone: dict[str, Coding] = {}
    for subject, content in connection.execute(query.order_by(log.c.sequence)):
        body = json.loads(content)
        # What was taken over from another copy of the study tells when it happened there.
        if subject not in gone and body.get("taken_over", {}).get("at", began.at) >= began.at:
            gone[subject] = from_mapping(body["before"])
    return tuple(gone.values())


def of_proposed(connection: Connection) -> tuple[Coding, ...]:
    """Return the codings of codes that coders proposed, in the order of transcript and text."""
    table, first = schema.codings, schema.transcripts
    query = (
        select(table)
        .join(first, (first.c.id == table.c.transcript) & (first.c.revision == 1))
        .where(table.c.code.in_(select(schema.proposals.c.code)))
        .order_by(first.c.place, table.c.start, table.c.end.desc(), table.c.id)
    )
    return tuple(_coding(row) for row in connection.execute(query))


def began(connection: Connection, *, coders: Iterable[str] | None = None) -> dict[str, str]:
    """Return when the first coding in each transcript was made, of some coders if asked."""
    table = schema.codings
    # Without the Z, because of two times within a second the shorter is the earlier one.
    query = select(table.c.transcript, func.min(func.rtrim(table.c.made_at, "Z")))
    if coders is not None:
        query = query.where(table.c.coder.in_(list(coders)))
    return {row[0]: f"{row[1]}Z" for row in connection.execute(query.group_by(table.c.transcript))}


def uses(connection: Connection) -> set[tuple[str, str, str]]:
    """Return codebook version, transcript and coder of every coding, each three once."""
    table = schema.codings
    query = select(table.c.codebook_version, table.c.transcript, table.c.coder).distinct()
    return {(row[0], row[1], row[2]) for row in connection.execute(query)}


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


def _coding(row: Row[Any]) -> Coding:
    return _read(tuple(row))


def from_mapping(told: Mapping[str, Any]) -> Coding:
    """Return the coding that an event tells as `as_row` does."""
    return _read(tuple(told[name] for name in _COLUMNS))


def _made(values: tuple[Any, ...]) -> Coding:
    """Return the coding with these columns."""
    (name, transcript, revision, start, end, text, prefix, suffix, *told, at, certainty) = values
    # The same few names stand in hundred thousands of codings: one copy of each is kept.
    code, coder, version, round_ = map(intern, told)
    quotation = Quotation(intern(transcript), revision, Span(start, end), text, prefix, suffix)
    return Coding(name, quotation, code, coder, version, round_, at, certainty)


@lru_cache(maxsize=16_384)
def _read(values: tuple[Any, ...]) -> Coding:
    """Return the coding with these columns. A coding is never rewritten, so that each is checked once."""
    return _made(values)
