"""Figures of agreement: numbers with the intervals that belong to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import altair as alt
import pandas as pd

from toolkit.figures.drawn import GREY, WIDTH, Rows, figure, letters_on, mixed, records, wrapped
from toolkit.figures.heat_map import DARK, PALE
from toolkit.model.figure import Figure
from toolkit.model.table import Table

_ALPHA: Final = "Krippendorff's alpha"
_PERCENT: Final = "percent agreement"
# They differ in shape and size too; the drawing says which is which.
_LOOKS: Final = {_ALPHA: ("#3a94cf", "circle"), _PERCENT: (GREY, "diamond")}

_LEGEND: Final = (
    "Dots: alpha, with its 95% interval where there is one; diamonds: percent agreement; n: units that "
    "somebody gave the code."
)


def dot_plot(table: Table, *, unit: str = "") -> Figure | None:
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
    rows = _counted(frame)
    base = alt.Chart(frame, height=rows.height).encode(
        y=alt.Y("id:N", sort=order, scale=_over(rows, order), title=None, axis=rows.axis(grid=True)),
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
    notes = (
        _LEGEND,
        *([f"Unit: {unit}."] if unit else []),
        *_basis(table),
        *_left_out(table, len(order)),
        *table.notes,
    )
    return figure(alt.layer(intervals, points), table.title, notes)


def _over(rows: Rows, order: Iterable[str]) -> alt.Scale:
    """Return the scale of rows in an order of their names."""
    lines = {name: rows.lines[name] for name in order}
    return alt.Scale(domain=replace(rows, lines=lines).domain)


def _basis(table: Table) -> Iterable[str]:
    """Say on how many units, and at which codebook version, the numbers are."""
    first = records(table)[0]
    if {"n_units", "codebook_version"} <= first.keys():
        yield f"{first['n_units']:,} units; codebook {first['codebook_version']}."


def _left_out(table: Table, drawn: int) -> Iterable[str]:
    if missing := len(table.rows) - drawn:
        yield f"Codes without a value, which the table gives a reason for: {missing}."


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
        for row in records(table)
        if row.get(name) is not None
    ]
    columns = ["id", "code", "coefficient", "value", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "low": float, "high": float})


def by_unit(table: Table) -> Figure | None:
    """Plot alpha of each code at each unit, with all codes together as large dots; None without values."""
    rows = [
        {
            "unit": f"{row['unit']}{' (chosen beforehand)' if row['registered'] == 'yes' else ''}",
            "code": row["label"],
            "alpha": row["alpha"],
            "overall": row["code"] is None,
        }
        for row in records(table)
        if row["alpha"] is not None
    ]
    if not rows:
        return None
    order = list(dict.fromkeys(str(row["unit"]) for row in rows))
    base = alt.Chart(pd.DataFrame(rows), height=44 * len(order)).encode(
        x=alt.X("alpha:Q", title=_ALPHA, scale=alt.Scale(domainMax=1)),
        y=alt.Y("unit:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)),
        tooltip=["unit", "code", alt.Tooltip("alpha", format=".3f")],
    )
    codes = base.transform_filter("!datum.overall").mark_tick(thickness=2, size=18, color=GREY)
    overall = base.transform_filter("datum.overall").mark_point(
        filled=True, size=120, color=_LOOKS[_ALPHA][0], opacity=1
    )
    told = "Large dots: all codes together; ticks: single codes."
    return figure(alt.layer(codes, overall), table.title, (told, *table.notes))


def trajectory(table: Table) -> Figure | None:
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
        for row in records(table)
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
        .mark_line(color=GREY, opacity=0.45, strokeWidth=1, point=alt.OverlayMarkDef(size=14, color=GREY))
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
    told = "Thick: all codes together, with the 95% interval; thin and grey: single codes."
    return figure(alt.layer(codes, interval, line), table.title, (told, *table.notes))


def confusion(table: Table) -> Figure | None:
    """Draw how often a code of one coder met another code of the other; None if coders never differ."""
    rows = [
        {
            "one": row["label_a"],
            "other": row["label_b"],
            "coders": f"{row['coder_a']} and {row['coder_b']}",
            "units": row["n_units"],
        }
        for row in records(table)
        if row["code_a"] != row["code_b"] and row["n_units"]
    ]
    if not rows:
        return None
    frame = (
        pd.DataFrame(rows)
        .groupby(["one", "other"], sort=True, as_index=False)
        .agg(units=("units", "sum"), coders=("coders", lambda names: "; ".join(dict.fromkeys(names))))
    )
    most = int(frame.units.max())
    frame["fill"] = [mixed(PALE, DARK, units / most) for units in frame.units]
    frame["letters"] = list(map(letters_on, frame.fill))
    given = Rows.of({name: name for name in frame.one})
    below = list(dict.fromkeys(frame.other))
    named = Rows({name: wrapped(name, 30) for name in below}, 0, 10)
    base = alt.Chart(frame, height=given.height).encode(
        x=alt.X(
            "other:N",
            title="the other coder gave",
            sort=below,
            axis=named.axis(labelAngle=-90, labelAlign="right", labelBaseline="middle", grid=True),
        ),
        y=alt.Y(
            "one:N", title="one coder gave", scale=alt.Scale(domain=given.domain), axis=given.axis(grid=True)
        ),
        tooltip=["coders", "one", "other", "units"],
    )
    cells = base.mark_rect(stroke="#8884").encode(fill=alt.Fill("fill:N", scale=None))
    numbers = base.mark_text(fontSize=9).encode(text="units:Q", color=alt.Color("letters:N", scale=None))
    width = max(WIDTH, given.width + 60 + 15 * len(below))
    told = "Numbers of units; a darker cell is a higher one."
    return figure(alt.layer(cells, numbers), table.title, (told, *table.notes), width=width)


def planned(table: Table, wanted: float) -> Figure | None:
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
        for row in records(table)
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
    others = base.transform_filter("!datum.first").mark_point(color=GREY, opacity=0.7, size=28)
    first = base.transform_filter("datum.first").mark_line(
        color=colour, strokeWidth=3, point=alt.OverlayMarkDef(size=60, color=colour)
    )
    bound = (
        alt.Chart(pd.DataFrame({"wanted": [wanted]}))
        .mark_rule(strokeDash=[6, 4], color="#d8640f")
        .encode(y="wanted:Q")
    )
    told = f"Line: all codes together; dots: single codes; dashed: the width wanted, {wanted:g}."
    return figure(alt.layer(others, first, bound), table.title, (told, *table.notes))


def _counted(frame: pd.DataFrame) -> Rows:
    """Return labels by id, with n behind: two codes may have the same label."""
    return Rows.of(
        {
            name: label if not name else f"{label}  (n = {n:g})"
            for name, label, n in zip(frame.id, frame.code, frame.n, strict=True)
        }
    )
