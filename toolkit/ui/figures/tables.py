"""Figures of tables."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from toolkit.model.table import Table

_ROW = 22


def heat_map(table: Table) -> alt.LayerChart | alt.FacetChart | None:
    """Draw a code x participant matrix, darker for more, with the numbers written in; None without cells."""
    people = [name for name in table.names if name not in ("code_id", "label", "theme", "total")]
    rows = [
        {"id": code, "code": label, "theme": theme, "participant": person, "segments": value}
        for person in people
        for code, label, theme, value in zip(
            table.column("code_id"),
            table.column("label"),
            table.column("theme"),
            table.column(person),
            strict=True,
        )
    ]
    if not rows:
        return None
    order = [str(code) for code in table.column("code_id")]
    frame = pd.DataFrame(rows)
    base = alt.Chart(frame, height=_ROW * len(order) + 40).encode(
        x=alt.X("participant:N", sort=people, title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("id:N", sort=order, title=None, axis=_label_axis(frame)),
        tooltip=["theme", "code", alt.Tooltip("id", title="code id"), "participant", "segments"],
    )
    colour = alt.Color("segments:Q", scale=alt.Scale(scheme="blues", domainMin=0), legend=None)
    # Nothing is drawn for none, so that the eye finds what is there, on light and dark pages alike.
    cells = base.mark_rect(stroke="#8884").encode(
        color=alt.when("datum.segments > 0").then(colour).otherwise(alt.value("transparent"))
    )
    most = max((row["segments"] for row in rows if isinstance(row["segments"], (int, float))), default=0)
    numbers = (
        base.transform_filter("datum.segments > 0")
        .mark_text()
        .encode(
            text="segments:Q",
            color=alt.condition(f"datum.segments > {most * 0.55}", alt.value("white"), alt.value("#1b2733")),
        )
    )
    return alt.layer(cells, numbers)


def _label_axis(frame: pd.DataFrame) -> alt.Axis:
    """Return an axis that stands for codes by id and shows their labels, of which two may be the same.

    The labels are in an expression of Vega's, as JSON: a string in it is a string, whatever it holds.
    """
    labels = json.dumps(dict(zip(frame.id, frame.code, strict=True)))
    return alt.Axis(labelExpr=f"({labels})[datum.value]", labelLimit=260, grid=False)
