"""Codings: present state here, everything that ever happened in the events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, or_, select

from toolkit.model.coding import Coding, Quotation, kept_coding, kept_quotation
from toolkit.model.transcript import Span
from toolkit.store import quotations, schema
from toolkit.store.study import Records
from toolkit.store.transcripts import names as transcript_names

_AT_ONCE = 1_000
_SHARE = 10_000
_MOST_NAMES = 500  # in one query
_COLUMNS = tuple(schema.codings.c.keys())


def add(records: Records, coding: Coding) -> None:
    """Store a coding."""
    row = as_row(coding)
    records.connection.execute(insert(schema.codings), row)
    records.log("coding.added", coding.id, after=row)


def add_theirs(records: Records, codings: Iterable[Coding]) -> None:
    """Store what coders made elsewhere; the log tells each as its coder's own, at the time it was made."""
    told = [(coding.coder, coding.made_at, coding.id, {"after": as_row(coding)}) for coding in codings]
    if told:
        records.connection.execute(insert(schema.codings), [body["after"] for *_, body in told])
    records.log_each("coding.added", told)


def remove(records: Records, coding: Coding, *, successor: str | None = None) -> None:
    """Take a coding out of the present state; the events keep it, and what was put in its place."""
    records.connection.execute(delete(schema.codings).where(schema.codings.c.id == coding.id))
    told = {} if successor is None else {"successor": {"id": successor}}
    records.log("coding.removed", coding.id, before=as_row(coding), **told)


def restore(records: Records, coding: Coding) -> None:
    """Bring back a coding that was removed, as it was."""
    row = as_row(coding)
    records.connection.execute(insert(schema.codings), row)
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
    asked = list(dict.fromkeys(names))
    found: dict[str, Coding] = {}
    for start in range(0, len(asked), _MOST_NAMES):
        these = schema.codings.c.id.in_(asked[start : start + _MOST_NAMES])
        rows = connection.execute(select(schema.codings).where(these))
        found |= {row.id: _coding(row) for row in rows}
    return found


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
    connection: Connection,
    *,
    transcript: str | None = None,
    transcripts: Sequence[str] | None = None,
    coders: Iterable[str] | None = None,
) -> tuple[Coding, ...]:
    """Return codings in the order of transcript and text, of some transcripts and coders if asked.

    Parameters
    ----------
    transcript
        The one that lies before somebody and is asked for again and again: its codings are remembered.
    """
    if transcript is None:
        shares_ = shares(connection, transcripts)
        return tuple(coding for names in shares_ for coding in share(connection, names, coders))
    query = _in_order().where(schema.codings.c.transcript == transcript)
    if coders is not None:
        query = query.where(schema.codings.c.coder.in_(list(coders)))
    return tuple(map(_coding, connection.execute(query)))


def _in_order() -> Select[Any]:
    table, first = schema.codings, schema.transcripts
    return (
        select(table)
        # The first revision: a correction leaves a transcript in its place.
        .join(first, (first.c.id == table.c.transcript) & (first.c.revision == 1))
        .order_by(first.c.place, table.c.start, table.c.end.desc(), table.c.id)
    )


def shares(
    connection: Connection, names: Sequence[str] | None = None, *, most: int = _SHARE
) -> Iterator[tuple[str, ...]]:
    """Yield transcripts in their order, coded or not, so many together as have about so many codings.

    Whoever goes through the codings of a study share by share has no more of them in memory than that.

    Parameters
    ----------
    names
        The transcripts; by default all, in the order of import.
    """
    table = schema.codings
    query = select(table.c.transcript, func.count()).group_by(table.c.transcript)
    if names is not None and len(names) <= _MOST_NAMES:
        query = query.where(table.c.transcript.in_(list(names)))
    counted = {row[0]: row[1] for row in connection.execute(query)}
    held: list[str] = []
    weight = 0
    for name in transcript_names(connection) if names is None else names:
        more = counted.get(name, 0)
        if held and (weight + more > most or len(held) == _MOST_NAMES):
            yield tuple(held)
            held, weight = [], 0
        held.append(name)
        weight += more
    if held:
        yield tuple(held)


def share(
    connection: Connection, names: Sequence[str], coders: Iterable[str] | None = None
) -> tuple[Coding, ...]:
    """Return the codings in a few transcripts, in the order of these and of text, of some coders if asked."""
    table = schema.codings
    query = select(table).where(table.c.transcript.in_(list(names)))
    if coders is not None:
        query = query.where(table.c.coder.in_(list(coders)))
    order = {name: place for place, name in enumerate(names)}
    rows = connection.execute(query).all()
    # Rows are long: the database would take much more time for it.
    found = sorted(rows, key=lambda row: (order[row[1]], row[3], -row[4], row[0]))
    return tuple(_all_of(found))


def of_codes(
    connection: Connection, made: Iterable[tuple[str, str]], transcripts: Sequence[str] = ()
) -> tuple[Coding, ...]:
    """Return the codings made with some codes, each under a version, and all those in some transcripts.

    Parameters
    ----------
    made
        Codes with the codebook versions they were given under.
    """
    table = schema.codings
    versions: dict[str, list[str]] = {}
    for code, version in made:
        versions.setdefault(version, []).append(code)
    wanted: list[ColumnElement[bool]] = [
        (table.c.codebook_version == version) & table.c.code.in_(codes) for version, codes in versions.items()
    ]
    wanted += [table.c.transcript.in_(list(transcripts))] if transcripts else []
    if not wanted:
        return ()
    rows = connection.execute(_in_order().where(or_(*wanted)).execution_options(yield_per=_AT_ONCE))
    return tuple(_all_of(rows))


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


def places(
    connection: Connection, coder: str, rounds: Iterable[str], transcripts: Iterable[str]
) -> Iterator[tuple[str, int, Span]]:
    """Yield transcript, revision and span of a coder's codings of some rounds in some transcripts."""
    table = schema.codings
    names = list(transcripts)
    for start in range(0, len(names), _MOST_NAMES):
        query = select(table.c.transcript, table.c.revision, table.c.start, table.c.end).where(
            table.c.transcript.in_(names[start : start + _MOST_NAMES]),
            table.c.coder == coder,
            table.c.round.in_(list(rounds)),
        )
        for transcript, revision, first, last in connection.execute(query):
            yield transcript, revision, Span(first, last)


def begun(connection: Connection, coder: str, round_: str) -> frozenset[str]:
    """Return the transcripts in which a coder has codings made in a round."""
    table = schema.codings
    query = select(table.c.transcript).where(table.c.coder == coder, table.c.round == round_).distinct()
    return frozenset(connection.execute(query).scalars())


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


def _all_of(rows: Iterable[Sequence[Any]]) -> Iterator[Coding]:
    """Yield the codings of many rows; those of one passage, by whomever, share one quotation.

    What many have in common is checked once, and of each the rest was checked when it was written; `verify`
    does so again.
    """
    known: dict[tuple[str, int, int, int], Quotation] = {}
    common: dict[tuple[str, str, str, str], tuple[str, str, str, str]] = {}
    for row in rows:
        name, transcript, revision, start, end, text, prefix, suffix, code, coder, version, round_, *rest = (
            row
        )
        place = (transcript, revision, start, end)
        same = known.get(place)
        if same is None or same.text != text or same.prefix != prefix or same.suffix != suffix:
            of = intern(transcript)
            same = known[place] = kept_quotation(of, revision, start, end, text, prefix, suffix)
        told = (code, coder, version, round_)
        names = common.get(told)
        if names is None:
            # The same few names stand in hundred thousands of codings: one copy of each is kept.
            names = common[told] = (intern(code), intern(coder), intern(version), intern(round_))
            yield Coding(name, same, *names, *rest)
        else:
            yield kept_coding(name, same, *names, *rest)


@lru_cache(maxsize=16_384)
def _read(values: tuple[Any, ...]) -> Coding:
    """Return the coding with these columns. A coding is never rewritten, so that each is checked once."""
    (name, transcript, revision, start, end, text, prefix, suffix, *told, at, certainty) = values
    code, coder, version, round_ = map(intern, told)
    quotation = Quotation(intern(transcript), revision, Span(start, end), text, prefix, suffix)
    return Coding(name, quotation, code, coder, version, round_, at, certainty)
