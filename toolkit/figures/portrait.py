"""Where in a transcript each code stands: the portrait of one transcript, or of many side by side."""

from __future__ import annotations

from typing import Final

import altair as alt

from toolkit.figures.drawn import BLUE, Rows, data, figure, number, records
from toolkit.model.figure import Figure
from toolkit.model.table import Table, Value

LANES: Final = ("#1f4e79", "#c77a2c")
"""Colours of neighbouring lanes, which differ in grey too."""
_ASKING: Final = "interviewer"
_TALL: Final = 520
_READABLE: Final = 4.5  # pixels of a lane that can have a number


def portrait(passages: Table, turns: Table) -> Figure | None:
    """Draw passages over the words of their transcripts; None where nothing is coded.

    Of one transcript each code has a row. Of several, each transcript has a row with a lane for each theme.

    Parameters
    ----------
    passages
        `transcript`, `participant`, `theme`, `code_id`, `label`, and `start` and `end` in words, in the order
        in which codes and themes are to stand.
    turns
        `transcript`, `participant`, `role`, and `start` and `end` in words: what was said, by whom.
    """
    if not passages.rows:
        return None
    several = len(set(turns.column("transcript"))) > 1
    return _all(passages, turns) if several else _one(passages, turns)


def _one(passages: Table, turns: Table) -> Figure:
    """Draw a row for each code, and above all a row that tells where the interviewer speaks."""
    found = records(passages)
    labels = {"": "The interviewer speaks"} if _asked(turns) else {}
    labels |= {str(row["code_id"]): str(row["label"]) for row in found}
    rows = Rows.of(labels)
    y = alt.Y(
        "code_id:N",
        sort=rows.domain,
        scale=alt.Scale(domain=rows.domain),
        title=None,
        axis=rows.axis(grid=True),
    )
    x = _across(turns)
    layers = [
        alt.Chart(data(found))
        .mark_bar(color=BLUE, height={"band": 0.72}, stroke="white", strokeWidth=0.5)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            tooltip=[
                alt.Tooltip("label:N", title="code"),
                alt.Tooltip("theme:N"),
                alt.Tooltip("start:Q", title="from word"),
                alt.Tooltip("end:Q", title="to word"),
            ],
        )
    ]
    if asked := _asked(turns):
        told = [{**row, "code_id": ""} for row in asked]
        marks = alt.Chart(data(told)).mark_bar(color="#5a6470", height={"band": 0.3})
        layers.insert(0, marks.encode(x=x, x2="end:Q", y=y))
    chart = alt.layer(*layers).properties(height=rows.height)
    name = found[0]["transcript"]
    told_of = f"Passages of transcript {name} by code, in the order of the words."
    return figure(chart, f"Portrait of transcript {name}", (told_of, *passages.notes))


def _all(passages: Table, turns: Table) -> Figure:
    found = records(passages)
    transcripts = list(dict.fromkeys(str(row["transcript"]) for row in records(turns)))
    named = {str(row["transcript"]): str(row["participant"] or row["transcript"]) for row in records(turns)}
    themes = list(dict.fromkeys(str(row["theme"]) for row in found))
    lane = max(2.4, min(8.0, _TALL / len(transcripts) / len(themes)))
    block = lane * len(themes) + 4
    for row in found:
        at = themes.index(str(row["theme"]))
        top = transcripts.index(str(row["transcript"])) * block + at * lane
        row |= {"top": top + 0.4, "bottom": top + lane - 0.4, "fill": LANES[at % len(LANES)]}
    lengths = _lengths(turns)
    plains = [
        {"start": 0, "end": lengths[name], "top": at * block - 1, "bottom": (at + 1) * block - 3}
        for at, name in enumerate(transcripts)
    ]
    middles = {f"{at * block + lane * len(themes) / 2:g}": named[name] for at, name in enumerate(transcripts)}
    rows = Rows.of(middles)
    high = block * len(transcripts)
    y = alt.Y(
        "top:Q",
        scale=alt.Scale(domain=[-2, high], reverse=True, nice=False),
        title=None,
        axis=rows.axis(values=[float(at) for at in middles], grid=False),
    )
    x = _across(turns, beyond=1.035)
    floor = alt.Chart(data(plains)).mark_rect(color="#8a8a8a", opacity=0.16)
    bars = alt.Chart(data(found)).mark_rect()
    numbered = [
        # In two columns, so that they can be larger than their lanes.
        {
            "start": max(lengths.values()) * (1.008 + 0.015 * (at % 2)),
            "top": at * lane + top * block,
            "text": f"{at + 1}",
        }
        for top in range(len(transcripts))
        for at in range(len(themes))
        if lane >= _READABLE
    ]
    numbers = alt.Chart(data(numbered)).mark_text(align="left", baseline="middle", dy=lane / 2, fontSize=7.5)
    layers = [
        floor.encode(x=x, x2="end:Q", y=y, y2="bottom:Q"),
        bars.encode(
            x=x,
            x2="end:Q",
            y=y,
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None),
            tooltip=[
                alt.Tooltip("transcript:N"),
                alt.Tooltip("theme:N"),
                alt.Tooltip("label:N", title="code"),
                alt.Tooltip("start:Q", title="from word"),
                alt.Tooltip("end:Q", title="to word"),
            ],
        ),
        *([numbers.encode(x=x, y=y, text="text:N")] if numbered else []),
    ]
    chart = alt.layer(*layers).properties(height=high)
    lanes = "; ".join(f"{at} {name}" for at, name in enumerate(themes, 1))
    told = (
        "Passages over the words of each transcript; the grey field is as long as the transcript.",
        f"Lanes of each, from top to bottom: {lanes}.",
    )
    return figure(chart, "Portraits of the transcripts", (*told, *passages.notes))


def _across(turns: Table, beyond: float = 1) -> alt.X:
    longest = max(_lengths(turns).values(), default=1) * beyond
    return alt.X(
        "start:Q",
        title="Words into the transcript",
        scale=alt.Scale(domain=[0, max(longest, 1)], nice=False),
        axis=alt.Axis(format=",d", tickMinStep=1, grid=False),
    )


def _lengths(turns: Table) -> dict[str, float]:
    lengths: dict[str, float] = {}
    for row in records(turns):
        name = str(row["transcript"])
        lengths[name] = max(lengths.get(name, 0), number(row["end"]))
    return lengths


def _asked(turns: Table) -> list[dict[str, Value]]:
    return [row for row in records(turns) if row["role"] == _ASKING and row["start"] != row["end"]]
