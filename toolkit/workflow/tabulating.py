"""From what was laid side by side to numbers in a table: where every journey of agreement ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.agreement import table as reliability_tables
from toolkit.model.reliability import Asked
from toolkit.model.table import Column, Table, Value
from toolkit.workflow.collating import Collated


def computed(found: Collated, asked: Asked | None = None) -> Table:
    """Compute agreement on what was laid side by side.

    Parameters
    ----------
    asked
        Which coefficients and intervals; by default the usual ones.
    """
    asked = asked or Asked()
    made = reliability_tables.reliability_table(
        found.data, unit=found.unit, transcripts=found.transcripts, notes=found.notes, asked=asked
    )
    return reliability_tables.as_table(made, found.labels, round=found.rounds, codebook_version=found.version)


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
