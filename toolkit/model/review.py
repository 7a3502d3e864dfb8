"""What only a person can settle about a coding after a codebook change, and what they decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.checks import check_id, check_name, check_text, check_time, repeated
from toolkit.model.coding import Coding

Fate = Literal["followed", "flagged", "collapsed", "set aside", "pending", "frozen", "proposed", "later"]
"""What became of a coding at a version:

followed
    It counts under its code or under the one that code was merged into.
flagged
    It counts, and its code was redefined or brought back since: worth a look.
collapsed
    The same coder has another coding of the same span that now has the same code; that one counts.
set aside
    A person decided that no code fits it any more.
pending
    A person has to look at it: its code was split or narrowed, or was proposed and declined.
frozen
    Its code was retired; it is kept and does not count.
proposed
    Its code is proposed and not in the codebook; it counts once a release adds the code.
later
    It was made under a later version and is not there yet.
"""


@dataclass(frozen=True, slots=True)
class Review:
    """One coding for a person to look at, because of one change.

    Attributes
    ----------
    code
        The id it has when the change meets it.
    candidates
        Ids it may have instead, likeliest first. The code itself is among them if keeping it is an answer.
    optional
        Whether it counts as it is until somebody decides otherwise.
    """

    coding: Coding
    change: CodebookChange
    code: str
    candidates: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one coding and one change.

    Attributes
    ----------
    coding, change, code
        As in the `Review` it answers: ids of coding, record and code.
    chosen
        The codes it has from then on: one, several, or none.
    decided_at
        ISO 8601 in UTC.
    """

    id: str
    coding: str
    change: str
    code: str
    chosen: tuple[str, ...]
    reason: str
    decided_by: str
    decided_at: str

    def __post_init__(self) -> None:
        check_name("decision id", self.id)
        check_name("coding of a decision", self.coding)
        check_id("record of a decision", self.change)
        check_id("code of a decision", self.code)
        for name in self.chosen:
            check_id("chosen code", name)
        if twice := repeated(self.chosen):
            raise Invalid(f"decision chooses {twice[0]!r} twice", "choose it once")
        check_text("reason of a decision", self.reason)
        check_name("decided_by", self.decided_by)
        check_time("time of a decision", self.decided_at)


@dataclass(frozen=True, slots=True)
class Seen:
    """A coding as seen at a version.

    Attributes
    ----------
    code
        The id it counts under; where it does not count, the id at which it stopped.
    """

    coding: Coding
    code: str
    fate: Fate


# What a coding with several codes is said to have become: the first of these that one of its codes has.
_RANKED: Final[tuple[Fate, ...]] = (
    "pending",
    "flagged",
    "followed",
    "collapsed",
    "frozen",
    "set aside",
    "proposed",
    "later",
)


class Outcome(NamedTuple):
    """One coding as a whole: the codes it has come to, each once, and what became of it."""

    coding: Coding
    codes: tuple[str, ...]
    fate: Fate


@dataclass(frozen=True, slots=True)
class Tally:
    """Codings by what became of them; together they are all there were."""

    followed: int = 0
    flagged: int = 0
    set_aside: int = 0
    collapsed: int = 0
    pending: int = 0
    frozen: int = 0
    proposed: int = 0
    later: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of what this one and another are of."""
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def resolved(self) -> int:
        """Codings that need nobody: followed, flagged for a look but kept, or set aside by a decision."""
        return self.followed + self.flagged + self.set_aside

    @property
    def total(self) -> int:
        """All codings."""
        return self.resolved + self.collapsed + self.pending + self.frozen + self.proposed + self.later

    def __str__(self) -> str:
        """Tell the four numbers and what they add up to."""
        whole = f"{self.total} {'coding' if self.total == 1 else 'codings'}"
        told = (
            f"{whole} = {self.resolved} resolved + {self.collapsed} collapsed "
            f"+ {self.pending} pending + {self.frozen} frozen"
        )
        if self.proposed:
            told += f" + {self.proposed} of proposed codes"
        return f"{told} + {self.later} made under later versions" if self.later else told


@dataclass(frozen=True)
class Resolution:
    """Codings seen at one version of the codebook.

    Attributes
    ----------
    seen
        In the order the codings were given, one entry for each code a coding has come to.
    open
        What waits for a person, and what a person may look at.
    """

    version: str
    seen: tuple[Seen, ...]
    open: tuple[Review, ...]

    @property
    def counting(self) -> tuple[Seen, ...]:
        """What counts in tables at this version."""
        return tuple(seen for seen in self.seen if seen.fate in ("followed", "flagged"))

    @property
    def pending(self) -> tuple[Review, ...]:
        """What waits for a person."""
        return tuple(review for review in self.open if not review.optional)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """One for each coding, in the order they were given."""
        entries: dict[str, list[Seen]] = {}
        for seen in self.seen:
            entries.setdefault(seen.coding.id, []).append(seen)
        return tuple(_outcome(group) for group in entries.values())

    @cached_property
    def tally(self) -> Tally:
        """Codings by what became of them."""
        # Nearly always each coding has come to one code, and what became of that is what became of it.
        is_plain = len({seen.coding.id for seen in self.seen}) == len(self.seen)
        counted = Counter(each.fate for each in (self.seen if is_plain else self.outcomes))
        return Tally(**{fate.replace(" ", "_"): counted[fate] for fate in _RANKED})


def _outcome(group: Sequence[Seen]) -> Outcome:
    if len(group) == 1:  # nearly all
        return Outcome(group[0].coding, (group[0].code,), group[0].fate)
    reached = {seen.fate for seen in group}
    fate = next(fate for fate in _RANKED if fate in reached)
    return Outcome(group[0].coding, tuple(dict.fromkeys(seen.code for seen in group)), fate)
