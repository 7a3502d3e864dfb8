"""What the coefficients on predefined units share: agreeing pairs, partial agreement, and reasons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from toolkit.agreement import metric
from toolkit.agreement.metric import Weighting
from toolkit.agreement.patterns import Data, Patterns, Recipe, over_interviews, together
from toolkit.agreement.points import points
from toolkit.agreement.ratings import NO_UNITS, one_value
from toolkit.agreement.sums import Real
from toolkit.model.reliability import Estimate

TWO = 2
MOST_VALUES = 500
NO_SCALE = (
    "a unit without a code has no place on a scale: leave such units out, or compare at the level nominal"
)
NO_NUMBERS = "not all values are numbers: compare at the level ordinal or nominal"
TOO_MANY = f"more than {MOST_VALUES} different values: compare at the level interval"
NO_LIST = "coders gave several codes to a unit, and sets of codes are no list of categories"

CoefficientRecipe = Callable[[Patterns], Recipe | str]
"""From patterns to a recipe, or to the reason why the coefficient does not apply to them."""


def single(data: Data, recipe_of: CoefficientRecipe) -> Estimate:
    """Return one coefficient on all codes together."""
    return value_or_reason(together(data), recipe_of)[0]


def value_or_reason(seen: Patterns, recipe_of: CoefficientRecipe) -> tuple[Estimate, ...]:
    """Return one coefficient for each body, without intervals."""
    recipe = recipe_or_reason(seen, recipe_of)
    if isinstance(recipe, str):
        return (Estimate(None, recipe),) * len(seen.bodies)
    return points(over_interviews(seen, recipe))


def recipe_or_reason(seen: Patterns, recipe_of: CoefficientRecipe) -> Recipe | str:
    """Return how a coefficient is summed, or why it does not apply; with nothing shared, none does."""
    return recipe_of(seen) if seen.n_coders else NO_UNITS


def agreeing(seen: Patterns, weighting: Weighting = "identity") -> Real:
    """Return for each pattern the agreeing share of its pairs of judgements, and 1 if it has a pair.

    Shape `(patterns, 2)`. With weights, a pair agrees as much as the weight of its two values says.
    """
    pairs = np.zeros(len(seen.rows))
    agreed = np.zeros(len(seen.rows))
    table = None if weighting == "identity" else metric.weights(weighting, seen.scale)
    for one, other, both in seen.pairs():
        first, second = seen.rows[:, one], seen.rows[:, other]
        alike = first == second if table is None else table[first, second]
        agreed += np.where(both, alike, 0.0)
        pairs += both
    share = np.divide(agreed, pairs, out=np.zeros_like(agreed), where=pairs > 0)
    return np.column_stack([share, pairs > 0])


def per_judgement(seen: Patterns) -> Real:
    """Return for each judgement of a pattern its share of all of the unit: shape of `rows`."""
    shares: Real = np.broadcast_to(1 / np.maximum(seen.judges, 1)[:, None], seen.rows.shape)
    return shares


def pairable(seen: Patterns) -> Real:
    """Return 1 for each judgement of a unit that another coder judged too, else 0: shape of `rows`."""
    able: Real = np.broadcast_to((seen.judges >= TWO)[:, None].astype(np.float64), seen.rows.shape)
    return able


def why_constant(seen: Patterns, given: Real, units: float) -> str:
    """Say why there is no value: no shared unit, or (by how often each was given) one value throughout."""
    if not units:
        return NO_UNITS
    used = np.flatnonzero(given > 0)
    nothing = not seen.ordered and used.tolist() == [0]
    is_given = not (nothing or (seen.one_code and used.tolist() == [0]))
    return one_value(given=is_given, one_code=seen.one_code)


def needs_two(seen: Patterns) -> str:
    """Say why a coefficient of two coders does not apply, or nothing if it does."""
    if seen.sizes.nnz == 0:
        return NO_UNITS
    return "" if seen.n_coders == TWO else f"needs exactly two coders, and {seen.n_coders} share units"


def needs_names(seen: Patterns) -> str:
    """Say why a coefficient of each coder's habits does not apply, or nothing if it does."""
    return (
        f"needs to know who gave what, which is not counted of {seen.unnamed:,} coders"
        if seen.unnamed
        else ""
    )


def needs_scale(seen: Patterns, weighting: Weighting) -> str:
    """Say why partial agreement cannot be weighed, or nothing if it can."""
    if weighting == "identity":
        return ""
    if not seen.ordered or not seen.listed:
        return NO_SCALE if seen.listed else NO_LIST
    if weighting == "ratio" and not seen.numeric:
        return NO_NUMBERS
    return TOO_MANY if seen.n_values > MOST_VALUES else ""


def needs_list(seen: Patterns) -> str:
    """Say why chance cannot be spread over the categories, or nothing if it can."""
    if not seen.listed:
        return NO_LIST
    return "" if seen.n_values >= TWO else "only one value could have been given"
