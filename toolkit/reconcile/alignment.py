"""Which words of one text are which of another: fast where texts are long and little was changed.

Words that occur once in both texts are found first, in runs of eight, of three and alone, and what lies
between them is compared in the same way (as Bram Cohen's patience diff does with lines). What is left is
compared word by word only where it is short. So the time grows with the length of the texts, not with its
square.

Where a phrase stands several times, such an alignment decides by chance which is which. So there are two of
them, one worked out from the front and one from the back: where they agree, chance had no part.
"""

from __future__ import annotations

import difflib
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

# A word, or one mark: blanks and what stands between words are compared later, letter by letter.
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_RUNS: Final = (8, 3, 1)
_SMALL: Final = 40_000  # pairs of words that are compared one by one
_DEEPEST: Final = 24
_NONE: Final = -1


class Tokens(NamedTuple):
    """The words and marks of a text by their positions."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Find them."""
        starts, ends = array("q"), array("q")
        for found in _TOKEN.finditer(text):
            starts.append(found.start())
            ends.append(found.end())
        return cls(text, starts, ends)

    def touched(self, start: int, end: int) -> range:
        """Return the numbers of the tokens that share a character with a range of positions."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def folded(self) -> list[str]:
        """Return them without case."""
        spans = zip(self.starts, self.ends, strict=True)
        return [self.text[start:end].casefold() for start, end in spans]


class Alignment(NamedTuple):
    """Two texts and, for each token of the old one, its token in the new one or -1.

    Attributes
    ----------
    forward, backward
        Worked out from the front and from the back.
    """

    old: Tokens
    new: Tokens
    forward: Sequence[int]
    backward: Sequence[int]

    def sure(self, place: int) -> int:
        """Return the new number of an old token if both ways agree on it, else -1."""
        return self.forward[place] if self.forward[place] == self.backward[place] else _NONE


@lru_cache(maxsize=64)
def aligned(old: str, new: str) -> Alignment:
    """Align two texts, disregarding case and blanks.

    The last ones are kept, as a study is looked at many times between two corrections.
    """
    before, after = Tokens.of(old), Tokens.of(new)
    numbers: dict[str, int] = {}
    one, other = (
        [numbers.setdefault(word, len(numbers)) for word in tokens.folded()] for tokens in (before, after)
    )
    forward = _pairs(one, other)
    mirrored = _pairs(one[::-1], other[::-1])
    last = len(other) - 1
    backward = array("q", (_NONE if place == _NONE else last - place for place in reversed(mirrored)))
    return Alignment(before, after, forward, backward)


class _Gap(NamedTuple):
    """Stretches of both texts that are still to be compared, with the length of runs to look for."""

    begin: int
    end: int
    new_begin: int
    new_end: int
    level: int = 0
    depth: int = 0


def _pairs(one: Sequence[int], other: Sequence[int]) -> array[int]:
    """Return for each place of the first text its place in the second; in both they rise together."""
    found = array("q", [_NONE]) * len(one)
    gaps = [_Gap(0, len(one), 0, len(other))]
    while gaps:
        gap = _trimmed(gaps.pop(), one, other, found)
        if gap.begin < gap.end and gap.new_begin < gap.new_end:
            gaps += _divided(gap, one, other, found)
    return found


def _trimmed(gap: _Gap, one: Sequence[int], other: Sequence[int], found: array[int]) -> _Gap:
    """Pair what both stretches begin with, then what they end with; return what is left."""
    begin, end, new_begin, new_end, *rest = gap
    while begin < end and new_begin < new_end and one[begin] == other[new_begin]:
        found[begin] = new_begin
        begin, new_begin = begin + 1, new_begin + 1
    while begin < end and new_begin < new_end and one[end - 1] == other[new_end - 1]:
        end, new_end = end - 1, new_end - 1
        found[end] = new_end
    return _Gap(begin, end, new_begin, new_end, *rest)


def _divided(gap: _Gap, one: Sequence[int], other: Sequence[int], found: array[int]) -> Iterator[_Gap]:
    """Pair what occurs once in both stretches, else what a full comparison finds; yield what lies between."""
    if gap.depth < _DEEPEST:
        for level in range(gap.level, len(_RUNS)):
            if unique := _unique(gap, one, other, _RUNS[level]):
                yield from _between(gap, unique, _RUNS[level], found, level)
                return
    if (gap.end - gap.begin) * (gap.new_end - gap.new_begin) <= _SMALL:
        mine, theirs = one[gap.begin : gap.end], other[gap.new_begin : gap.new_end]
        for a, b, size in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks():
            for step in range(size):
                found[gap.begin + a + step] = gap.new_begin + b + step


def _between(
    gap: _Gap, unique: Sequence[tuple[int, int]], length: int, found: array[int], level: int
) -> Iterator[_Gap]:
    begin, new_begin = gap.begin, gap.new_begin
    for at, new_at in unique:
        # Runs overlap: the part of one that is paired already is left out, if both agree how.
        skip = max(begin - at, new_begin - new_at, 0)
        if skip >= length or (skip and at - begin != new_at - new_begin):
            continue
        yield _Gap(begin, at + skip, new_begin, new_at + skip, level, gap.depth + 1)
        for step in range(skip, length):
            found[at + step] = new_at + step
        begin, new_begin = at + length, new_at + length
    yield _Gap(begin, gap.end, new_begin, gap.new_end, level, gap.depth + 1)


def _unique(gap: _Gap, one: Sequence[int], other: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Return the longest rising series of places whose runs of words occur once in each stretch."""
    mine = _once(one, gap.begin, gap.end, length)
    theirs = _once(other, gap.new_begin, gap.new_end, length)
    return _rising([(at, theirs[run]) for run, at in mine.items() if run in theirs])


def _once(words: Sequence[int], begin: int, end: int, length: int) -> dict[tuple[int, ...], int]:
    """Return where the runs of words begin that occur once, in their order."""
    places: dict[tuple[int, ...], int] = {}
    for at in range(begin, end - length + 1):
        run = tuple(words[at : at + length])
        places[run] = _NONE if run in places else at
    return {run: at for run, at in places.items() if at != _NONE}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest series whose second numbers rise too (patience sorting); the first ones do."""
    tops: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for place, (_, value) in enumerate(pairs):
        pile = bisect_left(tops, value)
        before.append(holders[pile - 1] if pile else _NONE)
        if pile == len(tops):
            tops.append(value)
            holders.append(place)
        else:
            tops[pile], holders[pile] = value, place
    series: list[tuple[int, int]] = []
    place = holders[-1] if holders else _NONE
    while place != _NONE:
        series.append(pairs[place])
        place = before[place]
    return series[::-1]
