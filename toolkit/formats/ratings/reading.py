"""What to know before a table of ratings is read, and what reading it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.model.reliability import Level, ReliabilityData

Blank = Literal["missing", "nothing"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a researcher says of a table.

    Attributes
    ----------
    cluster
        The column that names the interview a unit is of.
    blank
        What a cell without a code says: the coder did not judge the unit, or gave it nothing.
    absent
        What it says that a coder has no row for a unit; None to tell from the table.
    level
        Beyond `nominal`, codes are numbers.
    """

    cluster: str | None = None
    blank: Blank = "missing"
    absent: Blank | None = None
    level: Level = "nominal"


@dataclass(frozen=True, slots=True)
class RatingsReading:
    """Ratings, with sentences on how the table was read."""

    data: ReliabilityData
    notes: tuple[str, ...]
