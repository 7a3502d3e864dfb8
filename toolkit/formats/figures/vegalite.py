"""JSON: the figure in Vega-Lite with its data, title and caption, to be changed or drawn anew elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from toolkit.formats.figures.captions import captioned
from toolkit.formats.replacing import replacing
from toolkit.model.figure import Figure

NAME = "Vega-Lite"
ENDINGS = (".json",)


def render(figure: Figure) -> str:
    """Return the figure as one JSON object."""
    return json.dumps(captioned(figure), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def write(figure: Figure, path: Path) -> None:
    """Write the figure as JSON in UTF-8.

    Raises
    ------
    ToolkitError
        If the file cannot be written.
    """
    data = render(figure).encode("utf-8", "backslashreplace")
    with replacing(path) as file:
        file.write(data)
