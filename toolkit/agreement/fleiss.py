"""Kappas in which all coders have the same habits: Scott's pi and Fleiss' kappa."""

from __future__ import annotations

from functools import partial

import numpy as np

from toolkit.agreement import metric
from toolkit.agreement.metric import Weighting
from toolkit.agreement.patterns import Data, Patterns, Recipe, beside, spread
from toolkit.agreement.recipes import (
    agreeing,
    needs_scale,
    needs_two,
    pairable,
    per_judgement,
    single,
    why_constant,
)
from toolkit.agreement.sums import Real, beyond_chance, quotient
from toolkit.model.reliability import Estimate


def scott(data: Data) -> Estimate:
    """Return Scott's pi.

    ``pi = (p_o - p_e) / (1 - p_e)``, where p_o is the share of units on which both coders gave the same value
    and ``p_e = sum over c of p_c^2``, with p_c the share of c among the judgements of both.

    Parameters
    ----------
    data
        Units x coders, of which exactly two share units. The value of a unit is the *set* of codes a coder
        gave it. Units that only one of the two judged are left out.

    Returns
    -------
    Estimate
        At most 1. Undefined if there are no shared units, if not exactly two coders share them, or if all
        judgements are the same value.

    Notes
    -----
    With few units prefer alpha, which is pi corrected for their number:
    ``alpha = pi + (1 - pi) / (2 N)`` for N units. Use `fleiss` for more than two coders.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. *Public Opinion
    Quarterly* 19(3), 321-325.

    Examples
    --------
    Two coders agree on three of four units, and three of eight judgements are yes: p_e = (9 + 25) / 64.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no), (no, no)))
    >>> round(scott(data).value, 4)
    0.4667
    """
    return single(data, scott_recipe)


def scott_recipe(seen: Patterns) -> Recipe | str:
    """Sum agreement, and judgements of each value on shared units."""
    if reason := needs_two(seen):
        return reason
    given = spread(seen.rows, seen.n_values, pairable(seen))

    def value(sums: Real) -> Real:
        return _beyond(sums[..., 0], sums[..., 1], sums[..., 2:], None)

    return Recipe(
        beside(agreeing(seen), given), value, lambda sums: why_constant(seen, sums[2:], float(sums[1]))
    )


def fleiss(data: Data, *, weighting: Weighting = "identity") -> Estimate:
    """Return Fleiss' kappa: Scott's pi for any number of coders.

    ``kappa = (p_a - p_e) / (1 - p_e)`` with p_a as in `percent` and ``p_e = sum over c of pi_c^2``, where
    pi_c is the mean over *all judged* units of the share ``n_uc / m_u`` of their coders who gave c. With
    weights w: ``p_e = sum over c, k of w_ck pi_c pi_k``.

    Parameters
    ----------
    data
        Units x coders, any number of each. The value of a unit is the *set* of codes a coder gave it. Missing
        judgements are allowed.
    weighting
        How much two different values count as agreeing; the values must then lie on a scale.

    Returns
    -------
    Estimate
        At most 1. Undefined if no unit was judged by two coders or if all judgements are the same value. On
        the yes/no data of one code it is Fleiss' kappa of that category.

    Notes
    -----
    Not corrected for few units, as alpha is: for N units with m coders each, ``alpha = kappa + (1 - kappa) /
    (N m)``. Units that only one coder saw count for pi_c if the interview is one that coders share, as in
    Gwet (2014); alpha leaves them out.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. *Psychological Bulletin* 76(5),
    378-382. For missing judgements: Gwet, K. L. (2014). *Handbook of Inter-Rater Reliability*, 4th ed.

    Examples
    --------
    Three coders, two units: p_a = (1 + 1/3) / 2, and four of six judgements are yes.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = (Unit("P01", Span(0, 9)), Unit("P01", Span(10, 19)))
    >>> data = ReliabilityData(units, ("A", "B", "C"), ("trust",), ((yes, yes, yes), (yes, no, no)))
    >>> round(fleiss(data).value, 4)
    0.25
    """
    return single(data, partial(fleiss_recipe, weighting=weighting))


def fleiss_recipe(seen: Patterns, weighting: Weighting = "identity") -> Recipe | str:
    """Sum agreement, and shares of each value on all judged units."""
    if reason := needs_scale(seen, weighting):
        return reason
    table = None if weighting == "identity" else metric.weights(weighting, seen.scale)
    shares = spread(seen.rows, seen.n_values, per_judgement(seen))

    def value(sums: Real) -> Real:
        return _beyond(sums[..., 0], sums[..., 1], sums[..., 2:], table)

    def why(sums: Real) -> str:
        return why_constant(seen, sums[2:], float(sums[1]))

    # Units that one coder judged can make chance larger than any agreement: there is no least value.
    return Recipe(beside(agreeing(seen, weighting), shares), value, why, least=-np.inf)


def _beyond(agreed: Real, units: Real, given: Real, table: Real | None) -> Real:
    """Take out of the agreement what values given as often as these would agree by chance."""
    habits = quotient(given, given.sum(axis=-1, keepdims=True))
    expected: Real = ((habits if table is None else habits @ table) * habits).sum(axis=-1)
    return beyond_chance(quotient(agreed, units), expected)
