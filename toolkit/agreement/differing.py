"""How much larger a coefficient is for one code, round or version than for another, with its interval.

Both values are computed under the same weights in every replicate. What an easy interview adds to both
cancels, so that a difference may be sure where the intervals of the two values overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from toolkit.agreement.coefficients import RECIPES
from toolkit.agreement.interval import NO_INTERVIEWS, difference
from toolkit.agreement.patterns import by_code, over_interviews, together
from toolkit.agreement.points import points
from toolkit.agreement.ratings import NO_UNITS, Ratings
from toolkit.agreement.recipes import recipe_or_reason
from toolkit.agreement.sets import SETS
from toolkit.agreement.sums import Sums
from toolkit.errors import Invalid
from toolkit.model.reliability import Asked, Estimate, ReliabilityData

NAMES = (*RECIPES, *SETS)
"""Coefficients that two bodies of data can be compared by."""


@dataclass(frozen=True)
class Body:
    """What a coefficient is of: a code of some data, or all codes together if `code` is None."""

    data: ReliabilityData
    code: str | None = None


@dataclass(frozen=True)
class Difference:
    """Two values of a coefficient, and the first less the second.

    Attributes
    ----------
    interviews
        Names of those in which coders can be compared: of the first, and of the second.
    """

    first: Estimate
    second: Estimate
    gap: Estimate
    interviews: tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class _Summed:
    """Sums over named interviews, or the reason why there are none."""

    sums: Sums | None
    clusters: tuple[str, ...] = ()
    reason: str = ""

    @property
    def estimate(self) -> Estimate:
        return Estimate(None, self.reason) if self.sums is None else points(self.sums)[0]


def differing(first: Body, second: Body, name: str, asked: Asked) -> Difference:
    """Return a coefficient of two bodies with the interval of its difference.

    An interview that only one of them has is left out of that one, or drawn for it, alone.

    Parameters
    ----------
    name
        Of the coefficient; its level is nominal.
    asked
        Which interval: `jackknife` or `bootstrap` over interviews, or `none`.

    Raises
    ------
    Invalid
        If the coefficient is not known, or there is no such interval of a difference.

    Examples
    --------
    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> x, y, no = frozenset("x"), frozenset("y"), frozenset()
    >>> units = tuple(Unit(f"P{at}", Span(0, 9)) for at in range(4))
    >>> data = ReliabilityData(units, ("A", "B"), ("x", "y"), ((x, x), (no, x), (y, y), (no, no)))
    >>> found = differing(Body(data, "y"), Body(data, "x"), "percent", Asked())
    >>> found.first.value, found.second.value, found.gap.value
    (1.0, 0.75, 0.25)
    """
    if name not in NAMES:
        raise Invalid(f"no coefficient is called {name!r}", f"use one of {', '.join(NAMES)}")
    one, other = _summed(first, name), _summed(second, name)
    if one.estimate.value is None or other.estimate.value is None:
        gap = Estimate(None, "one of the two has no value")
    elif one.sums is None or other.sums is None:  # pragma: no cover - then it has no value either
        raise AssertionError
    elif asked.interval != "none" and not (first.data.clustered and second.data.clustered):
        value = one.estimate.value - other.estimate.value
        gap = Estimate(value, no_interval=NO_INTERVIEWS.partition(", or")[0])
    else:
        clusters = sorted({*one.clusters, *other.clusters})
        gap = difference(
            _over(one.sums, one.clusters, clusters),
            _over(other.sums, other.clusters, clusters),
            method=asked.interval,
            resamples=asked.resamples,
            seed=asked.seed,
        )
    return Difference(one.estimate, other.estimate, gap, (frozenset(one.clusters), frozenset(other.clusters)))


def _summed(body: Body, name: str) -> _Summed:
    """Sum a coefficient over the interviews of a body."""
    ratings = Ratings.of(body.data)
    if not ratings.n_units:
        return _Summed(None, (), NO_UNITS)
    if name in SETS:
        if body.code is not None:
            return _Summed(None, ratings.clusters, "is of all codes together")
        return _Summed(SETS[name](ratings), ratings.clusters)
    seen = together(ratings) if body.code is None else by_code(ratings.for_code(body.code))
    recipe = recipe_or_reason(seen, RECIPES[name])
    if isinstance(recipe, str):
        return _Summed(None, seen.clusters, recipe)
    return _Summed(over_interviews(seen, recipe), seen.clusters)


def _over(sums: Sums, names: Sequence[str], wanted: Sequence[str]) -> Sums:
    """Return sums with a row for each interview that is wanted: nothing where it adds nothing."""
    parts = np.zeros((len(wanted), *sums.parts.shape[1:]))
    parts[[wanted.index(name) for name in names]] = sums.parts
    return replace(sums, parts=parts)
