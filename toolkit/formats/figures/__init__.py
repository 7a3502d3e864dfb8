"""Figures in files, one module per format.

A format is a module with `NAME`, `ENDINGS` and `write(figure, path)`. To add one: write the module, name it
in `_FORMATS`, and the family's tests apply to it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from toolkit.errors import ToolkitError
from toolkit.model.figure import Figure

_FORMATS = {".svg": "vector", ".png": "pixels", ".json": "vegalite"}
ENDINGS = tuple(_FORMATS)
"""What a figure's file may end in."""


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """What the format is called."""

    @property
    def ENDINGS(self) -> tuple[str, ...]:  # noqa: N802 - likewise
        """File endings in lower case, with their dot."""

    def write(self, figure: Figure, path: Path) -> None:
        """Write the figure with its title and caption, whole or not at all."""


def format_of(path: Path) -> Format:
    """Return the format that a file's ending asks for.

    Raises
    ------
    ToolkitError
        If there is none.
    """
    if (name := _FORMATS.get(path.suffix.lower())) is None:
        what = f"has the ending {path.suffix!r}" if path.suffix else "has no ending"
        raise ToolkitError(str(path), f"{what}, which is no figure format", f"use one of {' '.join(ENDINGS)}")
    return cast("Format", import_module(f"{__name__}.{name}"))


def write(figure: Figure, path: Path) -> None:
    """Write a figure to a file in the format of its ending, whole or not at all.

    Raises
    ------
    ToolkitError
        If the ending is unknown, the figure cannot be drawn, or the file cannot be written.
    """
    format_of(path).write(figure, path)
