"""PNG: pixels, 300 to an inch."""

from __future__ import annotations

from pathlib import Path

from toolkit.formats.figures.pictures import painted
from toolkit.formats.replacing import write_whole
from toolkit.model.figure import Figure

NAME = "PNG"
ENDINGS = (".png",)


def write(figure: Figure, path: Path) -> None:
    """Write the figure as PNG.

    Raises
    ------
    ToolkitError
        If it cannot be drawn, or the file cannot be written.
    """
    write_whole(path, painted(figure, "png"))
