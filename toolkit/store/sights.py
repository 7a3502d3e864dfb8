"""What one person may see of a study: hidden rows come back from no query, whoever asks and however.

While a round is blind, its coders must not see one another's work. No function of ours is trusted to remember
that: every SELECT of a connection that has a `Sight` is given, before it is run, a narrower meaning of the
tables' names, so that it finds the rows that may be seen and no others. Writing is left as it is: it goes to
rows that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Select,
    SelectBase,
    Table,
    and_,
    event,
    exists,
    func,
    or_,
    select,
)

from toolkit.errors import ToolkitError
from toolkit.model.round import Role
from toolkit.model.sight import EVERYTHING, Sight
from toolkit.store import schema

__all__ = ["check_lead", "check_leading", "check_whole", "keep_to", "lift", "look", "of", "unhidden", "watch"]

_SIGHT: Final = "sight"
_UNHIDDEN: Final = "unhidden"  # an option of its own, because a connection's options override a query's


def watch(engine: Engine) -> None:
    """Have every query on the engine keep to the sight of its connection."""
    event.listen(engine, "before_execute", _narrow, retval=True)


def look(connection: Connection, viewer: str | None) -> Sight:
    """Let the connection find what `viewer` may see, until it is given back; return what that is."""
    sight = _sight(connection, viewer)
    connection.execution_options(**{_SIGHT: sight})
    return sight


def keep_to(connection: Connection, sight: Sight) -> None:
    """Let the connection find what may be seen by a sight that was found elsewhere."""
    connection.execution_options(**{_SIGHT: sight})


def lift(connection: Connection) -> None:
    """Let the connection find everything: a file that was handed over keeps nothing from who has it."""
    connection.execution_options(**{_SIGHT: EVERYTHING})


def of(connection: Connection) -> Sight:
    """Return what may be seen through a connection."""
    found: Sight = connection.get_execution_options().get(_SIGHT, EVERYTHING)
    return found


def unhidden(query: Select[Any]) -> Select[Any]:
    """Let a query see everything: for what tells nobody anything of another's work."""
    return query.execution_options(**{_UNHIDDEN: True})


def check_whole(connection: Connection, what: str) -> None:
    """Refuse what rests on everybody's work where some of it is hidden from whoever asks.

    Parameters
    ----------
    what
        What is refused: "releasing a codebook".
    """
    sight = of(connection)
    if sight.whole:
        return
    blind = sight.hidden[0]
    remedy = f"wait until round {blind} is revealed, or ask a lead"
    if sight.viewer is None:
        remedy = "say who you are with --as NAME"
    raise ToolkitError(f"round {blind}", f"is blind, and {what} rests on everybody's codings", remedy)


def check_leading(connection: Connection, what: str) -> None:
    """Refuse what only a lead may do, in a study that has one; and what `check_whole` does."""
    check_whole(connection, what)
    check_lead(connection, what)


def check_lead(connection: Connection, what: str) -> None:
    """Refuse what only a lead may do, in a study that has one.

    Nobody in particular may do it, too, unless a round is blind: then leaving out one's name is no way in.
    """
    sight = of(connection)
    if sight.role == "lead" or (sight.viewer is None and sight.whole):
        return
    if sight.viewer is None:
        blind = f"round {sight.hidden[0]}"
        raise ToolkitError(blind, f"is blind, and {what} is for leads", "say who you are with --as NAME")
    leads = select(schema.coders.c.name).where(schema.coders.c.role == "lead").order_by(schema.coders.c.place)
    if names := connection.execute(leads).scalars().all():
        raise ToolkitError(sight.viewer, f"is no lead, and {what} is for leads", f"ask {names[0]}")


# Who may see what -------------------------------------------------------------------------------------


def _sight(connection: Connection, viewer: str | None) -> Sight:
    role = _role(connection, viewer)
    if role == "lead":
        return Sight(viewer, role)
    hidden = _hidden(connection, viewer)
    since = min((begun for _, begun in hidden), default="")
    return Sight(viewer, role, tuple(name for name, _ in hidden), since)


def _role(connection: Connection, viewer: str | None) -> Role | None:
    if viewer is None:
        return None
    coders = schema.coders
    found: Role | None = connection.execute(
        unhidden(select(coders.c.role).where(coders.c.name == viewer))
    ).scalar_one_or_none()
    return found


def _hidden(connection: Connection, viewer: str | None) -> list[tuple[str, str]]:
    """Return the blind rounds that are hidden from somebody, each with the time at which it began.

    Hidden from those who have not finished all they were given, and, as long as anybody has not, from those
    who were given nothing: they may be coders of it tomorrow.
    """
    rounds, tasks = schema.rounds, schema.assignments
    given = exists().where(tasks.c.round == rounds.c.id)
    mine = given.where(tasks.c.coder == viewer)
    opened = or_(
        and_(given, ~given.where(tasks.c.finished_at.is_(None))),
        and_(mine, ~mine.where(tasks.c.finished_at.is_(None))),
    )
    query = (
        select(rounds.c.id, rounds.c.begun_at)
        .where(rounds.c.blind == 1, rounds.c.revealed_at.is_(None), ~opened)
        .order_by(rounds.c.place)
    )
    return [(row.id, row.begun_at or "") for row in connection.execute(unhidden(query))]


# What is left of the tables ---------------------------------------------------------------------------


def _narrow(
    connection: Connection,
    clause: Any,  # noqa: ANN401 - anything that can be executed
    many: Any,  # noqa: ANN401 - parameters, which pass through
    one: Any,  # noqa: ANN401 - likewise
    options: Mapping[str, Any],
) -> tuple[Any, Any, Any]:
    """Have a query find, under the names of the tables, what may be seen of them."""
    seen: Sight = options.get(_SIGHT, EVERYTHING)
    if not seen.whole and not options.get(_UNHIDDEN, False) and isinstance(clause, SelectBase):
        clause = clause.add_cte(*_left(seen, connection.dialect.name))
    return clause, many, one


@lru_cache(maxsize=256)
def _left(seen: Sight, dialect: str) -> tuple[CTE, ...]:
    """Return the rows of the tables that may be seen, as common table expressions with the tables' names.

    In a query a name means such an expression rather than a table, however it is asked for. In the expression
    itself the table is meant; SQLite wants to be told so by its full name.
    """
    tables = _IN_FILE if dialect == "sqlite" else schema.metadata.tables
    kept = {name: tables[f"{_FILE}.{name}" if dialect == "sqlite" else name] for name in _LEFT}
    return tuple(select(kept[name]).where(rule(seen, kept)).cte(name) for name, rule in _LEFT.items())


_FILE: Final = "main"
_Tables = Mapping[str, Table]
_Rule = Callable[[Sight, _Tables], ColumnElement[bool]]


def _copied() -> _Tables:
    """Return the tables with the name that SQLite has for the file they are in."""
    copies = MetaData()
    for table in schema.metadata.sorted_tables:
        table.to_metadata(copies, schema=_FILE)
    return copies.tables


_IN_FILE: Final = _copied()


def _earlier(seen: Sight, at: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether something happened before the first of the hidden rounds began."""
    # Without the Z, because of two times within a second the shorter is the earlier one.
    return func.rtrim(at, "Z") < seen.since.rstrip("Z")


def _codings(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
    table = tables["codings"]
    return or_(table.c.coder == seen.viewer, table.c.round.not_in(seen.hidden))


def _assignments(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
    # A reading whose codings are hidden would count as one that found nothing.
    table = tables["assignments"]
    return or_(table.c.coder == seen.viewer, table.c.round.not_in(seen.hidden))


def _of_coding(name: str, who: str) -> _Rule:
    """Make the rule for what is said of codings: one's own word, and what is of a coding one may see."""

    def rule(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
        table, there = tables[name], select(tables["codings"].c.id).where(_codings(seen, tables))
        return or_(table.c[who] == seen.viewer, table.c.coding.in_(there))

    return rule


def _written(name: str, who: str, at: str) -> _Rule:
    """Make the rule for what people write: one's own, and what is older than the hidden rounds."""

    def rule(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
        table = tables[name]
        return or_(table.c[who] == seen.viewer, _earlier(seen, table.c[at]))

    return rule


def _strays(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
    table = tables["strays"]
    return or_(table.c.coder == seen.viewer, table.c.round.not_in(seen.hidden))


def _projects(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
    # What is kept of a project may tell of anybody's work in it.
    return _earlier(seen, tables["projects"].c.imported_at)


def _rulings(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
    """Whether an answer to a proposed code may be seen: whoever proposed the code has to know it."""
    table, proposals = tables["rulings"], tables["proposals"]
    asked = select(proposals.c.code).where(proposals.c.coder == seen.viewer)
    return or_(_written("rulings", "ruled_by", "ruled_at")(seen, tables), table.c.code.in_(asked))


def _events(seen: Sight, tables: _Tables) -> ColumnElement[bool]:
    """Whether an event may be seen: of one's own, older, or of what is nobody's coding."""
    table = tables["events"]
    apart = and_(*(table.c.kind.not_like(f"{kind}.%") for kind in _TELLING))
    return or_(_written("events", "actor", "at")(seen, tables), apart)


_TELLING: Final = (
    *("coding", "memo", "decision", "verdict", "placement"),
    *("quotation", "proposal", "ruling", "merge", "stray", "project"),
)
"""Kinds of events that tell of a person's codings or of what was made of them, in this copy or another."""

_LEFT: Final[Mapping[str, _Rule]] = {
    "codings": _codings,
    "assignments": _assignments,
    "decisions": _of_coding("decisions", "decided_by"),
    "placements": _of_coding("placements", "placed_by"),
    "memos": _written("memos", "author", "made_at"),
    "verdicts": _written("verdicts", "decided_by", "decided_at"),
    "picks": _written("picks", "picked_by", "made_at"),
    "proposals": _written("proposals", "coder", "made_at"),
    "rulings": _rulings,
    "strays": _strays,
    "projects": _projects,
    "events": _events,
}
"""What may be seen of each table that tells of people's work."""
