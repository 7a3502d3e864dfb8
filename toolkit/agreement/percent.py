"""Percent agreement: how often coders said the same, chance included."""

from __future__ import annotations

from itertools import combinations

from toolkit.agreement.ratings import MISSING, NO_UNITS, Ratings
from toolkit.model.reliability import Estimate, ReliabilityData


def percent(data: ReliabilityData | Ratings) -> Estimate:
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

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = (Unit("P01", Span(0, 9)), Unit("P01", Span(10, 19)))
    >>> data = ReliabilityData(units, ("A", "B", "C"), ("trust",), ((yes, yes, yes), (yes, no, no)))
    >>> round(percent(data).value, 4)
    0.6667
    """
    ratings = Ratings.of(data)
    if not ratings.n_units:
        return Estimate(None, NO_UNITS)
    columns = ratings.given.T
    agreeing = sum((one == other) & (one != MISSING) for one, other in combinations(columns, 2))
    pairs = ratings.judges * (ratings.judges - 1) / 2
    return Estimate(float((agreeing / pairs).mean()))
