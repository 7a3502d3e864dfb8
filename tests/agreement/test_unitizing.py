"""Coders who cut the text themselves: published values, the definition character by character, identities."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.characters import family
from toolkit.agreement.points import points
from toolkit.agreement.sums import Sums
from toolkit.agreement.sweep import sweep
from toolkit.agreement.unitized import UNITIZING, Unitized, ku_sums
from toolkit.agreement.unitizing import bar_u_alpha, cu_alpha, ku_alpha, u_alpha, unitizing_agreement
from toolkit.errors import Invalid
from toolkit.model.reliability import Continuum, Estimate, Segment

CODES = ["1", "2", "3"]
CODERS = ["Ana", "Ben", "Cleo", "Dan"]


def read(line: str) -> tuple[Segment, ...]:
    """Read `1-7:1 8-13:2`, counted from 1, both ends included."""
    cuts = (word.replace(":", "-").split("-") for word in line.split())
    return tuple(Segment(int(start) - 1, int(end), value) for start, end, value in cuts)


# Krippendorff (2019), figure 12.11, as the R package quallmer reads it off.
ALEX = read("1-7:1 8-13:2 31-32:5 33-37:6 38-44:6 45-60:7")
PAUL = read("1-7:1 8-13:3 14-21:5 33-44:6")
SUZAN = read("1-7:1 8-13:4 14-21:5 33-37:6 38-41:6 42-44:6")
FIGURE = Continuum("figure 12.11", 60, {"Alex": ALEX, "Paul": PAUL, "Suzan": SUZAN})
SEVEN = list("1234567")
# The reading that gives all three printed digits of each coefficient: the sixes cut 4-4-4, 12, 4-4-4.
SIXES = "33-36:6 37-40:6 41-44:6"
PRINTED = Continuum(
    "figure 12.11",
    60,
    {
        "Alex": read(f"1-7:1 8-13:2 31-32:5 {SIXES} 45-60:7"),
        "Paul": PAUL,
        "Suzan": read(f"1-7:1 8-13:4 14-21:5 {SIXES}"),
    },
)
TINY = Continuum(
    "tiny",
    10,
    {"Ana": (Segment(0, 4, "1"), Segment(6, 9, "2")), "Ben": (Segment(1, 5, "1"), Segment(6, 9, "1"))},
)


def whole(continua: Sequence[Continuum], codes: Sequence[str] = CODES) -> list[float | None]:
    """Return u, |u, cu and (k)u of each code."""
    found = unitizing_agreement(continua, {"theme": codes})["theme"]
    return [one.value for one in (found.u, found.bar, found.cu, *found.by_code.values())]


def same(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    return len(one) == len(other) and all(
        math.isclose(a, b, abs_tol=1e-9) if a is not None and b is not None else a is b
        for a, b in zip(one, other, strict=True)
    )


@st.composite
def segments(draw: st.DrawFn, length: int) -> tuple[Segment, ...]:
    """Draw one coder's segments; some touch, none overlaps."""
    bounds = sorted(draw(st.sets(st.integers(0, length), max_size=9)))
    values = draw(st.lists(st.sampled_from([None, *CODES]), min_size=len(bounds), max_size=len(bounds)))
    return tuple(
        Segment(start, end, value)
        for start, end, value in zip(bounds, bounds[1:], values, strict=False)
        if value
    )


@st.composite
def continua(draw: st.DrawFn, coders: int = 4) -> list[Continuum]:
    """Draw interviews, not all of which every coder has finished."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        length = draw(st.integers(1, 25))
        names = draw(st.lists(st.sampled_from(CODERS[:coders]), unique=True, max_size=coders))
        made.append(Continuum(f"P{number}", length, {name: draw(segments(length)) for name in names}))
    return made


@given(continua())
def test_the_sweep_equals_going_through_every_character(interviews: list[Continuum]) -> None:
    slow = family(interviews, CODES)
    by_hand = [None if math.isnan(one) else one for one in (slow.u, slow.bar, slow.cu, *slow.by_code)]
    assert same(whole(interviews), by_hand)
    coverage = unitizing_agreement(interviews, {"theme": CODES})["theme"].coverage
    assert math.isnan(slow.coverage) if coverage is None else coverage == pytest.approx(slow.coverage)


@pytest.mark.parametrize("coders", [2, 3, 4])
def test_a_longer_text_too(coders: int) -> None:
    interviews = [guessed(seed, CODERS[:coders], 600) for seed in range(3)]
    slow = family(interviews, CODES)
    assert same(whole(interviews), [slow.u, slow.bar, slow.cu, *slow.by_code])


def guessed(seed: int, coders: Sequence[str], length: int) -> Continuum:
    """Make coders who cut and name without looking."""
    chance = random.Random(seed)  # noqa: S311 - test data

    def cuts() -> tuple[Segment, ...]:
        bounds = sorted(chance.sample(range(length), length // 10))
        values = chance.choices(["", *CODES], k=len(bounds))
        return tuple(Segment(*cut) for cut in zip(bounds, bounds[1:], values, strict=False) if cut[2])

    return Continuum(f"P{seed}", length, {coder: cuts() for coder in coders})


def test_figure_12_11_as_quallmer_reads_it() -> None:
    u, bar, cu, *by_code = whole([FIGURE], SEVEN)
    # u also by the PyPI package krippendorff-unitized-alpha 0.1.0.
    assert u == pytest.approx(0.509982, abs=5e-7)
    assert bar == pytest.approx(0.413600, abs=1e-6)
    # Squared over the union of the other coders it would be .728351.
    assert cu == pytest.approx(0.725559, abs=5e-6)
    assert by_code == [1, 0, 0, 0, 1, 1, None]
    found = unitizing_agreement([FIGURE], {"theme": SEVEN})["theme"]
    assert found.coverage == pytest.approx(0.461111, abs=5e-7)
    # Printed: 44 %.
    assert found.coverage_by_code["5"] == pytest.approx(0.44, abs=0.005)
    assert found.by_code["7"].reason == ("nobody gave this code where another coder gave any of these codes")


def test_figure_12_11_to_the_printed_digits() -> None:
    u, bar, cu, *by_code = whole([PRINTED], SEVEN)
    assert [round(one or 0, 3) for one in (u, bar, cu)] == [0.510, 0.413, 0.724]
    assert by_code == [1, 0, 0, 0, 1, 1, None]


def test_ten_characters_by_hand() -> None:
    assert u_alpha([TINY], ["1", "2"]).value == pytest.approx(0.264957, abs=5e-7)
    assert bar_u_alpha([TINY], ["1", "2"]).value == pytest.approx(0.590476, abs=5e-7)
    assert cu_alpha([TINY], ["1", "2"]).value == 0
    assert unitizing_agreement([TINY], {"x": ["1", "2"]})["x"].coverage == 0.6


@pytest.mark.parametrize("coders", [2, 3])
def test_one_segment_for_each_character_makes_u_alpha_nominal_alpha(coders: int) -> None:
    chance = random.Random(coders)  # noqa: S311 - test data
    lines = [chance.choices(CODES, k=40) for _ in range(coders)]
    cut = {
        coder: tuple(Segment(at, at + 1, value) for at, value in enumerate(line))
        for coder, line in zip(CODERS, lines, strict=False)
    }
    nominal = krippendorff.alpha(np.array(lines, dtype=float), level_of_measurement="nominal")
    interview = [Continuum("P01", 40, cut)]
    assert u_alpha(interview, CODES).value == pytest.approx(nominal)
    assert cu_alpha(interview, CODES).value == pytest.approx(nominal)


@settings(max_examples=30)
@given(continua())
def test_for_a_single_code_u_and_bar_u_are_the_same(interviews: list[Continuum]) -> None:
    only = [
        replace(
            one, segments={c: tuple(s for s in cuts if s.value == "1") for c, cuts in one.segments.items()}
        )
        for one in interviews
    ]
    assert u_alpha(only, ["1"]) == bar_u_alpha(only, ["1"])
    assert u_alpha(interviews, ["1"]) == u_alpha(only, ["1"])


@settings(max_examples=30)
@given(continua(), st.randoms(use_true_random=False))
def test_order_of_coders_interviews_segments_and_codes_does_not_matter(
    interviews: list[Continuum], chance: random.Random
) -> None:
    name = dict(zip(CODERS, chance.sample(CODERS, 4), strict=True))
    moved = [
        replace(
            one,
            segments={
                name[coder]: tuple(chance.sample(cuts, len(cuts))) for coder, cuts in one.segments.items()
            },
        )
        for one in chance.sample(interviews, len(interviews))
    ]
    u, bar, cu, one, two, three = whole(interviews)
    assert same(whole(moved, ["3", "1", "2"]), [u, bar, cu, three, one, two])


@settings(max_examples=30)
@given(continua())
def test_an_interview_that_one_coder_finished_changes_nothing(interviews: list[Continuum]) -> None:
    alone = Continuum("alone", 50, {"Ana": (Segment(0, 20, "1"), Segment(30, 50, "2"))})
    assert same(whole([*interviews, alone]), whole(interviews))


def test_splitting_a_segment_changes_the_value_and_splitting_a_gap_does_not() -> None:
    ana, ben = TINY.segments["Ana"], TINY.segments["Ben"]
    split = (Segment(0, 2, "1"), Segment(2, 4, "1"), ana[1])
    assert u_alpha([replace(TINY, segments={"Ana": split, "Ben": ben})], ["1", "2"]).value != pytest.approx(
        u_alpha([TINY], ["1", "2"]).value
    )
    # A gap is cut by whatever another coder does in it, or by a segment of another theme.
    other = (*ana, Segment(4, 5, "of another theme"), Segment(9, 10, "of another theme"))
    assert same(
        whole([replace(TINY, segments={"Ana": other, "Ben": ben})], ["1", "2"]), whole([TINY], ["1", "2"])
    )


def test_a_finer_ruler_makes_no_difference_in_the_limit() -> None:
    def stretched(times: int) -> list[Continuum]:
        return [
            Continuum(
                "P01",
                10 * times,
                {
                    coder: tuple(Segment(start * times, end * times, value) for start, end, value in cuts)
                    for coder, cuts in TINY.segments.items()
                },
            )
        ]

    # Gaps are not squared, so that u depends on the ruler a little; cu has no gaps and does not.
    far, farther = (u_alpha(stretched(times), ["1", "2"]).value for times in (10**5, 10**6))
    assert far == pytest.approx(farther, abs=1e-6)
    assert cu_alpha(stretched(7), ["1", "2"]).value == pytest.approx(cu_alpha([TINY], ["1", "2"]).value)


def test_coders_who_guess_agree_no_better_than_chance() -> None:
    interviews = [guessed(seed, CODERS[:3], 20_000) for seed in range(10, 14)]
    assert [one or 0 for one in whole(interviews)] == pytest.approx([0] * 6, abs=0.03)


def test_coders_who_cut_alike_agree_fully() -> None:
    line = guessed(5, ["Ana"], 300).segments["Ana"]
    assert whole([Continuum("P01", 300, dict.fromkeys(CODERS, line))]) == [1] * 6


def test_a_coders_overlapping_segments_of_one_code_are_united_and_counted() -> None:
    loose = (Segment(0, 3, "1"), Segment(2, 4, "1"), Segment(0, 2, "1"), Segment(6, 9, "2"))
    found = unitizing_agreement(
        [replace(TINY, segments={"Ana": loose, "Ben": TINY.segments["Ben"]})], {"theme": ["1", "2"]}
    )["theme"]
    assert (found.u.value, found.segments, found.united) == (u_alpha([TINY], ["1", "2"]).value, 4, 2)


def test_segments_that_touch_stay_two() -> None:
    line = {"Ana": (Segment(0, 5, "1"), Segment(5, 8, "1")), "Ben": (Segment(0, 8, "1"),)}
    found = unitizing_agreement([Continuum("P01", 10, line)], {"code": ["1"]})["code"]
    assert (found.segments, found.united) == (3, 0)


def test_two_codes_of_a_theme_on_the_same_text_are_no_partition_but_bar_u_has_a_value() -> None:
    ana = (Segment(0, 4, "1"), Segment(3, 8, "2"))
    both = Continuum("P01", 10, {"Ana": ana, "Ben": (Segment(0, 8, "1"),)})
    found = unitizing_agreement([both, TINY_2], {"theme": ["1", "2"]})["theme"]
    reason = (
        "a coder gave two of these codes to the same text (once), and they can be compared together only "
        "if they exclude each other; compare each by itself"
    )
    assert [one.reason for one in (found.u, found.cu, *found.by_code.values())] == [reason] * 4
    united = Continuum("P01", 10, {"Ana": (Segment(0, 8, "1"),), "Ben": (Segment(0, 8, "1"),)})
    assert found.bar.value == pytest.approx(bar_u_alpha([united, TINY_2], ["1", "2"]).value or 0)


TINY_2 = replace(TINY, interview="P02")


@settings(max_examples=30)
@given(continua())
def test_values_of_many_codes_in_one_sweep_are_those_of_each_by_itself(interviews: list[Continuum]) -> None:
    found = unitizing_agreement(interviews, {code: [code] for code in CODES})
    assert [found[code].u for code in CODES] == [u_alpha(interviews, [code]) for code in CODES]


def test_themes_of_different_sizes_in_one_sweep_are_those_of_each_by_itself() -> None:
    interviews = [guessed(seed, CODERS[:3], 400) for seed in range(2)]
    found = unitizing_agreement(interviews, {"small": ["3"], "large": ["1", "2"]})
    for name, codes in {"small": ["3"], "large": ["1", "2"]}.items():
        alone = unitizing_agreement(interviews, {name: codes})[name]
        assert found[name].u.value == pytest.approx(alone.u.value)
        assert found[name].bar.value == pytest.approx(alone.bar.value)
        assert found[name].cu.value == pytest.approx(alone.cu.value)
        assert list(found[name].by_code) == codes


@settings(max_examples=30)
@given(continua())
def test_sums_without_one_interview_are_the_sums_of_the_others(interviews: list[Continuum]) -> None:
    swept = Unitized.of(interviews, [CODES])
    kept = swept.by_code.interviews
    coefficients: list[Callable[[Unitized], Sums]] = [*UNITIZING.values(), partial(ku_sums, place=0)]
    for made in coefficients:
        sums = made(swept)
        for left_out, name in enumerate(kept):
            weights = np.ones((1, len(kept)))
            weights[0, left_out] = 0
            again = made(Unitized.of([one for one in interviews if one.interview != name], [CODES]))
            values = sums.value(sums.weighted(weights))[0]
            assert values == pytest.approx(again.value(again.total()), nan_ok=True, abs=1e-9)


def test_a_distance_between_codes_counts_in_cu() -> None:
    def steps(one: str, other: str) -> float:
        return abs(int(one) - int(other))

    lines = {"Ana": read("1-4:1 5-8:2 9-12:3"), "Ben": read("1-4:1 5-8:3 9-12:1")}
    interview = [Continuum("P01", 12, lines)]
    # l*: 11: 8; 23, 32, 13 and 31: 4 each; 8 segments' squares halve chance: 24 (l*_c l*_k) / (576 - 96).
    margins = {"1": 12, "2": 4, "3": 8}
    by_chance = sum(
        24 * a * b * steps(x, y) / (576 - 96) for x, a in margins.items() for y, b in margins.items()
    )
    assert cu_alpha(interview, CODES, steps).value == pytest.approx(1 - (4 + 4 + 8 + 8) / by_chance)


def reason_of(lines: Mapping[str, str], codes: Sequence[str]) -> dict[str, str]:
    interview = [Continuum("P01", 10, {coder: read(line) for coder, line in lines.items()})]
    found = unitizing_agreement(interview, {"x": codes})["x"]
    return {"u": found.u.reason, "bar": found.bar.reason, "cu": found.cu.reason}


NOTHING_TO_TELL = "where two coders coded, all codes are the same, so nothing to tell apart"
ALL_OF_IT = "every coder gave one of these codes to the whole text"
ONLY_ONE = "there is only one code, so nothing to tell apart: read u-alpha"


@pytest.mark.parametrize(
    ("lines", "codes", "u", "bar", "cu"),
    [
        ({"Ana": "", "Ben": ""}, ["1"], "nobody gave this code", "nobody gave this code", ONLY_ONE),
        (
            {"Ana": "", "Ben": ""},
            ["1", "2"],
            "nobody gave any of these codes",
            "nobody gave any of these codes",
            "two coders never coded the same text",
        ),
        (
            {"Ana": "1-10:1", "Ben": "1-5:1 6-10:1"},
            ["1", "2"],
            "every coder gave the same code to the whole text",
            ALL_OF_IT,
            NOTHING_TO_TELL,
        ),
        (
            {"Ana": "1-10:1", "Ben": "1-10:1"},
            ["1"],
            "every coder gave this code to the whole text",
            "every coder gave this code to the whole text",
            ONLY_ONE,
        ),
        ({"Ana": "1-10:1", "Ben": "1-10:2"}, ["1", "2"], "", ALL_OF_IT, ""),
        ({"Ana": "1-4:1", "Ben": "6-10:2"}, ["1", "2"], "", "", "two coders never coded the same text"),
        ({"Ana": "1-4:1"}, ["1"], *["no interview was finished by two coders"] * 3),
        ({}, ["1", "2"], *["no interview was finished by two coders"] * 3),
    ],
)
def test_undefined_has_a_reason(
    lines: Mapping[str, str], codes: list[str], u: str, bar: str, cu: str
) -> None:
    assert reason_of(lines, codes) == {"u": u, "bar": bar, "cu": cu}


def test_one_short_text_coded_by_two_of_three_says_nothing_about_chance() -> None:
    interview = [Continuum("P01", 9, {"Ana": (), "Ben": read("1-3:1"), "Cleo": read("1-3:2")})]
    assert cu_alpha(interview, CODES).reason == ku_alpha(interview, CODES, "1").reason
    assert cu_alpha(interview, CODES).reason == (
        "too few segments were coded by two coders to say what chance would give"
    )


def test_no_interviews_and_no_codes_are_no_crash() -> None:
    assert u_alpha([], ["1"]) == Estimate(None, "no interview was finished by two coders")
    assert unitizing_agreement([TINY], {}) == {}
    assert ku_alpha([TINY], ["1", "2"], "1").value is not None
    assert points(UNITIZING["cu"](Unitized.of([], [CODES])))[0].value is None


def test_a_segment_outside_its_continuum_an_interview_twice_and_a_code_twice_are_refused() -> None:
    with pytest.raises(Invalid, match="P01: a segment 5-11 is not within 0-10"):
        Continuum("P01", 10, {"Ana": (Segment(5, 11, "1"),)})
    with pytest.raises(Invalid, match="P01: a segment 5-5 is not"):
        Continuum("P01", 10, {"Ana": (Segment(5, 5, "1"),)})
    with pytest.raises(Invalid, match="interview 'tiny' comes twice"):
        sweep([TINY, TINY], [["1"]])
    with pytest.raises(Invalid, match="value '1' comes twice"):
        sweep([TINY], [["1"], ["2", "1"]])
