"""A coefficient with the interval that was asked for."""

from __future__ import annotations

from toolkit.agreement.interval import NO_INTERVIEWS, bootstrap, intervals, without
from toolkit.agreement.linearised import linearised
from toolkit.agreement.pairs import drawn_pairs
from toolkit.agreement.patterns import Patterns, Recipe, over_interviews, over_units
from toolkit.agreement.points import points
from toolkit.agreement.recipes import CoefficientRecipe, recipe_or_reason
from toolkit.agreement.sums import Sums
from toolkit.model.reliability import Asked, Estimate, IntervalName

_OF_ALPHA = "Krippendorff's interval is of alpha alone"
_OVER_INTERVIEWS = "this coefficient has intervals over interviews only: ask for jackknife or bootstrap"


def estimates(
    seen: Patterns, recipe_of: CoefficientRecipe, asked: Asked | None, *, is_alpha: bool = False
) -> tuple[Estimate, ...]:
    """Return a coefficient of each body, with the reason where it or its interval does not exist.

    Parameters
    ----------
    asked
        Which interval; None for none.
    is_alpha
        Whether Krippendorff's interval applies to it.
    """
    recipe = recipe_or_reason(seen, recipe_of)
    if isinstance(recipe, str):
        return (Estimate(None, recipe),) * len(seen.bodies)
    if asked is None or asked.interval == "none":
        return points(over_interviews(seen, recipe))
    return _with_interval(seen, recipe, asked, asked.interval, is_alpha=is_alpha)


def _with_interval(
    seen: Patterns, recipe: Recipe, asked: Asked, method: IntervalName | None, *, is_alpha: bool
) -> tuple[Estimate, ...]:
    if method == "units":
        units = over_units(seen, recipe)
        return bootstrap(units, resamples=asked.resamples, seed=asked.seed, what="units")
    if method == "gwet":
        return linearised(seen, recipe)
    sums = over_interviews(seen, recipe)
    if method == "krippendorff":
        if not is_alpha:
            return without(points(sums), _OF_ALPHA)
        return drawn_pairs(seen, level=asked.level, resamples=asked.resamples, seed=asked.seed)
    if not seen.clustered:
        return without(points(sums), NO_INTERVIEWS)
    return intervals(sums, method, resamples=asked.resamples, seed=asked.seed)


def of_sums(sums: Sums, asked: Asked | None, *, clustered: bool) -> tuple[Estimate, ...]:
    """Return a coefficient that comes as sums over interviews, with the interval that was asked for."""
    if asked is None or asked.interval == "none":
        return points(sums)
    if asked.interval in {"units", "gwet", "krippendorff"}:
        return without(points(sums), _OVER_INTERVIEWS)
    if not clustered:
        return without(points(sums), NO_INTERVIEWS)
    return intervals(sums, asked.interval, resamples=asked.resamples, seed=asked.seed)
