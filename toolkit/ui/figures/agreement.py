"""Figures of agreement: numbers with the intervals that belong to them."""

from __future__ import annotations

import json
from typing import Final

import altair as alt
import pandas as pd

from toolkit.model.table import Table, Value

_ROW: Final = 22
_ALPHA: Final = "Krippendorff's alpha"
_PERCENT: Final = "percent agreement"
_LOOKS: Final = {_ALPHA: ("#3a94cf", "circle"), _PERCENT: ("#8a8a8a", "diamond")}


def dot_plot(table: Table) -> alt.LayerChart | alt.FacetChart | None:
    """Plot alpha with its interval by code, percent agreement beside it; None if no value is defined.

    Codes are sorted by alpha; behind the label stands how many units somebody gave the code. Codes without
    any value are left to the table, which gives the reason.
    """
    frame = _long(table)
    if frame.empty:
        return None
    ranked = frame[frame.coefficient == _ALPHA].sort_values("value", ascending=False, kind="stable")
    order = list(dict.fromkeys([*ranked.id, *frame.id]))
    lowest = min(0.0, *frame.value, *frame.low.dropna())
    across = alt.Scale(domain=[max(lowest, -1), 1], clamp=True, nice=False)
    colours, shapes = zip(*_LOOKS.values(), strict=True)
    base = alt.Chart(frame, height=_ROW * len(order) + 40).encode(
        y=alt.Y("id:N", sort=order, title=None, axis=_label_axis(frame)),
        tooltip=[
            alt.Tooltip("code"),
            alt.Tooltip("id", title="code id"),
            "coefficient",
            alt.Tooltip("value", format=".3f"),
            alt.Tooltip("low", format=".3f", title="interval from"),
            alt.Tooltip("high", format=".3f", title="to"),
            alt.Tooltip("n", title="units with the code"),
        ],
    )
    intervals = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=2.5, color=colours[0], opacity=0.7)
        .encode(x=alt.X("low:Q", title=None, scale=across), x2="high:Q")
    )
    points = base.mark_point(filled=True, opacity=1).encode(
        x=alt.X("value:Q", title=None, scale=across),
        color=alt.Color(
            "coefficient:N",
            scale=alt.Scale(domain=list(_LOOKS), range=list(colours)),
            legend=alt.Legend(title=None, orient="top"),
        ),
        shape=alt.Shape("coefficient:N", scale=alt.Scale(domain=list(_LOOKS), range=list(shapes))),
        size=alt.Size("coefficient:N", scale=alt.Scale(domain=list(_LOOKS), range=[75, 26]), legend=None),
    )
    return alt.layer(intervals, points)


def _long(table: Table) -> pd.DataFrame:
    """Return a row for each code and coefficient that has a value; alpha last, so that it is drawn on top."""
    rows = [
        {
            "id": row["code"] or "",
            "code": row["label"],
            "coefficient": told,
            "value": row[name],
            "low": row.get(f"{name}_low") if name == "alpha" else None,
            "high": row.get(f"{name}_high") if name == "alpha" else None,
            "n": row["n_positive"],
        }
        for name, told in (("percent", _PERCENT), ("alpha", _ALPHA))
        for row in _rows(table)
        if row.get(name) is not None
    ]
    columns = ["id", "code", "coefficient", "value", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "low": float, "high": float})


def by_unit(table: Table) -> alt.LayerChart | alt.FacetChart | None:
    """Plot alpha of each code at each unit, with all codes together as large dots; None without values."""
    rows = [
        {
            "unit": f"{row['unit']}{' (chosen beforehand)' if row['registered'] == 'yes' else ''}",
            "code": row["label"],
            "alpha": row["alpha"],
            "overall": row["code"] is None,
        }
        for row in _rows(table)
        if row["alpha"] is not None
    ]
    if not rows:
        return None
    order = list(dict.fromkeys(str(row["unit"]) for row in rows))
    base = alt.Chart(pd.DataFrame(rows), height=44 * len(order) + 40).encode(
        x=alt.X("alpha:Q", title=_ALPHA, scale=alt.Scale(domainMax=1)),
        y=alt.Y("unit:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)),
        tooltip=["unit", "code", alt.Tooltip("alpha", format=".3f")],
    )
    codes = base.transform_filter("!datum.overall").mark_tick(thickness=2, size=18, color="#8a8a8a")
    overall = base.transform_filter("datum.overall").mark_point(
        filled=True, size=120, color=_LOOKS[_ALPHA][0], opacity=1
    )
    return alt.layer(codes, overall)


def trajectory(table: Table) -> alt.LayerChart | alt.FacetChart | None:
    """Follow alpha of all codes together over rounds, with its interval; single codes in grey."""
    rows = [
        {
            "round": row["round"],
            "code": row["label"],
            "id": row["code"] or "",
            "alpha": row["alpha"],
            "low": row.get("alpha_low"),
            "high": row.get("alpha_high"),
            "changed": row["changed"],
            "overall": row["code"] is None,
        }
        for row in _rows(table)
        if row["alpha"] is not None
    ]
    if not rows:
        return None
    order = list(dict.fromkeys(str(row["round"]) for row in rows))
    frame = pd.DataFrame(rows).astype({"low": float, "high": float})
    base = alt.Chart(frame, height=280).encode(
        x=alt.X("round:N", sort=order, title="Round", axis=alt.Axis(labelAngle=0)),
        tooltip=["round", "code", alt.Tooltip("alpha", format=".3f"), "changed"],
    )
    up = alt.Y("alpha:Q", title=_ALPHA, scale=alt.Scale(domainMax=1))
    codes = (
        base.transform_filter("!datum.overall")
        .mark_line(
            color="#8a8a8a", opacity=0.45, strokeWidth=1, point=alt.OverlayMarkDef(size=14, color="#8a8a8a")
        )
        .encode(y=up, detail="id:N")
    )
    overall = base.transform_filter("datum.overall")
    colour = _LOOKS[_ALPHA][0]
    interval = overall.mark_rule(color=colour, strokeWidth=2).encode(
        y=alt.Y("low:Q", title=_ALPHA), y2="high:Q"
    )
    line = overall.mark_line(
        color=colour, strokeWidth=3, point=alt.OverlayMarkDef(size=90, color=colour)
    ).encode(y=up)
    return alt.layer(codes, interval, line)


def confusion(table: Table) -> alt.LayerChart | alt.FacetChart | None:
    """Draw how often a code of one coder met another code of the other; None if coders never differ."""
    rows = [
        {
            "one": row["label_a"],
            "other": row["label_b"],
            "coders": f"{row['coder_a']} and {row['coder_b']}",
            "units": row["n_units"],
        }
        for row in _rows(table)
        if row["code_a"] != row["code_b"] and row["n_units"]
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows)
    height = _ROW * frame.one.nunique() + 200  # the labels below stand in it
    base = alt.Chart(frame, height=height).encode(
        x=alt.X(
            "other:N",
            title="the other coder gave",
            axis=alt.Axis(labelAngle=-40, labelLimit=200, labelOverlap=False),
        ),
        y=alt.Y("one:N", title="one coder gave", axis=alt.Axis(labelLimit=240, labelOverlap=False)),
        tooltip=["coders", "one", "other", "units"],
    )
    cells = base.mark_rect(stroke="#8884").encode(
        color=alt.Color("sum(units):Q", scale=alt.Scale(scheme="blues", domainMin=0), legend=None)
    )
    most = int(frame.groupby(["one", "other"]).units.sum().max())
    numbers = base.mark_text().encode(
        text="sum(units):Q",
        color=alt.condition(f"datum.sum_units > {most * 0.55}", alt.value("white"), alt.value("#1b2733")),
    )
    return alt.layer(cells, numbers)


def planned(table: Table, wanted: float) -> alt.LayerChart | alt.FacetChart | None:
    """Draw how wide the interval comes out by number of interviews, with the width that is wanted.

    A single code is a point: the least number that is enough for it.
    """
    rows = [
        {
            "interviews": row["interviews"],
            "width": row["width"],
            "code": row["label"],
            "id": row["code"] or "",
            "first": row["code"] == table.column("code")[0],
        }
        for row in _rows(table)
        if row["width"] is not None
    ]
    if not rows:
        return None
    base = alt.Chart(pd.DataFrame(rows), height=300).encode(
        x=alt.X(
            "interviews:Q", title="Interviews read by two coders", axis=alt.Axis(tickMinStep=1, format="d")
        ),
        y=alt.Y("width:Q", title="Mean width of the 95 % interval", scale=alt.Scale(domainMin=0)),
        tooltip=["code", "interviews", alt.Tooltip("width", format=".3f")],
    )
    colour = _LOOKS[_ALPHA][0]
    others = base.transform_filter("!datum.first").mark_point(color="#8a8a8a", opacity=0.7, size=28)
    first = base.transform_filter("datum.first").mark_line(
        color=colour, strokeWidth=3, point=alt.OverlayMarkDef(size=60, color=colour)
    )
    bound = (
        alt.Chart(pd.DataFrame({"wanted": [wanted]}))
        .mark_rule(strokeDash=[6, 4], color="#d8640f")
        .encode(y="wanted:Q")
    )
    return alt.layer(others, first, bound)


def _rows(table: Table) -> list[dict[str, Value]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


def _label_axis(frame: pd.DataFrame) -> alt.Axis:
    """Return an axis that stands for codes by id and shows labels, of which two may be alike, with n behind.

    The labels are in an expression of Vega's, as JSON: a string in it is a string, whatever it holds.
    """
    told = {
        name: label if not name else f"{label}  (n = {n:g})"
        for name, label, n in zip(frame.id, frame.code, frame.n, strict=True)
    }
    return alt.Axis(
        labelExpr=f"({json.dumps(told)})[datum.value]", labelLimit=300, labelOverlap=False, grid=True
    )
