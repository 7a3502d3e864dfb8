"""Counting patterns of judgements: every way of counting gives the same."""

from dataclasses import replace

import numpy as np
import pytest

from tests.agreement.cells import by_coder, data_of, in_interviews
from toolkit.agreement import patterns
from toolkit.agreement.alpha import alpha, alpha_recipe
from toolkit.agreement.decisions import Decisions
from toolkit.agreement.patterns import Patterns, by_code
from toolkit.agreement.recipes import value_or_reason
from toolkit.errors import Invalid
from toolkit.model.reliability import Cell, ReliabilityData


def study(seed: int, coders: int, n: int = 70, missing: float = 0.2) -> ReliabilityData:
    chance = np.random.default_rng(seed)
    said = chance.random((n, coders, 3)) < 0.3
    absent = chance.random((n, coders)) < missing

    def cell(unit: int, coder: int) -> Cell:
        given = frozenset(code for code, yes in zip("xyz", said[unit, coder], strict=True) if yes)
        return None if absent[unit, coder] else given

    return in_interviews(
        data_of([[cell(unit, coder) for coder in range(coders)] for unit in range(n)], "xyz"), 4
    )


def counted(seen: Patterns) -> dict[tuple[int, ...], list[float]]:
    """Return how many units of each interview and code have each pattern."""
    table = seen.sizes.toarray()
    return {tuple(row): column for row, column in zip(seen.rows.tolist(), table.T.tolist(), strict=True)}


def naively(data: ReliabilityData) -> dict[tuple[int, ...], list[float]]:
    names = sorted({unit.transcript for unit in data.units})
    found: dict[tuple[int, ...], list[float]] = {}
    weights = data.weights or (1,) * len(data.units)
    for unit, row, weight in zip(data.units, data.cells, weights, strict=True):
        if all(cell is None for cell in row):
            continue
        for number, code in enumerate(data.codes):
            pattern = tuple(-1 if cell is None else int(code in cell) for cell in row)
            places = found.setdefault(pattern, [0.0] * (len(names) * len(data.codes)))
            places[names.index(unit.transcript) * len(data.codes) + number] += weight
    return found


@pytest.mark.parametrize("coders", [2, 3, 7])
@pytest.mark.parametrize("most", [0, 1_000_000], ids=["by numbers", "by words"])
def test_patterns_are_those_counted_one_by_one(
    coders: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "_MOST_CALLS", most)
    data = study(1, coders)
    assert counted(by_code(data)) == naively(data)
    weighted = replace(data, weights=tuple(1 + place % 3 for place in range(len(data.units))))
    assert counted(by_code(weighted)) == naively(weighted)


def test_more_coders_than_bits_are_counted_too() -> None:
    data = study(2, 40, n=12, missing=0)
    assert counted(by_code(data)) == naively(data)


def test_a_long_table_of_numbers_is_read_as_cells_are() -> None:
    data = study(3, 3, missing=0.3)
    rows = [
        (coder, unit, data.codes.index(code))
        for unit, row in enumerate(data.cells)
        for coder, cell in enumerate(row)
        for code in cell or ()
    ]
    coder, unit, code = np.array(rows + rows[:5]).T
    names = sorted({each.transcript for each in data.units})
    decisions = Decisions.of_applications(
        coder=coder,
        unit=unit,
        code=code,
        judged=np.array([[cell is not None for cell in row] for row in data.cells]),
        codes=data.codes,
        cluster=np.array([names.index(each.transcript) for each in data.units]),
        clusters=names,
    )
    assert counted(by_code(decisions)) == counted(by_code(data))
    found = value_or_reason(by_code(decisions), alpha_recipe)
    assert [each.value for each in found] == pytest.approx(
        [alpha(data.for_code(c)).value for c in data.codes]
    )


def test_numbers_without_a_place_are_refused() -> None:
    one = np.array([0])
    judged = np.array([[True, False], [True, True]])
    for coder, unit, code in ((2, 0, 0), (0, 2, 0), (0, 0, 1), (-1, 0, 0)):
        with pytest.raises(Invalid, match="none of 2 coders, 1 codes and 2 units has"):
            Decisions.of_applications(
                coder=one + coder, unit=one + unit, code=one + code, judged=judged, codes=["x"]
            )
    with pytest.raises(Invalid, match="did not judge"):
        Decisions.of_applications(coder=one + 1, unit=one, code=one, judged=judged, codes=["x"])


def test_many_different_sets_take_no_table_of_units_by_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    data = study(4, 3)
    value = alpha(data).value
    monkeypatch.setattr(patterns, "_DENSE", 0)
    assert alpha(data).value == value


def test_no_units_and_no_codes_are_no_error() -> None:
    assert [each.reason for each in value_or_reason(by_code(data_of([], ["x"])), alpha_recipe)] == [
        "no unit was judged by two coders"
    ]
    assert value_or_reason(by_code(ReliabilityData((), (), (), ())), alpha_recipe) == ()
    assert by_code(by_coder("x-", "x-")).n_coders == 2
