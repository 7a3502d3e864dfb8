"""Independent programs, identities and invariances; and the reasons where there is no value."""

import random
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score, f1_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from tests.agreement.cells import by_coder, data_of, units
from toolkit.agreement.alpha import alpha, alpha_recipe
from toolkit.agreement.coefficients import COEFFICIENTS
from toolkit.agreement.fleiss import fleiss, scott
from toolkit.agreement.gwet import ac1, ac2
from toolkit.agreement.kappa import cohen, conger, kappa_max_recipe, light
from toolkit.agreement.patterns import by_code, together
from toolkit.agreement.percent import percent, positive
from toolkit.agreement.ratings import Ratings
from toolkit.agreement.recipes import value_or_reason
from toolkit.agreement.uniform import brennan_prediger, pabak
from toolkit.model.reliability import Cell, Level, ReliabilityData

HABITS = ("fleiss", "conger", "ac1", "bp")
FEW = settings(max_examples=30, deadline=None)
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


def numbers(seed: int, *, coders: int, n: int, missing: float, noise: float = 0.5) -> ReliabilityData:
    """Make coders who rate from 1 to 5."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(1, 6, size=(n, 1))
    rated = np.where(chance.random((n, coders)) < noise, chance.integers(1, 6, size=(n, coders)), truth)
    absent = chance.random((n, coders)) < missing
    rows = [
        [None if gone else frozenset([str(value)]) for value, gone in zip(*row, strict=True)]
        for row in zip(rated, absent, strict=True)
    ]
    return data_of(rows, ["3", "1", "2", "5", "4"])


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


@FEW
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


@FEW
@given(reliability())
def test_units_judged_by_one_coder_tell_habits_and_nothing_else(data: ReliabilityData) -> None:
    for name, coefficient in COEFFICIENTS.items():
        was, now = coefficient(data), coefficient(data.shared())
        if name not in HABITS:
            assert was.reason == now.reason
            assert was.value == pytest.approx(now.value, abs=1e-12)


@FEW
@given(reliability(), st.lists(SETS, min_size=1, max_size=4))
def test_an_interview_that_one_coder_opened_changes_nothing(
    data: ReliabilityData, alone: list[frozenset[str]]
) -> None:
    cells = tuple((cell, *(None for _ in data.coders[1:])) for cell in alone)
    more = replace(data, units=data.units + units(len(alone), "P02"), cells=data.cells + cells)
    for coefficient in COEFFICIENTS.values():
        assert coefficient(more) == coefficient(data)


@FEW
@given(reliability())
def test_a_value_or_a_reason_and_never_more_than_full_agreement(data: ReliabilityData) -> None:
    for name, coefficient in COEFFICIENTS.items():
        estimate = coefficient(data)
        assert bool(estimate.reason) != (estimate.value is not None)
        # With judgements missing, agreement and chance are of different units in the first two.
        least = -np.inf if name in {"fleiss", "conger"} else -1 - 1e-12
        assert estimate.value is None or least <= estimate.value <= 1 + 1e-12


@FEW
@given(reliability(), st.data())
def test_a_row_for_many_units_is_as_many_rows(data: ReliabilityData, draw: st.DataObject) -> None:
    number = len(data.units)
    weights = draw.draw(st.lists(st.integers(1, 4), min_size=number, max_size=number))
    cells = tuple(row for row, weight in zip(data.cells, weights, strict=True) for _ in range(weight))
    many = replace(data, units=units(len(cells)), cells=cells)
    for coefficient in COEFFICIENTS.values():
        was, now = coefficient(replace(data, weights=tuple(weights))), coefficient(many)
        assert was.reason == now.reason
        assert was.value == pytest.approx(now.value, abs=1e-12)


@FEW
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
    values = {name: coefficient(data).value for name, coefficient in COEFFICIENTS.items()}
    assert {name for name, value in values.items() if value is None} == {"positive", "pabak"}
    assert {round(value, 12) for value in values.values() if value is not None} == {1}
    assert percent(by_coder("-a", "-b")).value == 0.5


def test_sets_that_share_a_code_are_different_values() -> None:
    data = data_of([[frozenset("ab"), frozenset("a")], [frozenset("b"), frozenset("b")]])
    assert percent(data).value == 0.5


def test_one_disagreement_on_a_rare_code_takes_alpha_to_zero_or_below() -> None:
    data = by_coder("x" + 99 * "-", 100 * "-")
    assert percent(data).value == 0.99
    assert alpha(data).value == pytest.approx(0, abs=0.01)
    assert cohen(data).value == 0


def package(data: ReliabilityData, level: Level) -> float:
    """Alpha of one-character numbers by the package krippendorff."""
    table = np.array([[float(next(iter(cell))) if cell else np.nan for cell in row] for row in data.cells]).T
    domain = sorted(float(code) for code in data.codes)
    return float(krippendorff.alpha(table, value_domain=domain, level_of_measurement=level))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", range(6))
def test_alpha_of_numbers_equals_the_package(seed: int, level: Level) -> None:
    data = numbers(seed, coders=2 + seed, n=50, missing=0.3)
    vectorised = value_or_reason(together(data), partial(alpha_recipe, level=level))[0]
    assert vectorised.value == pytest.approx(package(data, level), abs=1e-10)
    assert alpha(data, level=level).value == pytest.approx(package(data, level), abs=1e-10)


def test_the_package_is_asked_as_long_as_its_table_fits_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    data = by_coder("1123", "1223", "1133")
    asked = []

    def package_(**question: object) -> float:
        asked.append(question["level_of_measurement"])
        return 0.25

    here = alpha(data, level="ordinal").value
    monkeypatch.setattr(krippendorff, "alpha", package_)
    monkeypatch.setattr("toolkit.agreement.alpha._MOST_CELLS", 4 * 3**2)
    assert alpha(data, level="ordinal").value == 0.25
    assert alpha(data).value != 0.25
    monkeypatch.setattr("toolkit.agreement.alpha._MOST_CELLS", 4 * 3**2 - 1)
    assert alpha(data, level="ordinal").value == pytest.approx(here, abs=1e-12)
    assert alpha(by_coder("111", "111", codes=["1", "2"]), level="ordinal").reason
    assert asked == ["ordinal"]


@pytest.mark.parametrize(("most", "has_value"), [(3, True), (2, False)])
def test_levels_that_need_a_table_of_all_values_are_of_so_many_values_at_most(
    most: int, has_value: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = by_coder("1123", "1223")
    monkeypatch.setattr("toolkit.agreement.alpha.MOST_VALUES", most)
    for level in ("ordinal", "ratio"):
        estimate = alpha(data, level=level)
        assert (estimate.value is not None) == has_value
        assert has_value or estimate.reason.endswith("compare at the level interval")
    assert alpha(data, level="interval").value is not None


def test_alpha_has_no_level_without_a_scale() -> None:
    with_gap, words = by_coder("12-", "112"), by_coder("ab", "bb")
    assert "no place on a scale" in alpha(with_gap, level="ordinal").reason
    assert alpha(words, level="interval").reason.startswith("not all values are numbers")
    assert alpha(words, level="ordinal").value is not None
    assert "no list" in alpha(SETS_OF_TWO, level="interval").reason


@pytest.mark.parametrize("missing", [0, 0.3])
@pytest.mark.parametrize("seed", range(6))
def test_all_codes_in_one_pass_equal_the_package_code_by_code(seed: int, missing: float) -> None:
    data = noisy(seed, coders=2 + 3 * (seed % 3), n=80, missing=missing, noise=0.5)
    found = value_or_reason(by_code(data), alpha_recipe)
    for code, estimate in zip(data.codes, found, strict=True):
        given = [
            [np.nan if cell is None else code in cell for cell in column]
            for column in zip(*data.cells, strict=True)
        ]
        table = np.array(given, dtype=float)
        value = krippendorff.alpha(table, value_domain=[0.0, 1.0], level_of_measurement="nominal")
        assert estimate.value == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_kappas_of_complete_data_equal_statsmodels(seed: int) -> None:
    data = numbers(seed, coders=2 + seed % 4, n=40, missing=0)
    counts = np.array([[row.count(frozenset([code])) for code in data.codes] for row in data.cells])
    assert fleiss(data).value == pytest.approx(fleiss_kappa(counts), abs=1e-12)
    assert brennan_prediger(data).value == pytest.approx(fleiss_kappa(counts, method="randolph"), abs=1e-12)
    two = replace(data, coders=data.coders[:2], cells=tuple(row[:2] for row in data.cells))
    pairs = Counter(two.cells)
    table = [[pairs[frozenset([a]), frozenset([b])] for b in data.codes] for a in data.codes]
    peer = cohens_kappa(np.array(table))
    assert cohen(two).value == pytest.approx(peer.kappa, abs=1e-12)
    assert value_or_reason(together(two), kappa_max_recipe)[0].value == pytest.approx(
        peer.kappa_max, abs=1e-12
    )


@pytest.mark.parametrize("seed", range(10))
def test_kappas_equal_scikit_learn_and_nltk(seed: int) -> None:
    data = numbers(seed, coders=3, n=40, missing=0)
    columns_ = [[int(next(iter(cell or "0"))) for cell in column] for column in zip(*data.cells, strict=True)]
    triples = [
        (str(coder), str(row), str(value))
        for coder, column in enumerate(columns_)
        for row, value in enumerate(column)
    ]
    pairs = list(combinations(columns_, 2))
    of_pairs = [cohen_kappa_score(one, other) for one, other in pairs]
    assert light(data).value == pytest.approx(np.mean(of_pairs), abs=1e-12)
    assert light(data).value == pytest.approx(AnnotationTask(data=triples).kappa(), abs=1e-12)
    for weighting in ("linear", "quadratic"):
        weighted = [
            cohen_kappa_score(one, other, weights=weighting, labels=range(1, 6)) for one, other in pairs
        ]
        assert light(data, weighting=weighting).value == pytest.approx(np.mean(weighted), abs=1e-12)
    two = [triple for triple in triples if triple[0] != "2"]
    first = replace(data, coders=data.coders[:2], cells=tuple(row[:2] for row in data.cells))
    assert scott(first).value == pytest.approx(AnnotationTask(data=two).pi(), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_positive_agreement_of_two_coders_is_f1(seed: int) -> None:
    data = noisy(seed, coders=2, n=60, missing=0, noise=0.5).for_code("trust")
    one, other = ([bool(cell) for cell in column] for column in zip(*data.cells, strict=True))
    assert positive(data).value == pytest.approx(f1_score(one, other), abs=1e-12)
    assert pabak(data).value == pytest.approx(2 * (percent(data).value or 0) - 1, abs=1e-12)


@given(reliability(missing=False))
def test_alpha_is_fleiss_corrected_for_the_number_of_judgements(data: ReliabilityData) -> None:
    kappa, estimate = fleiss(data).value, alpha(data).value
    assume(kappa is not None and estimate is not None)
    n = len(data.cells) * len(data.coders)
    assert kappa is not None
    assert estimate == pytest.approx(kappa + (1 - kappa) / n, abs=1e-12)


@given(reliability(coders=2, missing=False))
def test_of_two_coders_conger_and_light_are_cohen_and_fleiss_is_scott(data: ReliabilityData) -> None:
    kappa = cohen(data)
    for same in (conger(data), light(data)):
        assert same.reason == kappa.reason
        assert same.value == pytest.approx(kappa.value, abs=1e-12)
    assert fleiss(data).value == pytest.approx(scott(data).value, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_ac2_with_the_weights_identity_is_ac1(seed: int) -> None:
    data = numbers(seed, coders=3, n=30, missing=0.2)
    assert ac2(data, weighting="identity") == ac1(data)


@pytest.mark.parametrize("seed", range(3))
def test_quadratic_weights_are_the_interval_level(seed: int) -> None:
    """Weighted Fleiss and interval alpha differ by the correction for few units alone."""
    data = numbers(seed, coders=3, n=30, missing=0)
    kappa = fleiss(data, weighting="quadratic").value
    assert kappa is not None
    assert alpha(data, level="interval").value == pytest.approx(kappa + (1 - kappa) / 90, abs=1e-12)


def test_a_code_that_nobody_gave_is_a_category_all_the_same() -> None:
    data = by_coder("aabb", "abbb")
    assert brennan_prediger(data).value == pytest.approx(0.5)
    assert brennan_prediger(replace(data, codes=("a", "b", "c"))).value == pytest.approx(0.625)
    assert ac1(data) != ac1(replace(data, codes=("a", "b", "c")))


def test_guessing_coders_have_no_agreement_beyond_chance() -> None:
    data = numbers(1, coders=3, n=20_000, missing=0.1, noise=1)
    for name in ("light", "fleiss", "conger", "bp", "ac1", "alpha"):
        assert COEFFICIENTS[name](data).value == pytest.approx(0, abs=0.02)


NOBODY = by_coder("----", "----", codes=["x"])
EVERYBODY = by_coder("xxxx", "xxxx")
ALONE = by_coder("x-..", "..x-")
SAME_SETS = by_coder("xxxx", "xxxx", codes=["x", "y"])
NO_CODES = by_coder("----", "----", codes=["x", "y"])
SETS_OF_TWO = data_of([[frozenset("ab"), frozenset("ab")], [frozenset("a"), frozenset("b")]])
ONE_PAIR = by_coder("xx--", "xx..", "xx-x")
THREE = by_coder("x-x-", "x---", "--x-")
CHANCE = ["cohen", "light", "scott", "fleiss", "conger", "alpha"]
REASONS = {
    "nobody gave this code": (NOBODY, [*CHANCE, "positive"]),
    "nobody gave any code": (NO_CODES, CHANCE),
    "every coder gave this code to every unit": (EVERYBODY, CHANCE),
    "every coder gave the same codes to every unit": (SAME_SETS, CHANCE),
    "no unit was judged by two coders": (ALONE, list(COEFFICIENTS)),
    "needs exactly two coders, and 3 share units": (THREE, ["cohen", "scott"]),
    "is of one code at a time": (NO_CODES, ["positive", "pabak"]),
    "coders gave several codes to a unit, and sets of codes are no list of categories": (
        SETS_OF_TWO,
        ["bp", "ac1"],
    ),
    "a pair of coders gave one and the same value to every unit the two share": (ONE_PAIR, ["light"]),
}


@pytest.mark.parametrize(("reason", "case"), REASONS.items(), ids=REASONS)
def test_an_undefined_coefficient_says_why(reason: str, case: tuple[ReliabilityData, list[str]]) -> None:
    data, undefined = case
    for name, coefficient in COEFFICIENTS.items():
        estimate = coefficient(data)
        assert (estimate.reason == reason) == (name in undefined)
        assert (estimate.value is None) == bool(estimate.reason)


@pytest.mark.parametrize(
    "data",
    [data_of([]), ReliabilityData((), ("A", "B"), ("x",), ()), by_coder("x-"), by_coder("..", "..")],
    ids=["nothing", "no units", "one coder", "nobody judged"],
)
def test_data_without_shared_units_is_no_error(data: ReliabilityData) -> None:
    for coefficient in COEFFICIENTS.values():
        assert coefficient(data).reason == "no unit was judged by two coders"


def test_light_is_the_mean_over_pairs_who_share_a_unit() -> None:
    """The first two have 0.5 on four units, the last two 0 on two; the first and the last never met."""
    assert light(by_coder("xx--..", "x---xx", "....x-")).value == pytest.approx((0.5 + 0) / 2)
    # One unit is enough: two who differ on it agree as chance would have it.
    assert light(by_coder("xx--.", "x---x", "....-")).value == pytest.approx((0.5 + 0) / 2)


def test_a_third_coder_who_shares_no_unit_does_not_stop_kappa() -> None:
    data = by_coder("xx--..", "x-x-..", "....x-")
    assert cohen(data) == cohen(by_coder("xx--", "x-x-"))


def test_a_coder_may_be_named_like_a_code() -> None:
    assert replace(by_coder("x-", "x-"), coders=("x", "y")).codes == ("x",)
