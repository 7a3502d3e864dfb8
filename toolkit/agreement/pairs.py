"""Krippendorff's own interval for alpha: pairs of judgements drawn anew."""

from __future__ import annotations

import numpy as np

from toolkit.agreement.alpha import alpha_recipe, coincidences
from toolkit.agreement.interval import Replicates, percentiles, without
from toolkit.agreement.metric import ratio_distance
from toolkit.agreement.patterns import Patterns, full, over_interviews
from toolkit.agreement.points import points
from toolkit.agreement.recipes import MOST_VALUES, TOO_MANY
from toolkit.agreement.sums import Real
from toolkit.model.reliability import Estimate, Level, Resampling

DRAWS_PER_CELL = 25


def drawn_pairs(
    seen: Patterns, *, level: Level = "nominal", resamples: int = 10_000, seed: int = 0, capped: bool = True
) -> tuple[Estimate, ...]:
    """Return alpha for each body with the interval of Krippendorff's bootstrap.

    D_e is held fixed. M pairs of judgements are drawn with replacement from all pairs of judgements of one
    unit, and ``alpha* = 1 - (mean of their distances) / D_e``, at least -1; the interval holds the middle 95
    % of alpha*. ``M = min(25 q, number of pairs)``, with q the number of coincidence cells that are not
    empty.

    Parameters
    ----------
    level
        As for `alpha`.
    capped
        Whether 25 q limits the draws.

    Notes
    -----
    Only to be used for comparison with programs that have no other. It has three faults. The cap is
    100 pairs for the yes and no of a code, so the interval is that of 100 pairs however many there are;
    pairs of one unit count as independent, which is far too narrow with three or more coders; and D_e does
    not move. Where all pairs drawn are of one value, the original sets alpha* to 0; here the replicate has
    no value, is left out and counted.

    References
    ----------
    Hayes, A. F. & Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding
    data. *Communication Methods and Measures* 1(1), 77-89. Zapf, A. et al. (2016) on how often it covers:
    *BMC Medical Research Methodology* 16, 93.
    """
    recipe = alpha_recipe(seen, level)
    if isinstance(recipe, str):
        return (Estimate(None, recipe),) * len(seen.bodies)
    estimates = points(over_interviews(seen, recipe))
    if seen.n_values > MOST_VALUES:
        return without(estimates, TOO_MANY)
    chance = np.random.default_rng(seed)
    cells = _tables(seen, of_pairs=False), _tables(seen, of_pairs=True)
    found = []
    for estimate, table, paired in zip(estimates, *cells, strict=True):
        if estimate.value is None:
            found.append(estimate)
            continue
        most = paired.sum() / 2
        number = int(min(DRAWS_PER_CELL * np.count_nonzero(table), most)) if capped else int(most)
        distances = _distances(seen, table.sum(axis=0), level)
        values = _replicates(paired, distances / _expected(table, distances), number, resamples, chance)
        told = Resampling(
            f"Krippendorff's bootstrap of pairs, {number:,} drawn each time", "pairs", resamples, seed
        )
        found.append(percentiles([estimate], Replicates(values[:, None]), told)[0])
    return tuple(found)


def _tables(seen: Patterns, *, of_pairs: bool) -> Real:
    """Return coincidences, or how often values were paired: `(bodies, q, q)`."""
    flat = seen.counts @ full(coincidences(seen, of_pairs=of_pairs))
    tables: Real = flat.reshape(len(seen.bodies), seen.n_values, seen.n_values)
    return tables


def _expected(table: Real, distances: Real) -> float:
    given = table.sum(axis=0)
    n = given.sum()
    return float(given @ distances @ given / (n * (n - 1)))


def _distances(seen: Patterns, given: Real, level: Level) -> Real:
    if level == "nominal" or seen.one_code:
        return 1.0 - np.eye(seen.n_values)
    if level == "ratio":
        return ratio_distance(seen.scale)
    places = np.cumsum(given) - given / 2 if level == "ordinal" else seen.scale
    apart: Real = (places[:, None] - places) ** 2
    return apart


def _replicates(
    paired: Real,
    lost: Real,
    number: int,
    resamples: int,
    chance: np.random.Generator,
) -> Real:
    """Return alpha of each draw, NaN where all pairs drawn are of one value.

    `lost` is what a pair of two values costs: their distance by the expected one.
    """
    filled = np.flatnonzero(paired)
    shares = paired.reshape(-1)[filled] / paired.sum()
    drawn = chance.multinomial(number, shares, size=resamples)
    values: Real = np.maximum(1 - drawn @ lost.reshape(-1)[filled] / number, -1.0)
    diagonal = filled % (len(paired) + 1) == 0
    values[(drawn[:, diagonal] == number).any(axis=1)] = np.nan
    return values
