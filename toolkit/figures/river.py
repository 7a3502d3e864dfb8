"""The river: how the codes of each version of a codebook came to be those of the next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import altair as alt
import pandas as pd

from toolkit.figures.drawn import INK, WIDTH, broad, deep, figure, mixed, shown
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.figure import Figure
from toolkit.model.lineage import Lineage

_BOX: Final = 0.62
"""How much of the way from one column to the next a box takes."""
_STUB: Final = 0.07
_WIDEST: Final = 380  # pixels of a box
_TITLE_ROWS: Final = 1.25
_GAP_ROWS: Final = 0.6
_RIVER_ROW: Final = 21
_COURSES: Final = {
    "kept": "kept or renamed",
    "renamed": "kept or renamed",
    "redefined": "redefined",
    "moved": "moved to another theme",
    "merged": "merged",
    "split": "split",
    "added": "added",
    "out of use": "out of use",
}
# Each course has a colour, a dash and a width, so that two of them differ on grey paper too.
_STROKES: Final[dict[str, tuple[str, list[int], float]]] = {
    "kept or renamed": ("#9aa0a6", [1, 0], 1.0),
    "redefined": ("#b0549f", [7, 3], 2.0),
    "moved to another theme": ("#8f8a1f", [2, 3], 2.4),
    "merged": ("#2f87c0", [12, 3], 2.8),
    "split": ("#d8640f", [1, 0], 2.8),
    "added": ("#4f9d63", [1, 0], 2.0),
    "out of use": ("#c0473d", [1, 0], 2.0),
}
_PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#aa4499", "#c28a00", "#332288", "#cc6677", "#8a8a1f")
_CROSS: Final = "M-1,-1L1,1M1,-1L-1,1"
_PLUS: Final = "M-1.2,0L1.2,0M0,-1.2L0,1.2"


class Flow(Protocol):
    """What became of a code from one version to the next."""

    @property
    def course(self) -> str:
        """What was done: kept, renamed, redefined, moved, merged, split, added or out of use."""

    @property
    def source(self) -> str | None:
        """The code in the older version, if there was one."""

    @property
    def target(self) -> str | None:
        """The code in the newer version, if there is one."""

    @property
    def records(self) -> tuple[CodebookChange, ...]:
        """The change records that tell of it."""


@dataclass(frozen=True)
class _Place:
    """A code of one version in the drawing."""

    column: int
    row: float
    code: Code
    theme: Theme
    colour: str


def codebook_river(
    lineage: Lineage, courses: Sequence[Sequence[Flow]], *, only_changed: bool = False
) -> Figure | None:
    """Draw the versions from left to right, and between them what became of each code.

    Parameters
    ----------
    courses
        What became of each code, from each version to the next.
    only_changed
        Leave out the codes that came through all versions as they were or under another label.

    Returns
    -------
    Figure | None
        None if there is nothing to draw.
    """
    wanted = _changed(courses) if only_changed else _everything(lineage)
    if not wanted:
        return None
    titles, places = _placed(lineage, wanted)
    edges = [
        edge
        for column, found in enumerate(courses)
        for number, flow in enumerate(found)
        for edge in _edge(flow, f"{column} {number}", column, places)
    ]
    rows = max(place.row for place in places.values()) + 1.5
    right = len(lineage.releases) - 1 + _BOX
    layers = [
        *_edge_layers(pd.DataFrame(edges)),
        *_title_layers(pd.DataFrame(titles), right),
        *_code_layers(pd.DataFrame([_code_row(place) for place in places.values()]), right),
        *_mark_layers(pd.DataFrame(edges)),
    ]
    headings = json.dumps(
        {str(number): shown(version) for number, version in enumerate(lineage.versions)}, ensure_ascii=False
    )
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, right], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[number + _BOX / 2 for number in range(len(lineage.releases))],
            labelExpr=f"({headings})[floor(datum.value)]",
            labelFontSize=14,
            labelFontWeight="bold",
            title=None,
            grid=False,
            ticks=False,
            domain=False,
        ),
    )
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, rows], reverse=True, nice=False), axis=None)
    chart = (
        alt.layer(*(layer.encode(x=x, y=y) for layer in layers))
        .properties(height=_RIVER_ROW * rows)
        .resolve_legend(color="shared")
    )
    return figure(
        chart,
        "The codebook from version to version",
        _told(lineage, only_changed=only_changed),
        width=_width(lineage, right),
    )


def _told(lineage: Lineage, *, only_changed: bool) -> Iterator[str]:
    yield "Versions from left to right; a line leads from each code to what became of it. "
    yield "A plus marks what was added, a cross what went out of use."
    if only_changed:
        yield "Codes to which nothing happened are left out."
    counts = [f"{len(book.codes)} in {book.version}" for book in lineage.releases]
    yield f"Codes in use: {', '.join(counts)}."


def _label(named: Code | Theme) -> str:
    return shown(named.label)


def _width(lineage: Lineage, right: float) -> float:
    """Return a width at which labels fit into their boxes, up to a length."""
    named = ((*map(_label, book.codes), *map(_label, book.themes)) for book in lineage.releases)
    labels = [label for each in named for label in each]
    longest = max((broad(label, 12) for label in labels), default=0) + 22
    return max(WIDTH, min(longest, _WIDEST) / _BOX * right)


def _everything(lineage: Lineage) -> set[tuple[int, str]]:
    return {(column, code.id) for column, book in enumerate(lineage.releases) for code in book.codes}


def _changed(courses: Sequence[Sequence[Flow]]) -> set[tuple[int, str]]:
    """Return column and id of the codes to which something happened, and of what they were and became."""
    ends = [(_ends(column, flow), flow.course) for column, found in enumerate(courses) for flow in found]
    wanted = {end for both, course in ends if course not in ("kept", "renamed") for end in both}
    while more := {end for both, _ in ends if wanted.intersection(both) for end in both} - wanted:
        wanted |= more
    return wanted


def _ends(column: int, flow: Flow) -> set[tuple[int, str]]:
    ends = ((column, flow.source), (column + 1, flow.target))
    return {(at, name) for at, name in ends if name is not None}


def _placed(
    lineage: Lineage, wanted: set[tuple[int, str]]
) -> tuple[list[dict[str, object]], dict[tuple[int, str], _Place]]:
    """Give each code a place: a theme begins at the same height in every version, so that lines run level."""
    titles: list[dict[str, object]] = []
    places: dict[tuple[int, str], _Place] = {}
    top = 0.3
    for number, name in enumerate(_themes(lineage)):
        deepest = 0
        for column, book in enumerate(lineage.releases):
            codes = [code for code in _codes_of(name, book) if (column, code.id) in wanted]
            if not codes:
                continue
            theme = book.theme[name]
            colour = theme.colour or _PALETTE[number % len(_PALETTE)]
            titles.append(_title_row(theme, colour, column, top, book.version))
            for place, code in enumerate(codes):
                row = top + _TITLE_ROWS + place
                places[column, code.id] = _Place(column, row, code, theme, code.colour or colour)
            deepest = max(deepest, len(codes))
        if deepest:
            top += _TITLE_ROWS + deepest + _GAP_ROWS
    return titles, places


def _themes(lineage: Lineage) -> list[str]:
    """Return the ids of all themes there ever were, in the order of the latest version that has them."""
    return list(dict.fromkeys(theme.id for book in reversed(lineage.releases) for theme in book.themes))


def _codes_of(theme: str, book: Codebook) -> Iterator[Code]:
    return (code for above, code in book.ordered() if above.id == theme)


def _title_row(theme: Theme, colour: str, column: int, top: float, version: str) -> dict[str, object]:
    return {
        "x": column,
        "right": column + _BOX,
        "y": top + 0.08,
        "bottom": top + _TITLE_ROWS - 0.12,
        "label": theme.label,
        "theme": theme.label,
        "version": version,
        "definition": theme.definition,
        "colour": deep(colour),
    }


def _code_row(place: _Place) -> dict[str, object]:
    return {
        "x": place.column,
        "right": place.column + _BOX,
        "y": place.row + 0.08,
        "bottom": place.row + 0.92,
        "label": place.code.label,
        "theme": place.theme.label,
        "id": place.code.id,
        "definition": place.code.definition,
        "colour": place.colour,
        "pale": mixed(place.colour, "#ffffff", 0.82),
    }


def _edge(
    flow: Flow, edge: str, column: int, places: dict[tuple[int, str], _Place]
) -> Iterator[dict[str, object]]:
    """Yield the points of one line; a short one where a code came from nothing or went nowhere."""
    start = places.get((column, flow.source or ""))
    end = places.get((column + 1, flow.target or ""))
    if start is None and end is None:
        return
    told = {
        "edge": edge,
        "course": _COURSES[flow.course],
        "source": start.code.label if start else "",
        "target": end.code.label if end else "",
        "record": ", ".join(change.id for change in flow.records),
        "why": " / ".join(change.rationale for change in flow.records if change.rationale),
        "decided": ", ".join(dict.fromkeys(name for change in flow.records for name in change.decided_by)),
    }
    for step, (x, y) in enumerate(_points(start, end)):
        yield {**told, "x": x, "y": y, "step": step}


def _points(start: _Place | None, end: _Place | None) -> list[tuple[float, float]]:
    if start is not None and end is not None:
        left, right = start.column + _BOX, float(end.column)
        y, then = start.row + 0.5, end.row + 0.5
        bend = (right - left) / 6
        return [(left, y), (left + bend, y), (right - bend, then), (right, then)]
    if start is not None:
        left = start.column + _BOX
        return [(left, start.row + 0.5), (left + _STUB, start.row + 0.5)]
    if end is not None:
        return [(end.column - _STUB, end.row + 0.5), (float(end.column), end.row + 0.5)]
    return []


def _edge_layers(edges: pd.DataFrame) -> Iterator[alt.Chart]:
    """Draw the lines, and over them the same lines unseen and broad, which are easier to point at."""
    if edges.empty:
        return
    quiet = edges.course == _COURSES["kept"]
    told = [
        alt.Tooltip("course:N", title="what"),
        alt.Tooltip("source:N", title="from"),
        alt.Tooltip("target:N", title="to"),
    ]
    why = [
        alt.Tooltip("record:N"),
        alt.Tooltip("why:N"),
        alt.Tooltip("decided:N", title="decided by"),
    ]
    present = [course for course in _STROKES if course in set(edges.course)]
    strokes = [_STROKES[course] for course in present]
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=500, labelLimit=300)
    for frame, tooltip in ((edges[quiet], told), (edges[~quiet], [*told, *why])):
        if frame.empty:
            continue
        line = alt.Chart(frame).encode(detail="edge:N", order="step:O")
        yield line.mark_line(interpolate="monotone").encode(
            color=alt.Color(
                "course:N",
                scale=alt.Scale(domain=present, range=[colour for colour, _, _ in strokes]),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "course:N",
                scale=alt.Scale(domain=present, range=[dash for _, dash, _ in strokes]),
                legend=legend,
            ),
            strokeWidth=alt.StrokeWidth(
                "course:N",
                scale=alt.Scale(domain=present, range=[width for _, _, width in strokes]),
                legend=legend,
            ),
        )
        yield line.mark_line(interpolate="monotone", strokeWidth=11, opacity=0).encode(tooltip=tooltip)


def _title_layers(titles: pd.DataFrame, right: float) -> Iterator[alt.Chart]:
    base = alt.Chart(titles).encode(
        tooltip=[alt.Tooltip("theme:N"), alt.Tooltip("version:N"), alt.Tooltip("definition:N")]
    )
    yield base.mark_rect(cornerRadius=2).encode(
        x2="right:Q", y2="bottom:Q", fill=alt.Fill("colour:N", scale=None)
    )
    yield base.mark_text(
        align="left",
        baseline="middle",
        dx=7,
        dy=_RIVER_ROW * 0.55,
        fontSize=12,
        fontWeight="bold",
        color="white",
        limit=_limit(right),
    ).encode(text="label:N")


def _code_layers(codes: pd.DataFrame, right: float) -> Iterator[alt.Chart]:
    base = alt.Chart(codes).encode(
        tooltip=[
            alt.Tooltip("label:N", title="code"),
            alt.Tooltip("id:N"),
            alt.Tooltip("theme:N"),
            alt.Tooltip("definition:N"),
        ]
    )
    yield base.mark_rect(cornerRadius=2).encode(
        x2="right:Q", y2="bottom:Q", fill=alt.Fill("pale:N", scale=None)
    )
    yield base.mark_rule(strokeWidth=4, strokeCap="butt").encode(
        y2="bottom:Q", stroke=alt.Stroke("colour:N", scale=None)
    )
    yield base.mark_text(
        align="left",
        baseline="middle",
        dx=9,
        dy=_RIVER_ROW * 0.43,
        fontSize=12,
        color=INK,
        limit=_limit(right),
    ).encode(text="label:N")


def _mark_layers(edges: pd.DataFrame) -> Iterator[alt.Chart]:
    """Put a plus where a code was added and a cross where one went out of use."""
    if edges.empty:
        return
    for course, shape, step in (("added", _PLUS, 0), ("out of use", _CROSS, 1)):
        ends = edges[(edges.course == course) & (edges.step == step)]
        if not ends.empty:
            yield (
                alt.Chart(ends)
                .mark_point(
                    shape=shape, size=34, strokeWidth=2.4, filled=False, opacity=1, stroke=_STROKES[course][0]
                )
                .encode(
                    tooltip=[
                        alt.Tooltip("course:N", title="what"),
                        alt.Tooltip("source:N" if course == "out of use" else "target:N", title="code"),
                        alt.Tooltip("record:N"),
                        alt.Tooltip("why:N"),
                    ]
                )
            )


def _limit(right: float) -> alt.ExprRef:
    """Return how long a label may be: as long as its box is wide on the screen."""
    return alt.ExprRef(expr=f"width * {_BOX / right} - 14")
