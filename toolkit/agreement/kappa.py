"""Cohen's kappa: agreement of two coders beyond what their own habits would give by chance."""

from __future__ import annotations

import numpy as np

from toolkit.agreement.ratings import Ratings
from toolkit.model.reliability import Estimate, ReliabilityData


def cohen(data: ReliabilityData | Ratings) -> Estimate:
    """Return Cohen's unweighted kappa.

    ``kappa = (p_o - p_e) / (1 - p_e)``, where p_o is the share of units on which both coders gave the same
    value and ``p_e = sum over c of p_1c p_2c``, with p_ic the share of units to which coder i gave c.

    Parameters
    ----------
    data
        Units x coders, of which exactly two share units. The value of a unit is the *set* of codes a coder
        gave it: two coders agree if their sets are equal, and two empty sets are. Units that only one of the
        two judged are left out.

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
    Measurement* 20(1), 37-46. doi:10.1177/001316446002000104

    Examples
    --------
    Two coders agree on three of four units; p_o = 3/4, p_e = (2 * 1 + 2 * 3) / 16.

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> yes, no = frozenset(["trust"]), frozenset()
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust",), ((yes, yes), (yes, no), (no, no), (no, no)))
    >>> cohen(data)
    Estimate(value=0.5, reason='', low=None, high=None)
    """
    ratings = Ratings.of(data)
    n, coders = ratings.given.shape
    if n and coders != 2:  # noqa: PLR2004 - two is what the coefficient is about
        return Estimate(None, f"needs exactly two coders, and {coders} share units")
    if reason := ratings.why_undefined():
        return Estimate(None, reason)
    one, other = ratings.given.T
    margins = [np.bincount(column, minlength=len(ratings.values)) for column in (one, other)]
    agreed = float((one == other).mean())
    by_chance = float(margins[0] @ margins[1]) / n**2
    return Estimate((agreed - by_chance) / (1 - by_chance))
