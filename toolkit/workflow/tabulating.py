"""From what was laid side by side to numbers in a table: where every journey of agreement ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from toolkit.agreement.coefficients import COEFFICIENTS, ON_SETS
from toolkit.agreement.printed import as_table
from toolkit.agreement.table import reliability_table
from toolkit.model.reliability import Asked
from toolkit.model.table import Column, Table, Value
from toolkit.workflow.collating import Collated, Discussed


def computed(found: Collated, asked: Asked | None = None) -> Table:
    """Compute agreement on what was laid side by side.

    Parameters
    ----------
    asked
        Which coefficients and intervals; by default the usual ones.
    """
    asked = asked or Asked()
    made = reliability_table(
        found.data, unit=found.unit, transcripts=found.transcripts, notes=found.notes, asked=asked
    )
    return as_table(made, found.labels, round=found.rounds, codebook_version=found.version)


_AFTER: Final = (
    "After discussion: the same readings, as if each coder had coded what was settled; what is open stays "
    "as each coder has it. It tells what discussion came to. How far coders agree by themselves, and so how "
    "reliable the coding is, the values beside it tell."
)
_COUNTS: Final = (
    Column("settled", "count", meaning="Passages on which coders differed and that were settled."),
    Column("open", "count", meaning="Passages on which coders differ and that nobody settled."),
    Column(
        "boundaries",
        "count",
        "Words differ",
        meaning="Passages all coders gave the code, on different words, that nobody settled.",
    ),
)


def computed_twice(found: Discussed, asked: Asked | None = None) -> Table:
    """Compute agreement before and after discussion: one table with both, the latter without intervals."""
    asked = asked or Asked()
    before = computed(found.before, asked)
    after = computed(found.after, replace(asked, interval="none"))
    later = [dict(zip(after.names, row, strict=True)) for row in after.rows]
    columns: list[Column] = []
    for column in before.columns:
        if column.name == "reason":
            columns += _COUNTS
        columns.append(column)
        if _is_coefficient(column.name, after):
            columns.append(_after(column))
    rows = []
    for row, then in zip(before.rows, later, strict=True):
        first = dict(zip(before.names, row, strict=True))
        counted = {
            name: _number(counts, then["code"])
            for name, counts in (
                ("settled", found.settled),
                ("open", found.open),
                ("boundaries", found.boundaries),
            )
        }
        told = {
            **first,
            **{f"{name}_after": value for name, value in then.items()},
            **counted,
            "reason": _reasons(str(first["reason"] or ""), str(then["reason"] or "")),
        }
        rows.append(tuple(told[column.name] for column in columns))
    title = "Agreement between coders before and after discussion"
    return Table(title, tuple(columns), tuple(rows), (_AFTER, *before.notes))


def _reasons(before: str, after: str) -> str:
    """Return the reasons of both, those after discussion only where they are others."""
    known = before.split("; ")
    fresh = [f"after discussion: {reason}" for reason in after.split("; ") if reason not in ("", *known)]
    return "; ".join([*filter(None, known), *fresh])


def _is_coefficient(name: str, after: Table) -> bool:
    """Tell whether a column holds values of a coefficient."""
    return name in {*COEFFICIENTS, "ac2", *ON_SETS} and name in after.names


def _after(column: Column) -> Column:
    meaning = f"The same after discussion: {column.meaning[:1].lower()}{column.meaning[1:]}"
    return replace(column, name=f"{column.name}_after", heading=f"{column.printed}, after", meaning=meaning)


def _number(counts: Mapping[str, int], code: Value) -> int:
    """Return how many there are of a code; of all codes together, where none is named."""
    return sum(counts.values()) if code is None else counts.get(str(code), 0)


def stacked(
    title: str,
    tables: Sequence[tuple[Mapping[str, Value], Table]],
    notes: Sequence[str] = (),
    *,
    without: str = "",
) -> Table:
    """Put tables with like columns under one another, told apart by columns of their own in front.

    Parameters
    ----------
    tables
        One or more, each with the values of the columns in front, by name; these take the place of the
        table's own columns of that name.
    notes
        Sentences to put before those that all the tables have.
    without
        A column of the tables to leave out, as those in front say it better.
    """
    front = tuple(tables[0][0])
    kept: dict[str, Column] = {}
    for _, table in sorted(tables, key=lambda told: -len(told[1].columns)):
        for column in table.columns:
            if column.name not in (*front, without):
                kept.setdefault(column.name, column)
    rows = tuple(
        (*values.values(), *row) for values, table in tables for row in _arranged(table, tuple(kept))
    )
    shared = [note for note in tables[0][1].notes if all(note in table.notes for _, table in tables)]
    return Table(title, (*map(Column, front), *kept.values()), rows, (*notes, *shared))


def _arranged(table: Table, names: Sequence[str]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a table under other columns; where it has none of that name, the reason says so."""
    missing = [name for name in names if name not in table.names]
    absent = "; ".join(f"{name}: is not computed here" for name in missing)
    for values in table.rows:
        row = dict(zip(table.names, values, strict=True))
        if absent and "reason" in row:
            row["reason"] = "; ".join(filter(None, (str(row["reason"] or ""), absent)))
        yield tuple(row.get(name) for name in names)
