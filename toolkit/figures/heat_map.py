"""Who speaks of what: codes in rows, participants in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt

from toolkit.figures.drawn import (
    WIDTH,
    Rows,
    broad,
    data,
    figure,
    letters_on,
    mixed,
    number,
    records,
    shown,
    wrapped,
)
from toolkit.model.figure import Figure
from toolkit.model.table import Column, Table

PALE: Final = "#dbe9f6"
DARK: Final = "#0b3c6f"
_NAMING: Final = ("code_id", "label", "theme")
_TOTAL: Final = "total"
_NARROWEST: Final = 12.5
_FIGURES_LARGE: Final = 24  # columns with room for larger figures
_EDGES: Final = 40


def heat_map(table: Table) -> Figure | None:
    """Draw a code x participant matrix, darker for more, with the numbers written in; None without cells."""
    columns = [column for column in table.columns if column.name not in (*_NAMING, _TOTAL)]
    codes = records(table)
    if not columns or not codes:
        return None
    rows = Rows.of({str(row["code_id"]): str(row["label"]) for row in codes})
    most = max((number(row[column.name]) for row in codes for column in columns), default=0)
    cells = [
        {
            "id": row["code_id"],
            "code": row["label"],
            "theme": row["theme"],
            "participant": shown(column.name),
            "value": row[column.name],
            "text": _told(column, number(row[column.name])),
            **_looks(number(row[column.name]), most),
        }
        for row in codes
        for column in columns
    ]
    names = [shown(column.name) for column in columns]
    many = len(columns) > _FIGURES_LARGE
    width = max(WIDTH, rows.width + _EDGES + _NARROWEST * len(columns))
    base = alt.Chart(data(cells), height=rows.height).encode(
        x=alt.X("participant:N", sort=names, title=None, axis=_above(names, width - rows.width - _EDGES)),
        y=alt.Y(
            "id:N",
            sort=rows.domain,
            scale=alt.Scale(domain=rows.domain),
            title=None,
            axis=rows.axis(grid=False),
        ),
        tooltip=[
            alt.Tooltip("theme:N"),
            alt.Tooltip("code:N"),
            alt.Tooltip("id:N", title="code id"),
            alt.Tooltip("participant:N"),
            alt.Tooltip("text:N", title="value"),
        ],
    )
    # Nothing is drawn for none, so that the eye finds what is there, on light and dark pages alike.
    fields = base.mark_rect(stroke="#8884").encode(fill=alt.Fill("fill:N", scale=None))
    numbers = base.transform_filter("datum.value > 0").mark_text(fontSize=8 if many else 10.5)
    numbers = numbers.encode(text="text:N", color=alt.Color("letters:N", scale=None))
    notes = ("A darker cell is a higher number; an empty cell is none.", *table.notes)
    return figure(alt.layer(fields, numbers), table.title, notes, width=width)


def _told(column: Column, value: float) -> str:
    return f"{value:.0%}" if column.kind == "share" else f"{value:g}"


def _looks(value: float, most: float) -> dict[str, str]:
    """Return the colour of a cell and of the figure in it."""
    if value <= 0:
        return {"fill": "transparent", "letters": "transparent"}
    fill = mixed(PALE, DARK, value / most)
    return {"fill": fill, "letters": letters_on(fill)}


def _above(names: Sequence[str], room: float) -> alt.Axis:
    """Return the axis of participants: their names upright where they do not fit side by side."""
    wide = max(broad(name, 10) for name in names) + 4 > room / len(names)
    told = {name: wrapped(name, 26) for name in names} if wide else {name: [name] for name in names}
    return Rows(told, 0, 10).axis(
        orient="top",
        labelAngle=-90 if wide else 0,
        labelAlign="left" if wide else "center",
        labelBaseline="middle" if wide else "bottom",
        grid=False,
    )
