"""Kappas in which each coder has habits of their own: Cohen's, Light's, Conger's."""

from __future__ import annotations

from functools import partial

import numpy as np

from toolkit.agreement import metric
from toolkit.agreement.metric import Weighting
from toolkit.agreement.patterns import Data, Patterns, Recipe, beside, spread
from toolkit.agreement.ratings import MISSING, NO_UNITS
from toolkit.agreement.recipes import TWO, agreeing, needs_names, needs_scale, needs_two, single, why_constant
from toolkit.agreement.sums import Real, beyond_chance, quotient
from toolkit.model.reliability import Estimate


def cohen(data: Data, *, weighting: Weighting = "identity") -> Estimate:
    """Return Cohen's kappa.

    ``kappa = (p_o - p_e) / (1 - p_e)``, where p_o is the share of units on which both coders gave the same
    value and ``p_e = sum over c of p_1c p_2c``, with p_ic the share of units to which coder i gave c. With
    weights w: ``p_o = sum over c, k of w_ck p_ck`` and ``p_e = sum over c, k of w_ck p_1c p_2k``.

    Parameters
    ----------
    data
        Units x coders, of which exactly two share units. The value of a unit is the *set* of codes a coder
        gave it: two coders agree if their sets are equal, and two empty sets are. Units that only one of the
        two judged are left out.
    weighting
        How much two different values count as agreeing; the values must then lie on a scale.

    Returns
    -------
    Estimate
        At most 1; 0 if agreement is what chance would give; negative if it is less. Undefined if there are
        no shared units, if not exactly two coders share them, or if all judgements are the same value, which
        leaves chance nothing to explain.

    Notes
    -----
    Not to be used for more than two coders, nor where the two took turns with others: each coder's habit is
    estimated from the whole column. Where one coder uses a code more often than the other, kappa *rises* for
    the same number of agreements. For a rare code a single disagreement can take it to 0: read it beside the
    number of units with the code.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. *Educational and Psychological
    Measurement* 20(1), 37-46. doi:10.1177/001316446002000104. Cohen, J. (1968). Weighted kappa.
    *Psychological Bulletin* 70(4), 213-220.

    Examples
    --------
    Two coders agree on three of four units; p_o = 3/4, p_e = (2 * 1 + 2 * 3) / 16.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no), (no, no)))
    >>> cohen(data).value
    0.5
    """
    return single(data, partial(cohen_recipe, weighting=weighting))


def cohen_recipe(seen: Patterns, weighting: Weighting = "identity") -> Recipe | str:
    """Sum as Light's kappa does, of the one pair there is."""
    return needs_two(seen) or light_recipe(seen, weighting)


def light(data: Data, *, weighting: Weighting = "identity") -> Estimate:
    """Return Light's kappa: Cohen's kappa of each pair of coders, averaged over pairs.

    ``kappa = mean over pairs i < j of kappa_ij``, each on the units that both coders of the pair judged, over
    pairs who share a unit.

    Parameters
    ----------
    data, weighting
        As for `cohen`; any number of coders, and missing judgements are allowed.

    Returns
    -------
    Estimate
        At most 1. Undefined if no two coders share a unit, or if one pair gave all its units one value: a
        mean over the others would leave out those who agree most.

    Notes
    -----
    Pairs weigh the same, whether they share ten units or a thousand. Where coders shared out the
    interviews, alpha uses all judgements at once and is the better choice.

    References
    ----------
    Light, R. J. (1971). Measures of response agreement for qualitative data: some generalizations and
    alternatives. *Psychological Bulletin* 76(5), 365-377.

    Examples
    --------
    The first two coders agree on all four units; with each of them the third has a kappa of 0.5.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> cells = ((yes, yes, yes), (yes, yes, no), (no, no, no), (no, no, no))
    >>> round(light(ReliabilityData(units, ("A", "B", "C"), ("trust",), cells)).value, 4)
    0.6667
    """
    return single(data, partial(light_recipe, weighting=weighting))


def light_recipe(seen: Patterns, weighting: Weighting = "identity") -> Recipe | str:
    """Sum for each pair the units it shares, their agreement, and how often each coder gave each value."""
    if reason := needs_names(seen) or needs_scale(seen, weighting):
        return reason
    q = seen.n_values
    table = None if weighting == "identity" else metric.weights(weighting, seen.scale)
    columns = []
    for one, other, both in seen.pairs():
        first, second = (np.where(both, seen.rows[:, coder], MISSING) for coder in (one, other))
        alike = first == second if table is None else table[first, second]
        ones = both[:, None].astype(np.float64)
        columns += [np.where(both, alike, 0.0), ones]
        columns += [spread(side[:, None], q, ones) for side in (first, second)]
    n_pairs = seen.n_coders * (seen.n_coders - 1) // 2

    def parts(sums: Real) -> tuple[Real, Real, Real, Real]:
        each = sums.reshape(*sums.shape[:-1], n_pairs, 2 * q + 2)
        return each[..., 0], each[..., 1], each[..., 2 : q + 2], each[..., q + 2 :]

    def value(sums: Real) -> Real:
        agreed, units, first, second = parts(sums)
        expected = quotient(_weighed(first, second, table), units**2)
        kappas = beyond_chance(quotient(agreed, units), expected)
        sharing = units > 0
        kappas = np.where(sharing, kappas, 0.0)
        return quotient(kappas.sum(axis=-1), sharing.sum(axis=-1).astype(np.float64))

    def why(sums: Real) -> str:
        _, units, first, second = parts(sums)
        total = (first + second).sum(axis=-2)
        if (total > 0).sum() > 1:
            return "a pair of coders gave one and the same value to every unit the two share"
        return why_constant(seen, total, float(units.sum()))

    return Recipe(beside(*columns), value, why)


def _weighed(first: Real, second: Real, table: Real | None) -> Real:
    """Return ``sum over c, k of w_ck first_c second_k``; without a table, of equal values only."""
    product: Real = np.sum((first if table is None else first @ table) * second, axis=-1)
    return product


def conger(data: Data, *, weighting: Weighting = "identity") -> Estimate:
    """Return Conger's kappa: Cohen's for any number of coders.

    ``kappa = (p_a - p_e) / (1 - p_e)`` with p_a as in `percent`. Let p_ic be the share of coder i's
    judgements that are c, p_c its mean over the r coders and s_ck the covariance of p_ic and p_ik over
    coders; then ``p_e = sum over c, k of w_ck (p_c p_k - s_ck / r)``.

    Parameters
    ----------
    data, weighting
        As for `cohen`; any number of coders, and missing judgements are allowed.

    Returns
    -------
    Estimate
        At most 1; equal to Cohen's kappa for two coders and no judgement missing. Undefined if no two coders
        share a unit or if all judgements are the same value.

    Notes
    -----
    Not to be used where coders took turns on few units each: habits are estimated from each one's column.
    Judgements of units that only one coder saw count for the habits, if the interview is one that coders
    share.

    References
    ----------
    Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. *Psychological
    Bulletin* 88(2), 322-328. For missing judgements: Gwet, K. L. (2014). *Handbook of Inter-Rater
    Reliability*, 4th ed., chapter 2.

    Examples
    --------
    The data of the example of `cohen`, of which it gives the value:

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no), (no, no)))
    >>> round(conger(data).value, 12)
    0.5
    """
    return single(data, partial(conger_recipe, weighting=weighting))


def conger_recipe(seen: Patterns, weighting: Weighting = "identity") -> Recipe | str:
    """Sum agreement, and how often each coder gave each value."""
    if reason := needs_names(seen) or needs_scale(seen, weighting):
        return reason
    q, table = seen.n_values, None if weighting == "identity" else metric.weights(weighting, seen.scale)
    ones = np.ones((len(seen.rows), 1))
    columns = [spread(seen.rows[:, [coder]], q, ones) for coder in range(seen.n_coders)]

    def value(sums: Real) -> Real:
        given = sums[..., 2:].reshape(*sums.shape[:-1], seen.n_coders, q)
        number = given.sum(axis=-1, keepdims=True)
        habits = np.divide(given, number, out=np.zeros_like(given), where=number > 0)
        # Whom a resample leaves without a judgement has no habits in it.
        r = (number[..., 0] > 0).sum(axis=-1).astype(np.float64)
        total = habits.sum(axis=-2)
        of_all = _weighed(total, total, table)
        of_own = _weighed(habits, habits, table).sum(axis=-1)
        # p_c p_k - s_ck / r, summed, is the mean over pairs of different coders.
        expected = quotient(of_all - of_own, r * (r - 1))
        return beyond_chance(quotient(sums[..., 0], sums[..., 1]), expected)

    def why(sums: Real) -> str:
        return why_constant(seen, sums[2:].reshape(-1, q).sum(axis=0), float(sums[1]))

    # As for Fleiss' kappa there is no least value if judgements are missing.
    return Recipe(beside(agreeing(seen, weighting), *columns), value, why, least=-np.inf)


def kappa_max_recipe(seen: Patterns) -> Recipe | str:
    """Return the largest kappa that two coders' habits allow: what Cohen (1960) calls kappa_M.

    ``kappa_max = (sum over c of min(p_1c, p_2c) - p_e) / (1 - p_e)``.
    """
    plain = cohen_recipe(seen)
    if isinstance(plain, str):
        return plain
    q = seen.n_values

    def value(sums: Real) -> Real:
        units, first, second = sums[..., 1], sums[..., 2 : q + 2], sums[..., q + 2 :]
        most = quotient(np.minimum(first, second).sum(axis=-1), units)
        return beyond_chance(most, quotient((first * second).sum(axis=-1), units**2))

    return Recipe(plain.adds, value, plain.why)


def bias_recipe(seen: Patterns) -> Recipe | str:
    """Return how much more often the first of two coders gave the code than the second: share of units.

    The bias index of Byrt, T., Bishop, J. & Carlin, J. B. (1993). Bias, prevalence and kappa. *Journal of
    Clinical Epidemiology* 46(5), 423-429, with its sign.
    """
    if reason := needs_two(seen):
        return reason
    if not seen.one_code:
        return "is of one code at a time"
    both = (seen.judges >= TWO).astype(np.float64)
    more = (seen.rows[:, 0] == 1).astype(np.float64) - (seen.rows[:, 1] == 1)
    adds = np.column_stack([more * both, both])
    return Recipe(adds, lambda sums: quotient(sums[..., 0], sums[..., 1]), lambda _: NO_UNITS)
