"""What a team says of its study because no transcript and no coding can tell it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Final, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_line, check_name, check_one_of, refuse_any, repeated, told
from toolkit.model.codebook import Approach

LONGEST_SAID: Final = 2000
"""Characters of one statement: a sentence or a few, and not a section."""


@dataclass(frozen=True)
class Declared:
    """What a team says of its study, word for word; what it did not say is empty.

    Attributes
    ----------
    approach
        What the analysis is: reflexive, codebook or coding-reliability. None: as the codebook says.
    citation
        Whom the approach follows.
    agreement
        Why agreement is, or is not, reported.
    interviewer
        Who held the interviews.
    recruitment
        How people came to take part.
    ethics
        Consent, and approval by a board.
    medium
        How the interviews were held: on site, by telephone, by video call.
    recording
        How they were recorded.
    transcription
        Who or what transcribed them.
    language
        In which language.
    dates
        When they were held.
    length
        How long they took.
    disagreements
        How coders dealt with disagreements.
    published
        Where the codebook can be read.
    positions
        Coders, each with role and training, in the order they were told.
    """

    approach: Approach | None = None
    citation: str = ""
    agreement: str = ""
    interviewer: str = ""
    recruitment: str = ""
    ethics: str = ""
    medium: str = ""
    recording: str = ""
    transcription: str = ""
    language: str = ""
    dates: str = ""
    length: str = ""
    disagreements: str = ""
    published: str = ""
    positions: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        faults = [
            fault for name, said in self.statements.items() for fault in told(name, _check_said, name, said)
        ]
        for coder, position in self.positions:
            faults += told("positions", check_name, "coder of a position", coder)
            faults += told("positions", _check_position, coder, position)
        if twice := repeated(coder for coder, _ in self.positions):
            faults.append(("positions", Invalid(f"tells two positions of {twice[0]!r}", "tell one")))
        if self.approach is not None:
            faults += told("approach", check_one_of, "approach", self.approach, get_args(Approach))
        refuse_any(*faults)

    @cached_property
    def statements(self) -> dict[str, str]:
        """What was said in words, by name of the field, in their order; without what is empty."""
        return {name: said for name in STATEMENTS if (said := getattr(self, name))}


STATEMENTS: Final = tuple(
    field.name for field in fields(Declared) if field.name not in ("approach", "positions")
)
"""The fields that hold words of the team, in the order in which a paper has them."""


def _check_said(name: str, said: str) -> None:
    check_line(name, said, LONGEST_SAID)


def _check_position(coder: str, position: str) -> None:
    check_line(f"position of {coder!r}", position, LONGEST_SAID)
