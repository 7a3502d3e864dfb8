"""Which codes stand together: a map of pairs."""

from __future__ import annotations

from collections import Counter
from typing import Final

import altair as alt

from toolkit.figures.drawn import Rows, data, figure, letters_on, mixed, number, records, shown
from toolkit.figures.heat_map import DARK, PALE
from toolkit.model.figure import Figure
from toolkit.model.table import Table, Value

MOST: Final = 40
"""How many codes the map shows; of more, those that stand together most."""
_LARGE: Final = 20
_LEGEND: Final = (
    "A cell tells in how many places both codes stand; a darker cell is a higher number, an empty one none; "
    "grey is where a code meets itself."
)


def cooccurrence_map(table: Table) -> Figure | None:
    """Draw in how many places two codes stand together, darker for more; None where none do.

    Codes have numbers, which stand for them below, so that no label has to be read sideways.

    Parameters
    ----------
    table
        A row for each pair: `code_a`, `code_b`, `n_segments`, `n_participants` and `jaccard`. The labels of
        codes are in `label_a` and `label_b`, if there are such columns.
    """
    pairs = [
        row for row in records(table) if number(row["n_segments"]) > 0 and row["code_a"] != row["code_b"]
    ]
    if not pairs:
        return None
    strength: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for row in records(table):
        for side in "ab":
            labels.setdefault(_code(row, side), str(row.get(f"label_{side}") or row[f"code_{side}"]))
    for row in pairs:
        for side in "ab":
            strength[_code(row, side)] += int(number(row["n_segments"]))
    chosen = {code for code, _ in strength.most_common(MOST)}
    order = [code for code in labels if code in chosen]
    place = {code: str(at) for at, code in enumerate(order, 1)}
    most = max(number(row["n_segments"]) for row in pairs)
    cells = [
        _cell(row, place, most) for row in pairs if _code(row, "a") in chosen and _code(row, "b") in chosen
    ]
    rows = Rows.of({place[code]: f"{labels[code]} · {place[code]}" for code in order})
    numbers = list(place.values())
    base = alt.Chart(data(cells), height=rows.height).encode(
        x=alt.X(
            "column:N",
            sort=numbers,
            scale=alt.Scale(domain=numbers),
            title=None,
            axis=alt.Axis(
                labelAngle=0, labelOverlap=False, labelFontSize=9, ticks=False, domain=False, grid=False
            ),
        ),
        y=alt.Y(
            "row:N",
            sort=rows.domain,
            scale=alt.Scale(domain=rows.domain),
            title=None,
            axis=rows.axis(grid=False),
        ),
        tooltip=[
            alt.Tooltip("one:N", title="code"),
            alt.Tooltip("other:N", title="and"),
            alt.Tooltip("segments:Q"),
            alt.Tooltip("participants:Q"),
            alt.Tooltip("jaccard:Q", format=".3f", title="Jaccard"),
        ],
    )
    fields = base.mark_rect(stroke="#8884").encode(fill=alt.Fill("fill:N", scale=None))
    figures = base.mark_text(fontSize=10.5 if len(order) <= _LARGE else 8)
    figures = figures.encode(text="segments:Q", color=alt.Color("letters:N", scale=None))
    corners = [{"row": name, "column": name} for name in numbers]
    steps = alt.Chart(data(corners)).mark_rect(color="#8a8a8a", opacity=0.3)
    steps = steps.encode(x="column:N", y="row:N")
    notes = [
        _LEGEND,
        *_left_out(len(labels), len(strength), len(order)),
        *table.notes,
    ]
    return figure(alt.layer(fields, steps, figures), table.title, notes)


def _code(row: dict[str, Value], side: str) -> str:
    return shown(row[f"code_{side}"])


def _cell(row: dict[str, Value], place: dict[str, str], most: float) -> dict[str, Value]:
    first, second = sorted((place[_code(row, "a")], place[_code(row, "b")]), key=int)
    segments = number(row["n_segments"])
    fill = mixed(PALE, DARK, segments / most)
    return {
        "row": second,
        "column": first,
        "one": row.get("label_a") or row["code_a"],
        "other": row.get("label_b") or row["code_b"],
        "segments": row["n_segments"],
        "participants": row["n_participants"],
        "jaccard": row["jaccard"],
        "fill": fill,
        "letters": letters_on(fill),
    }


def _left_out(n: int, together: int, drawn: int) -> list[str]:
    told = [f"Codes that stand with no other, left out: {n - together}."] if n > together else []
    if together > drawn:
        told.append(f"Drawn are the {drawn} codes of {together} that stand with others most.")
    return told
