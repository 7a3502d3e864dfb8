"""Coders, rounds and assignments."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from sqlalchemy import Connection, Row, func, insert, select, update

from toolkit.errors import Invalid
from toolkit.model.consensus import CONSENSUS
from toolkit.model.round import Assignment, Coder, Round, RoundUnit
from toolkit.store import schema
from toolkit.store.study import Records


def add_coder(records: Records, coder: Coder) -> None:
    """Store a coder.

    Raises
    ------
    Invalid
        If the name is the one that stands for the consensus wherever coders are chosen.
    """
    if coder.name == CONSENSUS:
        raise Invalid(
            f"no coder can be called {CONSENSUS}", "it stands for what coders agree on; take another"
        )
    table = schema.coders
    place = records.connection.execute(select(func.count()).select_from(table)).scalar_one()
    records.connection.execute(insert(table).values(name=coder.name, since=records.at, place=place))
    records.log("coder.added", coder.name, after={"name": coder.name})


def coders(connection: Connection) -> tuple[str, ...]:
    """Return the coders' names in the order they joined."""
    return tuple(connection.execute(select(schema.coders.c.name).order_by(schema.coders.c.place)).scalars())


def add_round(records: Records, added: Round) -> None:
    """Store a round."""
    facts = _facts(added)
    records.connection.execute(insert(schema.rounds).values(facts))
    records.log("round.added", added.id, after=facts)


def rounds(connection: Connection) -> tuple[Round, ...]:
    """Return all rounds in the order of their codebook versions."""
    books = schema.codebooks
    query = (
        select(schema.rounds)
        .join(books, books.c.version == schema.rounds.c.codebook_version)
        .order_by(books.c.place)
    )
    return tuple(_round(row) for row in connection.execute(query))


def _round(row: Row[tuple[object, ...]]) -> Round:
    return Round(row.id, row.purpose, row.codebook_version, bool(row.anew), row.unit)


def current(connection: Connection) -> Round:
    """Return the round under the latest codebook: the one in which people code."""
    return rounds(connection)[-1]


def set_unit(records: Records, changed: Round, unit: RoundUnit) -> None:
    """Say what a coding of a round may cover."""
    table = schema.rounds
    records.connection.execute(update(table).where(table.c.id == changed.id).values(unit=unit))
    then, now = _facts(changed), _facts(replace(changed, unit=unit))
    records.log("round.changed", changed.id, before=then, after=now)


def _facts(known: Round) -> dict[str, object]:
    return asdict(known) | {"anew": int(known.anew)}


def assign(records: Records, assignment: Assignment) -> None:
    """Store an assignment, or its new state; an assignment that is there already as given is left alone."""
    connection, table = records.connection, schema.assignments
    mine = (
        (table.c.coder == assignment.coder)
        & (table.c.transcript == assignment.transcript)
        & (table.c.round == assignment.round)
    )
    before = connection.execute(select(table).where(mine)).one_or_none()
    subject = json.dumps([assignment.coder, assignment.transcript, assignment.round], ensure_ascii=False)
    facts = {
        "coder": assignment.coder,
        "transcript": assignment.transcript,
        "round": assignment.round,
        "finished_at": assignment.finished_at,
        "revision": assignment.revision,
    }
    if before is None:
        connection.execute(insert(table).values(facts))
        records.log("assignment.made", subject, after=facts)
    elif before.finished_at != assignment.finished_at or before.revision != assignment.revision:
        state = {"finished_at": assignment.finished_at, "revision": assignment.revision}
        connection.execute(update(table).where(mine).values(state))
        kind = "assignment.finished" if assignment.finished else "assignment.reopened"
        was = {"finished_at": before.finished_at, "revision": before.revision}
        records.log(kind, subject, before={**facts, **was}, after=facts)


def assignments(connection: Connection) -> tuple[Assignment, ...]:
    """Return all assignments by coder and transcript."""
    table = schema.assignments
    query = select(table).order_by(table.c.coder, table.c.transcript, table.c.round)
    return tuple(Assignment(*row) for row in connection.execute(query))


def readings(connection: Connection) -> tuple[tuple[Assignment, str], ...]:
    """Return all assignments, each with the codebook version of its round, in the order of the versions."""
    table, books = schema.assignments, schema.codebooks
    query = (
        select(table, schema.rounds.c.codebook_version)
        .join(schema.rounds, schema.rounds.c.id == table.c.round)
        .join(books, books.c.version == schema.rounds.c.codebook_version)
        .order_by(books.c.place, table.c.coder, table.c.transcript)
    )
    return tuple((Assignment(*row[:-1]), row[-1]) for row in connection.execute(query))
