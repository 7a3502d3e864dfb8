"""Runs once over continua from left to right, and sums all that the unitizing coefficients are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, permutations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from toolkit.agreement.sums import Real
from toolkit.errors import Invalid
from toolkit.model.checks import repeated
from toolkit.model.reliability import Continuum, Segment

Whole = NDArray[np.int64]
_Number = TypeVar("_Number", np.int64, np.float64)


@dataclass(frozen=True)
class Swept:
    """What the unitizing coefficients are made of, by interview and body (a code, or the codes of a theme).

    Attributes
    ----------
    lengths
        Shape `(interviews, bodies, values, values)`, in characters; value 0 is "not coded". How long a coder
        had the first value where another had the second, over all ordered pairs of coders, divided by the
        number of the interview's coders less one.
    alone
        Shape `(interviews, bodies, values)`: what would be paired with itself on the whole text. Squared
        lengths of the segments of each value; for value 0 lengths, not squared.
    alone_coded
        Shape `(interviews, bodies, values - 1)`: the same where two coders coded. For each segment and each
        other coder the squared length that the other coded, divided as `lengths` is.
    clashes
        Shape `(interviews, bodies)`: how often a coder gave two values to the same text.
    segments, united
        Shape `(bodies,)`: segments compared, and those that went into another they overlapped.
    coders, interviews
        Who and what is in it: interviews with at least two coders.
    """

    lengths: Real
    alone: Real
    alone_coded: Real
    clashes: Real
    segments: Whole
    united: Whole
    coders: tuple[str, ...]
    interviews: tuple[str, ...]


def sweep(continua: Sequence[Continuum], bodies: Sequence[Sequence[str]]) -> Swept:
    """Sum up all bodies of values in one run.

    Time is O(m n log n + m² n) for m coders and n segments, memory O(m n), whatever the length of the text:
    nothing is kept for each character. All interviews of all bodies lie end to end on one line, as blocks
    which no segment leaves, so that one search finds what each coder said everywhere.

    Parameters
    ----------
    continua
        One for each interview. Those with fewer than two coders are left out.
    bodies
        The values that are told apart in each body, numbered from 1 in this order. No value is in two bodies;
        a segment whose value is in none does not count.

    Raises
    ------
    Invalid
        If an interview or a value comes twice.
    """
    return summed(lined_up(continua, bodies))


def lined_up(continua: Sequence[Continuum], bodies: Sequence[Sequence[str]]) -> Lines:
    """Put segments on the line: the part of `sweep` that goes from Python's objects to arrays."""
    kept = [one for one in continua if len(one.segments) > 1 and one.length]
    for what, names in (
        ("interview", [one.interview for one in continua]),
        ("value", list(chain.from_iterable(bodies))),
    ):
        if twice := repeated(names):
            raise Invalid(f"the {what} {twice[0]!r} comes twice")
    coders = sorted({coder for one in kept for coder in one.segments})
    blocks = _Blocks.of(kept, coders, len(bodies))
    n_values = 1 + max((len(values) for values in bodies), default=0)
    number = _Numbers()
    for body, values in enumerate(bodies):
        number.update({value: body * n_values + at for at, value in enumerate(values, 1)})
    cuts = tuple(
        _cut([one.segments.get(coder, ()) for one in kept], number, blocks, n_values) for coder in coders
    )
    return Lines(cuts, blocks, n_values, tuple(one.interview for one in kept), tuple(coders))


def summed(lines: Lines) -> Swept:
    """Sum up what lies on the line: the part of `sweep` that compares coders."""
    cuts, blocks, n_values = lines.cuts, lines.blocks, lines.n_values
    lengths = _lengths(cuts, blocks, n_values)
    alone, alone_coded = _alone(cuts, blocks, n_values), _alone_coded(cuts, blocks, n_values)
    nothing = np.zeros((1, blocks.number), dtype=np.int64)
    clashes = np.vstack([nothing, *(cut.clashes for cut in cuts)]).sum(axis=0)
    united = np.vstack([nothing, *(cut.united for cut in cuts)]).sum(axis=0)
    by_block = np.bincount(_joined([cut.block for cut in cuts]), minlength=blocks.number)
    return Swept(
        blocks.by_interview(lengths),
        blocks.by_interview(alone),
        blocks.by_interview(alone_coded),
        blocks.by_interview(clashes.astype(np.float64)),
        blocks.by_interview(by_block).sum(axis=0),
        blocks.by_interview(united).sum(axis=0),
        lines.coders,
        lines.interviews,
    )


@dataclass(frozen=True)
class Lines:
    """Continua as arrays: each coder's segments of all interviews and bodies on one line."""

    cuts: tuple[_Cut, ...]
    blocks: _Blocks
    n_values: int
    interviews: tuple[str, ...]
    coders: tuple[str, ...]


@dataclass(frozen=True)
class _Blocks:
    """The interviews of the first body, then those of the second, and so on, end to end on one line.

    Attributes
    ----------
    edges
        Where each block begins, and last where the line ends.
    present
        Shape `(coders, blocks)`: whether the coder finished the interview.
    share
        For each block 1 / (coders - 1).
    interviews, bodies
        How many there are.
    """

    edges: Whole
    present: NDArray[np.bool_]
    share: Real
    interviews: int
    bodies: int

    @classmethod
    def of(cls, continua: Sequence[Continuum], coders: Sequence[str], bodies: int) -> _Blocks:
        sizes = np.tile(np.array([one.length for one in continua], dtype=np.int64), bodies)
        present = np.array([[coder in one.segments for one in continua] for coder in coders], dtype=bool)
        present = np.tile(present.reshape(len(coders), len(continua)), (1, bodies))
        edges = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return cls(edges, present, 1 / (present.sum(axis=0) - 1), len(continua), bodies)

    @property
    def number(self) -> int:
        return self.interviews * self.bodies

    @property
    def sizes(self) -> Whole:
        return np.diff(self.edges)

    def by_interview(self, sums: NDArray[_Number]) -> NDArray[_Number]:
        """Turn sums by block into sums by interview and body."""
        return sums.reshape(self.bodies, self.interviews, *sums.shape[1:]).swapaxes(0, 1)


class _Numbers(dict[str, int]):
    """For each value its body and its number there, in one; -1 for a value that is in no body."""

    def __missing__(self, value: str) -> int:
        return -1


@dataclass(frozen=True)
class _Cut:
    """One coder's segments in order along the line, none overlapping another."""

    start: Whole
    end: Whole
    value: Whole
    block: Whole
    clashes: Whole
    united: Whole

    def at(self, places: Whole) -> Whole:
        """Return the value given to the character after each place; 0 for none."""
        if not len(self.start):
            return np.zeros(len(places), dtype=np.int64)
        last = np.searchsorted(self.start, places, side="right") - 1
        coded = (last >= 0) & (places < self.end[last])
        return np.where(coded, self.value[last], 0)

    def coded_before(self, places: Whole) -> Whole:
        """Return how many characters before each place were given any value."""
        if not len(self.start):
            return np.zeros(len(places), dtype=np.int64)
        sizes = np.concatenate([[0], np.cumsum(self.end - self.start)])
        begun = np.searchsorted(self.start, places, side="right")
        beyond = np.maximum(self.end[begun - 1] - places, 0)
        return sizes[begun] - np.where(begun > 0, beyond, 0)


def _cut(
    segments: Sequence[Sequence[Segment]],
    number: _Numbers,
    blocks: _Blocks,
    n_values: int,
) -> _Cut:
    """Put a coder's segments on the line, those that overlap with one value united, in O(n log n)."""
    interview = np.repeat(np.arange(len(segments)), [len(one) for one in segments])
    starts, ends, values = tuple(zip(*chain.from_iterable(segments), strict=True)) or ((), (), ())
    places = np.fromiter(map(number.__getitem__, values), dtype=np.int64, count=len(values))
    body, value = np.divmod(places, n_values)
    counts = body >= 0
    block, value = (body * blocks.interviews + interview)[counts], value[counts]
    start = np.array(starts, dtype=np.int64)[counts]
    end = np.array(ends, dtype=np.int64)[counts]

    # Each value of each block gets a line of its own: there, whatever overlaps is united.
    width = int(blocks.sizes.max(initial=0)) + 1
    own_line = (block * n_values + value) * width
    order = np.argsort(start + own_line, kind="stable")
    block, value, own_line = block[order], value[order], own_line[order]
    start, end = start[order] + own_line, end[order] + own_line
    first = np.flatnonzero(start >= _furthest_before(end))
    united = np.bincount(block, minlength=blocks.number) - np.bincount(block[first], minlength=blocks.number)
    if len(first):
        end = np.maximum.reduceat(end, first)
    start, block, value, own_line = start[first], block[first], value[first], own_line[first]

    move = blocks.edges[block] - own_line
    start, end = start + move, end + move
    order = np.argsort(start, kind="stable")
    start, end, value, block = start[order], end[order], value[order], block[order]
    before = _furthest_before(end)
    clashes = np.bincount(block[start < before], minlength=blocks.number)
    # The coefficients have no value where values clash; only what needs no values is then read from the rest.
    start = np.maximum(start, before)
    left = start < end
    return _Cut(start[left], end[left], value[left], block[left], clashes, united)


def _furthest_before(ends: Whole) -> Whole:
    """Return for each segment how far those before it reach; 0 for the first."""
    return np.concatenate([[0], np.maximum.accumulate(ends)[:-1]]).astype(np.int64)[: len(ends)]


def _joined(arrays: Sequence[Whole]) -> Whole:
    return np.concatenate([np.zeros(0, dtype=np.int64), *arrays])


def _lengths(cuts: Sequence[_Cut], blocks: _Blocks, n_values: int) -> Real:
    """Return the lengths that values of two coders have in common: shape `(blocks, values, values)`."""
    bounds = _joined([blocks.edges, *(cut.start for cut in cuts), *(cut.end for cut in cuts)])
    bounds.sort(kind="stable")
    size = np.diff(bounds)
    # Sorted and without the repeated, which numpy.unique does more slowly.
    left, size = bounds[:-1][size > 0], size[size > 0]
    block = np.searchsorted(blocks.edges, left, side="right") - 1
    said = [cut.at(left) for cut in cuts]
    total = np.zeros((blocks.number, n_values, n_values))
    for one, other in combinations(range(len(cuts)), 2):
        place = (block * n_values + said[one]) * n_values + said[other]
        common = np.bincount(place, weights=size, minlength=total.size).reshape(total.shape)
        total += _where_both(blocks, one, other)[:, None, None] * (common + common.swapaxes(1, 2))
    return total


def _where_both(blocks: _Blocks, one: int, other: int) -> Real:
    """Return for each block what a pair of coders weighs: nothing where one of them was not."""
    return np.where(blocks.present[one] & blocks.present[other], blocks.share, 0)


def _alone(cuts: Sequence[_Cut], blocks: _Blocks, n_values: int) -> Real:
    """Return squared lengths of segments, and the length of gaps: shape `(blocks, values)`."""
    total = np.zeros((blocks.number, n_values))
    for cut, present in zip(cuts, blocks.present, strict=True):
        size = cut.end - cut.start
        total += _added(cut, size.astype(np.float64) ** 2, blocks, n_values)
        total[:, 0] += present * blocks.sizes - np.bincount(cut.block, size, minlength=blocks.number)
    return total


def _alone_coded(cuts: Sequence[_Cut], blocks: _Blocks, n_values: int) -> Real:
    """Return squared lengths of segments where another coder coded: shape `(blocks, values - 1)`."""
    total = np.zeros((blocks.number, n_values))
    for (one, cut), (other, its) in _ordered_pairs(cuts):
        common = its.coded_before(cut.end) - its.coded_before(cut.start)
        share = _where_both(blocks, one, other)[:, None]
        total += share * _added(cut, common.astype(np.float64) ** 2, blocks, n_values)
    return total[:, 1:]


def _ordered_pairs(cuts: Sequence[_Cut]) -> Iterator[tuple[tuple[int, _Cut], tuple[int, _Cut]]]:
    return permutations(enumerate(cuts), 2)


def _added(cut: _Cut, weights: Real, blocks: _Blocks, n_values: int) -> Real:
    """Add up weights of a coder's segments by block and value."""
    shape = (blocks.number, n_values)
    place = cut.block * n_values + cut.value
    sums: Real = np.bincount(place, weights, minlength=blocks.number * n_values).astype(np.float64)
    return sums.reshape(shape)
