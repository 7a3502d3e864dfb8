"""Projects of other programs, and one coder's work on its way between copies of a study.

To add a program:

1. Write a module here with

   - `NAME`: what the program or format is called in reports;
   - `ENDINGS`: the file endings it goes by, in lower case with their dot;
   - `sniff(source)`: is the file one of these? It says yes to its own and to nobody else's, and never raises;
   - `read(source)`: a `Project`, or a `ToolkitError`; nothing else whatever the bytes.

2. Put the module into `FORMATS`.
3. Put tests beside those of the others, and a section into `docs/formats/`.

What a reader does not take over is in `Project.left_out`, counted by kind. What the program has kept of a
passage's words is in `ProjectCoding.quote` as it is, right or wrong: who takes the project in compares them.
`bundle` is a family of its own: one coder's work, see `toolkit.model.submission`.
"""

from __future__ import annotations

from typing import Protocol

from toolkit.errors import ToolkitError
from toolkit.formats.projects import (
    codingtable,
    doccano,
    inline,
    labelstudio,
    qc,
    qualcoder,
    refi,
    requal,
    rqda,
    taguette,
    webanno,
    wordcomments,
)
from toolkit.model.project import Project
from toolkit.model.transcript import Source

__all__ = ["FORMATS", "Format", "format_of", "read"]


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 -- a constant of the module
        """What the program or format is called in reports."""

    @property
    def ENDINGS(self) -> tuple[str, ...]:  # noqa: N802 -- a constant of the module
        """File endings in lower case, with their dot."""

    def sniff(self, source: Source) -> bool:
        """Tell whether the file is one of these."""

    def read(self, source: Source) -> Project:
        """Read the file, or refuse it with a `ToolkitError`."""


FORMATS: tuple[Format, ...] = (
    *(refi, taguette, qualcoder, rqda, requal),
    *(webanno, labelstudio, doccano, qc, inline, wordcomments, codingtable),
)
"""Those with a mark of their own come first: a table of codings may look like many things."""


def format_of(source: Source) -> Format | None:
    """Return the format of a project; None if the file is no project of a program known here."""
    return next((member for member in FORMATS if member.sniff(source)), None)


def read(source: Source, *, positions: str = "auto", which: str = "") -> Project:
    """Read a project, of whichever program it is.

    Parameters
    ----------
    positions
        How a REFI-QDA project counts characters; other formats have one way each.
    which
        Name or number of the project, where a file holds several.

    Raises
    ------
    ToolkitError
        If it is no project, or cannot be read.
    """
    found = format_of(source)
    if found is refi:
        return refi.read(source, positions)
    if found is taguette:
        return taguette.read(source, project=which)
    if found is requal:
        return requal.read(source, project=which)
    if found is None:
        known = ", ".join(f"{member.NAME} ({' '.join(member.ENDINGS)})" for member in FORMATS)
        raise ToolkitError(source.name, "is no project of a program known here", f"give one of: {known}")
    return found.read(source)
