"""Where the passage of a coding stands after its transcript was corrected: found, or said by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from toolkit.errors import Invalid
from toolkit.model.checks import check_name, check_text, check_time
from toolkit.model.coding import Coding, Quotation

Found = Literal["unchanged", "quotation", "near"]
"""How a passage was found in a later revision:

unchanged
    It stands, letter by letter, where the alignment of the two texts puts it.
quotation
    Its letters stand elsewhere, in one place only, with the text around them that was quoted with them.
near
    Its words are unchanged where the alignment puts them; case, punctuation or spacing are not.
"""

Doubt = Literal["ambiguous", "changed", "gone"]
"""Why a passage needs a person:

ambiguous
    It may be one of several places.
changed
    Its words were changed.
gone
    Nothing is left where it stood, or nobody speaks there any more.
"""

Place = Literal["as made", "unchanged", "quotation", "near", "person", "waiting", "gone"]
"""How a coding came to its place in the latest revision, or that it waits for one or lost it."""

_TOLD: Final[Mapping[Place, str]] = {
    "as made": "made on it",
    "unchanged": "unchanged",
    "quotation": "found by quotation",
    "near": "found with other punctuation, case or spacing",
    "person": "placed by a person",
    "waiting": "waiting",
    "gone": "gone",
}


@dataclass(frozen=True, slots=True)
class Anchored:
    """A quotation of an earlier revision as it stands in a later one."""

    quotation: Quotation
    found: Found


@dataclass(frozen=True, slots=True)
class Unanchored:
    """A quotation of an earlier revision whose place in a later one only a person can tell.

    Attributes
    ----------
    candidates
        Places of the later revision it may have, likeliest first.
    """

    doubt: Doubt
    candidates: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """One coding that waits for its place in a corrected transcript.

    Attributes
    ----------
    coding
        As it was made.
    known
        Where it stood last: as it was made, or where a person put it in an earlier revision.
    revision
        The one it needs a place in.
    """

    coding: Coding
    known: Quotation
    revision: int
    doubt: Doubt
    candidates: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """What a person said about the place of a coding in a revision.

    Attributes
    ----------
    quotation
        The passage as it reads in that revision; None if the person found that it is gone.
    placed_at
        ISO 8601 in UTC.
    """

    id: str
    coding: str
    transcript: str
    revision: int
    quotation: Quotation | None
    reason: str
    placed_by: str
    placed_at: str

    def __post_init__(self) -> None:
        check_name("placement id", self.id)
        check_name("coding of a placement", self.coding)
        check_name("transcript of a placement", self.transcript)
        check_text("reason of a placement", self.reason)
        check_name("placed_by", self.placed_by)
        check_time("time of a placement", self.placed_at)
        quoted = self.quotation
        if quoted is not None and (quoted.transcript, quoted.revision) != (self.transcript, self.revision):
            raise Invalid(
                f"placement in {self.transcript} revision {self.revision} quotes another text",
                "quote the revision it is about",
            )


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """Codings of one corrected transcript by how they came to their place; together they are all."""

    transcript: str
    revision: int
    counts: Mapping[Place, int]

    @classmethod
    def of(cls, transcript: str, revision: int, places: Iterable[Place]) -> PlaceTally:
        """Count places."""
        return cls(transcript, revision, Counter(places))

    @property
    def total(self) -> int:
        """All codings."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        """Tell what the codings add up to."""
        whole = f"{self.total} {'coding' if self.total == 1 else 'codings'}"
        parts = [f"{self.counts[each]} {told}" for each, told in _TOLD.items() if self.counts.get(each)]
        told = " = ".join(filter(None, (whole, " + ".join(parts))))
        return f"{self.transcript} revision {self.revision}: {told}"
