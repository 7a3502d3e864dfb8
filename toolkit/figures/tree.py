"""The tree of themes and codes, each as large as the number of participants who speak of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import altair as alt

from toolkit.figures.drawn import BLUE, INK, WIDTH, data, figure, number, records, wrapped
from toolkit.model.figure import Figure
from toolkit.model.table import Table, Value

_TRUNK: Final = 235
_TWIG: Final = 300
_LARGEST: Final = 260
"""Area of the largest circle in square pixels."""
_MANY: Final = 30
_JOINING: Final = "\N{NO-BREAK SPACE}"
_GAP: Final = 0.6  # rows between themes


@dataclass
class _Branch:
    theme: dict[str, Value]
    codes: list[dict[str, Value]] = field(default_factory=list)


def code_tree(table: Table) -> Figure | None:
    """Draw themes and their codes as a tree, circles as large as participants; None without themes.

    Parameters
    ----------
    table
        The findings table of themes: `theme`, `code` (empty in the row of a theme), `n_participants`.
    """
    branches = list(_branches(table))
    if not branches:
        return None
    n_codes = sum(len(branch.codes) for branch in branches)
    font, line = (9.5, 12.0) if n_codes > _MANY else (11.0, 15.0)
    most = max(number(row["n_participants"]) for row in records(table))
    of = table.columns[table.names.index("n_participants")].of
    nodes: list[dict[str, object]] = []
    twigs: list[dict[str, object]] = []
    top = 0.0
    for branch in branches:
        limit = 44 if n_codes > _MANY else 38
        rows = [_lines(row["code"], row, limit + 14, of) for row in branch.codes]
        about = _lines(branch.theme["theme"], branch.theme, limit - 4, of)
        heights = [line * len(told) + 5 for told in rows]
        height = max(sum(heights), line * len(about) + 5)
        middle = top + height / 2
        nodes.append(_node(branch.theme, about, _TRUNK, middle, most, line=line, of_theme=True))
        at = top + (height - sum(heights)) / 2
        for row, told, tall in zip(branch.codes, rows, heights, strict=True):
            nodes.append(_node(row, told, _TWIG, at + tall / 2, most, line=line, of_theme=False))
            twigs += _twig(f"{len(nodes)}", middle, at + tall / 2)
            at += tall
        top += height + _GAP * line
    chart = _drawing(nodes, twigs, top, font, line)
    legend = (
        "Circles are as large as the number of participants, which stands behind the label; hollow is none."
    )
    return figure(chart, "Themes and codes by participants", (legend, *table.notes))


def _branches(table: Table) -> Iterator[_Branch]:
    branch: _Branch | None = None
    for row in records(table):
        if row["code"] is None:
            if branch:
                yield branch
            branch = _Branch(row)
        elif branch:
            branch.codes.append(row)
    if branch:
        yield branch


def _lines(label: Value, row: dict[str, Value], limit: int, of: int | None) -> list[str]:
    n = f"{number(row['n_participants']):g}"
    counted = f"({n} of {of})" if of else f"({n})"
    # The count is not torn apart at the end of a line.
    whole = f"{label} {counted.replace(' ', _JOINING)}"
    return [line.replace(_JOINING, " ") for line in wrapped(whole, limit)]


def _node(
    row: dict[str, Value], lines: list[str], x: float, y: float, most: float, *, line: float, of_theme: bool
) -> dict[str, object]:
    n = number(row["n_participants"])
    return {
        "x": x,
        "y": y,
        "text_y": y - (len(lines) - 1) * (line - 1) / 2,
        "kind": "theme" if of_theme else "code",
        "text": lines,
        "label": row["theme"] if of_theme else row["code"],
        "theme": row["theme"],
        "participants": n,
        "segments": row.get("n_segments"),
        "size": _LARGEST * n / most if n else 18,
        "fill": (INK if of_theme else BLUE) if n else "transparent",
    }


def _twig(name: str, start: float, end: float) -> Iterator[dict[str, object]]:
    bend = (_TRUNK + _TWIG) / 2
    for step, (x, y) in enumerate([(_TRUNK, start), (bend, start), (bend, end), (_TWIG, end)]):
        yield {"twig": name, "step": step, "x": x, "y": y}


def _drawing(
    nodes: list[dict[str, object]], twigs: list[dict[str, object]], height: float, font: float, line: float
) -> alt.LayerChart | alt.FacetChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)
    y_scale = alt.Scale(domain=[0, height], reverse=True, nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=None)
    base = alt.Chart(data(nodes)).encode(
        tooltip=[
            alt.Tooltip("label:N", title="theme or code"),
            alt.Tooltip("theme:N"),
            alt.Tooltip("participants:Q"),
            alt.Tooltip("segments:Q"),
        ]
    )
    lines = alt.Chart(data(twigs)).mark_line(color="#9aa0a6", strokeWidth=1)
    layers = [
        *([lines.encode(x=x, y=y, detail="twig:N", order="step:Q")] if twigs else []),
        base.mark_point(shape="circle", strokeWidth=1.4, stroke=INK, opacity=1, filled=False).encode(
            x=x, y=y, size=alt.Size("size:Q", scale=None), fill=alt.Fill("fill:N", scale=None)
        ),
    ]
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = (
        ("theme", "right", -14),
        ("code", "left", 14),
    )
    for kind, side, away in sides:
        layers.append(
            base.transform_filter(f"datum.kind == '{kind}'")
            .mark_text(
                align=side,
                baseline="middle",
                dx=away,
                fontSize=font,
                lineHeight=line - 1,
                fontWeight="bold" if kind == "theme" else "normal",
            )
            .encode(x=x, y=alt.Y("text_y:Q", scale=y_scale, axis=None), text="text:N")
        )
    return alt.layer(*layers).properties(height=height)
