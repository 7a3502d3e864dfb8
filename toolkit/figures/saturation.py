"""The curve of saturation: how many codes were seen after each transcript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import altair as alt
import pandas as pd

from toolkit.figures.drawn import GREY, figure, number, shown
from toolkit.model.figure import Figure
from toolkit.model.table import Table

_HEIGHT: Final = 440
_INTERVIEW: Final = "interview order"
_CODING: Final = "coding order"
_RANDOM: Final = "random orders"
# Each order has a colour, a dash and a shape, so that they differ on grey paper too; all colours stand out
# on white and on black. The chart says which is which beside the curves.
_LOOKS: Final[dict[str, tuple[str, list[int], str, int, bool]]] = {
    _INTERVIEW: ("#2f87c0", [1, 0], "circle", 36, True),
    _CODING: ("#d8640f", [7, 4], "square", 110, False),
}


def saturation_curve(interview: Table, coding: Table, chance: Table, *, version: str) -> Figure | None:
    """Draw the cumulative number of codes in interview, coding and random order; None without transcripts.

    Parameters
    ----------
    interview, coding, chance
        The findings tables of the same transcripts in these orders.
    version
        Of the codebook, for the caption.
    """
    if not interview.rows:
        return None
    curves = pd.DataFrame([*_points(interview, _INTERVIEW), *_points(coding, _CODING)])
    n, most = len(interview.rows), number(interview.column("cumulative")[-1])
    across = alt.X(
        "transcripts:Q",
        title="Transcripts",
        scale=alt.Scale(domain=[0, n + 0.5], nice=False),
        axis=alt.Axis(tickMinStep=1, format="d", grid=False),
    )
    up = alt.Y(
        "codes:Q",
        title="Codes seen",
        # Room above for the label of a curve that is flat.
        scale=alt.Scale(domain=[0, max(most * 1.12, 1)], nice=False),
        axis=alt.Axis(tickMinStep=1, format="d"),
    )
    layers = (*_band(chance), *_curves(curves), *_labels(interview, coding, chance))
    placed = [layer.encode(x=across, y=up) for layer in layers]
    notes = (
        f"n = {n} transcripts; {most:g} codes seen; codebook {version}.",
        "Grey: 95% of random orders, and dotted their mean.",
        *interview.notes,
    )
    return figure(alt.layer(*placed, height=_HEIGHT), "Codes seen after each transcript", notes)


def _points(table: Table, order: str) -> Iterator[dict[str, object]]:
    names = ("order", "document", "codes_in_document", "new_codes", "new_code_ids", "cumulative")
    for place, document, within, new, named, seen in zip(*map(table.column, names), strict=True):
        yield {
            "transcripts": place,
            "codes": seen,
            "curve": order,
            "document": shown(document),
            "within": within,
            "new": new,
            "named": shown(named) or "none",
        }


def _band(chance: Table) -> Iterator[alt.Chart]:
    """Draw what random orders give: from low to high, and the mean as dots."""
    rows = list(zip(*map(chance.column, ("order", "mean_cumulative", "low", "high")), strict=True))
    band = pd.DataFrame([{"transcripts": row[0], "codes": row[2], "high": row[3]} for row in rows])
    mean = pd.DataFrame([{"transcripts": row[0], "codes": row[1]} for row in rows])
    yield alt.Chart(band).mark_area(color=GREY, opacity=0.2).encode(y2="high:Q")
    yield alt.Chart(mean).mark_line(color=GREY, strokeWidth=2, strokeDash=[1, 4], strokeCap="round")


def _curves(frame: pd.DataFrame) -> Iterator[alt.Chart]:
    told = [
        alt.Tooltip("curve:N", title="order"),
        alt.Tooltip("document:N"),
        alt.Tooltip("codes:Q", title="codes seen so far"),
        alt.Tooltip("within:Q", title="codes in it"),
        alt.Tooltip("new:Q", title="new codes"),
        alt.Tooltip("named:N", title="new"),
    ]
    for order, (colour, dash, shape, size, filled) in _LOOKS.items():
        base = alt.Chart(frame[frame.curve == order])
        yield base.mark_line(color=colour, strokeDash=dash, strokeWidth=2)
        # One is drawn within the other where both curves have the same point.
        yield base.mark_point(
            color=colour, shape=shape, size=size, filled=filled, strokeWidth=1.8, opacity=1
        ).encode(tooltip=told)


def _labels(interview: Table, coding: Table, chance: Table) -> Iterator[alt.Chart]:
    """Name the curves where they are farthest apart; as none falls, above left and below right are free."""
    curves = {_INTERVIEW: _seen(interview), _CODING: _seen(coding)}
    one, other = curves.values()
    n = len(one)
    # Not too near to either side, where a label would not fit.
    middle = range(n // 4, max(n // 4 + 1, 3 * n // 4))
    at = max(middle, key=lambda place: abs(one[place] - other[place]))
    if one == other:
        yield _label(at, one[at], "interview and coding order", _LOOKS[_INTERVIEW][0], above=True)
    else:
        lower, upper = sorted(curves, key=lambda name: curves[name][at])
        yield _label(at, curves[upper][at], upper, _LOOKS[upper][0], above=True)
        yield _label(at, curves[lower][at], lower, _LOOKS[lower][0], above=False)
    # The band's name goes where there is room beside the other one.
    beside = n // 8 if at > n // 2 else 5 * n // 8
    yield _label(beside, number(chance.column("low")[beside]), _RANDOM, GREY, above=False)


def _label(place: int, codes: float, text: str, colour: str, *, above: bool) -> alt.Chart:
    chart: alt.Chart = alt.Chart(
        pd.DataFrame([{"transcripts": place + 1, "codes": codes, "text": text}])
    ).mark_text(
        align="right" if above else "left",
        dx=-6 if above else 8,
        dy=-12 if above else 15,
        color=colour,
        fontSize=13,
        fontWeight="bold",
    )
    return chart.encode(text="text:N")


def _seen(table: Table) -> list[float]:
    return [number(value) for value in table.column("cumulative")]
