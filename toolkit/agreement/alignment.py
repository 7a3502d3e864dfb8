"""Aligns what coders cut, so that segments meant alike meet, at the least disorder.

A unitary alignment takes at most one segment of each coder; its disorder is the mean, over pairs of coders,
of how unlike their two segments are, or of D0 where one of them has none. The best alignment
uses every segment once and has the smallest sum. For two coders that is an assignment problem with few
pairs worth a look, and solved here; for more it is an integer program, which the package pygamma-agreement
solves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from toolkit.agreement.sums import Real

Whole = NDArray[np.int64]
TWO = 2
_AT_ONCE = 2_000_000  # pairs looked at together
_LIFT = 1.0  # added to all costs alike, as the solver takes a cost of 0 for no edge


@dataclass(frozen=True)
class Cuts:
    """One coder's segments in order of their start: where, what, and in which interview."""

    start: Real
    end: Real
    value: Whole
    interview: Whole

    def within(self, interview: int) -> Cuts:
        """Return the segments of one interview."""
        here = self.interview == interview
        return Cuts(self.start[here], self.end[here], self.value[here], self.interview[here])


@dataclass(frozen=True, slots=True)
class Unlikeness:
    """How unlike two segments are: `alpha` times their position plus `beta` times their code, times delta.

    Position is ``((|start difference| + |end difference|) / (length + length))²``, the code 0 or 1; what has
    no partner costs `delta`.
    """

    alpha: float = 1.0
    beta: float = 1.0
    delta: float = 1.0

    def of(self, one: Cuts, other: Cuts, rows: Whole, columns: Whole) -> Real:
        """Return it for segments at the places `rows` of one coder and `columns` of the other."""
        moved = np.abs(one.start[rows] - other.start[columns]) + np.abs(one.end[rows] - other.end[columns])
        lengths = (one.end - one.start)[rows] + (other.end - other.start)[columns]
        differing = one.value[rows] != other.value[columns]
        unlike: Real = (self.alpha * (moved / lengths) ** 2 + self.beta * differing) * self.delta
        return unlike


def disorder(coders: Sequence[Cuts], unlikeness: Unlikeness) -> float:
    """Return the disorder of the best alignment: the sum over unitary alignments by segments per coder.

    Segments of different interviews are never aligned with each other.
    """
    each = sum(len(cuts.start) for cuts in coders) / len(coders)
    least = _of_two if len(coders) == TWO else _of_more
    return least(coders, unlikeness) / each


def _of_two(coders: Sequence[Cuts], unlikeness: Unlikeness) -> float:
    """Solve the assignment problem of segments and, for each of them, one partner that stands for none.

    A pair dearer than two segments alone is never in the best alignment, so most pairs need no edge. Where
    a pair is made, the two stand-ins that are left over take each other for nothing.
    """
    one, other = coders
    n, m = len(one.start), len(other.start)
    rows, columns, costs = _worth_a_look(one, other, unlikeness)
    alone = np.full(n + m, unlikeness.delta)
    cost = np.concatenate([costs, alone, np.zeros(len(costs))])
    row = np.concatenate([rows, np.arange(n), n + np.arange(m), n + columns])
    column = np.concatenate([columns, m + np.arange(n), np.arange(m), m + rows])
    graph = csr_array((cost + _LIFT, (row, column)), shape=(n + m, n + m))
    return float((graph[min_weight_full_bipartite_matching(graph)] - _LIFT).sum())


def _worth_a_look(one: Cuts, other: Cuts, unlikeness: Unlikeness) -> tuple[Whole, Whole, Real]:
    """Return the pairs of one interview that cost less than their two segments alone, and their costs."""
    # Such a pair's starts are nearer than this share of both lengths.
    near = (2 / unlikeness.alpha) ** 0.5
    reach = near * (one.end - one.start + (other.end - other.start).max(initial=0))
    first = np.searchsorted(other.start, one.start - reach, side="left")
    count = np.searchsorted(other.start, one.start + reach, side="right") - first
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))]
    for some in _portions(count):
        rows = np.repeat(some, count[some])
        ahead = np.cumsum(count[some]) - count[some]
        columns = np.repeat(first[some] - ahead, count[some]) + np.arange(len(rows))
        costs = unlikeness.of(one, other, rows, columns)
        kept = (costs < 2 * unlikeness.delta) & (one.interview[rows] == other.interview[columns])
        found.append((rows[kept], columns[kept], costs[kept]))
    all_rows, all_columns, all_costs = zip(*found, strict=True)
    return np.concatenate(all_rows), np.concatenate(all_columns), np.concatenate(all_costs)


def _portions(count: Whole) -> Iterator[Whole]:
    """Cut the places of rows into runs with a bounded number of pairs."""
    if len(count):
        portion = np.cumsum(count) // _AT_ONCE
        yield from np.split(np.arange(len(count)), np.flatnonzero(np.diff(portion)) + 1)


def can_align_more() -> bool:
    """Tell whether the package for three or more coders is there."""
    return find_spec("pygamma_agreement") is not None


# No test reaches the package but where it is installed: see "The gate" in CONTRIBUTING.md.
def _of_more(coders: Sequence[Cuts], unlikeness: Unlikeness) -> float:  # pragma: no cover
    interviews = np.unique(np.concatenate([cuts.interview for cuts in coders]))
    return sum(_by_package([cuts.within(one) for cuts in coders], unlikeness) for one in interviews)


def _by_package(coders: Sequence[Cuts], unlikeness: Unlikeness) -> float:  # pragma: no cover
    """Return the least sum for one interview, by the integer program of pygamma-agreement."""
    # Half a second and 400 megabytes, for those who compare three coders by gamma and nobody else.
    from pyannote.core import Segment  # noqa: PLC0415
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum  # noqa: PLC0415

    continuum = Continuum()
    for number, cuts in enumerate(coders):
        continuum.add_annotator(str(number))
        for start, end, value in zip(cuts.start, cuts.end, cuts.value, strict=True):
            continuum.add(str(number), Segment(float(start), float(end)), str(value))
    dissimilarity = CombinedCategoricalDissimilarity(
        alpha=unlikeness.alpha, beta=unlikeness.beta, delta_empty=unlikeness.delta
    )
    best = continuum.get_best_alignment(dissimilarity)
    return float(best.disorder) * sum(len(cuts.start) for cuts in coders) / len(coders)
