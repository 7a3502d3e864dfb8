"""Intervals: leaving interviews out, drawing them anew, and what is said where there is none."""

import math
from dataclasses import replace
from functools import partial
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.agreement.cells import by_coder, data_of, in_interviews, units
from toolkit.agreement.alpha import alpha, alpha_recipe
from toolkit.agreement.coefficients import COEFFICIENTS, RECIPES
from toolkit.agreement.decisions import Decisions
from toolkit.agreement.estimating import estimates
from toolkit.agreement.interval import bootstrap, difference, drawn, draws, intervals, jackknife, left_out
from toolkit.agreement.kappa import cohen_recipe, conger, conger_recipe, kappa_max_recipe
from toolkit.agreement.patterns import Patterns, Recipe, by_code, over_interviews, over_units, together
from toolkit.agreement.percent import percent_recipe
from toolkit.agreement.recipes import CoefficientRecipe, value_or_reason
from toolkit.agreement.sums import Sums
from toolkit.agreement.table import reliability_table
from toolkit.errors import Invalid
from toolkit.model.reliability import Asked, Cell, Estimate, IntervalName, ReliabilityData

METHODS: list[IntervalName] = ["jackknife", "bootstrap", "units", "gwet", "krippendorff"]


def study(
    seed: int, *, coders: int = 2, n: int = 60, interviews: int = 6, missing: float = 0
) -> ReliabilityData:
    """Make coders of two codes who see the same truth and slip."""
    chance = np.random.default_rng(seed)
    truth = chance.random((n, 1, 2)) < 0.4
    slips = chance.random((n, coders, 2)) < 0.15
    absent = chance.random((n, coders)) < missing

    def cell(said: list[bool], gone: bool) -> Cell:
        return None if gone else frozenset(code for code, yes in zip("xy", said, strict=True) if yes)

    rows = [
        [cell(list(said), bool(gone)) for said, gone in zip(row, lost, strict=True)]
        for row, lost in zip(truth ^ slips, absent, strict=True)
    ]
    return in_interviews(data_of(rows, ["x", "y"]), interviews)


def recipe(data: ReliabilityData, recipe_of: CoefficientRecipe = alpha_recipe) -> Recipe:
    found = recipe_of(by_code(data))
    assert isinstance(found, Recipe)
    return found


def sums(data: ReliabilityData, recipe_of: CoefficientRecipe = alpha_recipe) -> Sums:
    return over_interviews(by_code(data), recipe(data, recipe_of))


def without(data: ReliabilityData, interview: str) -> ReliabilityData:
    kept = [place for place, unit in enumerate(data.units) if unit.transcript != interview]
    return replace(
        data,
        units=tuple(data.units[place] for place in kept),
        cells=tuple(data.cells[place] for place in kept),
    )


def test_the_jackknife_is_the_naive_loop_over_interviews() -> None:
    data = study(1)
    names = sorted({unit.transcript for unit in data.units})
    for code, estimate in zip(data.codes, intervals(sums(data)), strict=True):
        values = [alpha(without(data, name).for_code(code)).value or math.nan for name in names]
        free = len(names) - 1
        error = math.sqrt(free / len(names) * sum((value - mean(values)) ** 2 for value in values))
        reach = float(stats.t.ppf(0.975, free)) * error
        assert estimate.value is not None
        assert estimate.low == pytest.approx(estimate.value - reach, abs=1e-10)
        assert estimate.high == pytest.approx(min(1, estimate.value + reach), abs=1e-10)
        assert estimate.resampling is not None
        assert estimate.resampling.method == "jackknife over interviews, t with 5 degrees of freedom"
        assert (estimate.resampling.resampled, estimate.resampling.number) == ("interviews", 6)
        below = [stats.t.cdf((bound - estimate.value) / error, free) for bound in (0.667, 0.8)]
        assert [share for _, share in estimate.resampling.below] == pytest.approx(below, abs=1e-10)


def test_the_bootstrap_is_the_naive_loop_given_the_same_draws() -> None:
    data = study(2)
    names = sorted({unit.transcript for unit in data.units})
    weights = draws(np.random.default_rng(7), 20, len(names))
    values = drawn(sums(data), 20, 7).values
    for weight, row in zip(weights, values, strict=True):
        picked = [
            cells
            for name, often in zip(names, weight, strict=True)
            for unit, cells in zip(data.units, data.cells, strict=True)
            if unit.transcript == name
            for _ in range(int(often))
        ]
        again = replace(data, units=units(len(picked)), cells=tuple(picked))
        for code, value in zip(data.codes, row, strict=True):
            assert alpha(again.for_code(code)).value == pytest.approx(value, abs=1e-10)


def test_whom_a_replicate_leaves_without_a_judgement_has_no_habits_in_it() -> None:
    """Without the second interview there are two coders, with p_o = 3/4 and p_e = 1/2."""
    data = by_coder("xx--x-x-", "x---x-xx", "....xx--")
    data = replace(data, units=(*units(4, "P01"), *units(4, "P02")))
    without_first, without_second = left_out(sums(data, conger_recipe)).values[:, 0]
    assert without_second == pytest.approx(0.5)
    assert without_first == pytest.approx(conger(without(data, "P01")).value)


def test_the_largest_kappa_of_every_replicate_is_that_of_its_interviews() -> None:
    data = study(15)
    names = sorted({unit.transcript for unit in data.units})
    found = left_out(sums(data, kappa_max_recipe)).values
    for name, row in zip(names, found, strict=True):
        there = by_code(without(data, name))
        alone = [estimate.value for estimate in value_or_reason(there, kappa_max_recipe)]
        assert alone == pytest.approx(row, abs=1e-12)


def each_unit(data: ReliabilityData) -> Patterns:
    """Lay out the yes and no of each code with every unit as an interview of its own."""
    there = Decisions.of(data)
    n = len(there.judged)
    return by_code(replace(there, clusters=tuple(map(str, range(n))), cluster=np.arange(n)))


def test_drawing_units_by_pattern_is_drawing_single_units() -> None:
    data = study(3, coders=3, missing=0.2)
    apart = each_unit(data)
    single = alpha_recipe(apart)
    assert isinstance(single, Recipe)
    by_unit = bootstrap(over_interviews(apart, single), resamples=20_000, seed=1)
    by_pattern = bootstrap(over_units(by_code(data), recipe(data)), resamples=20_000, seed=2)
    for one, other in zip(by_unit, by_pattern, strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-12)
        assert one.low == pytest.approx(other.low, abs=0.02)
        assert one.high == pytest.approx(other.high, abs=0.02)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.3]), st.integers(2, 4), st.sampled_from(METHODS))
def test_a_value_lies_within_its_interval(
    seed: int, missing: float, coders: int, method: IntervalName
) -> None:
    data = study(seed, coders=coders, n=24, missing=missing)
    table = reliability_table(
        data, unit="turn", transcripts=(), asked=Asked(method, 300, coefficients=tuple(COEFFICIENTS))
    )
    for row in table.rows:
        for estimate in row.estimates.values():
            check(estimate)


def check(estimate: Estimate) -> None:
    if estimate.low is None:
        assert estimate.high is None
        assert estimate.reason or estimate.no_interval
    else:
        assert estimate.value is not None
        assert estimate.high is not None
        assert estimate.resampling is not None
        assert not estimate.no_interval
        assert estimate.low <= estimate.value <= estimate.high <= 1


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_interval(method: IntervalName) -> None:
    data = study(4)

    def found(seed: int) -> Estimate:
        return estimates(by_code(data), alpha_recipe, Asked(method, 500, seed), is_alpha=True)[0]

    assert found(1) == found(1)
    assert (found(1).low == found(2).low) == (method in {"jackknife", "gwet"})


def test_order_and_names_do_not_matter_to_the_jackknife() -> None:
    data = study(5, coders=3, missing=0.1)
    order = np.random.default_rng(1).permutation(len(data.units))
    renamed = {f"P{number:02}": f"Z{9 - number}" for number in range(10)}
    moved = ReliabilityData(
        tuple(
            replace(data.units[place], transcript=renamed[data.units[place].transcript]) for place in order
        ),
        ("C", "A", "B"),
        data.codes,
        tuple(tuple(data.cells[place][coder] for coder in (2, 0, 1)) for place in order),
    )
    for was, now in zip(intervals(sums(data)), intervals(sums(moved)), strict=True):
        assert (was.low, was.high) == pytest.approx((now.low, now.high), abs=1e-10)


def test_the_order_of_units_does_not_matter_to_a_seeded_bootstrap() -> None:
    data = study(6)
    moved = replace(data, units=data.units[::-1], cells=data.cells[::-1])
    for was, now in zip(bootstrap(sums(data), seed=3), bootstrap(sums(moved), seed=3), strict=True):
        assert (was.low, was.high) == pytest.approx((now.low, now.high), abs=1e-12)


def test_an_interview_that_one_coder_opened_changes_no_interval() -> None:
    data = study(7)
    more = replace(
        data,
        units=data.units + units(3, "P99"),
        cells=(*data.cells, (frozenset("x"), None), (frozenset(), None), (frozenset("y"), None)),
    )
    assert intervals(sums(more)) == intervals(sums(data))
    assert estimates(by_code(more), alpha_recipe, Asked("gwet")) == estimates(
        by_code(data), alpha_recipe, Asked("gwet")
    )


def test_up_to_fifty_interviews_are_left_out_and_more_are_drawn() -> None:
    for number, method in ((50, "jackknife"), (51, "bootstrap")):
        told = intervals(sums(study(8, n=200, interviews=number)), resamples=400, seed=9)[0].resampling
        assert told is not None
        assert told.method.startswith(f"{method} over interviews")
        assert (told.number, told.seed) == ((50, None) if method == "jackknife" else (400, 9))


def test_one_interview_has_no_interval_and_says_what_to_do() -> None:
    found = intervals(sums(study(9, interviews=1)))[0]
    assert found.value is not None
    assert found.low is None
    assert "one interview only" in found.no_interval
    assert "at least one more" in found.no_interval


def test_data_that_names_no_interviews_has_no_interval_over_them() -> None:
    data = replace(study(9), clustered=False)
    found = estimates(by_code(data), alpha_recipe, Asked())[0]
    assert "does not say which interview" in found.no_interval
    assert estimates(by_code(data), alpha_recipe, Asked("units", 200))[0].low is not None


def test_a_code_of_one_interview_cannot_be_jackknifed() -> None:
    data = in_interviews(by_coder("x--x--", "x-----"), 3)
    found = intervals(sums(data))[0]
    assert found.value is not None
    assert found.no_interval.startswith("without one of 3 interviews there is no value")
    assert found.resampling is not None
    assert found.resampling.degenerate == 1


def test_more_than_one_in_a_hundred_resamples_without_value_give_no_interval() -> None:
    data = in_interviews(by_coder("x-" + 18 * "-", "xx" + 18 * "-"), 10)
    found = bootstrap(sums(data), resamples=1_000, seed=1)[0]
    assert found.low is None
    assert found.resampling is not None
    assert found.resampling.degenerate > 100
    assert found.no_interval == (
        f"{found.resampling.degenerate:,} of 1,000 resamples have no value: "
        "there is too little data to draw from"
    )


def test_perfect_agreement_has_no_interval_rather_than_one_without_width() -> None:
    data = in_interviews(by_coder("x-x-x-x-", "x-x-x-x-"), 4)
    for method in METHODS:
        found = estimates(together(data), alpha_recipe, Asked(method, 200), is_alpha=True)[0]
        assert found.value == 1
        assert found.low is None
        assert found.no_interval


def test_krippendorffs_interval_is_of_alpha_alone_and_capped() -> None:
    data = study(10, n=2_000)
    other = estimates(by_code(data), percent_recipe, Asked("krippendorff"))[0]
    assert other.no_interval == "Krippendorff's interval is of alpha alone"
    capped = estimates(by_code(data), alpha_recipe, Asked("krippendorff", 500), is_alpha=True)[0]
    assert capped.resampling is not None
    assert capped.resampling.method == "Krippendorff's bootstrap of pairs, 100 drawn each time"


def test_shared_weights_make_the_interval_of_a_difference() -> None:
    data = study(11, n=600, interviews=30)
    both = sums(data)
    found = difference(both, both, (0, 1))
    one, other = jackknife(both)
    assert found.value == pytest.approx((one.value or 0) - (other.value or 0), abs=1e-12)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high
    drawn_ = difference(both, both, (0, 1), "bootstrap", resamples=4_000)
    assert drawn_.low == pytest.approx(found.low, abs=0.15)
    assert drawn_.resampling is not None
    assert [bound for bound, _ in drawn_.resampling.below] == [0.0]


def test_a_code_does_not_differ_from_itself() -> None:
    both = sums(study(12))
    found = difference(both, both, (0, 0))
    assert found.value == 0
    assert found.no_interval.startswith("the same value in every replicate")


def test_a_difference_without_a_value_says_which() -> None:
    data = in_interviews(by_coder("xx--", "x-x-", codes=["x", "y"]), 2)
    assert difference(sums(data), sums(data), (0, 1)).reason == "nobody gave this code"


def test_differences_of_other_interviews_are_refused() -> None:
    with pytest.raises(Invalid, match="same interviews"):
        difference(sums(study(1, interviews=3)), sums(study(1, interviews=4)))


def test_gwets_interval_of_cohen_is_about_that_of_single_units() -> None:
    data = study(13, n=2_000)
    gwet = estimates(by_code(data), cohen_recipe, Asked("gwet"))[0]
    drawn_ = estimates(by_code(data), cohen_recipe, Asked("units", 5_000))[0]
    assert (gwet.low, gwet.high) == pytest.approx((drawn_.low, drawn_.high), abs=0.01)


def test_intervals_do_not_depend_on_the_size_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bootstrap(sums(study(14)), resamples=500, seed=2)
    left = jackknife(sums(study(14)))
    monkeypatch.setattr("toolkit.agreement.interval._BLOCK", 40)
    assert bootstrap(sums(study(14)), resamples=500, seed=2) == whole
    assert jackknife(sums(study(14))) == left


def test_levels_have_intervals_too() -> None:
    rated = in_interviews(by_coder("123321412541", "133322412551", "223321442531"), 4)
    for level in ("ordinal", "interval", "ratio"):
        found = estimates(together(rated), partial(alpha_recipe, level=level), Asked(level=level))[0]
        assert found.low is not None
        check(found)


@pytest.mark.parametrize("name", RECIPES)
def test_interviews_drawn_for_all_codes_give_each_the_interval_it_has_alone(name: str) -> None:
    data, asked = study(5), Asked("bootstrap", 200, 3)
    for code, found in zip(data.codes, estimates(by_code(data), RECIPES[name], asked), strict=True):
        (alone,) = estimates(by_code(data.for_code(code)), RECIPES[name], asked)
        assert (found.value, found.low, found.high) == pytest.approx((alone.value, alone.low, alone.high))
