"""Gamma: the best alignment by going through all and by pygamma, its samples, and where it has none."""

import random
from collections.abc import Sequence
from dataclasses import astuple, replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.agreement import alignment
from toolkit.agreement import gamma as gammas
from toolkit.agreement.alignment import Cuts, Unlikeness, disorder
from toolkit.agreement.gamma import gamma
from toolkit.errors import Invalid
from toolkit.model.reliability import Continuum, Segment

ANA = (Segment(1, 5, "a"), Segment(6, 10, "b"), Segment(11, 15, "a"))
BEN = (Segment(2, 6, "a"), Segment(7, 11, "b"), Segment(12, 16, "a"))
THREE = Continuum("P01", 20, {"Ana": ANA, "Ben": BEN})


def cuts(segments: Sequence[tuple[int, int, int]], interview: int = 0) -> Cuts:
    start, end, value = np.array(sorted(segments), dtype=np.int64).reshape(-1, 3).T
    return Cuts(start.astype(float), end.astype(float), value, np.full(len(start), interview))


def thrown(seed: int, number: int, length: int = 1_000) -> list[tuple[int, int, int]]:
    chance = random.Random(seed)  # noqa: S311 - test data
    starts = [chance.randrange(length) for _ in range(number)]
    return [(start, start + chance.randint(1, 60), chance.randrange(3)) for start in starts]


def slowly(one: Cuts, other: Cuts, unlikeness: Unlikeness) -> float:
    """Go through all alignments of two coders."""
    n, m = len(one.start), len(other.start)

    def pair(row: int, column: int) -> float:
        moved = abs(one.start[row] - other.start[column]) + abs(one.end[row] - other.end[column])
        lengths = one.end[row] - one.start[row] + other.end[column] - other.start[column]
        differing = float(one.value[row] != other.value[column])
        position = float(moved / lengths) ** 2
        return (unlikeness.alpha * position + unlikeness.beta * differing) * unlikeness.delta

    @cache
    def least(row: int, free: frozenset[int]) -> float:
        if row == n:
            return len(free) * unlikeness.delta
        alone = unlikeness.delta + least(row + 1, free)
        return min([alone, *(pair(row, at) + least(row + 1, free - {at}) for at in free)])

    return least(0, frozenset(range(m))) / ((n + m) / 2)


SEGMENTS = st.lists(
    st.builds(
        lambda at, size, value: (at, at + size, value),
        st.integers(0, 30),
        st.integers(1, 12),
        st.integers(0, 2),
    ),
    max_size=6,
)
WEIGHTS = st.builds(
    Unlikeness, st.sampled_from([0.5, 1, 3]), st.sampled_from([0, 1, 2]), st.sampled_from([1, 0.5])
)


@given(SEGMENTS, SEGMENTS.filter(bool), WEIGHTS)
def test_the_best_alignment_equals_going_through_all(
    ana: list[tuple[int, int, int]], ben: list[tuple[int, int, int]], unlikeness: Unlikeness
) -> None:
    one, other = cuts(ana), cuts(ben)
    assert disorder([one, other], unlikeness) == pytest.approx(slowly(one, other, unlikeness), abs=1e-9)
    assert disorder([other, one], unlikeness) == pytest.approx(slowly(one, other, unlikeness), abs=1e-9)


def test_many_pairs_are_looked_at_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = cuts(thrown(1, 80)), cuts(thrown(2, 90))
    whole = disorder([one, other], Unlikeness())
    monkeypatch.setattr("toolkit.agreement.alignment._AT_ONCE", 50)
    assert disorder([one, other], Unlikeness()) == pytest.approx(whole)


@pytest.mark.parametrize("number", [20, 50, 100])
@pytest.mark.parametrize("coders", [2, 3])
def test_the_best_disorder_is_pygammas(number: int, coders: int) -> None:
    package = pytest.importorskip("pygamma_agreement")
    segment = pytest.importorskip("pyannote.core").Segment
    number = number if coders == 2 else number // 5
    made = [thrown(seed, number, length=12 * number) for seed in range(coders)]
    continuum = package.Continuum()
    for coder, segments in enumerate(made):
        for start, end, value in set(segments):
            continuum.add(f"coder {coder}", segment(start, end), str(value))
    best = continuum.get_best_alignment(package.CombinedCategoricalDissimilarity())
    ours = disorder([cuts(list(set(segments))) for segments in made], Unlikeness())
    assert ours == pytest.approx(float(best.disorder), rel=1e-5)


def test_the_observed_disorder_of_three_segments() -> None:
    # pygamma, and DKPro's fixture.
    assert gamma([THREE], ["a", "b"]).observed == 0.0625


def test_gamma_of_three_segments_moves_with_the_seed_as_pygammas_does() -> None:
    # pygamma 0.5.9 with 30 samples over seeds: .849 to .884.
    values = [gamma([THREE], ["a", "b"], seed=seed).gamma.value or 0 for seed in range(12)]
    assert 0.83 < min(values) < max(values) < 0.90
    assert len(set(values)) == 12
    assert 0.855 < np.mean(values) < 0.88


def test_gamma_by_random_continua_is_pygammas() -> None:
    package = pytest.importorskip("pygamma_agreement")
    segment = pytest.importorskip("pyannote.core").Segment
    continuum = package.Continuum()
    for coder, segments in THREE.segments.items():
        for start, end, value in segments:
            continuum.add(coder, segment(start, end), value)
    np.random.seed(7)  # noqa: NPY002 - what the package draws from
    theirs = continuum.compute_gamma(n_samples=600)
    ours = gamma([THREE], ["a", "b"], samples=2_000)
    assert ours.expected == pytest.approx(float(theirs.expected_disorder), rel=0.08)


def test_all_that_has_to_be_stated_stands_with_the_number() -> None:
    found = gamma([THREE], ["a", "b"], unlikeness=Unlikeness(3, 1, 2), samples=40, seed=5)
    assert (found.alpha, found.beta, found.delta_empty) == (3, 1, 2)
    assert (found.sampler, found.samples, found.seed) == ("statistical", 40, 5)
    assert (found.coders, found.interviews) == (("Ana", "Ben"), ("P01",))
    assert found.gamma.value == 1 - (found.observed or 0) / (found.expected or 1)
    assert found == gamma([THREE], ["a", "b"], unlikeness=Unlikeness(3, 1, 2), samples=40, seed=5)


def test_a_wanted_precision_takes_as_many_samples_as_it_needs() -> None:
    rough = gamma([THREE], ["a", "b"])
    fine = gamma([THREE], ["a", "b"], precision=0.06)
    assert rough.samples == 30
    assert (rough.precision or 0) > 0.07
    assert fine.samples > 50
    assert fine.precision == pytest.approx(0.06, abs=0.02)
    assert gamma([THREE], ["a", "b"], precision=0.9).samples == 30


def random_interview(seed: int, name: str = "P01") -> Continuum:
    chance = random.Random(seed)  # noqa: S311 - test data

    def line() -> tuple[Segment, ...]:
        bounds = sorted(chance.sample(range(10_000), 400))
        return tuple(Segment(a, b, chance.choice("ab")) for a, b in list(pairwise(bounds))[::2])

    return Continuum(name, 10_000, {"Ana": line(), "Ben": line()})


def test_segments_thrown_at_random_agree_no_better_than_chance() -> None:
    assert gamma([random_interview(3)], ["a", "b"]).gamma.value == pytest.approx(0, abs=0.1)


def test_coders_who_cut_alike_agree_fully_whatever_overlaps() -> None:
    line = (*ANA, Segment(3, 9, "b"), Segment(1, 5, "b"))
    assert gamma([replace(THREE, segments={"Ana": line, "Ben": line})], ["a", "b"]).gamma.value == 1


def test_segments_of_different_interviews_are_never_aligned() -> None:
    # At the joint, Ana's last segment and Ben's first would be alike.
    first = Continuum("P01", 10, {"Ana": (Segment(6, 10, "a"),), "Ben": ()})
    second = Continuum("P02", 10, {"Ana": (), "Ben": (Segment(0, 4, "a"),)})
    assert gamma([first, second], ["a"]).observed == 2
    joined = Continuum("P01", 20, {"Ana": (Segment(6, 10, "a"),), "Ben": (Segment(10, 14, "a"),)})
    assert gamma([joined], ["a"]).observed == 1


def test_an_interview_that_one_coder_finished_changes_nothing() -> None:
    alone = Continuum("P02", 50, {"Ana": (Segment(0, 20, "a"),)})
    assert gamma([THREE, alone], ["a", "b"]) == gamma([THREE], ["a", "b"])


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_moving_codes_and_order_changes_nothing(seed: int) -> None:
    interview = random_interview(seed % 3)
    chance = random.Random(seed)  # noqa: S311 - test data
    some = {coder: chance.sample(line, 20) for coder, line in interview.segments.items()}
    one = replace(interview, segments={coder: tuple(line) for coder, line in some.items()})
    other = replace(
        interview,
        segments={
            coder: tuple(
                cut._replace(value={"a": "y", "b": "x"}[cut.value]) for cut in sorted(line, reverse=True)
            )
            for coder, line in some.items()
        },
    )
    was, now = gamma([one], ["a", "b"], samples=2), gamma([other], ["y", "x"], samples=2)
    assert was.observed == pytest.approx(now.observed)
    assert was.expected == pytest.approx(now.expected)


THREE_CODERS = replace(THREE, segments={"Ana": ANA, "Ben": BEN, "Cleo": ANA})


def test_three_coders_without_the_package_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "find_spec", lambda _: None)
    assert gamma([THREE_CODERS], ["a", "b"]).gamma.reason == (
        "3 coders need the package pygamma-agreement: "
        "install intercoder[gamma], or compare two coders at a time"
    )


def test_the_segments_within_an_interview_are_those_cut_in_it() -> None:
    first, second = cuts([(1, 5, 0), (6, 9, 1)]), cuts([(20, 25, 2)], interview=1)
    both = Cuts(*(np.concatenate(parts) for parts in zip(astuple(first), astuple(second), strict=True)))
    for number, own in enumerate((first, second)):
        for found, wanted in zip(astuple(both.within(number)), astuple(own), strict=True):
            assert found.tolist() == wanted.tolist()


def test_segments_of_codes_that_are_not_compared_are_as_if_nobody_had_cut_them() -> None:
    noisy = replace(THREE, segments={"Ana": (*ANA, Segment(0, 20, "z")), "Ben": BEN})
    assert gamma([noisy], ["a", "b"], samples=8) == gamma([THREE], ["a", "b"], samples=8)


def test_three_coders_with_the_package() -> None:
    pytest.importorskip("pygamma_agreement")
    found = gamma([THREE_CODERS], ["a", "b"], samples=8)
    # Of three pairs of coders two are one character apart.
    assert found.observed == pytest.approx(0.0625 * 2 / 3, rel=1e-5)
    assert 0.8 < (found.gamma.value or 0) < 1
    second = replace(THREE_CODERS, interview="P02")
    assert gamma([THREE_CODERS, second], ["a", "b"], samples=2).observed == pytest.approx(
        0.0625 * 2 / 3, rel=1e-5
    )


def test_undefined_has_a_reason() -> None:
    def reason(*interviews: Continuum) -> str:
        return gamma(interviews, ["a", "b"]).gamma.reason

    one = Continuum("P02", 9, {"Ana": (Segment(0, 9, "a"),), "Ben": (Segment(0, 9, "a"),)})
    assert reason() == "no interview was finished by two coders"
    assert reason(Continuum("P01", 9, {"Ana": ()})) == "no interview was finished by two coders"
    assert reason(replace(THREE, segments={"Ana": (), "Ben": ()})) == "nobody gave any of these codes"
    assert reason(one) == "random continua would not differ: too few segments"
    assert reason(THREE, Continuum("P02", 9, {"Ben": (), "Cleo": ()})) == (
        "no interview was finished by all of Ana, Ben, Cleo: compare two coders at a time"
    )


def test_options_that_make_no_sense_are_refused() -> None:
    for wrong in (
        Unlikeness(alpha=0),
        Unlikeness(delta=-1),
        Unlikeness(beta=-1),
        Unlikeness(alpha=float("nan")),
    ):
        with pytest.raises(Invalid, match="gamma's weight"):
            gamma([THREE], ["a"], unlikeness=wrong)
    with pytest.raises(Invalid, match="2 to 100,000 random continua"):
        gamma([THREE], ["a"], samples=1)
    with pytest.raises(Invalid, match="precision is 2"):
        gamma([THREE], ["a"], precision=2)
    with pytest.raises(Invalid, match="seed is -1"):
        gamma([THREE], ["a"], seed=-1)


def test_a_random_continuum_has_the_habits_of_the_coders() -> None:
    habits = gammas._Habits.of([cuts(thrown(1, 200)), cuts(thrown(2, 300))], 3)  # noqa: SLF001
    chance = np.random.default_rng(1)
    made = [cut for _ in range(60) for cut in habits.continuum(chance)]
    assert np.mean([len(cut.start) for cut in made]) == pytest.approx(250, rel=0.1)
    lengths = np.concatenate([cut.end - cut.start for cut in made])
    assert lengths.mean() == pytest.approx(habits.length[0], rel=0.1)
    assert all((np.diff(cut.start) >= 0).all() for cut in made)
