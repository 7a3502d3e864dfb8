"""Consensus: what coders agree on, and what the team settled where they did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from toolkit.model.checks import check_id, check_name, check_text, check_time
from toolkit.model.coding import Coding, Quotation
from toolkit.model.review import Review
from toolkit.model.round import FIRST_ROUND
from toolkit.model.transcript import Span
from toolkit.model.version import Version

CONSENSUS: Final = "consensus"
"""Who is named as the coder of what stands in a consensus."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the team settled about one code on one passage: it holds there, or it does not.

    A verdict answers for every coding of this code that its quotation overlaps and that was there when it was
    given. It may also give the code to a passage that all coders passed over.

    Attributes
    ----------
    quotation
        The passage as it stands in the consensus or, where the code does not hold, the one turned down.
    codebook_version
        The version it was settled under; at others it is followed through the change records, as a coding is.
    decided_at
        ISO 8601 in UTC.
    led_to
        Id of the change record of the codebook that it led to; empty if it led to none.
    """

    id: str
    quotation: Quotation
    code: str
    holds: bool
    reason: str
    codebook_version: str
    decided_by: str
    decided_at: str
    led_to: str = ""

    def __post_init__(self) -> None:
        check_name("verdict id", self.id)
        check_id("code of a verdict", self.code)
        check_text("reason of a verdict", self.reason)
        Version.of(self.codebook_version)
        check_name("decided_by", self.decided_by)
        check_time("time of a verdict", self.decided_at)
        if self.led_to:
            check_name("change record of a verdict", self.led_to)

    @property
    def transcript(self) -> str:
        """Id of the transcript quoted."""
        return self.quotation.transcript

    @property
    def span(self) -> Span:
        """Positions quoted."""
        return self.quotation.span

    def as_coding(self) -> Coding:
        """Return the coding this would be, were the team a coder: what follows codings can follow it."""
        return Coding(
            self.id,
            self.quotation,
            self.code,
            CONSENSUS,
            self.codebook_version,
            FIRST_ROUND,
            self.decided_at,
        )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code on a passage that not every coder gave it, with what was settled about it.

    Attributes
    ----------
    quotation
        The whole stretch that the codings of the code and the verdict cover together.
    coded_by, passed_by
        Coders who gave the code, and coders who have read the transcript to the end, looked for the code and
        did not give it here. In the order of names.
    undecided
        Coders with a coding here that waits since the codebook changed and may come to this code.
    verdicts
        The answers, as they were decided; none while it is open.
    """

    quotation: Quotation
    code: str
    coded_by: tuple[str, ...]
    passed_by: tuple[str, ...]
    undecided: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return not self.verdicts


@dataclass(frozen=True)
class Consensus:
    """What several readings and the team's verdicts come to, at one version of the codebook.

    Attributes
    ----------
    codings
        What stands: passages every coder agrees on, and those a verdict gave the code. Their coder is
        `CONSENSUS`.
    disagreements
        Settled and open ones, in the order of transcripts, positions and codes.
    waiting
        Codings that wait for a decision since the codebook changed, as far as no verdict answers for them.
    read
        Transcripts that two coders or more have read to the end; only of these can there be a consensus.
    displaced
        Codings that wait for their place since their transcript was corrected.
    answered
        How many codings wait since the codebook changed for which verdicts answer.
    """

    version: str
    codings: tuple[Coding, ...]
    disagreements: tuple[Disagreement, ...]
    waiting: tuple[Review, ...]
    read: tuple[str, ...]
    displaced: tuple[Coding, ...] = ()
    answered: int = 0

    @cached_property
    def unsettled(self) -> dict[str, int]:
        """How many disagreements and codings are open, by transcript; those with none are not in it."""
        counted = Counter(each.quotation.transcript for each in self.disagreements if each.open)
        counted.update(review.coding.transcript for review in self.waiting)
        counted.update(coding.transcript for coding in self.displaced)
        return {name: counted[name] for name in self.read if counted[name]}

    @cached_property
    def reached(self) -> tuple[str, ...]:
        """Transcripts on which nothing is open."""
        return tuple(name for name in self.read if name not in self.unsettled)
