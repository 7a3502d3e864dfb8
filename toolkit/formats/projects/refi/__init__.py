"""REFI-QDA projects (.qdpx, .qde), which most programs for qualitative analysis exchange.

The standard is of 2019 and has one schema; programs differ from it and from each other, above all in how
they count positions. Files are read liberally, and what is odd or left out is told.
"""

from __future__ import annotations

from toolkit.formats.projects.refi.opening import looks_like_one
from toolkit.formats.projects.refi.reading import NAME, read
from toolkit.model.transcript import Source

__all__ = ["ENDINGS", "NAME", "read", "sniff"]

ENDINGS = (".qdpx", ".qde")


def sniff(source: Source) -> bool:
    """Tell from the bytes whether a file is a REFI-QDA project."""
    return looks_like_one(source)
