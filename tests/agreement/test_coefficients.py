"""Independent programs, identities and invariances; and the reasons where there is no value."""

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from tests.agreement.cells import by_coder, data_of
from toolkit.agreement.alpha import alpha
from toolkit.agreement.kappa import cohen
from toolkit.agreement.percent import percent
from toolkit.agreement.ratings import Ratings
from toolkit.agreement.table import COEFFICIENTS
from toolkit.model.reliability import Cell, ReliabilityData

CODES = ["trust", "cost", "time"]
SETS = st.frozensets(st.sampled_from(CODES), max_size=3)


@st.composite
def reliability(draw: st.DrawFn, *, coders: int | None = None, missing: bool = True) -> ReliabilityData:
    width = coders or draw(st.integers(2, 5))
    judgement = SETS | st.none() if missing else SETS
    rows = draw(st.lists(st.lists(judgement, min_size=width, max_size=width), min_size=1, max_size=12))
    return data_of(rows, CODES)


def noisy(seed: int, *, coders: int, n: int, missing: float, noise: float) -> ReliabilityData:
    """Make coders who see the same truth, each with slips of their own."""
    chance = random.Random(seed)  # noqa: S311 - test data

    def sets() -> frozenset[str]:
        return frozenset(code for code in CODES if chance.random() < 0.25)

    def judgement(truth: frozenset[str]) -> Cell:
        if chance.random() < missing:
            return None
        return sets() if chance.random() < noise else truth

    truths = [sets() for _ in range(n)]
    return data_of([[judgement(truth) for _ in range(coders)] for truth in truths], CODES)


def nltk_alpha(data: ReliabilityData) -> float:
    kept = data.shared()
    triples = [
        (coder, str(row), cell)
        for row, cells in enumerate(kept.cells)
        for coder, cell in zip(kept.coders, cells, strict=True)
        if cell is not None
    ]
    return float(AnnotationTask(data=triples).alpha())


def columns(data: ReliabilityData) -> list[list[str]]:
    return [[str(sorted(cell or ())) for cell in column] for column in zip(*data.cells, strict=True)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("missing", [0, 0.3])
def test_alpha_equals_nltk(seed: int, missing: float) -> None:
    data = noisy(seed, coders=2 + seed % 4, n=60, missing=missing, noise=0.4)
    assert alpha(data).value == pytest.approx(nltk_alpha(data), abs=1e-12)
    for code in CODES:
        of_code = data.for_code(code)
        assert alpha(of_code).value == pytest.approx(nltk_alpha(of_code), abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_kappa_equals_scikit_learn(seed: int) -> None:
    data = noisy(seed, coders=2, n=60, missing=0, noise=0.4)
    assert cohen(data).value == pytest.approx(cohen_kappa_score(*columns(data)), abs=1e-12)
    for code in CODES:
        of_code = data.for_code(code)
        assert cohen(of_code).value == pytest.approx(cohen_kappa_score(*columns(of_code)), abs=1e-12)


@given(reliability())
def test_alpha_by_single_values_equals_one_call_of_the_package_with_all_values(data: ReliabilityData) -> None:
    estimate = alpha(data)
    assume(estimate.value is not None)
    ratings = Ratings.of(data)
    table = np.where(ratings.given < 0, np.nan, ratings.given)
    whole = krippendorff.alpha(reliability_data=table.T, level_of_measurement="nominal")
    assert estimate.value == pytest.approx(whole, abs=1e-12)


@given(reliability())
def test_percent_equals_counting_pairs(data: ReliabilityData) -> None:
    shares = []
    for row in data.cells:
        pairs = list(combinations([cell for cell in row if cell is not None], 2))
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    value = percent(data).value
    assert value == pytest.approx(sum(shares) / len(shares)) if shares else value is None


@given(reliability(coders=2, missing=False))
def test_for_two_coders_alpha_is_scotts_pi_corrected_for_small_samples(data: ReliabilityData) -> None:
    estimate = alpha(data)
    assume(estimate.value is not None)
    n = 2 * len(data.cells)
    counts = Counter(cell for row in data.cells for cell in row)
    by_chance = sum((count / n) ** 2 for count in counts.values())
    agreed = sum(one == other for one, other in data.cells) / len(data.cells)
    pi = (agreed - by_chance) / (1 - by_chance)
    assert estimate.value == pytest.approx(pi + (1 - pi) / n, abs=1e-12)


@given(reliability(), st.randoms(use_true_random=False))
def test_names_and_order_of_coders_units_and_codes_do_not_matter(
    data: ReliabilityData, chance: random.Random
) -> None:
    other = dict(zip(CODES, chance.sample(["x", "y", "z"], 3), strict=True))
    coders = chance.sample(range(len(data.coders)), len(data.coders))
    order = chance.sample(range(len(data.units)), len(data.units))

    def renamed(cell: Cell) -> Cell:
        return None if cell is None else frozenset(other[code] for code in cell)

    moved = ReliabilityData(
        units=tuple(data.units[row] for row in order),
        coders=tuple(f"somebody else {number}" for number in coders),
        codes=tuple(other.values()),
        cells=tuple(tuple(renamed(data.cells[row][number]) for number in coders) for row in order),
    )
    for coefficient in COEFFICIENTS.values():
        was, now = coefficient(data), coefficient(moved)
        assert was.reason == now.reason
        assert was.value == pytest.approx(now.value, abs=1e-12)


@given(reliability())
def test_units_judged_by_one_coder_change_nothing(data: ReliabilityData) -> None:
    for coefficient in COEFFICIENTS.values():
        was, now = coefficient(data), coefficient(data.shared())
        assert was.reason == now.reason
        assert was.value == pytest.approx(now.value, abs=1e-12)


@given(reliability())
def test_a_value_or_a_reason_and_never_more_than_full_agreement(data: ReliabilityData) -> None:
    for coefficient in COEFFICIENTS.values():
        estimate = coefficient(data)
        assert bool(estimate.reason) != (estimate.value is not None)
        assert estimate.value is None or -1 - 1e-12 <= estimate.value <= 1 + 1e-12


@given(reliability())
def test_yes_no_ratings_of_a_code_are_those_of_its_yes_no_data(data: ReliabilityData) -> None:
    for code in CODES:
        for coefficient in COEFFICIENTS.values():
            quick, plain = coefficient(Ratings.of(data).for_code(code)), coefficient(data.for_code(code))
            assert quick.reason == plain.reason
            assert quick.value == pytest.approx(plain.value, abs=1e-12)


def test_coders_who_guess_agree_no_better_than_chance() -> None:
    data = noisy(7, coders=2, n=20_000, missing=0, noise=1)
    assert alpha(data).value == pytest.approx(0, abs=0.03)
    assert cohen(data).value == pytest.approx(0, abs=0.03)


def test_two_coders_who_gave_nothing_agree() -> None:
    data = by_coder("-ab-", "-ab-")
    assert [coefficient(data).value for coefficient in COEFFICIENTS.values()] == [1, 1, 1]
    assert percent(by_coder("-a", "-b")).value == 0.5


def test_sets_that_share_a_code_are_different_values() -> None:
    data = data_of([[frozenset("ab"), frozenset("a")], [frozenset("b"), frozenset("b")]])
    assert percent(data).value == 0.5


def test_one_disagreement_on_a_rare_code_takes_alpha_to_zero_or_below() -> None:
    data = by_coder("x" + 99 * "-", 100 * "-")
    assert percent(data).value == 0.99
    assert alpha(data).value == pytest.approx(0, abs=0.01)
    assert cohen(data).value == 0


NOBODY = by_coder("----", "----", codes=["x"])
EVERYBODY = by_coder("xxxx", "xxxx")
ALONE = by_coder("x-..", "..x-")
SAME_SETS = by_coder("xxxx", "xxxx", codes=["x", "y"])
NO_CODES = by_coder("----", "----", codes=["x", "y"])
THREE = by_coder("x-x-", "x---", "--x-")
REASONS = {
    "nobody gave this code": (NOBODY, ["cohen", "alpha"]),
    "nobody gave any code": (NO_CODES, ["cohen", "alpha"]),
    "every coder gave this code to every unit": (EVERYBODY, ["cohen", "alpha"]),
    "every coder gave the same codes to every unit": (SAME_SETS, ["cohen", "alpha"]),
    "no unit was judged by two coders": (ALONE, ["percent", "cohen", "alpha"]),
    "needs exactly two coders, and 3 share units": (THREE, ["cohen"]),
}


@pytest.mark.parametrize(("reason", "case"), REASONS.items(), ids=REASONS)
def test_an_undefined_coefficient_says_why(reason: str, case: tuple[ReliabilityData, list[str]]) -> None:
    data, undefined = case
    for name, coefficient in COEFFICIENTS.items():
        estimate = coefficient(data)
        assert (estimate.value is None) == (name in undefined)
        assert estimate.reason == (reason if name in undefined else "")


@pytest.mark.parametrize(
    "data",
    [data_of([]), ReliabilityData((), ("A", "B"), ("x",), ()), by_coder("x-"), by_coder("..", "..")],
    ids=["nothing", "no units", "one coder", "nobody judged"],
)
def test_data_without_shared_units_is_no_error(data: ReliabilityData) -> None:
    for coefficient in COEFFICIENTS.values():
        assert coefficient(data).reason == "no unit was judged by two coders"


def test_a_third_coder_who_shares_no_unit_does_not_stop_kappa() -> None:
    data = by_coder("xx--..", "x-x-..", "....x-")
    assert cohen(data) == cohen(by_coder("xx--", "x-x-"))


def test_a_coder_may_be_named_like_a_code() -> None:
    assert replace(by_coder("x-", "x-"), coders=("x", "y")).codes == ("x",)
