"""Sets of codes: published values, pairs of sets gone through one by one, other programs, identities."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import jaccard_distance, masi_distance

from tests.agreement.cells import by_coder, data_of, units
from toolkit.agreement.alpha import alpha
from toolkit.agreement.ratings import Ratings
from toolkit.agreement.sets import (
    SETS,
    alpha_dice,
    alpha_jaccard,
    alpha_masi,
    dice,
    jaccard,
    masi,
    mv_alpha,
)
from toolkit.model.reliability import Cell, ReliabilityData

CODES = ["a", "b", "c", "d"]
SETS_OF_CODES = st.frozensets(st.sampled_from(CODES), max_size=4)
NO: frozenset[str] = frozenset()


def read(*rows: str) -> ReliabilityData:
    """Read one word for each coder: letters are codes, `-` is the empty set, `.` is missing."""

    def cell(word: str) -> Cell:
        return None if word == "." else frozenset(word) - {"-"}

    return data_of([[cell(word) for word in row.split()] for row in rows])


@st.composite
def judged(draw: st.DrawFn) -> ReliabilityData:
    width = draw(st.integers(2, 4))
    row = st.lists(SETS_OF_CODES | st.none(), min_size=width, max_size=width)
    return data_of(draw(st.lists(row, min_size=1, max_size=8)), CODES)


# Krippendorff & Craggs (2016), with the values of the R package mvalpha 0.6.0.
TABLES = {
    "3": (read("bd d .", "abd b bd", "- a a", "a . ."), 0.2865907),
    "8a": (read("a a a", "abd abd abde", "d d d"), 0.9474618),
    "8b": (read("a a a", "ab ab abd", "d d d"), 0.9233141),
    "8c": (read("a a a", "b b bd", "d d d"), 0.8947345),
    "9a": (read("a a a", "ab ad bd", "d d d"), 0.7156712),
    "9b": (read("a a a", "ab de f", "d d d"), 0.5539087),
    "9c": (read("a b ab", "ab de f", "bd d be"), -0.0020510),
}


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_krippendorff_and_craggs(table: str) -> None:
    data, published = TABLES[table]
    assert mv_alpha(data).value == pytest.approx(published, abs=6e-8)


def test_the_parts_of_table_3() -> None:
    data, _ = TABLES["3"]
    sums = SETS["mv_alpha"](data)
    observed = sums.total()[0, 0] / 8
    assert observed == pytest.approx(0.4625)
    assert observed / (1 - sums.value(sums.total())[0]) == pytest.approx(0.6482955, abs=5e-8)


def enumerated(data: ReliabilityData) -> Fraction | None:
    """Return mv-alpha by going through all pairs of sets that codes can form, in whole fractions."""
    rows = [[cell for cell in row if cell is not None] for row in data.cells]
    rows = [row for row in rows if len(row) > 1]
    given = [cell for row in rows for cell in row]
    holding = Counter(code for cell in given for code in cell)
    sizes = Counter(len(cell) for cell in given)

    def apart(one: frozenset[str], other: frozenset[str]) -> Fraction:
        return 1 - Fraction(2 * len(one & other), len(one) + len(other)) if one or other else Fraction(0)

    def weight(one: frozenset[str], other: frozenset[str]) -> int:
        single, double = one ^ other, one & other
        return prod(holding[c] for c in single) * prod(holding[c] * (holding[c] - 1) for c in double)

    def mean(a: int, b: int) -> Fraction:
        pairs = [
            (frozenset(one), frozenset(other))
            for one in combinations(data.codes, a)
            for other in combinations(data.codes, b)
        ]
        total = sum(weight(*pair) for pair in pairs)
        return (
            sum((weight(*pair) * apart(*pair) for pair in pairs), Fraction(0)) / total
            if total
            else Fraction(0)
        )

    observed = sum(
        (apart(*pair) / (len(row) - 1) for row in rows for pair in permutations(row, 2)), Fraction(0)
    )
    by_chance = sum((sizes[a] * sizes[b] * mean(a, b) for a in sizes for b in sizes), Fraction(0))
    return 1 - observed * len(given) / by_chance if by_chance else None


@settings(max_examples=60)
@given(judged())
def test_mv_alpha_equals_going_through_all_pairs_of_sets(data: ReliabilityData) -> None:
    slow = enumerated(data)
    assert mv_alpha(data).value == (None if slow is None else pytest.approx(float(slow), abs=1e-9))


def test_sets_of_many_codes_take_no_longer() -> None:
    chance = random.Random(1)  # noqa: S311 - test data
    names = [f"code {number}" for number in range(60)]
    truth = [frozenset(chance.sample(names, chance.randint(0, 40))) for _ in range(50)]
    guessed = chance.sample(truth, len(truth))
    assert mv_alpha(data_of(zip(truth, truth, strict=True), names)).value == 1
    assert mv_alpha(data_of(zip(truth, guessed, strict=True), names)).value == pytest.approx(0, abs=0.1)


MASI_GOLD = [
    ("a", "ab", 2 / 3),
    ("ab", "bc", 8 / 9),
    ("abc", "ab", 5 / 9),
    ("a", "b", 1),
    ("", "", 0),
    ("", "a", 1),
]


def distances(one: frozenset[str], other: frozenset[str]) -> list[float]:
    sizes = [np.array([float(n)]) for n in (len(one & other), len(one), len(other))]
    return [float(distance(*sizes)[0]) for distance in (jaccard, dice, masi)]


@pytest.mark.parametrize(("one", "other", "far"), MASI_GOLD)
def test_masi_of_passonneau(one: str, other: str, far: float) -> None:
    assert distances(frozenset(one), frozenset(other))[2] == pytest.approx(far)


@given(SETS_OF_CODES, SETS_OF_CODES)
def test_distances_equal_nltks_except_for_two_empty_sets_where_it_divides_by_zero(
    one: frozenset[str], other: frozenset[str]
) -> None:
    near = distances(one, other)
    assert near == distances(other, one)
    if one or other:
        assert near[0] == pytest.approx(jaccard_distance(one, other))
        assert near[2] == pytest.approx(masi_distance(one, other), abs=1e-12)
        assert near[1] == pytest.approx(1 - 2 * len(one & other) / (len(one) + len(other)))
    else:
        assert near == [0, 0, 0]


def test_nine_pairs_of_dkpro() -> None:
    # The data is DKPro's SetAnnotationsTest; its own MASI is another measure (.252). The values are NLTK's.
    data = read("- -", "a -", "a a", "a b", "ab a", "ab ac", "abc abc", "c ac", "c ac")
    assert alpha_masi(data).value == pytest.approx(0.2730807, abs=5e-8)
    assert alpha_jaccard(data).value == pytest.approx(0.3156200, abs=5e-8)


def nltk_alpha(data: ReliabilityData, place: int) -> float:
    kept = data.shared()
    triples = [
        (coder, str(row), cell)
        for row, cells in enumerate(kept.cells)
        for coder, cell in zip(kept.coders, cells, strict=True)
        if cell is not None
    ]
    return float(
        AnnotationTask(data=triples, distance=lambda one, other: distances(one, other)[place]).alpha()
    )


def guessing(seed: int, n: int, coders: int, missing: float, noise: float) -> ReliabilityData:
    chance = random.Random(seed)  # noqa: S311 - test data

    def some() -> frozenset[str]:
        return frozenset(code for code in CODES if chance.random() < 0.3)

    def cell(truth: frozenset[str]) -> Cell:
        if chance.random() < missing:
            return None
        return some() if chance.random() < noise else truth

    truths = [some() for _ in range(n)]
    return data_of([[cell(truth) for _ in range(coders)] for truth in truths], CODES)


@pytest.mark.parametrize("seed", range(6))
def test_alphas_equal_nltks_with_the_same_distance(seed: int) -> None:
    data = guessing(seed, 30, 2 + seed % 3, 0.2, 0.5)
    for place, coefficient in enumerate([alpha_jaccard, alpha_dice, alpha_masi]):
        assert coefficient(data).value == pytest.approx(nltk_alpha(data, place), abs=1e-9)


@given(st.lists(st.tuples(*[st.sampled_from("abc-.")] * 3), min_size=1, max_size=9))
def test_with_one_code_a_unit_all_are_nominal_alpha(rows: Sequence[Sequence[str]]) -> None:
    data = by_coder(*("".join(column) for column in zip(*rows, strict=True)), codes=["a", "b", "c"])
    nominal = alpha(data)
    for coefficient in (alpha_jaccard, alpha_dice, alpha_masi):
        assert coefficient(data).value == pytest.approx(nominal.value, abs=1e-9)
        assert coefficient(data).reason == nominal.reason
    if all(cell for row in data.cells for cell in row if cell is not None):
        assert mv_alpha(data).value == pytest.approx(nominal.value, abs=1e-9)


@settings(max_examples=40)
@given(judged(), st.randoms(use_true_random=False))
def test_order_of_coders_units_and_codes_does_not_matter(
    data: ReliabilityData, chance: random.Random
) -> None:
    cells = [chance.sample(row, len(row)) for row in chance.sample(data.cells, len(data.cells))]
    moved = data_of(cells, chance.sample(CODES, 4))
    for coefficient in (mv_alpha, alpha_masi, alpha_jaccard):
        was, now = coefficient(data), coefficient(moved)
        assert was.value == pytest.approx(now.value, abs=1e-9)
        assert was.reason == now.reason


def in_interviews(data: ReliabilityData, names: Sequence[str]) -> ReliabilityData:
    return replace(
        data,
        units=tuple(replace(unit, transcript=name) for unit, name in zip(data.units, names, strict=True)),
    )


@pytest.mark.parametrize("name", SETS)
def test_sums_without_one_interview_are_the_sums_of_the_others(name: str) -> None:
    names = ["P2"] * 10 + ["P1"] * 15 + ["P3"] * 5
    data = in_interviews(guessing(4, 30, 3, 0.2, 0.4), names)
    sums = SETS[name](data)
    assert len(sums.parts) == 3
    for left_out, interview in enumerate(["P1", "P2", "P3"]):
        weights = np.ones((2, 3))
        weights[:, left_out] = 0
        kept = [row for row, unit in enumerate(data.units) if unit.transcript != interview]
        alone = replace(
            data,
            units=tuple(data.units[row] for row in kept),
            cells=tuple(data.cells[row] for row in kept),
        )
        expected = SETS[name](alone)
        value = expected.value(expected.total())[0]
        assert sums.value(sums.weighted(weights))[:, 0] == pytest.approx([value, value])


@pytest.mark.parametrize("name", SETS)
def test_a_unit_of_weight_three_is_three_units(name: str) -> None:
    data = guessing(5, 12, 3, 0.2, 0.4)
    weights = tuple(1 + row % 3 for row in range(12))
    rows = [cells for cells, weight in zip(data.cells, weights, strict=True) for _ in range(weight)]
    one, many = SETS[name](replace(data, weights=weights)), SETS[name](data_of(rows, CODES))
    assert one.value(one.total()) == pytest.approx(many.value(many.total()))


def test_coders_who_guess_agree_no_better_than_chance() -> None:
    data = guessing(8, 4_000, 2, 0, 1)
    for coefficient in (alpha_jaccard, alpha_dice, alpha_masi, mv_alpha):
        assert coefficient(data).value == pytest.approx(0, abs=0.04)


def test_two_empty_sets_agree() -> None:
    data = read("- -", "ab ab", "- -")
    assert [one(data).value for one in (alpha_jaccard, alpha_dice, alpha_masi, mv_alpha)] == [1] * 4


def test_ratings_will_do_as_well() -> None:
    data = guessing(3, 30, 3, 0.2, 0.4)
    for coefficient in (alpha_masi, mv_alpha):
        assert coefficient(Ratings.of(data)).value == pytest.approx(coefficient(data).value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (read("a .", ". b"), "no unit was judged by two coders"),
        (ReliabilityData((), (), ("a",), ()), "no unit was judged by two coders"),
        (data_of([[NO, NO]], ["a", "b"]), "nobody gave any code"),
        (read("ab ab", "ab ab"), "every coder gave the same codes to every unit"),
    ],
)
def test_undefined_has_a_reason(data: ReliabilityData, reason: str) -> None:
    for coefficient in (alpha_jaccard, alpha_dice, alpha_masi, mv_alpha):
        assert coefficient(data).reason == reason


def test_where_chance_cannot_draw_two_different_sets_mv_alpha_says_so() -> None:
    # Each code was given once, to sets of two: no two sets of two can be drawn from them without it.
    data = ReliabilityData(units(1), ("A", "B"), ("a", "b", "c"), ((frozenset("ab"), frozenset("ac")),))
    assert mv_alpha(data).value is not None or mv_alpha(data).reason
    assert enumerated(data) is None or mv_alpha(data).value == pytest.approx(float(enumerated(data) or 0))
