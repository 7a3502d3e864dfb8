"""Agreement on sets of codes: units that may be given several codes at once, or none.

Nominal alpha takes two sets for as different as any others if they differ in a single code. The
coefficients here say how far apart two sets are. For sets A and B, J is the number of codes in
both, divided by the number in any of the two:

- Jaccard: 1 - J;
- Dice: 1 less twice the number in both, divided by the two sizes added up;
- MASI: 1 - J M, where M is 1 for equal sets, 2/3 if one lies in the other, 1/3 if they overlap otherwise
  and 0 if they share nothing (other programs call other measures by this name; this is Passonneau's of 2006).

Two empty sets agree: both coders said that no code applies. An empty set and any other share nothing.

`alpha` with such a distance draws *whole sets* by chance, mv-alpha draws *codes* by chance into sets of the
sizes that coders used. The choice of the distance moves the value more than coders usually do: choose it
before you look, and name it with the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from toolkit.agreement.points import points
from toolkit.agreement.ratings import MISSING, Ratings
from toolkit.agreement.sums import Real, Sums
from toolkit.model.reliability import Estimate, ReliabilityData

Whole = NDArray[np.int64]
Data = ReliabilityData | Ratings
# From how many codes two sets share, and the size of each, to how far apart they are.
Distance = Callable[[Real, Real, Real], Real]
_AT_ONCE = 2_000_000  # numbers that are worked on at a time
_LEAST = 1e-12  # below which a disagreement by chance is none


def jaccard(shared: Real, one: Real, other: Real) -> Real:
    """Return 1 - J for the numbers of codes that two sets share and have; 0 for two empty sets."""
    either = one + other - shared
    apart: Real = 1 - np.where(either > 0, shared / np.maximum(either, 1), 1)
    return apart


def dice(shared: Real, one: Real, other: Real) -> Real:
    """Return 1 less twice the shared codes by all; 0 for two empty sets."""
    both = one + other
    apart: Real = 1 - np.where(both > 0, 2 * shared / np.maximum(both, 1), 1)
    return apart


def masi(shared: Real, one: Real, other: Real) -> Real:
    """Return 1 less J, discounted for how the sets lie to each other; 0 for two empty sets."""
    within = (shared == one) | (shared == other)
    equal = (shared == one) & (shared == other)
    kind = np.select([equal, (shared > 0) & within, shared > 0], [1, 2 / 3, 1 / 3], default=0)
    apart: Real = 1 - (1 - jaccard(shared, one, other)) * kind
    return apart


def alpha_jaccard(data: Data) -> Estimate:
    """Return Krippendorff's alpha with the Jaccard distance between sets of codes.

    ``alpha = 1 - D_o / D_e``. With m_u sets given to unit u, n_A = how often the set A was given and n all
    sets, over units with m_u >= 2::

        D_o = (1 / n)         sum over u, coders i != j of  d(A_ui, A_uj) / (m_u - 1)
        D_e = 1 / (n (n - 1)) sum over sets A, B of         n_A n_B d(A, B)
        d   = 1 - |A and B| / |A or B|

    Parameters
    ----------
    data
        Units x coders, any number of each; the value of a unit is a set of codes. Judgements may be missing.

    Returns
    -------
    Estimate
        At most 1; undefined if no unit was judged by two coders, or if all sets are equal.

    Notes
    -----
    The distance goes in unsquared. Not to be used where each unit has one code: there it is nominal alpha.
    Not comparable with values by another distance.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic
    annotation. *LREC 2006*. Krippendorff, K. (2019). *Content Analysis*, 4th ed., chapter 12.

    Examples
    --------
    Two units: sets that share one of two codes, then equal sets. n = 4, D_o = (2 * 1/2) / 4, and of the
    twelve ordered pairs two are 1/2 apart, four each are 1 from {cost}, two nothing.

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> both, trust, cost = frozenset(["trust", "time"]), frozenset(["trust"]), frozenset(["cost"])
    >>> units = (Unit("P01", Span(0, 9)), Unit("P01", Span(10, 19)))
    >>> cells = ((both, trust), (cost, cost))
    >>> data = ReliabilityData(units, ("A", "B"), ("cost", "time", "trust"), cells)
    >>> round(alpha_jaccard(data).value, 4)
    0.6667
    """
    return points(SETS["alpha_jaccard"](data))[0]


def alpha_dice(data: Data) -> Estimate:
    """Return Krippendorff's alpha with the Dice distance, ``1 - 2 |A and B| / (|A| + |B|)``.

    As `alpha_jaccard`, but that a shared code counts twice. mv-alpha uses this distance too, and differs in
    what chance is.

    Examples
    --------
    The example of `alpha_jaccard`; sets that share one of two codes are 1/3 apart.

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> both, trust, cost = frozenset(["trust", "time"]), frozenset(["trust"]), frozenset(["cost"])
    >>> units = (Unit("P01", Span(0, 9)), Unit("P01", Span(10, 19)))
    >>> cells = ((both, trust), (cost, cost))
    >>> data = ReliabilityData(units, ("A", "B"), ("cost", "time", "trust"), cells)
    >>> round(alpha_dice(data).value, 4)
    0.7692
    """
    return points(SETS["alpha_dice"](data))[0]


def alpha_masi(data: Data) -> Estimate:
    """Return Krippendorff's alpha with the MASI distance, ``1 - J M``.

    As `alpha_jaccard`, but that sets which lie within each other are nearer than sets which merely
    overlap: M is 1 for equal sets, 2/3 for a set within the other, 1/3 for other overlaps, 0 for none.

    Notes
    -----
    DKPro computes another measure under this name, in which sets are nearer to each other.

    Examples
    --------
    The example of `alpha_jaccard`; {trust} and {trust, time} are 1 - 1/2 * 2/3 = 2/3 apart.

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> both, trust, cost = frozenset(["trust", "time"]), frozenset(["trust"]), frozenset(["cost"])
    >>> units = (Unit("P01", Span(0, 9)), Unit("P01", Span(10, 19)))
    >>> cells = ((both, trust), (cost, cost))
    >>> data = ReliabilityData(units, ("A", "B"), ("cost", "time", "trust"), cells)
    >>> round(alpha_masi(data).value, 4)
    0.5714
    """
    return points(SETS["alpha_masi"](data))[0]


def mv_alpha(data: Data) -> Estimate:
    """Return mv-alpha: agreement on sets of codes, beyond that of codes thrown into sets at random.

    ``mv-alpha = 1 - D_o / D_e`` with the Dice distance d. n sets were given to units with m_u >= 2; n_c of
    them hold the code c, and P_a is the share of those with a codes::

        D_o = (1 / n) sum over u, coders i != j of  d(A_ui, A_uj) / (m_u - 1)
        D_e = sum over a, b of P_a P_b E[d | a, b]

    E is the mean over all pairs of sets A of a codes and B of b, where a pair weighs the product of n_c over
    codes in one of them and of n_c (n_c - 1) over codes in both.

    Parameters
    ----------
    data
        Units x coders, any number of each; the value of a unit is a set of codes. Judgements may be missing.

    Returns
    -------
    Estimate
        At most 1; undefined if no unit was judged by two coders, or if chance would make no two sets differ.

    Notes
    -----
    There are too many pairs of sets to go through: for 30 codes and sets of six, 3.5 * 10^11. But d depends
    only on a, b and how many codes are shared, and the weights of all pairs with these three are the
    coefficients of ``product over c of (1 + n_c x + n_c y + n_c (n_c - 1) x y z)``, in a, b and
    that number. As d is linear in it, the polynomial and its derivative by z at z = 1 are enough: two squares
    of the largest size, and one step for each code. Sizes of which no pair can be drawn count as
    no disagreement, as in the R package mvalpha.

    Not to be used where each unit has one code: there it is nominal alpha. Read it beside the values of
    single codes, as it does not say on which of them coders differ.

    References
    ----------
    Krippendorff, K. & Craggs, R. (2016). The reliability of multi-valued coding of data. *Communication
    Methods and Measures* 10(4), 181-198. doi:10.1080/19312458.2016.1228863

    Examples
    --------
    Three units and coders (their table 8c): all agree on {a} and on {d}, and of {b}, {b}, {b, d} two pairs
    are 1/3 apart, so that D_o = 4 * 1/3 / 2 / 9.

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> a, b, d, bd = map(frozenset, ("a", "b", "d", "bd"))
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(3))
    >>> cells = ((a, a, a), (b, b, bd), (d, d, d))
    >>> round(mv_alpha(ReliabilityData(units, ("F", "G", "H"), ("a", "b", "d"), cells)).value, 7)
    0.8947345
    """
    return points(SETS["mv_alpha"](data))[0]


@dataclass(frozen=True)
class _Judged:
    """Units that two coders judged, and which sets they gave them.

    Attributes
    ----------
    given
        Shape `(units, coders)`: the place of the set, or `MISSING`.
    holds
        Shape `(sets, codes)`: whether the set holds the code. The last is for `MISSING` and holds nothing.
    cluster
        For each unit the place of its interview.
    weights
        For each unit how many it stands for.
    """

    given: Whole
    holds: Real
    cluster: Whole
    weights: Whole

    @classmethod
    def of(cls, data: Data) -> _Judged:
        ratings = Ratings.of(data)
        holds = [[code in value for code in ratings.codes] for value in (*ratings.values, frozenset())]
        return cls(ratings.given, np.array(holds, dtype=np.float64), ratings.cluster, ratings.weights)

    @property
    def sizes(self) -> Real:
        """How many codes each set holds."""
        size: Real = self.holds.sum(axis=1)
        return size

    @property
    def n_clusters(self) -> int:
        return int(self.cluster.max(initial=-1)) + 1

    def added(self, rows: Whole, weights: Real, columns: Whole, n_columns: int) -> Real:
        """Add up weights by the interview of their row and by column: shape `(clusters, columns)`."""
        place = self.cluster[rows] * n_columns + columns
        flat = np.bincount(place, weights, minlength=self.n_clusters * n_columns).astype(np.float64)
        return flat.reshape(self.n_clusters, n_columns)

    def judgements(self) -> tuple[Whole, Whole]:
        """Return the unit and the set of each judgement."""
        rows, columns = np.nonzero(self.given != MISSING)
        return rows, self.given[rows, columns]

    def disagreement(self, distance: Distance) -> Real:
        """Return the sums over u and i != j of d / (m_u - 1), by interview: shape `(clusters, 1)`."""
        judges = (self.given != MISSING).sum(axis=1)
        share = 2 * self.weights / np.maximum(judges - 1, 1)
        total = np.zeros((self.n_clusters, 1))
        for one, other in combinations(self.given.T, 2):
            rows = np.flatnonzero((one != other) & (one != MISSING) & (other != MISSING))
            pairs, which = np.unique(one[rows] * len(self.holds) + other[rows], return_inverse=True)
            apart = self.apart(*np.divmod(pairs, len(self.holds)), distance)
            total += self.added(rows, share[rows] * apart[which], np.zeros_like(rows), 1)
        return total

    def apart(self, one: Whole, other: Whole, distance: Distance) -> Real:
        """Return how far apart the sets at two rows of places are."""
        if not len(one):
            return np.zeros(0)
        blocks = _blocks(len(one), self.holds.shape[1])
        shared = np.concatenate(
            [np.einsum("sc,sc->s", self.holds[one[b]], self.holds[other[b]]) for b in blocks]
        )
        return distance(shared, self.sizes[one], self.sizes[other])


def _blocks(rows: int, width: int) -> Iterator[slice]:
    """Cut rows of so many numbers into slices of bounded size."""
    step = max(1, _AT_ONCE // max(1, width))
    return (slice(at, at + step) for at in range(0, rows, step))


def _alpha_sums(data: Data, distance: Distance) -> Sums:
    """Sum disagreement, the number of sets, and what was drawn: `k = 2 + interviews`.

    Disagreement by chance is a quadratic form of how often each set was given. There may be thousands of
    sets, but these counts are a sum over interviews: the form is computed once for each two interviews,
    and then asked only how often each of these is in the draw.
    """
    judged = _Judged.of(data)
    n_sets = len(judged.holds)
    rows, sets = judged.judgements()
    counts = judged.added(rows, judged.weights[rows].astype(np.float64), sets, n_sets)
    form = np.zeros((len(counts), len(counts)))
    for block in _blocks(n_sets, n_sets):
        shared = judged.holds[block] @ judged.holds.T
        apart = distance(shared, judged.sizes[block, None], judged.sizes)
        form += counts[:, block] @ apart @ counts.T
    number = counts.sum(axis=1, keepdims=True)
    parts = np.hstack([judged.disagreement(distance), number, np.eye(len(counts))])

    def value(sums: Real) -> Real:
        differing, number, drawn = sums[..., 0], sums[..., 1], sums[..., 2:]
        by_chance = np.einsum("...a,...a->...", drawn @ form, drawn)
        return 1 - _divided(differing * (number - 1), by_chance)

    return Sums(parts[:, None, :], value, _why(data))


def _mv_sums(data: Data) -> Sums:
    """Sum disagreement, how many sets hold each code and how many have each size: `k = 1 + codes + sizes`."""
    judged = _Judged.of(data)
    n_codes = judged.holds.shape[1]
    rows, sets = judged.judgements()
    weights = judged.weights[rows].astype(np.float64)
    sizes = judged.sizes.astype(np.int64)[sets]
    largest = int(sizes.max(initial=0))
    counts = judged.added(rows, weights, sets, len(judged.holds)) @ judged.holds
    parts = np.hstack([judged.disagreement(dice), counts, judged.added(rows, weights, sizes, largest + 1)])

    def value(sums: Real) -> Real:
        flat = sums.reshape(-1, sums.shape[-1])
        expected = [_by_chance(flat[b, 1 : n_codes + 1], flat[b, n_codes + 1 :]) for b in blocks(len(flat))]
        number = flat[:, n_codes + 1 :].sum(axis=-1)
        by_chance = np.concatenate([np.zeros(0), *expected])
        return (1 - _divided(flat[:, 0], number * by_chance)).reshape(sums.shape[:-1])

    def blocks(rows: int) -> Iterator[slice]:
        return _blocks(rows, 8 * (largest + 1) ** 2)

    return Sums(parts[:, None, :], value, _why(data))


def _by_chance(holding: Real, of_size: Real) -> Real:
    """Return D_e of mv-alpha for rows of how many sets hold each code and how many have each size.

    Parameters
    ----------
    holding, of_size
        Shapes `(rows, codes)` and `(rows, largest size + 1)`.
    """
    # Only ratios count, for each two sizes by itself: counts as shares of the largest keep products in reach.
    most = np.maximum(holding.max(axis=1, initial=0), 1)[:, None]
    in_one, in_both = holding / most, holding * np.maximum(holding - 1, 0) / most**2
    n_sizes = of_size.shape[1]
    weight = np.zeros((len(holding), n_sizes, n_sizes))
    weight[:, 0, 0] = 1
    shared = np.zeros_like(weight)
    for one, both in zip(in_one.T[..., None, None], in_both.T[..., None, None], strict=True):
        joined = _times(shared, one, both)
        joined[:, 1:, 1:] += both * weight[:, :-1, :-1]
        weight, shared = _times(weight, one, both), joined
    both_sizes = np.add.outer(np.arange(n_sizes), np.arange(n_sizes))
    alike = np.divide(
        2 * shared, weight * both_sizes, out=np.ones_like(weight), where=weight * both_sizes > 0
    )
    mean = 1 - alike
    share = of_size / np.maximum(of_size.sum(axis=1, keepdims=True), 1)
    expected: Real = np.einsum("ra,rab,rb->r", share, mean, share)
    return expected


def _times(polynomial: Real, one: Real, both: Real) -> Real:
    """Multiply by ``1 + one x + one y + both x y``, sizes beyond the largest left out."""
    grown = polynomial.copy()
    grown[:, 1:] += one * polynomial[:, :-1]
    grown[:, :, 1:] += one * polynomial[:, :, :-1]
    grown[:, 1:, 1:] += both * polynomial[:, :-1, :-1]
    return grown


def _divided(above: Real, below: Real) -> Real:
    """Divide, with NaN where chance leaves nothing to differ on."""
    result: Real = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below > _LEAST)
    return result


def _why(data: Data) -> Callable[[Real], str]:
    reason = Ratings.of(data).why_undefined()

    def why(_: Real) -> str:
        return reason or "chance would give sets that all agree"

    return why


def _with(distance: Distance) -> Callable[[Data], Sums]:
    return lambda data: _alpha_sums(data, distance)


SETS: Mapping[str, Callable[[Data], Sums]] = MappingProxyType(
    {
        "alpha_jaccard": _with(jaccard),
        "alpha_dice": _with(dice),
        "alpha_masi": _with(masi),
        "mv_alpha": _mv_sums,
    }
)
