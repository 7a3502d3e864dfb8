"""What is known of a study when its methods are told, and the sentences that tell it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from toolkit.model.codebook import Approach
from toolkit.model.declared import Declared
from toolkit.model.reliability import Estimate
from toolkit.model.round import RoundUnit

Source = Literal["data", "declared", "data, declared", "method", "for the authors"]
"""Where a sentence comes from: the study's records; the team's own words; both; what the literature says of
the approach; nowhere, for nobody has told yet."""

Part = Literal["material", "approach", "coding", "consensus", "agreement", "saturation", "software"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a methods text, or a few that belong together, with what it rests on.

    Attributes
    ----------
    facts
        What it rests on, in a few words.
    see
        The command that shows it; empty if there is none.
    """

    part: Part
    text: str
    source: Source
    facts: str
    see: str = ""


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """What the transcripts tell of themselves.

    Attributes
    ----------
    words
        Of each transcript, without the turns of interviewers.
    verbatim
        How many transcripts have which level, where it is known.
    languages
        How many are recorded as being in which language.
    minutes
        From the first time mark to the last, of each transcript whose first and last turn have one.
    corrected
        Transcripts with a later revision.
    repeated
        How many participants have several transcripts.
    attributes
        What is known of participants, by name.
    questions
        How many questions of the protocol were recognised, and in how many transcripts.
    """

    transcripts: tuple[str, ...] = ()
    n_participants: int = 0
    words: tuple[int, ...] = ()
    verbatim: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    minutes: tuple[float, ...] = ()
    corrected: tuple[str, ...] = ()
    repeated: int = 0
    attributes: tuple[str, ...] = ()
    questions: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """Who read what in one round.

    Attributes
    ----------
    read
        By coder, the transcripts read to the end.
    assigned
        How many readings there are, finished or not.
    afresh
        Whether coders read with clean pages after an earlier round.
    name, purpose
        What it is called and what it is for.
    blind
        Whether coders saw nothing of one another's work until they had finished their own.
    early
        How many readings were not finished when a lead revealed a blind round, or not ever.
    reopened
        How many finished readings were reopened.
    drawn
        Transcripts that were drawn at random to be read by several coders, each with the seed of the draw.
    """

    version: str
    read: tuple[tuple[str, tuple[str, ...]], ...] = ()
    assigned: int = 0
    unit: RoundUnit = "free"
    afresh: bool = False
    name: str = ""
    purpose: str = "coding"
    blind: bool = False
    early: int = 0
    reopened: int = 0
    drawn: tuple[tuple[str, int], ...] = ()

    @property
    def finished(self) -> int:
        """How many readings were finished."""
        return sum(len(names) for _, names in self.read)

    @property
    def transcripts(self) -> tuple[str, ...]:
        """The transcripts that somebody has finished."""
        return tuple(dict.fromkeys(name for _, names in self.read for name in names))

    @property
    def shared(self) -> tuple[str, ...]:
        """Those of them that two coders or more have finished."""
        counted = Counter(name for _, names in self.read for name in names)
        return tuple(name for name in self.transcripts if counted[name] > 1)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of the codebook: its size, and how many codes each operation met since the one before."""

    version: str
    codes: int
    themes: int
    changes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ConsensusFacts:
    """How several readings became one.

    Attributes
    ----------
    read
        Transcripts that two coders or more have read to the end.
    reached
        Those of them on which nothing is open.
    differed
        Passages to which some coder gave a code and another did not.
    waiting
        Passages whose codings waited since the codebook changed.
    added
        Passages to which a verdict gave a code that nobody had given them.
    holds, does_not_hold
        How many of the differing and waiting passages were settled, and how.
    settled_by
        Who recorded verdicts.
    reworded
        Passages all coders gave a code, of which a verdict says on which words, or that it does not hold.
    led
        How many verdicts led to a change of the codebook.
    led_to
        Ids of the change records they led to.
    """

    read: int = 0
    reached: int = 0
    differed: int = 0
    waiting: int = 0
    added: int = 0
    holds: int = 0
    does_not_hold: int = 0
    settled_by: tuple[str, ...] = ()
    reworded: int = 0
    led: int = 0
    led_to: tuple[str, ...] = ()

    def __add__(self, other: ConsensusFacts) -> ConsensusFacts:
        """Return what is known of these transcripts and others."""
        return ConsensusFacts(
            self.read + other.read,
            self.reached + other.reached,
            self.differed + other.differed,
            self.waiting + other.waiting,
            self.added + other.added,
            self.holds + other.holds,
            self.does_not_hold + other.does_not_hold,
            tuple(sorted({*self.settled_by, *other.settled_by})),
            self.reworded + other.reworded,
            self.led + other.led,
            tuple(dict.fromkeys((*self.led_to, *other.led_to))),
        )

    @property
    def settled(self) -> int:
        """How many of the differing and waiting passages were settled."""
        return self.holds + self.does_not_hold

    @property
    def open(self) -> int:
        """How many of them are open."""
        return self.differed + self.waiting - self.settled


@dataclass(frozen=True)
class AgreementFacts:
    """A coefficient on all codes together, or why there is none.

    Attributes
    ----------
    refusal
        Why nothing could be compared; then nothing else is told.
    name
        What the coefficient is called in print.
    sets
        Whether coders are compared on sets of codes, as a unit may have several.
    codes
        How many codes were compared.
    left_out
        Labels of those that were not.
    after
        The same coefficient once verdicts are applied to the coders' readings; None if there are none.
    settled, open
        How many disagreements on these codes and readings were settled, and how many were not.
    """

    refusal: str = ""
    name: str = ""
    estimate: Estimate | None = None
    unit: str = ""
    n_units: int = 0
    n_transcripts: int = 0
    coders: tuple[str, ...] = ()
    version: str = ""
    codes: int = 0
    left_out: tuple[str, ...] = ()
    sets: bool = False
    after: Estimate | None = None
    settled: int = 0
    open: int = 0


@dataclass(frozen=True)
class Facts:
    """All that is known of a study when its methods are told; what is not known is empty or None.

    Attributes
    ----------
    approach
        The declared one, else the codebook's.
    declared
        The team's own words.
    coders
        Who read a transcript to the end, each with how many of them.
    double
        How many transcripts were read to the end by two coders or more.
    unsearched
        Labels of codes that some finished readings did not look for.
    waiting
        Codings that wait for a decision since the codebook changed.
    answered
        Those of them for which verdicts of the consensus answer.
    proposals
        Codes that coders proposed, by what became of them.
    saturation
        The sentence of the rule, where it says whether saturation was reached.
    notice
        What the study says of itself under every table.
    software
        Name and version.
    """

    approach: Approach = "codebook"
    declared: Declared = field(default_factory=Declared)
    material: MaterialFacts = MaterialFacts()
    versions: tuple[VersionFacts, ...] = ()
    rounds: tuple[RoundFacts, ...] = ()
    coders: tuple[tuple[str, int], ...] = ()
    double: int = 0
    unsearched: tuple[str, ...] = ()
    waiting: int = 0
    answered: int = 0
    proposals: tuple[tuple[str, int], ...] = ()
    consensus: ConsensusFacts | None = None
    agreement: AgreementFacts | None = None
    saturation: str = ""
    notice: str = ""
    software: str = ""
