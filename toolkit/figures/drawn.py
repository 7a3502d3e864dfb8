"""What all figures share: their width, their colours, their labels, and how a chart becomes a `Figure`.

A figure has to be read on a page, on paper and in grey. So it is as wide as a page of a journal; colour
never stands alone for a meaning; labels are broken into lines and not cut. Words from data reach the drawing
through `shown`, which takes out what no file for pictures can hold, and stand in data or, as JSON, in the
expressions of an axis.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from toolkit.model.figure import Figure
from toolkit.model.table import Table, Value

WIDTH: Final = 660
"""In pixels, 96 to an inch: the 174 mm of two columns of a journal."""
INK: Final = "#1b2733"
BLUE: Final = "#2f87c0"
GREY: Final = "#8a8a8a"
CONTRAST: Final = 4.5
"""What WCAG asks for between letters and what is behind them."""

_MANY: Final = 30
_MOST_LINES: Final = 4
_UNSHOWN: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_FURTHER: Final = "\N{NO-BREAK SPACE}"  # begins no name: `shown` takes it away
_MISSING: Final = "\N{REPLACEMENT CHARACTER}"


def shown(value: Value) -> str:
    r"""Return a word from data on one line, a mark in place of what no picture can hold.

    >>> shown("Trust\n in\x00 peers")
    'Trust in� peers'
    """
    text = "" if value is None else str(value)
    return " ".join(_UNSHOWN.sub(lambda found: " " if found[0].isspace() else _MISSING, text).split())


def wrapped(text: str, limit: int) -> list[str]:
    """Break a label into lines of so many letters; what is longer than four lines ends in an ellipsis.

    >>> wrapped("Trust in peers", 8)
    ['Trust in', 'peers']
    """
    # Chinese, Japanese and Korean letters are twice as wide.
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    room = max(4, limit * len(text) // (len(text) + wide)) if text else limit
    return textwrap.wrap(text, room, max_lines=_MOST_LINES, placeholder=" …") or [""]


@dataclass(frozen=True)
class Rows:
    """Labels of rows, and how high and how large they are to be read; many rows stand closer.

    Attributes
    ----------
    lines
        By what the axis calls the row.
    step
        Height of a row in pixels.
    font
        Size of its letters in pixels.
    """

    lines: Mapping[str, Sequence[str]]
    step: float
    font: float
    spread: bool = False

    @property
    def domain(self) -> list[str]:
        """What the axis calls its rows, from top to bottom: empty ones for further lines of a label, too."""
        return [
            name if not at else f"{_FURTHER}{name} {at}"
            for name, lines in self.lines.items()
            for at in range(len(lines) if self.spread else 1)
        ]

    @classmethod
    def of(cls, labels: Mapping[str, str]) -> Rows:
        """Lay out labels by name.

        Among many, the further lines of a long label have rows of their own, so that it does not make all
        the others higher.
        """
        if len(labels) > _MANY:
            close = {shown(name): wrapped(shown(label), 44) for name, label in labels.items()}
            return cls(close, 14, 9.5, spread=True)
        lines = {shown(name): wrapped(shown(label), 38) for name, label in labels.items()}
        deepest = max((len(each) for each in lines.values()), default=1)
        return cls(lines, max(22.0, deepest * 13 + 6), 11)

    @property
    def height(self) -> float:
        """Of all rows, in pixels."""
        return max(self.step * len(self.domain), 1)

    @property
    def width(self) -> float:
        """Of the longest line, in pixels, about."""
        return max((broad(line, self.font) for lines in self.lines.values() for line in lines), default=0)

    def axis(self, **options: Any) -> alt.Axis:  # noqa: ANN401 - as Altair's
        """Return an axis that stands for rows by name and shows their labels, of which two may be alike.

        The labels are in an expression of Vega's, as JSON: a string in it is a string, whatever it holds.
        """
        told = json.dumps(self.lines, ensure_ascii=False)
        settings: dict[str, Any] = {
            "labelExpr": f"({told})[datum.value] || ''",
            "labelLimit": 0,
            "labelOverlap": False,
            "labelFlush": False,  # as Streamlit would have it: the first and last off their rows
            "labelFontSize": self.font,
            "labelLineHeight": self.font + 2,
            "ticks": False,
            "domain": False,
            **({} if self.spread else self._lifted()),
            **options,
        }
        return alt.Axis(**settings)

    def _lifted(self) -> dict[str, object]:
        """Return what puts the middle of a label, and not of its first line, at the middle of its row."""
        deep: dict[int, list[str]] = {}
        for name, lines in self.lines.items():
            deep.setdefault(len(lines) - 1, []).append(name)
        deep.pop(0, None)
        if not deep:
            return {}
        conditions = [
            {
                "test": f"indexof({json.dumps(names, ensure_ascii=False)}, datum.value) >= 0",
                "value": -further * (self.font + 2) / 2,
            }
            for further, names in deep.items()
        ]
        return {"labelOffset": {"condition": conditions, "value": 0}}


def broad(text: str, font: float) -> float:
    """Return about how wide a text is, in pixels."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return (len(text) + 0.9 * wide) * font * 0.54


def figure(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart,
    title: str,
    notes: Iterable[str],
    *,
    width: float = WIDTH,
) -> Figure:
    """Make a figure of a chart: as wide in all as told, and the same text for the same chart.

    Altair's settings of the whole process (theme, most rows) are not let in.
    """
    chart = chart.properties(
        width=round(width), autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
    )
    with alt.theme.enable("none"), alt.data_transformers.enable("default", max_rows=None):
        spec = chart.to_dict()
    spec.pop("config", None)
    spec = _cleaned(spec)
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return Figure(shown(title), text, tuple(filter(None, map(shown, notes))))


def _cleaned(part: Any, *, data: bool = False) -> Any:  # noqa: ANN401 - as JSON is
    """Return a drawing with every word in its data fit to be shown."""
    if isinstance(part, dict):
        return {
            name: _cleaned(each, data=data or name in {"datasets", "values"}) for name, each in part.items()
        }
    if isinstance(part, list):
        return [_cleaned(each, data=data) for each in part]
    return shown(part) if data and isinstance(part, str) else part


def data(rows: Sequence[Mapping[str, object]]) -> alt.Data:
    """Return rows as the data of a chart."""
    made: alt.Data = alt.Data(values=[dict(row) for row in rows])  # type: ignore[no-untyped-call]
    return made


def records(table: Table) -> list[dict[str, Value]]:
    """Return the rows of a table by name, its words fit to be shown."""
    return [
        {
            name: shown(value) if isinstance(value, str) else value
            for name, value in zip(table.names, row, strict=True)
        }
        for row in table.rows
    ]


def number(value: Value) -> float:
    """Return the value of a cell that holds a number, 0 of an empty one."""
    return float(value) if isinstance(value, (int, float)) else 0.0


# --- colours ----------------------------------------------------------------------------------------


def mixed(colour: str, other: str, share: float) -> str:
    """Mix a colour with a share of another.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * (1 - share) + two * share):02x}" for one, two in parts)


def deep(colour: str) -> str:
    """Darken a colour until white letters on it have the contrast that WCAG asks for (4.5 to 1)."""
    while contrast(colour, "#ffffff") < CONTRAST:
        colour = mixed(colour, "#000000", 0.08)
    return colour


def letters_on(colour: str) -> str:
    """Return white or black, whichever is easier to read on a colour."""
    return max(("#ffffff", "#000000"), key=lambda letters: contrast(colour, letters))


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21: what is left of it in grey.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    value: float = channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
    return value


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
