"""JSON: the figure in Vega-Lite with its data, title and caption, to be changed or drawn anew elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from toolkit.formats.figures.captions import captioned
from toolkit.formats.replacing import write_whole
from toolkit.model.figure import Figure

NAME = "Vega-Lite"
ENDINGS = (".json",)


def render(figure: Figure) -> str:
    """Return the figure as one JSON object."""
    return json.dumps(captioned(figure), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def encoded(figure: Figure) -> bytes:
    """Return the JSON in UTF-8; half a character, which has no place in UTF-8, as the escape of JSON."""
    return render(figure).encode("utf-8", "backslashreplace")


def write(figure: Figure, path: Path) -> None:
    """Write the figure as JSON in UTF-8.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    write_whole(path, encoded(figure))
