"""A drawing on paper: black on white, in one typeface, its title and caption below."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from toolkit.model.figure import Figure

FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first comes with the library that draws, so that Latin, Greek and Cyrillic letters are as wide
everywhere; the others stand in for it where an SVG is shown without it."""
_TITLE: Final = 12.5
_NOTE: Final = 10.5
_LETTER: Final = 0.475  # of the size, on the average
_MARGIN: Final = 14
_BLACK: Final = "#111111"
_CONFIG: Final[dict[str, object]] = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": _BLACK,
        "titleColor": _BLACK,
        "labelFontSize": 10,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "gridColor": "#dddddd",
        "domainColor": "#888888",
        "tickColor": "#888888",
    },
    "legend": {"labelColor": _BLACK, "labelFontSize": 10.5, "titleFontSize": 10.5},
    "text": {"color": _BLACK},
}


def captioned(figure: Figure) -> dict[str, Any]:
    """Return the drawing in Vega-Lite with its title and caption, as it stands on paper."""
    spec: dict[str, Any] = json.loads(figure.spec)
    room = int(spec.get("width", 0)) - _MARGIN
    return {
        **spec,
        "background": "white",
        "config": _CONFIG,
        "padding": 6,
        "title": {
            "text": list(_lines(figure.title, room, _TITLE)),
            "subtitle": [line for note in _joined(figure) for line in _lines(note, room, _NOTE)],
            "anchor": "start",
            "orient": "bottom",
            "frame": "bounds",
            "offset": 12,
            "fontSize": _TITLE,
            "subtitleFontSize": _NOTE,
            "subtitleLineHeight": _NOTE + 3,
            "subtitlePadding": 5,
            "color": _BLACK,
            "subtitleColor": _BLACK,
        },
    }


def _joined(figure: Figure) -> Iterator[str]:
    """Yield the caption as one paragraph, if there is one."""
    if figure.notes:
        yield figure.caption


def _lines(text: str, room: int, font: float) -> list[str]:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    letters = max(20, int(room / (font * _LETTER)))
    return textwrap.wrap(text, letters * len(text) // (len(text) + wide)) if text else []
