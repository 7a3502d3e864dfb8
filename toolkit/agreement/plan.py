"""Plans a comparison: how many interviews two coders should both read, and which."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

from toolkit.agreement.alpha import alpha_recipe
from toolkit.agreement.patterns import by_code, over_interviews, together
from toolkit.agreement.ratings import Whole
from toolkit.agreement.sums import Real, Sums
from toolkit.errors import Invalid
from toolkit.model.reliability import Cell, ReliabilityData, Unit
from toolkit.model.transcript import Span

_FEWEST: Final = 2  # interviews that a jackknife can do with
_IMAGINED: Final = 200  # interviews to draw from where there is no pilot
_FLAT: Final = 1e-12  # a reach below is that of values which do not vary
_AT_ONCE: Final = 2_000_000  # numbers held for one block of simulations


@dataclass(frozen=True, slots=True)
class Expectation:
    """What to expect of the interval if so many interviews are read by both coders.

    Attributes
    ----------
    interviews
        How many are read by both.
    value
        The mean of the simulated values.
    width
        The mean width of the intervals, from `low` to `high`.
    reached
        The share of simulated studies, from 0 to 1, whose interval is at most as wide as wanted. One without
        an interval counts as not reached.
    undefined
        The share of simulated studies in which there is no interval, as nothing varies: the code hardly
        occurs, or coders never differ.
    """

    interviews: int
    value: float | None
    width: float | None
    reached: float
    undefined: float


def expectations(
    sums: Sums,
    interviews: Sequence[int],
    *,
    width: float,
    simulations: int,
    seed: int,
) -> list[tuple[Expectation, ...]]:
    """Say for each number of interviews how wide the interval will be, by simulated studies.

    Each simulated study draws that many interviews, with replacement, from those of a pilot and computes the
    95 % interval of the default method: the jackknife over interviews, with t quantiles on one degree of
    freedom less than there are interviews.

    Parameters
    ----------
    sums
        A coefficient on the pilot, its clusters the interviews.
    interviews
        The numbers of interviews to try, each at least 2.
    width
        The width of the interval that is wanted.

    Returns
    -------
    list of tuple of Expectation
        For each body of data of `sums`, one for each number of interviews.

    Notes
    -----
    What a pilot of few interviews has not seen, the simulations cannot show: drawing from three interviews
    makes studies more alike than real ones. Read the width as a lower bound then, or plan from assumptions
    (`imagined`).

    References
    ----------
    Efron, B. & Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, chapters 11 and 25.
    """
    chance = np.random.default_rng(seed)
    tried = [_tried(sums, number, width, simulations, chance) for number in interviews]
    return [tuple(of_one) for of_one in zip(*tried, strict=True)]


def alpha_expected(
    data: ReliabilityData, interviews: Sequence[int], *, width: float, simulations: int, seed: int
) -> list[tuple[str | None, tuple[Expectation, ...]]]:
    """Say what to expect of Krippendorff's alpha, for all codes together (None) and then for each.

    With a single code there is nothing to put together: it comes alone.

    Parameters
    ----------
    data
        The pilot.
    interviews, width, simulations, seed
        As in `expectations`.
    """
    found: list[tuple[str | None, tuple[Expectation, ...]]] = []
    for seen in (together(data), by_code(data)) if len(data.codes) > 1 else (by_code(data),):
        recipe = alpha_recipe(seen)
        if isinstance(recipe, str):  # pragma: no cover - nominal values need no scale
            raise Invalid(recipe)
        sums = over_interviews(seen, recipe)
        rows = expectations(sums, interviews, width=width, simulations=simulations, seed=seed)
        found += zip(seen.bodies, rows, strict=True)
    return found


def _tried(
    sums: Sums, number: int, wanted: float, simulations: int, chance: np.random.Generator
) -> list[Expectation]:
    if number < _FEWEST:
        raise Invalid(f"{number} interviews have no interval", f"plan {_FEWEST} at least")
    clusters, bodies, k = sums.parts.shape
    block = max(1, _AT_ONCE // max(1, clusters * bodies * k))
    values, widths = [], []
    for start in range(0, simulations, block):
        drawn = chance.multinomial(
            number, np.full(clusters, 1 / clusters), size=min(block, simulations - start)
        )
        value, width = _jackknifed(sums, drawn.astype(np.float64), number)
        values.append(value)
        widths.append(width)
    return [
        _summed_up(number, value, width, wanted)
        for value, width in zip(np.concatenate(values).T, np.concatenate(widths).T, strict=True)
    ]


def _jackknifed(sums: Sums, drawn: Real, number: int) -> tuple[Real, Real]:
    """Return value and width of the interval of each study drawn, shape `(studies, bodies)`.

    An interview drawn twice is left out once at a time, so there are no more ways to leave one out than there
    are interviews in the pilot.
    """
    whole = sums.weighted(drawn)
    value = sums.value(whole)
    without = sums.value(whole[:, None] - sums.parts)
    times = drawn[:, :, None]
    # What was not drawn cannot be left out, and may well have no value.
    without = np.where(times > 0, without, 0)
    centre = (times * without).sum(axis=1) / number
    spread = (times * (without - centre[:, None]) ** 2).sum(axis=1)
    reach = stdtrit(number - 1, 0.975) * np.sqrt((number - 1) / number * spread)
    # Where nothing varies there is no interval, and not one without width.
    width = np.where(
        reach > _FLAT, np.minimum(value + reach, 1) - np.maximum(value - reach, sums.least), np.nan
    )
    return value, width


def _summed_up(number: int, value: Real, width: Real, wanted: float) -> Expectation:
    known = ~np.isnan(width)
    if not known.any():
        return Expectation(number, None, None, 0.0, 1.0)
    reached = float((width[known] <= wanted).sum() / len(width))
    return Expectation(
        number,
        float(value[known].mean()),
        float(width[known].mean()),
        reached,
        float(1 - known.mean()),
    )


def imagined(
    *, alpha: float, prevalence: float, units: int, likeness: float, seed: int, code: str = "code"
) -> ReliabilityData:
    """Return readings of two coders made up from assumptions, to plan with before there is a pilot.

    In each of 200 interviews, prevalence and agreement differ from interview to interview: both follow a beta
    distribution with the mean assumed and `likeness` as intraclass correlation. On a share of units that is
    the interview's agreement both coders give the same answer, on the others each draws one alone. Within an
    interview the expected kappa is therefore that share.

    Parameters
    ----------
    alpha
        The agreement assumed, from 0 to 1.
    prevalence
        The share of units with the code, between 0 and 1.
    units
        Units of an interview.
    likeness
        How alike the units of one interview are: 0 if interviews do not differ, below 1.

    Returns
    -------
    ReliabilityData
        Four rows for each interview, weighted by how many units they stand for.
    """
    if not 0 <= alpha <= 1:
        raise Invalid(f"alpha is {alpha}", "give a number from 0 to 1, such as 0.7")
    if not 0 <= likeness < 1:
        raise Invalid(f"likeness is {likeness}", "give a number from 0 to below 1, such as 0.05")
    if not 0 < prevalence < 1:
        raise Invalid(f"prevalence is {prevalence}", "give a number between 0 and 1, such as 0.1")
    if units < 1:
        raise Invalid(f"{units} units make no interview", "give 1 or more")
    chance = np.random.default_rng(seed)
    agreeing = chance.binomial(units, _differing(alpha, likeness, chance))
    rates = _differing(prevalence, likeness, chance)
    both = chance.binomial(agreeing, rates)
    one_each = chance.multinomial(units - agreeing, _alone(rates))
    counts = one_each + np.column_stack([both, np.zeros((_IMAGINED, 2), dtype=np.int64), agreeing - both])
    return _rows(counts, code)


def _differing(mean: float, likeness: float, chance: np.random.Generator) -> Real:
    """Return a share for each interview, around a mean."""
    if likeness == 0 or mean in (0, 1):
        return np.full(_IMAGINED, mean)
    size = (1 - likeness) / likeness
    return chance.beta(mean * size, (1 - mean) * size, size=_IMAGINED)


def _alone(rates: Real) -> Real:
    """Return how likely two coders who answer alone say yes-yes, yes-no, no-yes and no-no."""
    answers: Real = np.column_stack([rates**2, rates * (1 - rates), rates * (1 - rates), (1 - rates) ** 2])
    return answers


def _rows(counts: Whole, code: str) -> ReliabilityData:
    yes, no = frozenset([code]), frozenset[str]()
    answers: tuple[tuple[Cell, Cell], ...] = ((yes, yes), (yes, no), (no, yes), (no, no))
    found = [
        (Unit(f"interview {number}", Span(place, place + 1)), answers[place], int(count))
        for number, row in enumerate(counts, 1)
        for place, count in enumerate(row)
        if count
    ]
    units, cells, weights = zip(*found, strict=True)
    return ReliabilityData(units, ("one", "other"), (code,), cells, weights=weights)


def chosen(strata: Mapping[str, str], number: int, *, seed: int) -> tuple[str, ...]:
    """Choose interviews at random, from each stratum as many as its share of all.

    Parameters
    ----------
    strata
        By interview, what it is chosen by: an attribute of its participant.
    number
        How many to choose; all if there are no more.

    Returns
    -------
    tuple of str
        In the order of `strata`. Shares that are no whole numbers are rounded by the largest remainder; of
        equal remainders the larger stratum comes first, then the one named first.

    Examples
    --------
    >>> chosen({"P01": "novice", "P02": "expert", "P03": "expert", "P04": "expert"}, 4, seed=1)
    ('P01', 'P02', 'P03', 'P04')
    """
    members: defaultdict[str, list[str]] = defaultdict(list)
    for interview, stratum in strata.items():
        members[stratum].append(interview)
    chance = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    taken = {
        interview
        for stratum, places in _places({name: len(found) for name, found in members.items()}, number).items()
        for interview in chance.sample(members[stratum], places)
    }
    return tuple(interview for interview in strata if interview in taken)


def _places(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """Share places among strata by their sizes."""
    everybody = sum(sizes.values())
    number = min(number, everybody)
    places = {name: number * size // everybody for name, size in sizes.items()}
    order = sorted(sizes, key=lambda name: (-(number * sizes[name] % everybody), -sizes[name]))
    for name in order[: number - sum(places.values())]:
        places[name] += 1
    return places
