"""Krippendorff's alpha: agreement of any number of coders, judgements missing or not, beyond chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import krippendorff
import numpy as np
from scipy import sparse

from toolkit.agreement.metric import ratio_distance
from toolkit.agreement.patterns import Data, Patterns, Recipe, beside, full, over_interviews, spread, together
from toolkit.agreement.points import points
from toolkit.agreement.ratings import MISSING, Whole
from toolkit.agreement.recipes import (
    MOST_VALUES,
    NO_LIST,
    NO_NUMBERS,
    NO_SCALE,
    TOO_MANY,
    TWO,
    pairable,
    recipe_or_reason,
    why_constant,
)
from toolkit.agreement.sums import Real, quotient
from toolkit.model.reliability import Estimate, Level

_Parts = Callable[[Real], tuple[Real, Real, Real]]
_MOST_CELLS = 10_000_000  # units x values x values, of which the package fills a table


def alpha(data: Data, *, level: Level = "nominal") -> Estimate:
    """Return Krippendorff's alpha.

    ``alpha = 1 - D_o / D_e``. With m_u coders judging unit u, of which n_uc gave it the value c,
    n_c = sum over u of n_uc and n = sum over c of n_c, all over units with m_u >= 2, and coincidences
    ``o_ck = sum over u of n_uc (n_uk - [c = k]) / (m_u - 1)``::

        D_o = sum over c, k of  o_ck d_ck
        D_e = sum over c, k of  n_c n_k d_ck / (n - 1)

    The distance d_ck is, by level, nominal ``[c != k]``; interval ``(c - k)^2``; ratio ``((c - k) / (c +
    k))^2``; ordinal ``(sum over g from c to k of n_g - (n_c + n_k) / 2)^2``.

    Parameters
    ----------
    data
        Units x coders, any number of each. The value of a unit is the *set* of codes a coder gave it: two
        coders agree if their sets are equal, and two empty sets are. Missing judgements are allowed.
    level
        What values are: names (nominal), places in an order (ordinal: of numbers, else of the codebook), or
        numbers (interval, ratio). For any but nominal, a unit without a code must be missing.

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

    The value of ordinal, interval and ratio data is that of the package `krippendorff`, as long as its table
    of units x values x values fits into memory; of nominal data, of all codes at once and in intervals it is
    computed here, from sums, and equal to the package's (tests compare them).

    References
    ----------
    Krippendorff, K. (2011). *Computing Krippendorff's Alpha-Reliability*. University of Pennsylvania,
    sections A to C. Krippendorff, K. (2019). *Content Analysis: An Introduction to Its Methodology*,
    4th ed., chapter 12. Hayes, A. F. & Krippendorff, K. (2007). Answering the call for a standard
    reliability measure for coding data. *Communication Methods and Measures* 1(1), 77-89.

    Examples
    --------
    Ten units, two coders (Krippendorff 2011, section A): D_o = 8, D_e = 14 * 6 * 2 / 19.

    >>> from toolkit.model.reliability import ReliabilityData, Unit
    >>> from toolkit.model.transcript import Span
    >>> value = {"1": frozenset(["trust"]), "0": frozenset()}
    >>> cells = tuple((value[a], value[b]) for a, b in zip("0100000010", "1110010000"))
    >>> units = tuple(Unit("P01", Span(at, at + 1)) for at in range(10))
    >>> round(alpha(ReliabilityData(units, ("A", "B"), ("trust",), cells)).value, 3)
    0.095
    """
    seen = together(data)
    recipe = recipe_or_reason(seen, partial(alpha_recipe, level=level))
    if isinstance(recipe, str):
        return Estimate(None, recipe)
    estimate = points(over_interviews(seen, recipe))[0]
    if level == "nominal" or estimate.value is None or _cells(seen) > _MOST_CELLS:
        return estimate
    return Estimate(_by_package(seen, level))


def _cells(seen: Patterns) -> float:
    return float(seen.counts.sum()) * seen.n_values**2


def _by_package(seen: Patterns, level: Level) -> float:
    """Ask the package `krippendorff`, with a row for each unit."""
    each = np.ones(seen.rows.shape)
    table = full(spread(seen.rows, seen.n_values, each))
    units = np.repeat(table, seen.counts[0].astype(np.int64), axis=0)
    domain = np.arange(seen.n_values) if level == "ordinal" else seen.scale
    return float(krippendorff.alpha(value_counts=units, value_domain=domain, level_of_measurement=level))


def alpha_recipe(seen: Patterns, level: Level = "nominal") -> Recipe | str:
    """Sum coincidences that differ, and pairable judgements of each value, as the level needs them."""
    if level == "nominal" or (seen.one_code and seen.n_values == TWO):
        return _nominal(seen)
    if reason := _unfit(seen, level):
        return reason
    if level == "ordinal":
        return _ordinal(seen)
    return _interval(seen) if level == "interval" else _ratio(seen)


def _unfit(seen: Patterns, level: Level) -> str:
    """Say why values have no distances of a level, or nothing if they have."""
    if not seen.listed:
        return NO_LIST
    if not seen.ordered:
        return NO_SCALE
    if level != "ordinal" and not seen.numeric:
        return NO_NUMBERS
    return TOO_MANY if level != "interval" and seen.n_values > MOST_VALUES else ""


def _apart(seen: Patterns, distance: Real | None) -> Real:
    """Return what each pattern adds to D_o: its distances over ordered pairs, by its judges less one."""
    apart = np.zeros(len(seen.rows))
    for one, other, both in seen.pairs():
        first, second = seen.rows[:, one], seen.rows[:, other]
        between = first != second if distance is None else distance[first, second]
        apart += np.where(both, between, 0.0)
    added: Real = 2 * apart / np.maximum(seen.judges - 1, 1)
    return added


def _recipe(seen: Patterns, adds: Real | sparse.csr_array, parts: _Parts) -> Recipe:
    """Make a recipe of what differs, how many judgements there are, and what by chance would differ.

    ``alpha = 1 - (n - 1) D / E``; its error is taken with n for n - 1, as Gwet does.
    """

    def value(sums: Real, correction: int = 1) -> Real:
        differing, n, by_chance = parts(sums)
        return 1 - (n - correction) * quotient(differing, by_chance)

    def why(sums: Real) -> str:
        given = sums[-seen.n_values :]
        return why_constant(seen, given, float(given.sum()))

    return Recipe(adds, value, why, smooth=partial(value, correction=0))


def _given(seen: Patterns) -> Real | sparse.csr_array:
    return spread(seen.rows, seen.n_values, pairable(seen))


def _nominal(seen: Patterns) -> Recipe:
    def parts(sums: Real) -> tuple[Real, Real, Real]:
        given = sums[..., 1:]
        n = given.sum(axis=-1)
        return sums[..., 0], n, n**2 - (given**2).sum(axis=-1)

    return _recipe(seen, beside(_apart(seen, None), _given(seen)), parts)


def _interval(seen: Patterns) -> Recipe:
    """Use that mean squared differences are variances: no table of values x values is needed."""
    middle = float(np.median(seen.scale))
    size = float(np.abs(seen.scale - middle).max()) or 1.0
    scale = (seen.scale - middle) / size
    differing = _squared(seen, scale)

    def parts(sums: Real) -> tuple[Real, Real, Real]:
        given = sums[..., 1:]
        n = given.sum(axis=-1)
        return sums[..., 0], n, 2 * (n * (given @ scale**2) - (given @ scale) ** 2)

    return _recipe(seen, beside(differing, _given(seen)), parts)


def _squared(seen: Patterns, scale: Real) -> Real:
    """Return what each pattern adds to D_o where distances are squared differences."""
    judged = seen.rows != MISSING
    numbers = np.where(judged, scale[seen.rows], 0.0)
    middle = numbers.sum(axis=1, keepdims=True) / np.maximum(seen.judges, 1)[:, None]
    apart = (np.where(judged, numbers - middle, 0.0) ** 2).sum(axis=1)
    added: Real = 2 * seen.judges * apart / np.maximum(seen.judges - 1, 1)
    return added


def _ratio(seen: Patterns) -> Recipe:
    distance = ratio_distance(seen.scale)

    def parts(sums: Real) -> tuple[Real, Real, Real]:
        given = sums[..., 1:]
        return sums[..., 0], given.sum(axis=-1), ((given @ distance) * given).sum(axis=-1)

    return _recipe(seen, beside(_apart(seen, distance), _given(seen)), parts)


def _ordinal(seen: Patterns) -> Recipe:
    """Use that the ordinal distance is the squared difference of the mean ranks of what was given."""
    q = seen.n_values
    cells = coincidences(seen)

    def parts(sums: Real) -> tuple[Real, Real, Real]:
        given = sums[..., q * q :]
        table = sums[..., : q * q].reshape(*sums.shape[:-1], q, q)
        n = given.sum(axis=-1)
        # Less the mean rank, so that they add up to nothing over what was given.
        ranks = np.cumsum(given, axis=-1) - given / 2 - n[..., None] / 2
        own = (given * ranks**2).sum(axis=-1)
        across = (ranks * (table @ ranks[..., None])[..., 0]).sum(axis=-1)
        return 2 * (own - across), n, 2 * n * own

    return _recipe(seen, beside(cells, _given(seen)), parts)


def coincidences(seen: Patterns, *, of_pairs: bool = False) -> Real | sparse.csr_array:
    """Return what a pattern adds to coincidences, or how often it pairs values: `(patterns, q x q)`."""
    q = seen.n_values
    rows: list[Whole] = []
    for one, other, both in seen.pairs():
        first, second = seen.rows[:, one], seen.rows[:, other]
        rows += [np.where(both, a * q + b, MISSING) for a, b in ((first, second), (second, first))]
    places = np.column_stack(rows) if rows else np.empty((len(seen.rows), 0), dtype=np.int64)
    each = np.ones(len(seen.rows)) if of_pairs else 1 / np.maximum(seen.judges - 1, 1)
    return spread(places, q * q, np.broadcast_to(each[:, None], places.shape))
