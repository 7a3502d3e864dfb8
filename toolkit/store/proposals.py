"""Codes that coders propose, and what the team says to them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from toolkit.errors import ToolkitError
from toolkit.model.proposal import Proposal, Ruling
from toolkit.store import schema
from toolkit.store.study import Records


def add(records: Records, proposal: Proposal, *, beside: str | None = None) -> None:
    """Store a proposal; the log keeps `beside` which transcript it was made."""
    records.connection.execute(insert(schema.proposals).values(asdict(proposal)))
    records.log("proposal.made", proposal.id, after=asdict(proposal), **_place(beside))


def remove(records: Records, proposal: Proposal, *, beside: str | None = None) -> None:
    """Take a proposal out of the present state; the events keep it."""
    records.connection.execute(delete(schema.proposals).where(schema.proposals.c.id == proposal.id))
    records.log("proposal.withdrawn", proposal.id, before=asdict(proposal), **_place(beside))


def restore(records: Records, proposal: Proposal, *, beside: str | None = None) -> None:
    """Bring back a proposal that was withdrawn."""
    records.connection.execute(insert(schema.proposals).values(asdict(proposal)))
    records.log("proposal.restored", proposal.id, after=asdict(proposal), **_place(beside))


def _place(beside: str | None) -> dict[str, dict[str, object]]:
    return {} if beside is None else {"beside": {"transcript": beside}}


def find(connection: Connection, name: str) -> Proposal | None:
    """Return the proposal with this id, or None if there is none now."""
    table = schema.proposals
    row = connection.execute(select(table).where(table.c.id == name)).one_or_none()
    return None if row is None else Proposal(*row)


def everything(connection: Connection, *, coder: str | None = None) -> tuple[Proposal, ...]:
    """Return the proposals in the order they were made, of one coder if asked."""
    table = schema.proposals
    query = select(table).order_by(table.c.made_at, table.c.id)
    if coder is not None:
        query = query.where(table.c.coder == coder)
    return tuple(Proposal(*row) for row in connection.execute(query))


def rule(records: Records, ruling: Ruling) -> None:
    """Store a ruling."""
    content = {"codes": json.dumps(ruling.codes, ensure_ascii=False)}
    records.connection.execute(insert(schema.rulings).values(asdict(ruling) | content))
    records.log("ruling.given", ruling.code, after=_told(ruling))


def take_back(records: Records, ruling: Ruling) -> None:
    """Take a ruling back; the events keep it."""
    records.connection.execute(delete(schema.rulings).where(schema.rulings.c.code == ruling.code))
    records.log("ruling.withdrawn", ruling.code, before=_told(ruling))


def rulings(connection: Connection) -> tuple[Ruling, ...]:
    """Return all rulings in the order in which they were given."""
    table = schema.rulings
    rows = connection.execute(select(table).order_by(table.c.ruled_at, table.c.code)).mappings()
    return tuple(_ruling(dict(row)) for row in rows)


def _ruling(row: dict[str, Any]) -> Ruling:
    try:
        return Ruling(**row | {"codes": tuple(json.loads(row["codes"]))})
    except (ValueError, TypeError) as fault:
        what = "cannot be read: the study was changed behind its back"
        raise ToolkitError(f"ruling on {row['code']}", what, "see: intercoder verify") from fault


def _told(ruling: Ruling) -> dict[str, object]:
    return asdict(ruling) | {"codes": list(ruling.codes)}
