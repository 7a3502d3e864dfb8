"""What reading a codebook file gives."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import Fault
from toolkit.model.codebook import Codebook


@dataclass(frozen=True, slots=True)
class CodebookReading:
    """A codebook as read from a file, and what its team should still look at.

    Attributes
    ----------
    warnings
        In the order of the file; none of them keeps the codebook from being used.
    """

    codebook: Codebook
    warnings: tuple[Fault, ...] = ()
