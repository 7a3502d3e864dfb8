"""SVG: letters and lines, to be set into a paper at any size, or opened in a program for drawing."""

from __future__ import annotations

from pathlib import Path

from toolkit.formats.figures.pictures import painted
from toolkit.formats.replacing import write_whole
from toolkit.model.figure import Figure

NAME = "SVG"
ENDINGS = (".svg",)


def write(figure: Figure, path: Path) -> None:
    """Write the figure as SVG.

    Raises
    ------
    ToolkitError
        If it cannot be drawn, or the file cannot be written.
    """
    write_whole(path, painted(figure, "svg"))
