"""What agreement is computed from: what may be asked, and data that hold together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toolkit.errors import Invalid
from toolkit.model.reliability import (
    MOST_RESAMPLES,
    Asked,
    Cell,
    CodingTally,
    Continuum,
    ReliabilityData,
    Segment,
    Unit,
)
from toolkit.model.transcript import Span

CODES = ("care", "doubt", "trust")


def units(number: int) -> tuple[Unit, ...]:
    return tuple(Unit("P01", Span(place, place + 1)) for place in range(number))


@some.composite
def data(draw: some.DrawFn) -> ReliabilityData:
    coders = ("A", "B", "C")[: draw(some.integers(1, 3))]
    cell = some.none() | some.frozensets(some.sampled_from(CODES))
    rows = draw(some.lists(some.tuples(*[cell] * len(coders)), max_size=6))
    weights = draw(some.just(()) | some.tuples(*[some.integers(1, 9)] * len(rows)))
    return ReliabilityData(units(len(rows)), coders, CODES, tuple(rows), weights=weights)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"interval": "wald"}, "interval is 'wald'; use one of jackknife, bootstrap, .+"),
        ({"level": "cardinal"}, "level is 'cardinal'; use one of nominal, ordinal, interval, ratio"),
        ({"resamples": 0}, "resamples is 0; use a number from 1 to 1,000,000"),
        ({"resamples": MOST_RESAMPLES + 1}, "resamples is 1000001; use a number from 1 to 1,000,000"),
        ({"seed": -1}, "seed is -1; use a whole number from 0"),
        ({"coefficients": ("alpha", "percent", "alpha")}, "names the coefficient 'alpha' twice"),
    ],
)
def test_what_cannot_be_computed_cannot_be_asked(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        Asked(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("resamples", [1, MOST_RESAMPLES])
def test_one_resample_and_the_most_of_them_may_be_asked(resamples: int) -> None:
    assert Asked("bootstrap", resamples, seed=0).resamples == resamples


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"weights": (1,)}, "weights are not 2 whole numbers from 1"),
        ({"weights": (1, 0)}, "weights are not 2 whole numbers from 1"),
        ({"cells": ((None, None),)}, "cells do not make 2 units x 2 coders"),
        ({"cells": ((None,), (None, None))}, "cells do not make 2 units x 2 coders"),
        ({"coders": ("A", "A")}, "names the coder 'A' twice"),
        ({"codes": ("care", "care")}, "names the code 'care' twice"),
        ({"codes": ("trust",)}, "holds the code 'care', which is not among its codes"),
    ],
)
def test_data_that_do_not_hold_together_are_refused(wrong: dict[str, object], told: str) -> None:
    cells: tuple[tuple[Cell, ...], ...] = ((frozenset({"care"}), None), (frozenset(), frozenset({"care"})))
    sound = ReliabilityData(units(2), ("A", "B"), ("care",), cells, weights=(1, 5))
    with pytest.raises(Invalid, match=f"^{told}$"):
        replace(sound, **wrong)  # type: ignore[arg-type]


@given(data(), some.sampled_from(CODES))
def test_the_data_of_one_code_hold_it_where_it_was_given_and_keep_what_was_not_judged(
    given_: ReliabilityData, code: str
) -> None:
    only = given_.for_code(code)
    assert only.codes == (code,)
    for row, was in zip(only.cells, given_.cells, strict=True):
        for cell, before in zip(row, was, strict=True):
            assert (cell is None) == (before is None)
            assert cell is None or cell == (before or frozenset()) & {code}


@given(data())
def test_all_codes_and_all_coders_are_the_data_as_they_are_and_coders_can_change_places(
    given_: ReliabilityData,
) -> None:
    assert given_.of_codes(given_.codes) == given_.of_coders(given_.coders) == given_
    turned = given_.of_coders(given_.coders[::-1])
    assert turned.cells == tuple(row[::-1] for row in given_.cells)


@given(data())
def test_shared_units_are_those_that_two_coders_judged_with_their_weights(given_: ReliabilityData) -> None:
    shared = given_.shared()
    kept = [i for i, row in enumerate(given_.cells) if len(row) - row.count(None) >= 2]
    assert shared.units == tuple(given_.units[i] for i in kept)
    assert shared.cells == tuple(given_.cells[i] for i in kept)
    assert shared.weights == tuple(given_.weights[i] for i in kept if given_.weights)
    assert shared.shared() == shared


def test_a_tally_counts_every_coding_that_came_in() -> None:
    assert CodingTally(1, 2, 4, 8, 16, 32).given == 63


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (8, 11)])
def test_a_segment_lies_within_its_interview(start: int, end: int) -> None:
    with pytest.raises(Invalid, match=rf"^P01: a segment {start}-{end} is not within 0-10$"):
        Continuum("P01", 10, {"A": (), "B": (Segment(start, end, "care"),)})


def test_a_segment_may_fill_its_interview() -> None:
    assert Continuum("P01", 10, {"A": (Segment(0, 10, "care"),)}).length == 10
