"""Agreement without regard to chance: percent agreement, and agreement on a code's being there."""

from __future__ import annotations

import numpy as np

from toolkit.agreement.patterns import Data, Patterns, Recipe
from toolkit.agreement.ratings import NO_UNITS
from toolkit.agreement.recipes import TWO, agreeing, single
from toolkit.agreement.sums import Real, quotient
from toolkit.model.reliability import Estimate


def percent(data: Data) -> Estimate:
    """Return the share of agreeing pairs of coders, averaged over units.

    With m_u coders judging unit u, of which n_uc gave it the value c,
    ``P = mean over u of [sum over c of n_uc (n_uc - 1)] / [m_u (m_u - 1)]``,
    over the units with m_u >= 2. For two coders it is the share of units on which they agree.

    Parameters
    ----------
    data
        Units x coders. The value of a unit is the *set* of codes a coder gave it: two coders agree if their
        sets are equal, and two empty sets are. Missing judgements are allowed.

    Returns
    -------
    Estimate
        From 0 to 1; undefined if no unit was judged by two coders.

    Notes
    -----
    Not to be used as the only figure: for a rare code it is near 1 whatever coders do, since they agree on
    all the units that neither coded. Print it beside a chance-corrected coefficient and the number of units
    with the code.

    References
    ----------
    Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. *Psychological Bulletin*
    76(5), 378-382: the mean of its P_i. Units judged by fewer coders than others weigh the same, as in
    Gwet, K. L. (2014). *Handbook of Inter-Rater Reliability*, 4th ed.

    Examples
    --------
    Three coders, two units: all agree on the first, one pair of three on the second.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = (Unit("P01", Span(0, 9)), Unit("P01", Span(10, 19)))
    >>> data = ReliabilityData(units, ("A", "B", "C"), ("trust",), ((yes, yes, yes), (yes, no, no)))
    >>> round(percent(data).value, 4)
    0.6667
    """
    return single(data, percent_recipe)


def percent_recipe(seen: Patterns) -> Recipe:
    """Sum agreeing shares of pairs, and units with a pair."""

    def value(sums: Real) -> Real:
        return quotient(sums[..., 0], sums[..., 1])

    return Recipe(agreeing(seen), value, lambda _: NO_UNITS, least=0.0)


def positive(data: Data) -> Estimate:
    """Return positive agreement: of the judgements that gave a code, how many another coder's confirm.

    With m_u coders judging unit u, of which n_u gave it the code,
    ``P+ = sum over u of n_u (n_u - 1) / sum over u of n_u (m_u - 1)``.
    For two coders it is Dice's coefficient, ``2a / (2a + b + c)``, also known as F1: a units that both gave
    the code, b and c units that one of them did.

    Parameters
    ----------
    data
        Units x coders, of *one* code. Missing judgements are allowed.

    Returns
    -------
    Estimate
        From 0 to 1; undefined if no unit was judged by two coders, if nobody gave the code on such a unit,
        and for several codes together.

    Notes
    -----
    Units that nobody gave the code do not count, so it is not flattered by rarity as percent agreement is.
    Chance is not taken out: where a code is on most units it is high whatever coders do.

    References
    ----------
    Dice, L. R. (1945). Measures of the amount of ecologic association between species. *Ecology* 26(3),
    297-302. Cicchetti, D. V. & Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving the
    paradoxes. *Journal of Clinical Epidemiology* 43(6), 551-558: p_pos.

    Examples
    --------
    Both gave the code to one unit, one coder alone to another: ``2 / (2 + 1)``.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(3))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no)))
    >>> round(positive(data).value, 4)
    0.6667
    """
    return single(data, positive_recipe)


def positive_recipe(seen: Patterns) -> Recipe | str:
    """Sum confirmed and possible pairs of judgements that gave the code, and units with a pair."""
    if not seen.one_code:
        return "is of one code at a time"
    given = (seen.rows == 1).sum(axis=1)
    adds = np.column_stack([given * (given - 1), given * (seen.judges - 1), seen.judges >= TWO])

    def value(sums: Real) -> Real:
        return quotient(sums[..., 0], sums[..., 1])

    def why(sums: Real) -> str:
        return "nobody gave this code" if sums[2] else NO_UNITS

    return Recipe(adds.astype(np.float64), value, why, least=0.0)
