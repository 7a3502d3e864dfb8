"""Coefficients in which chance gives every value equally often: Brennan and Prediger's, PABAK."""

from __future__ import annotations

from functools import partial

from toolkit.agreement import metric
from toolkit.agreement.metric import Weighting
from toolkit.agreement.patterns import Data, Patterns, Recipe, beside
from toolkit.agreement.ratings import NO_UNITS
from toolkit.agreement.recipes import agreeing, needs_list, needs_scale, single
from toolkit.agreement.sums import Real, quotient
from toolkit.model.reliability import Estimate


def brennan_prediger(data: Data, *, weighting: Weighting = "identity") -> Estimate:
    """Return Brennan and Prediger's coefficient.

    ``BP = (p_a - 1/q) / (1 - 1/q)`` with p_a as in `percent` and q the number of values that *could* have
    been given: all codes of the codebook, and "no code" if a coder left a unit without one. With weights w,
    ``p_e = sum over c, k of w_ck / q^2`` instead of 1/q.

    Parameters
    ----------
    data
        Units x coders, any number of each, with one code at most in a cell. Missing judgements are allowed.
    weighting
        How much two different values count as agreeing; the values must then lie on a scale.

    Returns
    -------
    Estimate
        From ``-1/(q - 1)`` to 1, also where everybody always gave the same value. Undefined if no unit was
        judged by two coders, or if coders gave several codes to a unit.

    Notes
    -----
    Not to be compared between codebooks of different size: every code that nobody uses makes it larger. For
    yes/no decisions on a rare code it is near 1 as percent agreement is.

    References
    ----------
    Brennan, R. L. & Prediger, D. J. (1981). Coefficient kappa: some uses, misuses, and alternatives.
    *Educational and Psychological Measurement* 41(3), 687-699. Also S (Bennett, Alpert & Goldstein 1954) and
    free-marginal kappa (Randolph 2005).

    Examples
    --------
    Two coders agree on three of four units, yes or no: ``(3/4 - 1/2) / (1 - 1/2)``.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no), (no, no)))
    >>> brennan_prediger(data).value
    0.5
    """
    return single(data, partial(bp_recipe, weighting=weighting))


def bp_recipe(seen: Patterns, weighting: Weighting = "identity") -> Recipe | str:
    """Sum agreement, and judged units, which Gwet's interval counts."""
    if reason := needs_list(seen) or needs_scale(seen, weighting):
        return reason
    q = seen.n_values
    by_chance = (
        1 / q if weighting == "identity" else float(metric.weights(weighting, seen.scale).sum()) / q**2
    )

    def value(sums: Real) -> Real:
        return (quotient(sums[..., 0], sums[..., 1]) - by_chance) / (1 - by_chance)

    return Recipe(beside(agreeing(seen, weighting), seen.judges > 0), value, lambda _: NO_UNITS)


def pabak(data: Data) -> Estimate:
    """Return the prevalence-adjusted and bias-adjusted kappa of one code.

    ``PABAK = 2 p_a - 1`` with p_a as in `percent`: the kappa that coders would have with as many agreements,
    if they gave the code to half of the units and equally often.

    Parameters
    ----------
    data
        Units x coders, of *one* code. Missing judgements are allowed.

    Returns
    -------
    Estimate
        From -1 to 1. Undefined if no unit was judged by two coders, and for several codes together, of which
        `brennan_prediger` is the like.

    Notes
    -----
    Not to be printed alone: it tells nothing that percent agreement does not. Beside kappa and
    the prevalence it shows how much of a low kappa is owed to rarity.

    References
    ----------
    Byrt, T., Bishop, J. & Carlin, J. B. (1993). Bias, prevalence and kappa. *Journal of Clinical
    Epidemiology* 46(5), 423-429.

    Examples
    --------
    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no), (no, no)))
    >>> pabak(data).value
    0.5
    """
    return single(data, pabak_recipe)


def pabak_recipe(seen: Patterns) -> Recipe | str:
    """Sum agreement."""
    return bp_recipe(seen) if seen.one_code else "is of one code at a time"
