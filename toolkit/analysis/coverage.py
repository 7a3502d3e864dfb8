"""Who has read what, and for which codes that reading is not complete any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from toolkit.model.table import Column, Table

State = Literal["complete", "corrected", "incomplete", "reading", "unread"]


@dataclass(frozen=True, slots=True)
class Covered:
    """One coder and one transcript.

    Attributes
    ----------
    state
        `corrected` is complete but for words that came into the transcript after the reading.
    version
        Codebook version of the last finished reading, or of the unfinished one if there is no other.
    missing
        Codes of the version looked at that no finished reading searched for, in the codebook's order.
    """

    document: str
    coder: str
    version: str
    state: State
    missing: tuple[str, ...] = ()


_COLUMNS = (
    Column("document", heading="Transcript", meaning="Id of the transcript."),
    Column("coder", meaning="Who read it; empty if nobody did."),
    Column(
        "codebook_version",
        heading="Read under",
        meaning="Codebook version of the last finished reading, or else of the unfinished one.",
    ),
    Column(
        "status",
        meaning="complete: every code was searched for; corrected: complete, but for words that came into "
        "the transcript since; incomplete: some codes were not searched for; reading: not finished; unread.",
    ),
    Column(
        "codes_not_yet_searched",
        heading="Codes not searched for",
        meaning="Ids of codes that no finished reading by this coder searched for, in the codebook's order.",
    ),
)


def coverage(rows: Iterable[Covered], version: str) -> Table:
    """List who has read what under which version, and which codes were not yet searched for there."""
    cells = tuple((row.document, row.coder, row.version, row.state, "; ".join(row.missing)) for row in rows)
    return Table(f"Coverage at codebook {version}", _COLUMNS, cells)
