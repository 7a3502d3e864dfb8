"""Krippendorff's alpha: agreement of any number of coders, judgements missing or not, beyond chance."""

from __future__ import annotations

from collections.abc import Iterator

import krippendorff
import numpy as np

from toolkit.agreement.ratings import MISSING, Ratings, Whole
from toolkit.model.reliability import Estimate, ReliabilityData


def alpha(data: ReliabilityData | Ratings) -> Estimate:
    """Return Krippendorff's alpha for nominal values.

    ``alpha = 1 - D_o / D_e``. With m_u coders judging unit u, of which n_uc gave it the value c,
    n_c = sum over u of n_uc and n = sum over c of n_c, all over units with m_u >= 2::

        D_o = sum over u, c of  n_uc (m_u - n_uc) / (m_u - 1)
        D_e = sum over c of     n_c (n - n_c) / (n - 1)

    Parameters
    ----------
    data
        Units x coders, any number of each. The value of a unit is the *set* of codes a coder gave it: two
        coders agree if their sets are equal, and two empty sets are. Missing judgements are allowed.

    Returns
    -------
    Estimate
        At most 1; 0 if agreement is what chance would give; negative if it is less. Undefined if no unit was
        judged by two coders or if all judgements are the same value, which leaves chance nothing to explain.

    Notes
    -----
    Not to be used where coders chose the units themselves: cutting is then part of what they may disagree on.
    With sets as values, sets that share most of their codes count as different as those that share none:
    read the overall value beside those of single codes. For a rare code a single
    disagreement can take alpha to 0 although coders agree on nearly all units: that is no fault of the
    number, there are just too few units with the code to tell skill from chance.

    The values are computed by the package `krippendorff`, one value against all others at a time, and joined
    by their weight in D_e, which gives the same number as one call with all values. One call would need
    memory for units x values x values, and sets make many values.

    References
    ----------
    Krippendorff, K. (2011). *Computing Krippendorff's Alpha-Reliability*. University of Pennsylvania,
    sections A to C. Krippendorff, K. (2019). *Content Analysis: An Introduction to Its Methodology*,
    4th ed., chapter 12. Hayes, A. F. & Krippendorff, K. (2007). Answering the call for a standard
    reliability measure for coding data. *Communication Methods and Measures* 1(1), 77-89.

    Examples
    --------
    Ten units, two coders (Krippendorff 2011, section A): D_o = 8, D_e = 14 * 6 * 2 / 19.

    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> value = {"1": frozenset(["trust"]), "0": frozenset()}
    >>> cells = tuple((value[a], value[b]) for a, b in zip("0100000010", "1110010000"))
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(10))
    >>> round(alpha(ReliabilityData(units, ("A", "B"), ("trust",), cells)).value, 3)
    0.095
    """
    ratings = Ratings.of(data)
    if reason := ratings.why_undefined():
        return Estimate(None, reason)
    totals = np.bincount(ratings.given[ratings.given != MISSING])
    totals = totals[totals > 0]
    weights = totals * (totals.sum() - totals)
    alphas = [
        krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
        for counts in _one_against_all(ratings)
    ]
    return Estimate(float(np.average(alphas, weights=weights)))


def _one_against_all(ratings: Ratings) -> Iterator[Whole]:
    """Yield for each value in use, in order, how many coders gave each unit this value and any other.

    Shape `(units, 2)`. Units on which all agree are joined to one for each column: m equal judgements add m
    to their value's coincidences, whether they are of one unit or of many.
    """
    judged = ratings.given != MISSING
    units = np.nonzero(judged)[0]
    places, this = np.unique(ratings.given[judged] * ratings.n_units + units, return_counts=True)
    value, unit = np.divmod(places, ratings.n_units)
    other = ratings.judges[unit] - this
    for rows in np.split(np.arange(len(places)), np.flatnonzero(np.diff(value)) + 1):
        counts = np.column_stack([this[rows], other[rows]])
        torn = counts[:, 1] > 0
        elsewhere = len(units) - counts.sum()
        yield np.vstack([counts[torn], [counts[~torn, 0].sum(), 0], [0, elsewhere]])
