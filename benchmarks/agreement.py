"""Agreement on predefined units: this toolkit beside the packages that can be installed for it.

    uv run python benchmarks/agreement.py [--quick]

Peers and toolkit take turns in one run on the same made-up decisions, and processor seconds are told: the
median of several turns, or of one where a turn takes long. Seconds depend on the machine, ratios
hardly. Every row begins with a check that both say the same. "Decisions once read" are the array of yes and
no that peers begin with too; the long table they would first have to lay out.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

import krippendorff
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from toolkit.agreement.alpha import alpha_recipe
from toolkit.agreement.decisions import Decisions
from toolkit.agreement.fleiss import fleiss_recipe
from toolkit.agreement.interval import drawn
from toolkit.agreement.kappa import cohen_recipe
from toolkit.agreement.patterns import by_code, over_interviews, over_units
from toolkit.agreement.recipes import CoefficientRecipe, value_or_reason

QUICK = ("--quick",)
ROUNDS = 5
SEED = 11
LOOPED = 20  # resamples that a loop is timed on; the others would take as long each
Values = list[float]


@dataclass(frozen=True)
class Study:
    """Decisions of coders who see the same truth, each with slips, in the forms that programs take."""

    applied: NDArray[np.bool_]  # coders x codes x units
    interviews: int = 13

    @classmethod
    def made(cls, coders: int, units: int, codes: int) -> Study:
        """Make one: codes on 2 to 20 of a hundred units, and a slip in ten of the decisions that matter."""
        chance = np.random.default_rng(SEED)
        shares = np.linspace(0.02, 0.2, codes)[:, None]
        truth = chance.random((codes, units)) < shares
        slips = chance.random((coders, codes, units)) < np.where(truth, 0.2, shares * 0.2)
        return cls(truth ^ slips)

    @property
    def coders(self) -> int:
        """How many."""
        return len(self.applied)

    def long(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return coder, unit and code of each application."""
        coder, code, unit = np.nonzero(self.applied)
        return coder, unit, code

    def decisions(self) -> Decisions:
        """Read the long table, as a program that has one would."""
        coder, unit, code = self.rows
        units, codes = self.applied.shape[2], self.applied.shape[1]
        judged = np.ones((units, self.coders), dtype=bool)
        cluster = np.arange(units) * self.interviews // units
        return Decisions.of_applications(
            coder=coder,
            unit=unit,
            code=code,
            judged=judged,
            codes=[str(number) for number in range(codes)],
            cluster=cluster,
            clusters=[f"P{number:02}" for number in range(self.interviews)],
        )

    @property
    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The long table, made once."""
        made = _LONG.get(id(self))
        if made is None:
            made = _LONG[id(self)] = self.long()
        return made


_LONG: dict[int, tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = {}


def seconds(*actions: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return processor seconds of each action, which take turns: medians."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for times, action in zip(taken, actions, strict=True):
            begun = time.process_time()
            action()
            times.append(time.process_time() - begun)
    return [median(times) for times in taken]


def ours(study: Study, recipe: CoefficientRecipe) -> Values:
    """Compute one coefficient of every code from the long table."""
    return [estimate.value or 0.0 for estimate in value_or_reason(by_code(study.decisions()), recipe)]


def ours_kept(decisions: Decisions, recipe: CoefficientRecipe) -> Values:
    """Compute one coefficient of every code from decisions that were read before."""
    return [estimate.value or 0.0 for estimate in value_or_reason(by_code(decisions), recipe)]


def counted(study: Study) -> list[NDArray[np.int64]]:
    """Return for each code how many coders gave it to a unit and how many did not: `(units, 2)`."""
    yes = study.applied.sum(axis=0)
    return [np.column_stack([study.coders - column, column]) for column in yes]


def by_krippendorff(study: Study) -> Values:
    """Use `value_counts`, the quickest way in."""
    return [
        float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
        for counts in counted(study)
    ]


def by_statsmodels(study: Study) -> Values:
    """Use Fleiss' kappa."""
    return [float(fleiss_kappa(counts)) for counts in counted(study)]


def by_scikit_learn(study: Study) -> Values:
    """Use Cohen's kappa."""
    return [float(cohen_kappa_score(one, other)) for one, other in zip(*study.applied, strict=True)]


def points(coders: int, units: int, codes: int) -> None:
    """Print values of all codes in one pass."""
    study = Study.made(coders, units, codes)
    kept = study.decisions()
    print(f"\n{coders} coders x {units:,} units x {codes} codes, one coefficient of every code")
    peers: list[tuple[str, Callable[[Study], Values], CoefficientRecipe]] = [
        ("krippendorff, alpha", by_krippendorff, alpha_recipe),
        ("statsmodels, Fleiss", by_statsmodels, fleiss_recipe),
    ]
    if coders == 2:  # noqa: PLR2004 - Cohen's kappa
        peers.append(("scikit-learn, Cohen", by_scikit_learn, cohen_recipe))
    for name, peer, recipe in peers:
        agree(peer(study), ours(study, recipe))
        theirs, from_table, from_bits = seconds(
            partial(peer, study), partial(ours, study, recipe), partial(ours_kept, kept, recipe)
        )
        told(name, theirs, f"from {len(study.rows[0]):,} rows of a long table", from_table)
        told("", theirs, "from decisions once read", from_bits)


def resamples(number: int) -> None:
    """Print intervals: alphas of every code in resampled units and interviews."""
    study = Study.made(2, 2_000, 30)
    decisions = study.decisions()
    chance = np.random.default_rng(SEED)
    tables = counted(study)

    def loop() -> None:
        for counts in tables:
            for _ in range(LOOPED):
                picked = counts[chance.integers(len(counts), size=len(counts))]
                krippendorff.alpha(value_counts=picked, level_of_measurement="nominal")

    seen = by_code(decisions)
    recipe = alpha_recipe(seen)
    # Every unit as an interview of its own: what is drawn then are units.
    n = len(decisions.judged)
    apart = by_code(replace(decisions, clusters=tuple(map(str, range(n))), cluster=np.arange(n)))
    one_draw = alpha_recipe(apart)
    if isinstance(recipe, str) or isinstance(one_draw, str):
        raise SystemExit("the made-up study has no alpha")
    (one,) = seconds(loop, rounds=1)
    theirs = one * number / (LOOPED)
    print(f"\n{number:,} resamples of 2 coders x 2,000 units x 30 codes, alpha of every code")
    print(f"(krippendorff in a loop: {LOOPED} resamples of each code, taken {number // (LOOPED):,} times)")
    ways: list[tuple[str, Callable[[], object]]] = [
        ("units, each code by itself", lambda: drawn(over_units(seen, recipe), number, SEED)),
        ("interviews, one draw for all", lambda: drawn(over_interviews(seen, recipe), number, SEED)),
        ("units, one draw for all", lambda: drawn(over_interviews(apart, one_draw), number, SEED)),
    ]
    for name, way in ways:
        told("krippendorff, loop", theirs, name, *seconds(way, rounds=1 if number > 1_000 else 3))  # noqa: PLR2004


def agree(theirs: Values, mine: Values) -> None:
    """Stop if the programs do not say the same."""
    if not np.allclose(theirs, mine, atol=1e-10):
        raise SystemExit("the values differ: nothing to measure")


def told(name: str, theirs: float, way: str, taken: float) -> None:
    """Print a line."""
    print(f"{name:22} {theirs:9.4f} s   {way:44} {taken:8.4f} s   {theirs / taken:8.0f} times as fast")


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="the smaller half only")
    quick = asked.parse_args().quick
    points(2, 2_000, 30)
    if not quick:
        points(3, 100_000, 30)
    resamples(1_000)
    if not quick:
        resamples(10_000)


if __name__ == "__main__":
    main()
