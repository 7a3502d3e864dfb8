"""How often 95 % intervals hold the true value, and how wide they are.

    uv run python benchmarks/intervals.py [STUDIES]

Simulates studies of 13 interviews with 154 units each, in which how often a code applies and how often the
two coders slip differ from interview to interview, as they do. The true value is that of 20,000 such
interviews. With 1,000 studies the share of intervals that hold it is known to about 1.4 percentage
points (two standard errors).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from toolkit.agreement.alpha import alpha_recipe
from toolkit.agreement.estimating import estimates
from toolkit.agreement.fleiss import fleiss_recipe
from toolkit.agreement.gwet import ac_recipe
from toolkit.agreement.kappa import cohen_recipe
from toolkit.agreement.patterns import Patterns, over_interviews
from toolkit.agreement.percent import percent_recipe, positive_recipe
from toolkit.agreement.recipes import CoefficientRecipe
from toolkit.model.reliability import Asked, IntervalName

INTERVIEWS, UNITS, TRUE_FROM = 13, 154, 20_000
QUICK = ("40",)
STUDIES, RESAMPLES, SEED = 1_000, 2_000, 5
ROWS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
COEFFICIENTS: dict[str, CoefficientRecipe] = {
    "percent": percent_recipe,
    "positive": positive_recipe,
    "cohen": cohen_recipe,
    "fleiss": fleiss_recipe,
    "ac1": ac_recipe,
    "alpha": alpha_recipe,
}
METHODS: tuple[IntervalName, ...] = ("jackknife", "bootstrap", "units", "gwet", "krippendorff")


def interviews(number: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Return for each interview how many units were judged no no, no yes, yes no and yes yes."""
    prevalence = chance.beta(3, 9, size=number)
    missed = chance.beta(2, 10, size=(2, number))
    added = chance.beta(1.5, 30, size=(2, number))
    yes = [prevalence * 0, prevalence * 0, prevalence * 0, prevalence * 0]
    for place, (one, other) in enumerate(ROWS):
        if_there = np.prod(
            [np.where(said, 1 - miss, miss) for said, miss in zip((one, other), missed, strict=True)], 0
        )
        if_not = np.prod(
            [np.where(said, add, 1 - add) for said, add in zip((one, other), added, strict=True)], 0
        )
        yes[place] = prevalence * if_there + (1 - prevalence) * if_not
    shares = np.column_stack(yes)
    return chance.multinomial(UNITS, shares / shares.sum(axis=1, keepdims=True))


def laid_out(counts: NDArray[np.int64]) -> Patterns:
    """Make the patterns of a study of one code."""
    return Patterns(
        ROWS,
        sparse.csr_array(counts.astype(np.float64)),
        ("code",),
        tuple(str(number) for number in range(len(counts))),
        2,
        np.array([0.0, 1.0]),
        numeric=True,
        ordered=True,
        one_code=True,
        listed=True,
        clustered=True,
    )


def value(seen: Patterns, recipe_of: CoefficientRecipe) -> float:
    """Return a coefficient of one code."""
    recipe = recipe_of(seen)
    if isinstance(recipe, str):
        raise SystemExit(f"the simulated study has no value: {recipe}")
    return float(over_interviews(seen, recipe).value(over_interviews(seen, recipe).total())[0])


def covered(
    name: str, recipe_of: CoefficientRecipe, method: IntervalName, studies: list[Patterns], truth: float
) -> str:
    """Return how often the interval held the truth, how wide it was, and how often there was none."""
    held, widths = [], []
    for number, study in enumerate(studies):
        asked = Asked(method, RESAMPLES, seed=number)
        found = estimates(study, recipe_of, asked, is_alpha=name == "alpha")[0]
        if found.low is not None and found.high is not None:
            held.append(found.low <= truth <= found.high)
            widths.append(found.high - found.low)
    if not held:
        return f"{name:9} {method:13} none"
    none = len(studies) - len(held)
    return (
        f"{name:9} {method:13} holds it {np.mean(held):6.1%}   mean width {np.mean(widths):.3f}   none {none}"
    )


def main(show: Callable[[str], None] = print) -> None:
    """Print coverage and width of each method for each coefficient."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("studies", nargs="?", type=int, default=STUDIES, help="how many to simulate")
    number = asked.parse_args().studies
    chance = np.random.default_rng(SEED)
    everything = laid_out(interviews(TRUE_FROM, chance))
    studies = [laid_out(interviews(INTERVIEWS, chance)) for _ in range(number)]
    show(
        f"{number:,} studies of {INTERVIEWS} interviews x {UNITS} units; resamples {RESAMPLES:,}; seed {SEED}"
    )
    for name, recipe_of in COEFFICIENTS.items():
        truth = value(everything, recipe_of)
        show(f"\n{name}: {truth:.4f} in truth")
        for method in METHODS:
            if method != "krippendorff" or name == "alpha":
                show(covered(name, recipe_of, method, studies, truth))


if __name__ == "__main__":
    main()
