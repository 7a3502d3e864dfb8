"""What a reader of the page Agreement chose to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from toolkit.model.reliability import UnitKind
from toolkit.ui.parts import Edition


class Scope(TypedDict):
    """The options that all journeys of agreement share."""

    round: str | None
    coders: tuple[str, ...]
    at: str | None


@dataclass(frozen=True)
class Chosen:
    """What is compared.

    Attributes
    ----------
    round
        One round, or None for the last readings of all.
    at
        The codebook version to see codings at; None if the round says it.
    """

    unit: UnitKind
    coders: tuple[str, ...]
    round: str | None
    at: str | None
    edition: Edition

    @property
    def scope(self) -> Scope:
        """Everything but the unit."""
        return {"round": self.round, "coders": self.coders, "at": self.at}
