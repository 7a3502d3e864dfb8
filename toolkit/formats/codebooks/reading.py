"""What reading a codebook file gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.errors import Fault
from toolkit.model.codebook import Codebook


def _nowhere(_path: tuple[str | int, ...]) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class CodebookReading:
    """A codebook as read from a file, and what its team should still look at.

    Attributes
    ----------
    warnings
        In the order of the file; none of them keeps the codebook from being used.
    line
        Gives the line of a place in the file, such as `("codes", 3, "label")`; 0 if the format has no lines.
    """

    codebook: Codebook
    warnings: tuple[Fault, ...] = ()
    line: Callable[[tuple[str | int, ...]], int] = _nowhere
