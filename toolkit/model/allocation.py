"""Who reads what: transcripts shared out among coders, some of them to be read twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from types import MappingProxyType
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.checks import repeated

__all__ = ["Allocation", "allocate"]

_MOST_GROUPS: Final = 2_000  # groups of coders weighed for one transcript; beyond, loads alone decide
_MOST_EXCHANGES: Final = 100_000  # exchanges of readers looked at; with more, loads alone decide
_SWEEPS: Final = 10


@dataclass(frozen=True)
class Allocation:
    """Who is to read which transcript.

    Attributes
    ----------
    words
        By transcript, in the order of the study.
    before
        The readers transcripts had already.
    added
        The readers they get now.
    """

    words: Mapping[str, int]
    before: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    added: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def readers(self, transcript: str) -> tuple[str, ...]:
        """Return who reads a transcript, whether given to them before or now."""
        return (*self.before.get(transcript, ()), *self.added.get(transcript, ()))

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody who reads something, by name."""
        return tuple(sorted({name for text in self.words for name in self.readers(text)}))

    @property
    def shared(self) -> tuple[str, ...]:
        """The transcripts that two coders or more read."""
        return tuple(text for text in self.words if len(self.readers(text)) > 1)

    def load(self, coder: str) -> int:
        """Return how many words a coder has to read."""
        return sum(words for text, words in self.words.items() if coder in self.readers(text))

    @property
    def pairs(self) -> Mapping[tuple[str, str], int]:
        """How many transcripts each two coders both read, in the order of their names."""
        found = Counter(pair for text in self.words for pair in _pairs(self.readers(text)))
        return {pair: found[pair] for pair in combinations(self.coders, 2)}


def allocate(
    words: Mapping[str, int],
    coders: Sequence[str],
    *,
    twice: Collection[str] = (),
    readers: int = 2,
    before: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
) -> Allocation:
    """Give each transcript a reader, and some of them several.

    The longest come first, and each goes to whoever has the fewest words so far; of those that are read by
    several, to the coders who have read least together, as long as loads stay apart by no more than the
    longest transcript. Nothing is taken from anybody.

    Parameters
    ----------
    words
        By transcript, in the order of the study.
    coders
        Who reads.
    twice
        The transcripts that `readers` of them read; the others are read by one.
    before
        Who has which transcript already: they count as its readers, and what they have as their load.
    seed
        Decides where nothing else does; the same gives the same allocation.

    Raises
    ------
    Invalid
        If there is no coder, one is named twice, or there are fewer than are to read the same transcript.

    References
    ----------
    Graham, R. L. (1969). Bounds on multiprocessing timing anomalies. *SIAM Journal on Applied Mathematics*
    17(2), 416-429: the longest job first, to whoever is least busy.

    Examples
    --------
    >>> made = allocate({"P1": 900, "P2": 500, "P3": 400}, ["A", "B"], twice=["P3"], seed=1)
    >>> made.shared, sorted(made.load(name) for name in "AB")
    (('P3',), [900, 1300])
    """
    _check(coders, twice, readers)
    held = {text: tuple(dict.fromkeys((before or {}).get(text, ()))) for text in words}
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    names, order = list(coders), list(words)
    chance.shuffle(names)
    chance.shuffle(order)
    shares = _Shares(words, held, names)
    added: dict[str, tuple[str, ...]] = {}
    # What several read leaves less choice, so it comes first; the others then even the loads out.
    order.sort(key=lambda name: (name not in twice, -words[name]))
    last = next((name for name in reversed(order) if name in twice), None)
    for text in order:
        wanted = (readers if text in twice else 1) - len(held[text])
        added[text] = shares.give(text, wanted)
        if text == last:
            shares.even_out(added)
    return Allocation(dict(words), held, {text: tuple(sorted(added[text])) for text in words})


def _check(coders: Sequence[str], twice: Collection[str], readers: int) -> None:
    if not coders:
        raise Invalid("there is nobody to read", "name one coder at least")
    if found := repeated(coders):
        raise Invalid(f"{', '.join(found)} is named twice", "name each coder once")
    if readers < 2:  # noqa: PLR2004 - several
        raise Invalid(f"{readers} readers compare nothing", "have two at least read the same transcript")
    if twice and len(coders) < readers:
        what = f"{len(coders)} coders cannot be {readers} readers of one transcript"
        raise Invalid(what, "name more coders")


class _Shares:
    """What each coder has so far."""

    def __init__(
        self, words: Mapping[str, int], held: Mapping[str, tuple[str, ...]], coders: Sequence[str]
    ) -> None:
        self.words, self.held, self.coders = words, held, coders
        self.reach = max(words.values(), default=0)
        self.load = dict.fromkeys(coders, 0)
        self.together: Counter[frozenset[str]] = Counter()
        for text, readers in held.items():
            self._take(text, readers, ())

    def give(self, text: str, wanted: int) -> tuple[str, ...]:
        """Give a transcript to so many more coders than have it, or to all there are."""
        free = [name for name in self.coders if name not in self.held[text]]
        # In the order of load, so that of equal groups the least busy comes first.
        free.sort(key=self.load.__getitem__)
        wanted = max(0, min(wanted, len(free)))
        if comb(len(free), wanted) > _MOST_GROUPS:
            chosen = tuple(free[:wanted])
        else:
            chosen = min(combinations(free, wanted), key=lambda group: self._cost(text, group))
        self._take(text, chosen, self.held[text])
        return chosen

    def _cost(self, text: str, group: tuple[str, ...]) -> tuple[int, int, int]:
        """Say how bad it is to give a transcript to a group: loads apart, read together before, busy."""
        after = [load + self.words[text] * (name in group) for name, load in self.load.items()]
        apart = max(0, max(after) - min(after) - self.reach)
        met = sum(self.together[frozenset(pair)] for pair in _pairs((*self.held[text], *group)))
        return apart, met, sum(self.load[name] for name in group)

    def even_out(self, added: dict[str, tuple[str, ...]]) -> None:
        """Exchange readers between transcripts as long as pairs come to read more evenly together by it."""
        most = max(len(group) for group in added.values())
        if comb(len(added), 2) * most**2 > _MOST_EXCHANGES:
            return
        for _ in range(_SWEEPS):
            pairs = combinations(added, 2)
            if not sum(self._exchanged(added, one, other) for one, other in pairs):
                return

    def _exchanged(self, added: dict[str, tuple[str, ...]], one: str, other: str) -> bool:
        """Exchange two readers of two transcripts if that is more even; tell whether it was done."""
        ones, others = {*self.held[one], *added[one]}, {*self.held[other], *added[other]}
        for mine in added[one]:
            for theirs in added[other]:
                if mine in others or theirs in ones:
                    continue
                changed = Counter[frozenset[str]]()
                for partner in ones - {mine}:
                    changed[frozenset((mine, partner))] -= 1
                    changed[frozenset((theirs, partner))] += 1
                for partner in others - {theirs}:
                    changed[frozenset((theirs, partner))] -= 1
                    changed[frozenset((mine, partner))] += 1
                # By how much the sum of the squares of all counts would grow.
                worse = sum(by * (2 * self.together[pair] + by) for pair, by in changed.items())
                more = self.words[other] - self.words[one]
                if worse < 0 and self._stays_even(mine, theirs, more):
                    self.together.update(changed)
                    self.load[mine] += more
                    self.load[theirs] -= more
                    added[one] = tuple(theirs if name == mine else name for name in added[one])
                    added[other] = tuple(mine if name == theirs else name for name in added[other])
                    return True
        return False

    def _stays_even(self, gains: str, loses: str, words: int) -> bool:
        """Tell whether loads stay as even as they have to be if one takes over words of another."""
        after = self.load | {gains: self.load[gains] + words, loses: self.load[loses] - words}
        before = max(self.load.values()) - min(self.load.values())
        return max(after.values()) - min(after.values()) <= max(before, self.reach)

    def _take(self, text: str, came: Sequence[str], there: Sequence[str]) -> None:
        for name in came:
            if name in self.load:
                self.load[name] += self.words[text]
        known = {frozenset(pair) for pair in _pairs(there)}
        self.together.update({frozenset(pair) for pair in _pairs((*there, *came))} - known)


def _pairs(names: Sequence[str]) -> combinations[tuple[str, str]]:
    return combinations(sorted(names), 2)
