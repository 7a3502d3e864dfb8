"""Consensus: what coders agree on, and what the team settled where they did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from toolkit.model.checks import check_id, check_name, check_text, check_time
from toolkit.model.coding import Coding, Quotation
from toolkit.model.review import Review
from toolkit.model.round import FIRST_ROUND
from toolkit.model.transcript import Span
from toolkit.model.version import Version

CONSENSUS: Final = "consensus"
"""Who is named as the coder of what stands in a consensus."""

DisagreementKind = Literal["confusion", "omission", "boundary", "alone", "undecided", "addition", "agreed"]
"""What coders differ in about a code on a passage:

confusion
    Somebody gave the code where another gave a different one instead.
omission
    Somebody gave the code where another, who looked for it, gave none instead.
boundary
    All gave the code, to passages that overlap and do not have the same words. It holds up no consensus.
alone
    One gave the code, and nobody else looked for it.
undecided
    Codings that wait since the codebook changed may come to the code.
addition
    Nobody gave the code; a verdict did.
agreed
    All gave the code to the same words, and there is a verdict nevertheless.
"""


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

    def answers(self, coding: Coding) -> bool:
        """Tell whether it answers for a coding of its code: nobody could judge what was not there yet."""
        return self.span.overlaps(coding.span) and coding.made_at <= self.decided_at

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
    kind
        What coders differ in.
    codings
        Those of the code, as they are seen at the version, in the order of positions.
    """

    quotation: Quotation
    code: str
    coded_by: tuple[str, ...]
    passed_by: tuple[str, ...]
    undecided: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    kind: DisagreementKind = "omission"
    codings: tuple[Coding, ...] = ()

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return not self.verdicts

    def given_by(self, coder: str) -> tuple[Span, ...]:
        """Return where a coder gave the code, what overlaps made one."""
        return united(each.span for each in self.codings if each.coder == coder)


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder, or several alike, say of a passage on which not all say the same.

    Attributes
    ----------
    coders
        In the order of names.
    given
        By code, the passages they gave it: none where they looked for the code and did not give it. A code
        they did not look for, or for which a coding of theirs waits, is not in it.
    """

    coders: tuple[str, ...]
    given: tuple[tuple[str, tuple[Span, ...]], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes they gave."""
        return tuple(code for code, spans in self.given if spans)


@dataclass(frozen=True)
class Case:
    """One thing to discuss: all that coders differ in on words that overlap.

    Where one gave a code and another a different one, both are in the same case; so is each code that is
    disputed on a part of these words. Where all gave a code and only its words differ, that is a case of its
    own. The disagreements of a case are all open or all settled.
    """

    disagreements: tuple[Disagreement, ...]

    @property
    def transcript(self) -> str:
        """Id of the transcript."""
        return self.disagreements[0].quotation.transcript

    @cached_property
    def span(self) -> Span:
        """The whole stretch, from the first disputed character to the last."""
        spans = [each.quotation.span for each in self.disagreements]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def name(self) -> str:
        """What to call it: transcript and positions."""
        return f"{self.transcript}:{self.span.start}-{self.span.end}"

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return self.disagreements[0].open

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes it is about."""
        return tuple(dict.fromkeys(each.code for each in self.disagreements))

    @property
    def kind(self) -> DisagreementKind:
        """The kind of its disagreements; confusion, if one is."""
        kinds = [each.kind for each in self.disagreements]
        return "confusion" if "confusion" in kinds else kinds[0]

    @cached_property
    def coders(self) -> tuple[str, ...]:
        """Everybody who takes part, in the order of names."""
        sides = [(*each.coded_by, *each.passed_by, *each.undecided) for each in self.disagreements]
        return tuple(sorted({name for side in sides for name in side}))

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What was settled, each verdict once."""
        return tuple({made.id: made for each in self.disagreements for made in each.verdicts}.values())

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """What the coders say, those who say the same together."""
        said: dict[tuple[tuple[str, tuple[Span, ...]], ...], list[str]] = {}
        for coder in self.coders:
            if given := tuple(self._said_by(coder)):
                said.setdefault(given, []).append(coder)
        return tuple(Side(tuple(coders), given) for given, coders in said.items())

    def _said_by(self, coder: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
        for code in self.codes:
            of_code = [each for each in self.disagreements if each.code == code]
            if any(coder in (*each.coded_by, *each.passed_by) for each in of_code):
                yield code, tuple(span for each in of_code for span in each.given_by(coder))


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order with those that overlap made one.

    >>> united([Span(20, 30), Span(0, 10), Span(5, 20)])
    (Span(start=0, end=20), Span(start=20, end=30))
    """
    found: list[Span] = []
    for span in sorted(spans):
        if found and found[-1].overlaps(span):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


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
    boundaries
        Passages that all gave a code, on different words, and that nobody settled. They stand among
        `codings`, with all the words they cover together.
    coders
        Whose readings it is made of, in the order of names.
    agreed
        Who gave each passage that coders agree on its code, by the id of its coding and the code.
    """

    version: str
    codings: tuple[Coding, ...]
    disagreements: tuple[Disagreement, ...]
    waiting: tuple[Review, ...]
    read: tuple[str, ...]
    displaced: tuple[Coding, ...] = ()
    answered: int = 0
    boundaries: tuple[Disagreement, ...] = ()
    coders: tuple[str, ...] = ()
    agreed: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

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
