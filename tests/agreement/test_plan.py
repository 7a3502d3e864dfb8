"""Planning: how wide an interval to expect, and which interviews to read twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from toolkit.agreement.plan import chosen, expectations, imagined
from toolkit.agreement.sums import Real, Sums
from toolkit.errors import Invalid


def share(of: list[tuple[int, int]]) -> Sums:
    """Return a share as sums: of so many units of each interview, so many."""
    parts = np.array([[[hits, units]] for hits, units in of], dtype=np.float64)

    def value(sums: Real) -> Real:
        with np.errstate(invalid="ignore", divide="ignore"):
            shares: Real = sums[..., 0] / sums[..., 1]
        return shares

    return Sums(parts, value, lambda _: "no units")


def test_the_width_is_that_of_a_jackknife_done_one_interview_at_a_time() -> None:
    pilot = [(3, 10), (9, 14), (2, 5), (8, 9), (1, 20)]
    [(found,)] = expectations(share(pilot), [6], width=0.5, simulations=40, seed=5)
    drawn = np.random.default_rng(5).multinomial(6, np.full(5, 0.2), size=40)
    widths = []
    for row in drawn:
        study = [pilot[place] for place, times in enumerate(row) for _ in range(times)]
        left = [
            sum(h for h, _ in study[:at] + study[at + 1 :]) / sum(n for _, n in study[:at] + study[at + 1 :])
            for at in range(6)
        ]
        error = np.sqrt(5 / 6 * sum((each - np.mean(left)) ** 2 for each in left))
        whole = sum(h for h, _ in study) / sum(n for _, n in study)
        reach = stats.t.ppf(0.975, 5) * error
        widths.append(min(whole + reach, 1) - (whole - reach))
    assert found.width == pytest.approx(np.mean(widths), abs=1e-12)
    assert found.reached == pytest.approx(np.mean([width <= 0.5 for width in widths]))
    assert found.undefined == 0


def test_more_interviews_make_narrower_intervals() -> None:
    pilot = share([(at % 7, 10) for at in range(40)])
    [found] = expectations(pilot, [3, 10, 40], width=0.2, simulations=300, seed=1)
    widths = [each.width for each in found if each.width is not None]
    assert widths == sorted(widths, reverse=True)
    assert [each.reached for each in found] == sorted(each.reached for each in found)


def test_the_same_seed_gives_the_same_plan_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = share([(at % 5, 10) for at in range(12)])
    whole = expectations(pilot, [4, 8], width=0.3, simulations=50, seed=3)
    monkeypatch.setattr("toolkit.agreement.plan._AT_ONCE", 100)
    assert expectations(pilot, [4, 8], width=0.3, simulations=50, seed=3) == whole
    assert expectations(pilot, [4, 8], width=0.3, simulations=50, seed=4) != whole


def test_studies_without_an_interval_are_counted_and_never_reach_what_is_wanted() -> None:
    [(found,)] = expectations(share([(0, 0), (0, 0)]), [5], width=2, simulations=20, seed=1)
    assert (found.value, found.width, found.reached, found.undefined) == (None, None, 0, 1)
    # Without the one interview that has units there is no value; with the same one twice nothing varies.
    [(found,)] = expectations(share([(1, 2), (3, 4), (0, 0)]), [2], width=9, simulations=200, seed=1)
    assert 0 < found.undefined < 1
    assert found.reached == pytest.approx(1 - found.undefined)
    [(found,)] = expectations(share([(1, 2), (1, 2)]), [4], width=9, simulations=20, seed=1)
    assert found.undefined == 1


def test_one_interview_has_no_interval() -> None:
    with pytest.raises(Invalid, match="1 interviews have no interval"):
        expectations(share([(1, 2), (1, 3)]), [1], width=0.2, simulations=10, seed=1)


def test_imagined_readings_have_the_agreement_and_prevalence_they_assume() -> None:
    data = imagined(alpha=0.7, prevalence=0.2, units=500, likeness=0.02, seed=8)
    weights = np.array(data.weights)
    yes = np.array([[bool(cell) for cell in row] for row in data.cells])
    assert weights.sum() == 200 * 500
    prevalence = np.average(yes.mean(axis=1), weights=weights)
    assert prevalence == pytest.approx(0.2, abs=0.02)
    differing = np.average(yes[:, 0] != yes[:, 1], weights=weights)
    assert 1 - differing / (2 * prevalence * (1 - prevalence)) == pytest.approx(0.7, abs=0.03)


def test_imagined_interviews_that_are_alike_inside_differ_from_one_another() -> None:
    def spread(likeness: float) -> float:
        data = imagined(alpha=1, prevalence=0.3, units=400, likeness=likeness, seed=2)
        hits = {unit.transcript: 0 for unit in data.units}
        for unit, row, weight in zip(data.units, data.cells, data.weights, strict=True):
            hits[unit.transcript] += weight if row[0] else 0
        return float(np.std([count / 400 for count in hits.values()]))

    assert spread(0) == pytest.approx(np.sqrt(0.21 / 400), rel=0.2)
    assert spread(0.1) == pytest.approx(np.sqrt(0.21 * 0.1), rel=0.2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"alpha": 1.2}, "alpha is 1.2"),
        ({"likeness": 1}, "likeness is 1"),
        ({"prevalence": 0}, "prevalence is 0"),
        ({"units": 0}, "0 units"),
    ],
)
def test_assumptions_that_cannot_be_are_refused(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        imagined(**({"alpha": 0.7, "prevalence": 0.1, "units": 10, "likeness": 0.1, "seed": 1} | wrong))  # type: ignore[arg-type]


STRATA = st.dictionaries(st.text("PQ0123456789", min_size=1), st.sampled_from("abc"), max_size=30)


@given(STRATA, st.integers(0, 40), st.integers(0, 3))
def test_a_choice_takes_each_stratum_by_its_share(strata: dict[str, str], number: int, seed: int) -> None:
    taken = chosen(strata, number, seed=seed)
    assert len(taken) == len(set(taken)) == min(number, len(strata))
    assert list(taken) == [name for name in strata if name in taken]
    assert taken == chosen(strata, number, seed=seed)
    for stratum in set(strata.values()):
        size = sum(each == stratum for each in strata.values())
        exact = min(number, len(strata)) * size / len(strata)
        assert abs(sum(strata[name] == stratum for name in taken) - exact) < 1


def test_another_seed_may_choose_others() -> None:
    strata = {f"P{number:02}": "all" for number in range(20)}
    assert len({chosen(strata, 5, seed=seed) for seed in range(20)}) > 10
