"""Differences between two codes or two bodies of data."""

import numpy as np
import pytest
from scipy import stats

from tests.agreement.cells import by_coder, in_interviews
from toolkit.agreement.alpha import alpha
from toolkit.agreement.differing import Body, differing
from toolkit.errors import Invalid
from toolkit.model.reliability import Asked, ReliabilityData

DATA = in_interviews(by_coder("xxyx--yxyxxyx-yy-x--", "x-yxx-yxyyxyx-xy-xy-", codes=["x", "y"]), 5)


def without(data: ReliabilityData, name: str) -> ReliabilityData:
    kept = [place for place, unit in enumerate(data.units) if unit.transcript != name]
    return ReliabilityData(
        tuple(data.units[place] for place in kept),
        data.coders,
        data.codes,
        tuple(data.cells[place] for place in kept),
    )


def gap_of(data: ReliabilityData) -> float:
    one, other = alpha(data.for_code("x")).value, alpha(data.for_code("y")).value
    assert one is not None
    assert other is not None
    return one - other


def test_a_difference_is_the_jackknife_of_both_values_at_once() -> None:
    found = differing(Body(DATA, "x"), Body(DATA, "y"), "alpha", Asked())
    names = sorted({unit.transcript for unit in DATA.units})
    left = np.array([gap_of(without(DATA, name)) for name in names])
    reach = stats.t.ppf(0.975, len(left) - 1) * np.sqrt((len(left) - 1) * left.var())
    assert found.gap.value == pytest.approx(gap_of(DATA), abs=1e-12)
    assert found.gap.low == pytest.approx(max(gap_of(DATA) - reach, -2), abs=1e-9)
    assert found.gap.high == pytest.approx(min(gap_of(DATA) + reach, 2), abs=1e-9)
    assert found.gap.resampling is not None
    assert found.gap.resampling.number == len(names)


def test_the_other_way_round_the_interval_is_mirrored() -> None:
    one = differing(Body(DATA, "x"), Body(DATA, "y"), "alpha", Asked("bootstrap", 999, 3)).gap
    other = differing(Body(DATA, "y"), Body(DATA, "x"), "alpha", Asked("bootstrap", 999, 3)).gap
    assert one.low is not None
    assert other.high is not None
    assert (one.value, one.low) == pytest.approx((-(other.value or 0), -other.high))


def test_what_is_compared_with_itself_differs_by_nothing_and_has_no_interval() -> None:
    gap = differing(Body(DATA, "x"), Body(DATA, "x"), "alpha", Asked()).gap
    assert (gap.value, gap.low) == (0.0, None)
    assert "the same value in every replicate" in gap.no_interval


def test_two_bodies_may_be_of_partly_other_interviews() -> None:
    found = differing(Body(without(DATA, "P00")), Body(without(DATA, "P01")), "mv_alpha", Asked())
    assert found.interviews[0] - found.interviews[1] == {"P01"}
    assert found.gap.value == pytest.approx((found.first.value or 0) - (found.second.value or 0))
    assert found.gap.low is not None
    assert found.gap.high is not None
    assert found.gap.low <= (found.gap.value or 0) <= found.gap.high


@pytest.mark.parametrize("code", [None, "x"])
def test_what_has_no_value_has_no_difference_but_reasons(code: str | None) -> None:
    nothing = by_coder("xx..", "..xx", codes=["x", "y"])
    found = differing(Body(DATA, code), Body(nothing, code), "alpha", Asked())
    assert found.gap.value is None
    assert found.second.reason == "no unit was judged by two coders"


def test_data_without_interviews_has_a_difference_without_an_interval() -> None:
    data = ReliabilityData(DATA.units, DATA.coders, DATA.codes, DATA.cells, clustered=False)
    gap = differing(Body(data, "x"), Body(data, "y"), "alpha", Asked()).gap
    assert gap.value == pytest.approx(gap_of(DATA))
    assert "which interview" in gap.no_interval


def test_coefficients_that_do_not_exist_are_refused() -> None:
    with pytest.raises(Invalid, match="no coefficient is called 'kappa'"):
        differing(Body(DATA, "x"), Body(DATA, "y"), "kappa", Asked())
