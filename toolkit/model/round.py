"""Who reads what: coders, rounds, assignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from toolkit.model.address import check_address
from toolkit.model.checks import check_id, check_name, check_one_of, check_time

FIRST_ROUND = "first"

RoundUnit = Literal["free", "sentence", "paragraph", "turn"]
"""What a coding of a round may cover: any words, or whole units that are the same for all coders."""

Role = Literal["lead", "coder", "reader"]
"""What a person may do: arrange rounds and see everything; code; or look and change nothing."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A person of the team. The name is the id: it is what papers print (A, B) and colleagues know.

    Attributes
    ----------
    email
        Address under which they sign in on a server; None where nobody does.
    """

    name: str
    role: Role = "coder"
    email: str | None = None

    def __post_init__(self) -> None:
        check_name("coder", self.name)
        check_one_of("role of a coder", self.role, get_args(Role))
        if self.email is not None:
            check_address("e-mail of a coder", self.email)


@dataclass(frozen=True, slots=True)
class Round:
    """A stretch of work with one purpose under one codebook version.

    Attributes
    ----------
    anew
        Whether coders read with clean pages: what they coded in earlier rounds is not before them, and no
        longer counts for a transcript once they have read it to the end.
    unit
        What a coding may cover. Fixed units leave coders nothing to differ on but the codes.
    blind
        Whether coders see nothing of one another's work in it until they have finished their own.
    begun_at, revealed_at
        When it began, and when a lead ended its blindness for all; ISO 8601 in UTC. None where it is not
        known, or has not been.
    """

    id: str
    purpose: str
    codebook_version: str
    anew: bool = False
    unit: RoundUnit = "free"
    blind: bool = False
    begun_at: str | None = None
    revealed_at: str | None = None

    def __post_init__(self) -> None:
        check_id("round", self.id)
        check_one_of("unit of a round", self.unit, get_args(RoundUnit))
        for what, at in (("beginning", self.begun_at), ("revealing", self.revealed_at)):
            if at is not None:
                check_time(f"time of {what}", at)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A coder's task to read one transcript in one round.

    Only a finished assignment says "no" to the codes that were not applied: not seen is not "no".

    Attributes
    ----------
    revision
        The revision of the transcript that was read; what a later one brought was not.
    """

    coder: str
    transcript: str
    round: str = FIRST_ROUND
    finished_at: str | None = None
    revision: int = 1

    def __post_init__(self) -> None:
        check_name("coder", self.coder)
        check_name("transcript of an assignment", self.transcript)
        check_id("round", self.round)
        if self.finished_at is not None:
            check_time("time of finishing", self.finished_at)

    @property
    def finished(self) -> bool:
        """Whether the coder has declared the reading complete."""
        return self.finished_at is not None
