"""Where a coefficient or its interval does not exist: always the reason, and never an invented number."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from tests.agreement.cells import by_coder, data_of, in_interviews, named
from toolkit.agreement import linearised as linearising
from toolkit.agreement import patterns, recipes
from toolkit.agreement.alpha import alpha_recipe
from toolkit.agreement.differing import Body, differing
from toolkit.agreement.estimating import estimates, of_sums
from toolkit.agreement.fleiss import fleiss
from toolkit.agreement.interval import (
    FLAT,
    NO_INTERVIEWS,
    ONE_INTERVIEW,
    Replicates,
    bootstrap,
    difference,
    intervals,
    jackknife,
    percentiles,
)
from toolkit.agreement.kappa import bias_recipe, cohen, conger, light
from toolkit.agreement.lowness import lowness
from toolkit.agreement.metric import Weighting, weights
from toolkit.agreement.pairs import drawn_pairs
from toolkit.agreement.patterns import by_code, over_units, together
from toolkit.agreement.percent import percent_recipe
from toolkit.agreement.plan import alpha_expected
from toolkit.agreement.ratings import NO_UNITS
from toolkit.agreement.recipes import NO_LIST, NO_NUMBERS, NO_SCALE, TOO_MANY, single, value_or_reason
from toolkit.agreement.sums import Sums, quotient
from toolkit.agreement.table import reliability_table
from toolkit.errors import Invalid
from toolkit.model.reliability import Asked, Estimate, IntervalName, Level, Resampling

MIXED = in_interviews(by_coder("xxyx--yxyxxyx-yy-x--", "x-yxx-yxyyxyx-xy-xy-", codes=["x", "y", "z"]), 5)
"""Codes x and y vary, z was never given."""
APART = by_coder("xx..", "..xx")
"""Two coders who share no unit."""
SEVERAL = data_of([(frozenset("xy"), frozenset("x")), (frozenset("x"), frozenset("y"))])
NUMBERS = in_interviews(named((4, 1, 0), (1, 4, 1), (0, 1, 4)), 4)
WORDS = data_of([(frozenset(["low"]), frozenset(["high"])), (frozenset(["low"]), frozenset(["low"]))])


def shares(*of: tuple[tuple[float, float], ...]) -> Sums:
    """Return shares of several bodies as sums: of each interview, hits and units of every body."""
    return Sums(
        np.array(of, dtype=np.float64),
        lambda sums: quotient(sums[..., 0], sums[..., 1]),
        lambda _: "no units",
    )


TWO_BODIES = shares(((1, 2), (0, 0)), ((2, 2), (0, 0)), ((0, 3), (0, 0)))
"""Three interviews; the second body has no units in any."""


# --- intervals --------------------------------------------------------------------------------------------


def test_where_no_interval_is_asked_for_the_value_stands_alone() -> None:
    first, second = intervals(TWO_BODIES, "none")
    assert (first.value, first.low, first.no_interval) == (3 / 7, None, "")
    assert second == Estimate(None, "no units")


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
def test_a_body_without_a_value_keeps_its_reason_beside_one_with_an_interval(method: IntervalName) -> None:
    first, second = intervals(TWO_BODIES, method, resamples=200)
    assert first.low is not None
    assert second == Estimate(None, "no units")


def test_an_interval_over_units_is_none_over_interviews() -> None:
    told = r"^no interval 'units' over interviews; use jackknife, bootstrap or none$"
    with pytest.raises(Invalid, match=told):
        intervals(TWO_BODIES, "units")
    with pytest.raises(
        Invalid, match=r"^no interval 'gwet' of a difference; use jackknife, bootstrap or none$"
    ):
        difference(TWO_BODIES, TWO_BODIES, (0, 0), "gwet")


def test_a_difference_in_one_interview_has_no_interval_and_says_so() -> None:
    one = shares(((1, 2), (2, 2)))
    found = difference(one, one, (1, 0))
    assert (found.value, found.low, found.no_interval) == (0.5, None, ONE_INTERVIEW)
    assert difference(one, one, (1, 0), "none") == Estimate(0.5)


@pytest.mark.parametrize("bodies", [(0, 1), (1, 0)])
def test_a_difference_with_what_has_no_value_has_its_reason(bodies: tuple[int, int]) -> None:
    assert difference(TWO_BODIES, TWO_BODIES, bodies) == Estimate(None, "no units")


def test_a_difference_needs_the_same_interviews() -> None:
    told = r"^a difference needs both values of the same interviews; compare what both have$"
    with pytest.raises(Invalid, match=told):
        difference(TWO_BODIES, shares(((1, 2), (2, 2))))
    apart = over_units(by_code(MIXED), recipe_of(percent_recipe))
    with pytest.raises(Invalid, match=told):
        difference(apart, apart)


def recipe_of(of: recipes.CoefficientRecipe) -> patterns.Recipe:
    found = of(by_code(MIXED))
    assert isinstance(found, patterns.Recipe)
    return found


def test_a_value_outside_of_its_replicates_has_no_interval() -> None:
    told = Resampling("bootstrap", "interviews", 100, 0)
    (found,) = percentiles([Estimate(0.9)], Replicates(np.linspace(0.1, 0.2, 100)[:, None]), told)
    assert (found.low, found.high) == (None, None)
    assert found.no_interval == (
        "the value lies outside the middle 95 % of its replicates: there is too little data to draw from"
    )


def test_replicates_without_a_value_are_counted_and_more_than_one_in_a_hundred_are_too_many() -> None:
    told = Resampling("bootstrap", "interviews", 200, 0)
    values = np.linspace(0.1, 0.9, 200)[:, None]
    for lost, reason in [
        (2, ""),
        (3, "3 of 200 resamples have no value: there is too little data to draw from"),
    ]:
        some = values.copy()
        some[:lost] = np.nan
        (found,) = percentiles([Estimate(0.5)], Replicates(some), told)
        assert found.no_interval == reason
        assert found.resampling is not None
        assert found.resampling.degenerate == lost


def test_units_drawn_for_a_code_nobody_gave_say_nothing_of_the_others() -> None:
    with_z, without_z = (
        over_units(by_code(data), alpha_of(data)) for data in (MIXED, MIXED.of_codes(["x", "y"]))
    )
    found = bootstrap(with_z, resamples=300, what="units")
    assert found[2] == Estimate(None, "nobody gave this code")
    assert [each.low is None for each in found] == [False, False, True]
    assert len(bootstrap(without_z, resamples=300, what="units")) == 2


def alpha_of(data: object) -> patterns.Recipe:
    found = alpha_recipe(by_code(data))  # type: ignore[arg-type]
    assert isinstance(found, patterns.Recipe)
    return found


def test_a_body_without_any_unit_has_no_replicates() -> None:
    apart = Sums(
        np.array([[[1.0, 1.0], [0.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]]),
        TWO_BODIES.value,
        TWO_BODIES.why,
        np.array([[30.0, 0.0], [10.0, 0.0]]),
    )
    first, second = bootstrap(apart, resamples=200, what="units")
    assert first.value == 0.75
    assert first.low is not None
    assert second == Estimate(None, "no units")


def test_an_interview_that_must_not_be_left_out_is_told_by_their_number() -> None:
    (found,) = jackknife(shares(((1, 2),), ((0, 0),)))
    assert found.no_interval == (
        "without one of 2 interviews there is no value, so it cannot be left out (1 of them): "
        "compare coders on more interviews"
    )


def test_what_never_varies_has_no_interval() -> None:
    (found,) = jackknife(shares(((1, 2),), ((2, 4),)))
    assert (found.value, found.no_interval) == (0.5, FLAT)


def test_values_from_sums_of_unknown_interviews_have_no_interval_over_them() -> None:
    found = of_sums(shares(((1, 2),), ((2, 2),)), Asked("jackknife"), clustered=False)
    assert [each.no_interval for each in found] == [NO_INTERVIEWS]


# --- intervals of other recipes ---------------------------------------------------------------------------


def test_gwets_interval_leaves_a_code_without_a_value_its_reason() -> None:
    found = estimates(by_code(MIXED), alpha_recipe, Asked("gwet"))
    assert found[0].low is not None
    assert found[2] == Estimate(None, "nobody gave this code")


def test_gwets_interval_of_more_sums_than_there_can_be_slopes_says_what_to_ask_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linearising, "_MOST_SUMS", 2)
    found = estimates(by_code(MIXED), alpha_recipe, Asked("gwet"))
    told = "too many different values for this interval: ask for jackknife or bootstrap"
    assert [each.no_interval for each in found] == [told, told, ""]
    assert found[0].value == estimates(by_code(MIXED), alpha_recipe, None)[0].value


def test_krippendorffs_interval_has_the_reason_of_alpha_where_alpha_has_no_value() -> None:
    found = drawn_pairs(by_code(MIXED), resamples=50)
    assert found[0].low is not None
    assert found[2] == Estimate(None, "nobody gave this code")
    assert drawn_pairs(together(WORDS), level="interval") == (Estimate(None, NO_NUMBERS),)


def test_krippendorffs_interval_of_many_values_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.agreement.pairs.MOST_VALUES", 2)
    (found,) = drawn_pairs(together(NUMBERS), level="interval", resamples=50)
    assert found.value is not None
    assert found.no_interval == TOO_MANY


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_krippendorffs_interval_surrounds_alpha_at_every_level(level: Level) -> None:
    (found,) = drawn_pairs(together(NUMBERS), level=level, resamples=400)
    assert found.value == value_or_reason(together(NUMBERS), partial(alpha_recipe, level=level))[0].value
    assert found.low is not None
    assert found.high is not None
    assert found.low < (found.value or 0) < found.high


# --- what the data do not allow ---------------------------------------------------------------------------


@pytest.mark.parametrize("coefficient", [cohen, light, conger, fleiss])
@pytest.mark.parametrize(
    ("data", "weighting", "reason"),
    [
        (by_coder("xy-", "xyx"), "linear", NO_SCALE),
        (SEVERAL, "linear", NO_LIST),
        (WORDS, "ratio", NO_NUMBERS),
    ],
)
def test_partial_agreement_is_weighed_only_where_all_values_have_a_place(
    coefficient: object, data: object, weighting: Weighting, reason: str
) -> None:
    assert coefficient(data, weighting=weighting) == Estimate(None, reason)  # type: ignore[operator]


def test_partial_agreement_of_too_many_values_is_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipes, "MOST_VALUES", 2)
    assert light(NUMBERS, weighting="linear") == Estimate(None, TOO_MANY)


@pytest.mark.parametrize("coefficient", [cohen, light, conger, fleiss])
def test_coders_who_share_no_unit_have_no_agreement(coefficient: object) -> None:
    assert coefficient(APART) == Estimate(None, NO_UNITS)  # type: ignore[operator]


def test_a_code_whose_units_nobody_shares_has_none_beside_one_whose_units_are_shared() -> None:
    nobody = replace(together(MIXED), sizes=together(MIXED).sizes * 0)
    nobody.sizes.eliminate_zeros()
    (found,) = value_or_reason(nobody, bias_recipe)
    assert found == Estimate(None, NO_UNITS)
    (found,) = value_or_reason(nobody, alpha_recipe)
    assert found == Estimate(None, NO_UNITS)


def test_how_much_readier_one_coder_is_can_be_told_of_one_code_only() -> None:
    assert single(MIXED, bias_recipe) == Estimate(None, "is of one code at a time")
    three = by_coder("xx-", "x--", "xxx")
    assert single(three, bias_recipe) == Estimate(None, "needs exactly two coders, and 3 share units")
    assert single(by_coder("xx-", "x--"), bias_recipe).value == pytest.approx(1 / 3)


# --- Gwet's weights -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weighting", "row"),
    [
        ("identity", [1, 0, 0]),
        ("linear", [1, 2 / 3, 0]),
        ("quadratic", [1, 8 / 9, 0]),
        # One place apart 1 of 3 pairs of places is between or at the two, over all of them 3 of 3.
        ("ordinal", [1, 2 / 3, 0]),
        # (1/3)^2 of (3/5)^2 is lost.
        ("ratio", [1, 1 - (1 / 9) / (9 / 25), 0]),
    ],
)
def test_weights_fall_from_equal_values_to_those_furthest_apart(
    weighting: Weighting, row: list[float]
) -> None:
    table = weights(weighting, np.array([1.0, 2.0, 4.0]))
    assert table[0].tolist() == pytest.approx(row)
    assert np.array_equal(table, table.T)
    assert table.diagonal().tolist() == [1, 1, 1]


@pytest.mark.parametrize("weighting", ["linear", "quadratic", "ratio"])
def test_values_that_are_one_number_agree_in_full(weighting: Weighting) -> None:
    assert weights(weighting, np.array([0.0, 0.0])).tolist() == [[1, 1], [1, 1]]


def test_a_single_value_agrees_with_itself() -> None:
    assert weights("linear", np.array([3.0])).tolist() == [[1]]


# --- differences, panels, plans, tables -------------------------------------------------------------------


def test_a_coefficient_of_sets_is_of_all_codes_together() -> None:
    found = differing(Body(MIXED, "x"), Body(MIXED), "mv_alpha", Asked())
    assert found.first == Estimate(None, "is of all codes together")
    assert found.gap == Estimate(None, "one of the two has no value")


def test_a_coefficient_that_is_not_for_the_data_says_so_in_a_difference() -> None:
    three = in_interviews(by_coder("xx-x", "x--x", "xxx-"), 2)
    found = differing(Body(three), Body(three), "cohen", Asked())
    assert found.first == Estimate(None, "needs exactly two coders, and 3 share units")


def test_a_difference_of_data_without_interviews_has_no_interval() -> None:
    loose = replace(MIXED, clustered=False)
    gap = differing(Body(loose, "x"), Body(loose, "y"), "alpha", Asked()).gap
    assert gap.value is not None
    assert gap.no_interval == "the data does not say which interview a unit is of: name the column that does"


def lowness_of(*rows: str) -> dict[str, object]:
    table = lowness(by_coder(*rows, codes=["x"]), {})
    return dict(zip(table.names, table.rows[0], strict=True))


def test_why_agreement_is_low_says_what_is_missing_from_its_numbers() -> None:
    assert lowness_of("xx-", "xx-")["reason"] == "alpha_one_less: there is no disagreement"
    # Settled, everybody would have given it everywhere.
    almost = lowness_of("xxx", "xx-")
    assert almost["reason"] == "alpha_one_less: nothing would vary any more"
    assert almost["negative_agreement"] == 0.0
    everywhere = lowness_of("xx", "xx")
    assert everywhere["reason"] == (
        "alpha: every coder gave this code to every unit; negative_agreement: nobody withheld this code"
    )
    nowhere = lowness_of("--", "--")
    assert nowhere["reason"] == "alpha: nobody gave this code; positive_agreement: nobody gave this code"


def test_full_agreement_is_explained_without_disagreements() -> None:
    told = str(lowness_of("xx-", "xx-")["explanation"])
    assert "Where one coder gave it" not in told
    assert "With one disagreement less" not in told
    assert "alpha is 1.000" in told
    assert "With one disagreement less" not in str(lowness_of("xxx", "xx-")["explanation"])


def test_a_plan_tells_of_all_codes_together_and_of_each_and_of_a_single_code_once() -> None:
    found = alpha_expected(MIXED, [3, 6], width=0.4, simulations=40, seed=1)
    assert [(code, [each.interviews for each in tried]) for code, tried in found] == [
        (None, [3, 6]),
        ("x", [3, 6]),
        ("y", [3, 6]),
        ("z", [3, 6]),
    ]
    assert {each.undefined for each in found[3][1]} == {1.0}
    alone = alpha_expected(MIXED.for_code("x"), [3], width=0.4, simulations=40, seed=1)
    assert [code for code, _ in alone] == ["x"]


def test_of_data_without_codes_there_is_nothing_to_lay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = replace(by_coder("--", "--"), codes=())
    for most in (1_000, 0):  # however they are counted
        monkeypatch.setattr(patterns, "_MOST_CALLS", most)
        seen = by_code(nothing)
        assert (seen.bodies, seen.rows.shape[0]) == ((), 0)


def notes_of(data: object, asked: Asked | None = None) -> str:
    table = reliability_table(data, unit="given", transcripts=["P01"], asked=asked)  # type: ignore[arg-type]
    return " ".join(table.notes)


def test_a_table_of_units_without_interviews_does_not_claim_to_rest_on_interviews() -> None:
    assert "interviews." in notes_of(MIXED)
    assert "interviews." not in notes_of(replace(MIXED, clustered=False))
    assert "no unit of the table was judged by two coders" in notes_of(APART)


def test_only_coefficients_that_weigh_numbers_are_said_to() -> None:
    def asked(*names: str) -> Asked:
        return Asked("none", coefficients=names, level="interval")

    assert "alpha of all codes together weigh how far apart two numbers are." in notes_of(
        NUMBERS, asked("alpha")
    )
    both = notes_of(NUMBERS, asked("alpha", "cohen"))
    assert "two numbers are; cohen count any two that differ as disagreement." in both
    assert "weigh how far apart" not in notes_of(NUMBERS, asked("cohen"))
