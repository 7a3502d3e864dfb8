"""Codebooks in files, one module per format.

A format is a module with `NAME`, `ENDINGS`, `sniff(head)`, `read(source) -> CodebookReading` and
`write(codebook) -> str`. To add one: write the module, put it into `FORMATS`, and give its tests a sample.
A format whose files name codes as they like gives an `outline`, which makes themes, ids and warnings of it.
"""

from __future__ import annotations

from typing import Protocol

from toolkit.errors import ToolkitError
from toolkit.formats.codebooks import delimited, native, refi
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 -- a constant of the module
        """What the format is called in messages."""

    @property
    def ENDINGS(self) -> tuple[str, ...]:  # noqa: N802 -- a constant of the module
        """File endings in lower case, with their dot."""

    def sniff(self, head: bytes) -> bool:
        """Tell whether a file that begins so is of this format."""

    def read(self, source: Source) -> CodebookReading:
        """Read the file, or refuse it with a `FaultyFile`."""

    def write(self, codebook: Codebook) -> str:
        """Return the codebook as the text of such a file."""


FORMATS: tuple[Format, ...] = (native, refi, delimited)
_HEAD = 10_000


def format_of(source: Source) -> Format:
    """Return the format of a file, by its first bytes or, failing that, its ending.

    Raises
    ------
    ToolkitError
        If it is in no known format.
    """
    head = source.data[:_HEAD]
    fitting = [module for module in FORMATS if module.sniff(head)]
    fitting += [module for module in FORMATS if source.ending in module.ENDINGS]
    if not fitting:
        known = ", ".join(f"{module.NAME} ({' '.join(module.ENDINGS)})" for module in FORMATS)
        raise ToolkitError(source.name, "is in no codebook format known here", f"give one of: {known}")
    return fitting[0]


def read(source: Source) -> CodebookReading:
    """Read a codebook in whichever format the file is in.

    Raises
    ------
    FaultyFile
        With every fault of the file.
    ToolkitError
        If the file is in no known format.
    """
    return format_of(source).read(source)
