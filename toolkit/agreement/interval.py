"""Intervals of any coefficient that is a function of sums: by leaving interviews out, or drawing them anew.

Segments of one interview are alike, so what is resampled by default is interviews. A replicate in which
the coefficient has no value is left out and counted; if more than one in a hundred are, there is no
interval, and the reason instead. An interval of no width, as when coders never disagree, is not printed
either: what never varied says nothing on how much it would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from toolkit.agreement.points import points
from toolkit.agreement.sums import Real, Sums
from toolkit.errors import Invalid
from toolkit.model.reliability import Estimate, IntervalName, Resampling

_Value = Callable[[Real], Real]
LEVEL = 0.95
BOUNDS = (0.667, 0.800)
"""Below the first Krippendorff would conclude nothing, between them only tentatively."""
MOST_JACKKNIFED = 50
MOST_DEGENERATE = 0.01
_BLOCK = 4_000_000  # numbers in memory at once
_FLAT = 1e-12
NO_INTERVIEWS = (
    "the data does not say which interview a unit is of: name the column that does, or ask for the "
    "interval over units if they are independent"
)
ONE_INTERVIEW = (
    "one interview only, so nothing tells how another would differ: let two coders read at least one more"
)
FLAT = "the same value in every replicate: what did not vary does not tell how much it might"
_TOO_SKEW = "the value lies outside the middle 95 % of its replicates: there is too little data to draw from"


@dataclass(frozen=True)
class Replicates:
    """Values of all bodies in every replicate, NaN where there is none: shape `(replicates, bodies)`."""

    values: Real

    @property
    def degenerate(self) -> list[int]:
        """How many replicates have no value, for each body."""
        counts: list[int] = np.isnan(self.values).sum(axis=0).tolist()
        return counts


def intervals(
    sums: Sums, method: IntervalName | None = None, *, resamples: int = 10_000, seed: int = 0
) -> tuple[Estimate, ...]:
    """Return each body's value with its 95 % interval over interviews.

    Parameters
    ----------
    sums
        With an interview as a cluster.
    method
        `jackknife`, `bootstrap` or `none`; by default the jackknife for up to 50 interviews, else the
        bootstrap.
    resamples, seed
        Of the bootstrap.

    Notes
    -----
    In simulated studies of 13 interviews (`benchmarks/intervals.py`) the jackknife's intervals hold the true
    value about as often as they say, those of the bootstrap too rarely.
    """
    used = _working(sums)
    if method == "none":
        return points(sums)
    if len(used.parts) < 2:  # noqa: PLR2004 - what has no neighbour has no spread
        return without(points(sums), ONE_INTERVIEW)
    if method is None:
        method = "jackknife" if len(used.parts) <= MOST_JACKKNIFED else "bootstrap"
    if method == "jackknife":
        return jackknife(used)
    if method == "bootstrap":
        return bootstrap(used, resamples=resamples, seed=seed)
    raise Invalid(f"no interval {method!r} over interviews", "use jackknife, bootstrap or none")


def _working(sums: Sums) -> Sums:
    """Leave out clusters that add nothing to anything: an interview nobody could be compared on."""
    adding = sums.parts.any(axis=(1, 2))
    return sums if adding.all() else replace(sums, parts=sums.parts[adding])


def without(estimates: Sequence[Estimate], reason: str) -> tuple[Estimate, ...]:
    """Say of every value why there is no interval."""
    return tuple(
        estimate if estimate.value is None else replace(estimate, no_interval=reason)
        for estimate in estimates
    )


def jackknife(sums: Sums, *, what: str = "interviews") -> tuple[Estimate, ...]:
    """Return each body's value with the interval that leaving out one cluster at a time gives.

    With G clusters, theta the value on all and theta_g the value without cluster g,
    ``se^2 = (G - 1) / G sum over g of (theta_g - mean of theta_g)^2``, and the interval is
    ``theta +- t se`` with the t quantile of G - 1 degrees of freedom, cut at the largest and least value
    there can be.

    Parameters
    ----------
    sums
        With two clusters at least, each a row of its own.
    what
        What a cluster is called.

    Notes
    -----
    The value always lies within. The probability of a value below a bound is that of the t distribution.

    References
    ----------
    Efron, B. & Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, chapter 11. For t with G - 1
    degrees of freedom over clusters: Cameron, A. C. & Miller, D. L. (2015). A practitioner's guide to
    cluster-robust inference. *Journal of Human Resources* 50(2), 317-372.
    """
    return _by_t(points(sums), left_out(sums), sums.least, what)


def left_out(sums: Sums) -> Replicates:
    """Return the values without each cluster in turn."""
    total = sums.total()
    values = [sums.value(total - sums.parts[rows]) for rows in _blocks(len(sums.parts), total.size)]
    return Replicates(np.concatenate(values))


def _by_t(
    estimates: Sequence[Estimate], replicates: Replicates, least: float, what: str, *, most: float = 1.0
) -> tuple[Estimate, ...]:
    number = len(replicates.values)
    free = number - 1
    told = Resampling(
        f"jackknife over {what}, t with {free} degree{'s' if free > 1 else ''} of freedom", what, number
    )
    found = []
    for estimate, values, lost in zip(estimates, replicates.values.T, replicates.degenerate, strict=True):
        if estimate.value is None:
            found.append(estimate)
            continue
        here = replace(told, degenerate=lost)
        if lost:
            reason = (
                f"without one of {number} {what} there is no value, so it cannot be left out "
                f"({lost} of them): compare coders on more {what}"
            )
            found.append(replace(estimate, no_interval=reason, resampling=here))
            continue
        error = float(np.sqrt(free / number * ((values - values.mean()) ** 2).sum()))
        found.append(around(estimate, error, free, here, least, most))
    return tuple(found)


def around(  # noqa: PLR0917 - an interval is all of these
    estimate: Estimate, error: float, free: int, told: Resampling, least: float, most: float = 1.0
) -> Estimate:
    """Return an estimate with the interval of t, cut where there are no values."""
    value = float(estimate.value or 0.0)
    if not error > _FLAT:
        return replace(estimate, no_interval=FLAT, resampling=told)
    reach = float(special.stdtrit(free, (1 + LEVEL) / 2)) * error
    below = tuple((bound, float(special.stdtr(free, (bound - value) / error))) for bound in BOUNDS)
    low, high = max(value - reach, least), min(value + reach, most)
    return replace(estimate, low=low, high=high, resampling=replace(told, below=below))


def bootstrap(
    sums: Sums, *, resamples: int = 10_000, seed: int = 0, what: str = "interviews"
) -> tuple[Estimate, ...]:
    """Return each body's value with the interval of resampled clusters.

    As many clusters are drawn with replacement as there are, `resamples` times; the interval goes from the
    2.5th to the 97.5th percentile of the values. One draw serves all bodies, unless `sums` keeps units that
    were judged alike as one row: then each body has draws of its own.

    Notes
    -----
    With few clusters these intervals are too narrow. Where the value lies outside, there is no interval.

    References
    ----------
    Zapf, A., Castell, S., Morawietz, L. & Karch, A. (2016). Measuring inter-rater reliability for nominal
    data: which coefficients and confidence intervals are appropriate? *BMC Medical Research Methodology* 16,
    93.
    """
    told = Resampling(f"bootstrap over {what}, percentiles", what, resamples, seed)
    return percentiles(points(sums), drawn(sums, resamples, seed), told)


def drawn(sums: Sums, resamples: int, seed: int) -> Replicates:
    """Return the values in resamples of clusters."""
    chance = np.random.default_rng(seed)
    draw = _apart if sums.sizes is not None else _jointly
    return Replicates(np.concatenate(list(draw(sums, resamples, chance))))


def _jointly(sums: Sums, resamples: int, chance: np.random.Generator) -> Iterator[Real]:
    """Draw clusters for all bodies at once."""
    clusters, bodies, k = sums.parts.shape
    for block in _blocks(resamples, bodies * k + 2 * clusters):
        yield sums.value(sums.weighted(draws(chance, block.stop - block.start, clusters)))


def draws(chance: np.random.Generator, resamples: int, clusters: int) -> Real:
    """Return how often each cluster is drawn: shape `(resamples, clusters)`, rows adding up to `clusters`."""
    places = chance.integers(clusters, size=(resamples, clusters))
    places += np.arange(resamples)[:, None] * clusters
    counts = np.bincount(places.reshape(-1), minlength=resamples * clusters)
    drawn_often: Real = counts.reshape(resamples, clusters).astype(np.float64)
    return drawn_often


def _apart(sums: Sums, resamples: int, chance: np.random.Generator) -> Iterator[Real]:
    """Draw for each body how many units of each kind a resample has: a multinomial, whatever their number."""
    sizes = sums.sizes if sums.sizes is not None else np.ones(sums.parts.shape[:2])
    rows, bodies, k = sums.parts.shape
    # What adds nothing to any sum is no unit of the coefficient.
    adding = np.asarray(sums.parts.any(axis=2))
    for block in _blocks(resamples, bodies * k + rows):
        number = block.stop - block.start
        values = np.full((number, bodies), np.nan)
        for body in range(bodies):
            used = (sizes[:, body] > 0) & adding[:, body]
            units = int(sizes[used, body].sum())
            if units:
                counts = chance.multinomial(units, sizes[used, body] / units, size=number)
                # As a body of its own, so that the value sees what it always sees.
                values[:, body] = sums.value((counts.astype(np.float64) @ sums.parts[used, body])[:, None])[
                    :, 0
                ]
        yield values


def _blocks(number: int, width: int) -> Iterator[slice]:
    """Cut replicates into blocks that fit into memory."""
    step = max(1, _BLOCK // max(width, 1))
    for start in range(0, number, step):
        yield slice(start, min(start + step, number))


def percentiles(
    estimates: Sequence[Estimate],
    replicates: Replicates,
    told: Resampling,
    *,
    bounds: Sequence[float] = BOUNDS,
) -> tuple[Estimate, ...]:
    """Return each value with the middle 95 % of its replicates."""
    found = []
    for estimate, values, lost in zip(estimates, replicates.values.T, replicates.degenerate, strict=True):
        if estimate.value is None:
            found.append(estimate)
            continue
        number = len(values)
        here = replace(told, degenerate=lost)
        if lost > MOST_DEGENERATE * number:
            reason = f"{lost:,} of {number:,} resamples have no value: there is too little data to draw from"
            found.append(replace(estimate, no_interval=reason, resampling=here))
            continue
        kept = values[~np.isnan(values)]
        below = tuple((bound, float((kept < bound - _FLAT).mean())) for bound in bounds)
        low, high = (float(each) for each in np.quantile(kept, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
        here = replace(here, below=below)
        found.append(_bounded(estimate, low, high, here))
    return tuple(found)


def _bounded(estimate: Estimate, low: float, high: float, told: Resampling) -> Estimate:
    value = float(estimate.value or 0.0)
    if high - low < _FLAT:
        return replace(estimate, no_interval=FLAT, resampling=replace(told, below=()))
    if not low - _FLAT <= value <= high + _FLAT:
        return replace(estimate, no_interval=_TOO_SKEW, resampling=told)
    return replace(estimate, low=min(low, value), high=max(high, value), resampling=told)


def difference(
    one: Sums,
    other: Sums,
    bodies: tuple[int, int] = (0, 0),
    method: IntervalName | None = None,
    *,
    resamples: int = 10_000,
    seed: int = 0,
) -> Estimate:
    """Return how much larger a coefficient is in one body than in another, with its interval.

    Both are computed under the same weights in every replicate, so that what an interview adds to both
    cancels.

    Parameters
    ----------
    one, other
        Over the same clusters in the same order: of two coefficients, two rounds or two versions; the same
        twice for two codes.
    bodies
        Which body of each.
    method, resamples, seed
        As in `intervals`.

    Raises
    ------
    Invalid
        If the clusters are not the same.
    """
    if len(one.parts) != len(other.parts) or one.sizes is not None or other.sizes is not None:
        raise Invalid("a difference needs both values of the same interviews", "compare what both have")
    first, second = _body(one, bodies[0]), _body(other, bodies[1])
    joined = Sums(
        np.concatenate([first.parts, second.parts], axis=2),
        _differing(first, second),
        lambda sums: _why_either(first, second, sums),
        least=min(first.least, second.least) - 1,
    )
    used = _working(joined)
    point = points(used)
    if method == "none" or point[0].value is None:
        return point[0]
    if len(used.parts) < 2:  # noqa: PLR2004 - as in `intervals`
        return without(point, ONE_INTERVIEW)[0]
    if method == "bootstrap" or (method is None and len(used.parts) > MOST_JACKKNIFED):
        told = Resampling("bootstrap over interviews, percentiles", "interviews", resamples, seed)
        return percentiles(point, drawn(used, resamples, seed), told, bounds=(0.0,))[0]
    if method not in {None, "jackknife"}:
        raise Invalid(f"no interval {method!r} of a difference", "use jackknife, bootstrap or none")
    found = _by_t(point, left_out(used), used.least, "interviews", most=-used.least)[0]
    return replace(found, resampling=found.resampling and replace(found.resampling, below=()))


def _body(sums: Sums, body: int) -> Sums:
    return replace(sums, parts=sums.parts[:, body : body + 1])


def _differing(first: Sums, second: Sums) -> _Value:
    width = first.parts.shape[2]

    def value(sums: Real) -> Real:
        gap: Real = first.value(sums[..., :width]) - second.value(sums[..., width:])
        return gap

    return value


def _why_either(first: Sums, second: Sums, sums: Real) -> str:
    width = first.parts.shape[2]
    if np.isnan(first.value(sums[None, :width])[0]):
        return first.why(sums[:width])
    return second.why(sums[width:])
