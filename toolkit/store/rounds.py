"""Coders, rounds and assignments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, update

from toolkit.errors import Invalid
from toolkit.model.consensus import CONSENSUS
from toolkit.model.round import Assignment, Coder, Round
from toolkit.store import schema
from toolkit.store.sights import unhidden
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
    facts = asdict(coder)
    records.connection.execute(insert(table).values(facts | {"since": records.at, "place": place}))
    records.log("coder.added", coder.name, after=facts)


def change_coder(records: Records, before: Coder, after: Coder) -> None:
    """Store another role or e-mail of a coder."""
    table = schema.coders
    facts = asdict(after)
    records.connection.execute(update(table).where(table.c.name == before.name).values(facts))
    records.log("coder.changed", after.name, before=asdict(before), after=facts)


def coders(connection: Connection) -> tuple[str, ...]:
    """Return the coders' names in the order they joined."""
    return tuple(connection.execute(select(schema.coders.c.name).order_by(schema.coders.c.place)).scalars())


def team(connection: Connection) -> tuple[Coder, ...]:
    """Return the coders with their roles, in the order they joined."""
    table = schema.coders
    query = select(table.c.name, table.c.role, table.c.email).order_by(table.c.place)
    return tuple(Coder(*row) for row in connection.execute(query))


def joined(connection: Connection) -> dict[str, str]:
    """Return when each coder joined, by name; ISO 8601 in UTC."""
    table = schema.coders
    return {row.name: row.since for row in connection.execute(select(table.c.name, table.c.since))}


def add_round(records: Records, added: Round) -> Round:
    """Store a round, which begins now, and return it."""
    table = schema.rounds
    place = records.connection.execute(select(func.count()).select_from(table)).scalar_one() + 1
    begun = replace(added, begun_at=records.at)
    facts = _facts(begun)
    records.connection.execute(insert(table).values(facts | {"place": place}))
    records.log("round.added", added.id, after=facts)
    return begun


def rounds(connection: Connection) -> tuple[Round, ...]:
    """Return all rounds in the order in which they began."""
    query = select(schema.rounds).order_by(schema.rounds.c.place)
    return tuple(_round(row) for row in connection.execute(query))


def _round(row: Row[tuple[object, ...]]) -> Round:
    told = (row.begun_at, row.revealed_at)
    return Round(row.id, row.purpose, row.codebook_version, bool(row.anew), row.unit, bool(row.blind), *told)


def current(connection: Connection) -> Round:
    """Return the round that began last: the one in which people code."""
    return rounds(connection)[-1]


def change_round(records: Records, before: Round, after: Round) -> None:
    """Store what has changed of a round."""
    table, facts = schema.rounds, _facts(after)
    records.connection.execute(update(table).where(table.c.id == before.id).values(facts))
    records.log("round.changed", after.id, before=_facts(before), after=facts)


def _facts(known: Round) -> dict[str, object]:
    return asdict(known) | {"anew": int(known.anew), "blind": int(known.blind)}


def assign(records: Records, assignment: Assignment) -> None:
    """Store an assignment, or its new state; an assignment that is there already as given is left alone."""
    connection, table = records.connection, schema.assignments
    mine = _is(assignment)
    # Whoever gives out transcripts need not see what became of them.
    before = connection.execute(unhidden(select(table).where(mine))).one_or_none()
    subject, facts = _subject(assignment), asdict(assignment)
    if before is None:
        connection.execute(insert(table).values(facts))
        records.log("assignment.made", subject, after=facts)
    elif (before.finished_at, before.revision) != (assignment.finished_at, assignment.revision):
        state = {"finished_at": assignment.finished_at, "revision": assignment.revision}
        connection.execute(update(table).where(mine).values(state))
        kind = "assignment.finished" if assignment.finished else "assignment.reopened"
        was = {"finished_at": before.finished_at, "revision": before.revision}
        records.log(kind, subject, before={**facts, **was}, after=facts)


def take_back(records: Records, assignment: Assignment) -> None:
    """Remove an assignment."""
    records.connection.execute(delete(schema.assignments).where(_is(assignment)))
    records.log("assignment.removed", _subject(assignment), before=asdict(assignment))


def _is(assignment: Assignment) -> ColumnElement[bool]:
    table = schema.assignments
    return and_(
        table.c.coder == assignment.coder,
        table.c.transcript == assignment.transcript,
        table.c.round == assignment.round,
    )


def _subject(assignment: Assignment) -> str:
    named = [assignment.coder, assignment.transcript, assignment.round]
    return json.dumps(named, ensure_ascii=False)


def everybodys(connection: Connection, round_: str | None = None) -> tuple[Assignment, ...]:
    """Return all assignments, or those of a round, also where work in it is hidden.

    Who was given what, and who has finished it, is no secret; what they coded is.
    """
    table = schema.assignments
    query = unhidden(select(table).order_by(table.c.coder, table.c.transcript, table.c.round))
    query = query if round_ is None else query.where(table.c.round == round_)
    return tuple(Assignment(*row) for row in connection.execute(query))


def reopenings(connection: Connection) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """Return when finished readings were reopened, by coder, transcript and round, first to last."""
    log = schema.events
    query = (
        select(log.c.subject, log.c.at).where(log.c.kind == "assignment.reopened").order_by(log.c.sequence)
    )
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for subject, at in connection.execute(unhidden(query)):
        coder, transcript, round_ = json.loads(subject)
        found[coder, transcript, round_] = (*found.get((coder, transcript, round_), ()), at)
    return found


def divided(records: Records, round_: str, how: Mapping[str, object]) -> None:
    """Write into the log how the transcripts of a round were shared out, with the seed of what was drawn."""
    records.log("division.made", round_, after=how)


def divisions(connection: Connection) -> Mapping[str, tuple[Mapping[str, object], ...]]:
    """Return how the transcripts of rounds were shared out, first to last."""
    log = schema.events
    query = select(log.c.subject, log.c.body).where(log.c.kind == "division.made").order_by(log.c.sequence)
    found: dict[str, tuple[Mapping[str, object], ...]] = {}
    for round_, body in connection.execute(query):
        found[round_] = (*found.get(round_, ()), json.loads(body)["after"])
    return found


def assignments(connection: Connection) -> tuple[Assignment, ...]:
    """Return all assignments by coder and transcript."""
    table = schema.assignments
    query = select(table).order_by(table.c.coder, table.c.transcript, table.c.round)
    return tuple(Assignment(*row) for row in connection.execute(query))


def given(connection: Connection, coder: str, round_: str) -> frozenset[str]:
    """Return the transcripts a coder was given in a round, which is no secret while it is blind."""
    table = schema.assignments
    mine = (table.c.coder == coder) & (table.c.round == round_)
    return frozenset(connection.execute(unhidden(select(table.c.transcript).where(mine))).scalars())


def readings(connection: Connection) -> tuple[tuple[Assignment, str], ...]:
    """Return all assignments, each with the codebook version of its round, in the order of the rounds."""
    table = schema.assignments
    query = (
        select(table, schema.rounds.c.codebook_version)
        .join(schema.rounds, schema.rounds.c.id == table.c.round)
        .order_by(schema.rounds.c.place, table.c.coder, table.c.transcript)
    )
    return tuple((Assignment(*row[:-1]), row[-1]) for row in connection.execute(query))
