"""Gwet's interval: the error of a coefficient from how much each unit moves it, units being independent."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from toolkit.agreement.interval import around, without
from toolkit.agreement.patterns import Patterns, Recipe, full, over_units
from toolkit.agreement.points import points
from toolkit.agreement.recipes import TWO
from toolkit.agreement.sums import Real
from toolkit.model.reliability import Estimate, Resampling

_Value = Callable[[Real], Real]
_STEP = 1e-5
_MOST_SUMS = 20_000  # a slope is taken along each
_TOO_MANY = "too many different values for this interval: ask for jackknife or bootstrap"


def linearised(seen: Patterns, recipe: Recipe) -> tuple[Estimate, ...]:
    """Return each body's value with Gwet's interval.

    ``var = 1 / (n (n - 1)) sum over units of (x_u - theta)^2``, where x_u is the linear share of unit u in
    the coefficient theta and n the number of units that have one; the interval is ``theta +- t se`` with n -
    1 degrees of freedom, cut where there are no values.

    Notes
    -----
    Not to be used where units are of few interviews: units of one interview are alike, and the interval is
    far too narrow then.

    x_u comes from the slopes of the coefficient along its sums, taken by central differences. Gwet holds the
    number n' of units with two judgements fixed: a unit without has ``x_u - theta`` smaller by theta, one
    with has it larger by ``theta (n / n' - 1)``.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement.
    *British Journal of Mathematical and Statistical Psychology* 61(1), 29-48; and *Handbook of Inter-Rater
    Reliability*, 4th ed., chapters 2, 5 and 6.
    """
    sums = over_units(seen, recipe)
    estimates = points(sums)
    adds = full(recipe.adds)
    if adds.shape[1] > _MOST_SUMS:
        return without(estimates, _TOO_MANY)
    counts = seen.counts
    theta = recipe.value if recipe.smooth is None else recipe.smooth
    paired = seen.judges >= TWO
    counted = adds.any(axis=1)
    found = []
    for estimate, sizes in zip(estimates, counts, strict=True):
        if estimate.value is None:
            found.append(estimate)
            continue
        total = sizes @ adds
        number, pairs = float(sizes[counted].sum()), float(sizes[counted & paired].sum())
        told = Resampling(
            f"linearisation (Gwet) over {number:,.0f} units taken as independent, "
            f"t with {number - 1:,.0f} degrees of freedom"
        )
        moved = number * (adds @ _slopes(theta, total, number))
        moved += float(theta(total[None])[0]) * (number / pairs * paired - 1)
        variance = float((sizes * moved**2)[counted].sum()) / (number * max(number - 1, 1))
        found.append(around(estimate, np.sqrt(variance), max(int(number) - 1, 1), told, recipe.least))
    return tuple(found)


def _slopes(theta: _Value, total: Real, number: float) -> Real:
    """Return the slope of a value along each of its sums."""
    step = _STEP * number
    slopes = np.empty(len(total))
    for place in range(len(total)):
        moved = np.repeat(total[None], 2, axis=0)
        moved[:, place] += [step, -step]
        above, below = theta(moved)
        slopes[place] = (above - below) / (2 * step)
    return slopes
