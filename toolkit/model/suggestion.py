"""Suggestions of codes: what they are learned from, what they say, and how often they were right.

A suggestion is nobody's coding. It is shown, never stored and never counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import Invalid
from toolkit.model.transcript import Span


@dataclass(frozen=True, slots=True)
class Example:
    """A unit that was judged: by finished readings, which said yes or no to codes.

    Attributes
    ----------
    interview
        The transcript it is of; an interview is tested on, or learned from, as a whole.
    judged
        Ids of the codes that somebody looked for here to the end. About others nothing is known.
    given
        Those of them that somebody gave.
    """

    interview: str
    text: str
    judged: frozenset[str]
    given: frozenset[str]

    def __post_init__(self) -> None:
        if strange := sorted(self.given - self.judged):
            raise Invalid(f"a unit of {self.interview} was given {strange[0]}, which nobody looked for there")


@dataclass(frozen=True, slots=True)
class Precision:
    """How often suggestions of a code were codings, in interviews they were not learned from.

    Attributes
    ----------
    n_positive, n_interviews
        Units that have the code, and interviews with such a unit.
    n_suggested, n_right
        Units for which it was suggested in the test, and those of them that have the code.
    reason
        Why the code is not suggested; empty if it is.
    """

    code: str
    n_positive: int
    n_interviews: int
    n_suggested: int = 0
    n_right: int = 0
    reason: str = ""

    @property
    def precision(self) -> float | None:
        """Share of the suggestions that were codings; None if there were none."""
        return self.n_right / self.n_suggested if self.n_suggested else None

    @property
    def recall(self) -> float | None:
        """Share of the units with the code for which it was suggested; None if nothing was tested."""
        return self.n_right / self.n_positive if self.n_suggested else None


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase of a passage, and what it adds to the score of a code.

    Attributes
    ----------
    spans
        Where it stands, in positions of the passage.
    """

    term: str
    weight: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """A code that a passage may deserve, and all that speaks for and against it.

    Attributes
    ----------
    score
        From 0 to 1, to order by. It is no probability: codes are rare, and it is made as if they were not.
    intercept
        What the score begins with before any word is read.
    words
        Every word that counted, the one that speaks most for the code first. Their weights and the intercept
        add up to `decision`.
    """

    code: str
    score: float
    decision: float
    intercept: float
    words: tuple[Word, ...]

    @property
    def drivers(self) -> tuple[Word, ...]:
        """The words that speak for the code, the strongest first."""
        return tuple(word for word in self.words if word.weight > 0)
