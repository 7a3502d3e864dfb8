"""Two copies of a study made one: what happened to each record in both, and what that comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from toolkit.model.checks import check_time

Fate = Literal["new", "identical", "changed", "removed", "kept"]
"""What becomes of a record that somebody brings:

new
    It was not here, or not any more, and is from now on.
identical
    It is the same in both.
changed
    What was brought is newer and takes the place of what is here.
removed
    It is here, and was removed there since.
kept
    What is here is newer, be it that it was changed or removed, and stays.
"""

Rule = Literal["latest", "agreed"]
"""What to do where both copies changed a record, neither knowing of the other: the latest change counts
(work of one person, who meant what they said last), or people have to agree (facts of the whole team)."""


class Stamp(NamedTuple):
    """When something happened, so that what happened in several copies has one order in all of them.

    Attributes
    ----------
    moment
        The latest time told in the log up to the event: it never goes back, though a clock may.
    step
        How many events of the log had this moment before.
    hash
        The hash of the event in the log it was first written to: its name in all copies.
    """

    moment: str
    step: int
    hash: str


def moment(at: str) -> str:
    """Return a time so that the order of letters is that of time, however exactly it was written.

    >>> moment("2026-03-01T09:30:00Z") < moment("2026-03-01T09:30:00.5Z")
    True
    """
    check_time("time of an event", at)
    seconds, _, part = at.removesuffix("Z").partition(".")
    return f"{seconds}.{part:0<6}Z"


class Record(NamedTuple):
    """Which record: of what kind, and its id, or the several names that are its id."""

    kind: str
    key: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} {' '.join(self.key)}"


@dataclass(frozen=True, slots=True)
class Happening:
    """What one event made of one record.

    Attributes
    ----------
    frame
        What never changes of the record, as one text: of a coding all of it. Empty if the event does not
        tell.
    state
        The record after the event, as one text; None if it is gone.
    by
        Who said so.
    """

    stamp: Stamp
    frame: str
    state: str | None
    by: str = ""


Histories: TypeAlias = Mapping[Record, tuple[Happening, ...]]
"""What happened to each record, in any order."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A record on which two copies are made one.

    Attributes
    ----------
    effective
        The events brought that make a difference here, in their order.
    overtaken
        Those brought that something here is newer than: they are remembered and change nothing.
    """

    record: Record
    fate: Fate
    effective: tuple[Stamp, ...] = ()
    overtaken: tuple[Stamp, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """A record on which people have to agree first.

    Attributes
    ----------
    why
        `content`: what never changes of it differs, so that it is not the same record. `state`: it was
        changed in both copies, and neither knew of the other.
    here, there
        The last thing that happened to it in each.
    """

    record: Record
    why: Literal["content", "state"]
    here: Happening
    there: Happening


@dataclass(frozen=True)
class Reconciled:
    """Everything that was brought: settled, or left for people."""

    settled: tuple[Settled, ...]
    open: tuple[Open, ...]

    @cached_property
    def tally(self) -> Counter[tuple[str, str]]:
        """Records by kind and what becomes of them, those that are open as `conflict`."""
        counted = Counter((each.record.kind, str(each.fate)) for each in self.settled)
        return counted + Counter((each.record.kind, "conflict") for each in self.open)
