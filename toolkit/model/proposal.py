"""Proposals: codes that coders thought of while reading, and what the team says to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.checks import (
    check_id,
    check_name,
    check_one_of,
    check_text,
    check_time,
    repeated,
)
from toolkit.model.version import Version

LONGEST_LABEL: Final = 60
LONGEST_DEFINITION: Final = 500
Answer = Literal["same", "declined"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code that a coder proposes for the codebook, and may use from now on.

    Its codings are made under the present version, which does not have the code. They count once a release
    adds it.

    Attributes
    ----------
    id
        Of the proposal: made by whoever proposes.
    code
        The id that the code has in codings and is to have in the codebook. Coders who think of the same name
        propose the same code, each with a proposal of their own.
    made_at
        ISO 8601 in UTC.
    """

    id: str
    code: str
    label: str
    definition: str
    coder: str
    made_at: str

    def __post_init__(self) -> None:
        check_name("proposal id", self.id)
        check_id("code of a proposal", self.code)
        check_label(self.label)
        check_definition(self.definition)
        check_name("coder of a proposal", self.coder)
        check_time("time of a proposal", self.made_at)


def check_label(label: str) -> None:
    """Refuse what cannot be the name of a new code."""
    check_name("the name of the new code", label)
    if len(label) > LONGEST_LABEL:
        raise Invalid(f"the name of the new code has {len(label)} characters", f"use at most {LONGEST_LABEL}")


def check_definition(definition: str) -> None:
    """Refuse what cannot be the one line that says what a new code means."""
    check_text("the definition of the new code", definition)
    if "\n" in definition:
        raise Invalid("the definition of the new code is more than one line", "leave the rest to the team")
    if len(definition) > LONGEST_DEFINITION:
        raise Invalid(
            f"the definition of the new code has {len(definition)} characters",
            f"use at most {LONGEST_DEFINITION}",
        )


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the team says to a proposed code that is not to be in the codebook.

    To take it into the codebook needs no ruling: a release adds its id.

    Attributes
    ----------
    code
        The id proposed, by however many coders.
    answer
        `same`: it is an active code, the one of `codes`, and its codings are that code's. `declined`: a
        person looks at each of its codings; `codes` are worth considering, if there are any.
    codebook_version
        The version it was ruled under; seen at earlier ones, the codings wait as they did.
    ruled_at
        ISO 8601 in UTC.
    """

    code: str
    answer: Answer
    codes: tuple[str, ...]
    reason: str
    codebook_version: str
    ruled_by: str
    ruled_at: str

    def __post_init__(self) -> None:
        check_id("code of a ruling", self.code)
        check_one_of("answer of a ruling", self.answer, get_args(Answer))
        for name in self.codes:
            check_id("code of a ruling", name)
        if twice := repeated(self.codes):
            raise Invalid(f"ruling names {twice[0]!r} twice", "name it once")
        if self.code in self.codes:
            raise Invalid(f"ruling leads from {self.code!r} to itself", "name another code")
        if self.answer == "same" and len(self.codes) != 1:
            raise Invalid(f"ruling names {len(self.codes)} codes that are the same", "name one")
        check_text("reason of a ruling", self.reason)
        if self.answer == "declined" and not self.reason.strip():
            raise Invalid("the reason is missing", "say in a sentence why the code is declined")
        Version.of(self.codebook_version)
        check_name("ruled_by", self.ruled_by)
        check_time("time of a ruling", self.ruled_at)

    @property
    def as_change(self) -> CodebookChange:
        """It as what a change record says: the proposed code is merged, or retired."""
        return CodebookChange(
            f"proposal-{self.code}",
            self.codebook_version,
            "merge" if self.answer == "same" else "retire",
            self.ruled_at[:10],
            (self.code,),
            self.codes,
            rationale=self.reason,
            decided_by=(self.ruled_by,),
        )
