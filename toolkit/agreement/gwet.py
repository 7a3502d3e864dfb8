"""Gwet's coefficients AC1 and AC2, which a rare code does not take to 0."""

from __future__ import annotations

from functools import partial

from toolkit.agreement import metric
from toolkit.agreement.metric import Weighting
from toolkit.agreement.patterns import Data, Patterns, Recipe, beside, spread
from toolkit.agreement.ratings import NO_UNITS
from toolkit.agreement.recipes import agreeing, needs_list, needs_scale, per_judgement, single
from toolkit.agreement.sums import Real, beyond_chance, quotient
from toolkit.model.reliability import Estimate


def ac1(data: Data) -> Estimate:
    """Return Gwet's AC1.

    ``AC1 = (p_a - p_e) / (1 - p_e)`` with p_a as in `percent` and
    ``p_e = sum over c of pi_c (1 - pi_c) / (q - 1)``, where pi_c is the mean over all judged units of the
    share of their coders who gave c, and q the number of values that *could* have been given: all codes of
    the codebook, and "no code" if a coder left a unit without one.

    Parameters
    ----------
    data
        Units x coders, any number of each, with one code at most in a cell. Missing judgements are allowed.

    Returns
    -------
    Estimate
        At most 1, also where everybody always gave the same value. Undefined if no unit was judged by two
        coders, or if coders gave several codes to a unit.

    Notes
    -----
    Not to be printed instead of alpha because it is higher: for a rare code it answers another question, as
    coders who agree on all the units that lack the code are credited with it. Print both.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
    *British Journal of Mathematical and Statistical Psychology* 61(1), 29-48. Gwet, K. L. (2014). *Handbook
    of Inter-Rater Reliability*, 4th ed., for missing judgements.

    Examples
    --------
    Ten units, eight yes of both, one no of both and one torn: pi = .85, p_e = 2 * .85 * .15 = .255.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(10))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes),) * 8 + ((no, no), (yes, no)))
    >>> round(ac1(data).value, 4)
    0.8658
    """
    return single(data, ac_recipe)


def ac2(data: Data, *, weighting: Weighting) -> Estimate:
    """Return Gwet's AC2: AC1 with partial agreement between values on a scale.

    As `ac1`, with p_a weighted and ``p_e = T_w / [q (q - 1)] sum over c of pi_c (1 - pi_c)``, where T_w is
    the sum of all weights (`toolkit.agreement.metric.weights`). With the weights `identity` it is AC1.

    Parameters
    ----------
    data
        As for `ac1`; every value must lie on a scale. Values that are numbers are taken as such, others by
        their order in the codebook.
    weighting
        How much two different values count as agreeing.

    Returns
    -------
    Estimate
        At most 1. Undefined as AC1 is, and if a value has no place on a scale.

    Notes
    -----
    Not to be used without saying which weights: they move the value more than coders do.

    References
    ----------
    Gwet, K. L. (2014). *Handbook of Inter-Rater Reliability*, 4th ed., chapters 3 and 5.

    Examples
    --------
    Three units on a scale from 1 to 3, once agreed and twice one step apart, which costs a quarter:

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> cells = tuple((frozenset(a), frozenset(b)) for a, b in ("11", "12", "23"))
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(3))
    >>> data = ReliabilityData(units, ("A", "B"), ("1", "2", "3"), cells)
    >>> round(ac2(data, weighting="quadratic").value, 4)
    0.5714
    """
    return single(data, partial(ac_recipe, weighting=weighting))


def ac_recipe(seen: Patterns, weighting: Weighting = "identity") -> Recipe | str:
    """Sum agreement, and shares of each value on all judged units."""
    if reason := needs_list(seen) or needs_scale(seen, weighting):
        return reason
    q = seen.n_values
    weight = q if weighting == "identity" else float(metric.weights(weighting, seen.scale).sum())
    shares = spread(seen.rows, q, per_judgement(seen))

    def value(sums: Real) -> Real:
        habits = quotient(sums[..., 2:], sums[..., 2:].sum(axis=-1, keepdims=True))
        expected = weight / (q * (q - 1)) * (habits * (1 - habits)).sum(axis=-1)
        return beyond_chance(quotient(sums[..., 0], sums[..., 1]), expected)

    return Recipe(beside(agreeing(seen, weighting), shares), value, lambda _: NO_UNITS)
