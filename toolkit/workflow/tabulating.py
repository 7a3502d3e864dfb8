"""From what was laid side by side to numbers in a table: where every journey of agreement ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolkit.agreement import table as reliability_tables
from toolkit.model.reliability import Asked, UnitKind
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
    unit: UnitKind = "turn" if found.unit == "given" else found.unit
    made = reliability_tables.reliability_table(
        found.data, unit=unit, transcripts=found.transcripts, notes=found.notes
    )
    return reliability_tables.as_table(
        replace(made, unit=found.unit), found.labels, round=found.rounds, codebook_version=found.version
    )


def stacked(
    title: str,
    tables: Sequence[tuple[Mapping[str, Value], Table]],
    notes: Sequence[str] = (),
    *,
    without: str = "",
) -> Table:
    """Put tables with the same columns under one another, told apart by columns of their own in front.

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
    front, first = tuple(tables[0][0]), tables[0][1]
    kept = [place for place, name in enumerate(first.names) if name not in (*front, without)]
    columns = (*(Column(name) for name in front), *(first.columns[place] for place in kept))
    rows = tuple(
        (*values.values(), *(row[place] for place in kept)) for values, table in tables for row in table.rows
    )
    shared = [note for note in first.notes if all(note in table.notes for _, table in tables)]
    return Table(title, columns, rows, (*notes, *shared))
