"""Codes by participants: who speaks of what, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from toolkit.analysis.passages import Passages
from toolkit.model.table import Column, Table, Value

Counted = Literal["segments", "presence", "words"]
_OWN_COLUMNS = ("code_id", "label", "theme", "total")
_MEANING: dict[Counted, str] = {
    "segments": "Cells count segments.",
    "presence": "A cell is 1 if the participant speaks of it, else 0; the total counts participants.",
    "words": "Cells count words, the interviewer's left out.",
}


def matrix(basis: Passages, *, values: Counted = "segments") -> Table:
    """Arrange codes in rows and participants in columns, with a total at the end of each row.

    Parameters
    ----------
    values
        What a cell counts: `segments`; `presence`, 1 or 0; or `words`.
    """
    cells = _cells(basis, values)
    columns = (
        *(Column(name) for name in _OWN_COLUMNS[:-1]),
        *(Column(name, "count") for name in _headings(basis.participants)),
        Column(_OWN_COLUMNS[-1], "count"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (heading.id, heading.label, heading.theme.label, *counts, sum(counts))
        for heading, counts in zip(basis.headings, cells, strict=True)
    )
    return Table(f"Codes by participants: {values}", columns, rows, (*basis.notes, _MEANING[values]))


def _headings(participants: Sequence[str]) -> list[str]:
    """Return names for the participants' columns, even if somebody is called like another column."""
    taken = set(_OWN_COLUMNS)
    headings = []
    for name in participants:
        while name in taken:
            name = f"participant {name}"  # noqa: PLW2901 - the same participant, told apart
        taken.add(name)
        headings.append(name)
    return headings


def _cells(basis: Passages, values: Counted) -> list[list[int]]:
    """Return headings x participants."""
    said = [(passage.code, passage.participant, passage.n_words) for passage in basis.found]
    frame = pd.DataFrame(said, columns=["code", "participant", "words"])
    counts = frame.pivot_table(
        index="code", columns="participant", values="words", aggfunc="sum" if values == "words" else "count"
    )
    table = counts.reindex(
        index=[heading.id for heading in basis.headings], columns=list(basis.participants)
    ).fillna(0)
    cells: list[list[int]] = table.to_numpy(dtype=int).tolist()
    return [[min(count, 1) for count in row] for row in cells] if values == "presence" else cells
