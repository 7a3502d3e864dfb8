"""The growth of codes from transcript to transcript, and when to speak of saturation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, permutations
from operator import or_
from random import Random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.talk import coded, talk
from toolkit.analysis.passages import Passages, passages
from toolkit.analysis.saturation import MOST_RESAMPLES, Rule, by_chance, saturation
from toolkit.errors import Invalid
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.table import Table
from toolkit.model.transcript import Transcript

Material = tuple[Passages, list[str]]


def material(*found: Sequence[int], unseen: int = 0, person: str | None = None) -> Material:
    """Make a transcript for each set of codes, which are numbers, and a codebook of them all."""
    talks, codings, book = study(*found, unseen=unseen, person=person)
    return passages(talks, codings, book), [told.id for told in talks]


def study(
    *found: Sequence[int], unseen: int = 0, person: str | None = None
) -> tuple[list[Transcript], list[Coding], Codebook]:
    """Make what `material` is made of."""
    talks = [talk(f"T{number}", "P: Some words.", participant=person) for number in range(1, len(found) + 1)]
    codings = [
        coded(told, f"c{code}", "words") for told, codes in zip(talks, found, strict=True) for code in codes
    ]
    n = max((code for codes in found for code in codes), default=-1) + 1 + unseen
    codes = tuple(Code(f"c{code}", f"C{code}", "t", definition="x") for code in range(n))
    return talks, codings, Codebook("c", "C", "1.0.0", (Theme("t", "T"),), codes)


def bringing(*new: int) -> Material:
    """Make transcripts that bring so many codes each, with all that were there before."""
    return material(*(range(seen) for seen in accumulate(new)))


def judged(table: Table) -> list[tuple[object, ...]]:
    names = ("run", "new_in_run", "new_information", "saturation")
    return list(zip(*map(table.column, names), strict=True))


def test_each_transcript_brings_the_codes_not_seen_before_it() -> None:
    table = saturation(*material([1, 0], [1], [], [0, 2], unseen=1), order="interview")

    assert table.title == "Saturation in interview order at codebook 1.0.0"
    assert [row[:7] for row in table.rows] == [
        (1, "T1", 2, 2, "c0; c1", 2, 0.5),
        (2, "T2", 1, 0, "", 2, 0.5),
        (3, "T3", 0, 0, "", 2, 0.5),
        (4, "T4", 2, 1, "c2", 3, 0.75),
    ]
    assert "Codes never seen: c3." in table.notes
    assert "The last new codes came with T4: c2." in table.notes
    assert "pct_codes is the share of the 4 codes of the codebook." in table.notes


def test_what_only_the_interviewer_says_brings_no_code() -> None:
    told = talk("T1", "I: Do you trust it?", "P: No.")
    _, _, book = study([0])
    basis = passages([told], [coded(told, "c0", "trust")], book)
    assert saturation(basis, [told.id]).column("cumulative") == (0,)


def test_codings_of_several_coders_bring_a_code_once() -> None:
    talks, codings, book = study([0])
    twice = passages(talks, [*codings, coded(talks[0], "c0", "Some words", "B")], book)
    table = saturation(twice, [talks[0].id])
    assert table.column("codes_in_document") == (1,)


def test_each_transcript_of_a_participant_is_a_step() -> None:
    table = saturation(*material([0], [1], person="Kim"))
    assert table.column("cumulative") == (1, 2)
    assert "Each transcript is a step of its own, also where a participant has several." in table.notes
    assert not any("step of its own" in note for note in saturation(*material([0], [1])).notes)


# --- the rule ---------------------------------------------------------------------------------------


def test_runs_move_on_one_by_one_after_a_base_that_stays() -> None:
    table = saturation(*bringing(20, 10, 5, 2, 3, 1, 1, 0), order="interview")

    assert judged(table) == [
        *[("", None, None, "base")] * 4,
        ("", None, None, "run not complete"),
        ("4+2", 4, 4 / 37, "not reached"),
        ("5+2", 2, 2 / 37, "not reached"),
        ("6+2", 1, 1 / 37, "reached"),
    ]
    assert table.notes[0] == (
        "Saturation after Guest, Namey and Chen (2020; base 4, run 2, threshold 5%): reached at 6+2 "
        "transcripts in interview order; the run brought 1 new code, against 37 in the base (2.7%)."
    )


def test_a_longer_run_asks_for_more() -> None:
    table = saturation(*bringing(20, 10, 5, 2, 3, 1, 1, 0, 0), rule=Rule(run=3))
    assert table.column("run")[6:] == ("4+3", "5+3", "6+3")
    assert table.column("saturation")[4:] == ("run not complete",) * 2 + ("not reached",) * 2 + ("reached",)


def test_a_threshold_is_reached_by_what_equals_it() -> None:
    assert saturation(*bringing(20, 1), rule=Rule(1, 1, 0.05)).column("saturation")[-1] == "reached"
    assert saturation(*bringing(20, 1), rule=Rule(1, 1, 0.049)).column("saturation")[-1] == "not reached"
    assert saturation(*bringing(20, 1, 0), rule=Rule(1, 1, 0)).column("saturation")[1:] == (
        "not reached",
        "reached",
    )


def test_codes_that_come_after_saturation_are_told() -> None:
    (told, *_) = saturation(*bringing(10, 0, 2, 0), rule=Rule(1, 1), order="coding").notes
    assert "reached at 1+1 transcripts in coding order" in told
    assert told.endswith(
        "New codes after that run: c10 in T3, c11 in T3. Later runs above the threshold: 2+1."
    )


def test_saturation_that_is_not_reached_says_how_far_it_was() -> None:
    (told, *_) = saturation(*bringing(4, 1, 1), rule=Rule(1, 1)).notes
    assert told.endswith(
        "not reached in the given order; the last run, 2+1, brought 1 new code, against 4 in the base (25%)."
    )


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([], "not assessed, because no transcript was read."),
        ([[0]], "not assessed, because base and run need 6 transcripts and there are 1."),
        ([[0]] * 5, "not assessed, because base and run need 6 transcripts and there are 5."),
        ([[]] * 6, "undefined, because there is no code in the base."),
        ([*[[]] * 4, [0], [1]], "undefined, because there is no code in the base."),
    ],
)
def test_what_is_undefined_says_why(found: list[list[int]], reason: str) -> None:
    table = saturation(*material(*found))
    assert table.notes[0].endswith(reason)
    assert set(table.column("new_information")) <= {None}
    assert "reached" not in table.column("saturation")
    assert all(table.column("saturation"))


def test_a_codebook_without_codes_has_no_shares() -> None:
    assert saturation(*material([], [])).column("pct_codes") == (None, None)
    assert by_chance(*material([], [])).column("pct_codes") == (None, None)


@pytest.mark.parametrize(
    ("base", "run", "threshold"), [(0, 2, 0.05), (4, -1, 0.05), (4, 2, -0.1), (4, 2, 5), (4, 2, math.nan)]
)
def test_numbers_that_make_no_rule_are_refused(base: int, run: int, threshold: float) -> None:
    with pytest.raises(Invalid, match=r"base is 0|run is -1|threshold is"):
        Rule(base, run, threshold)


# --- random orders ----------------------------------------------------------------------------------

FOUND = st.lists(st.sets(st.integers(0, 6)).map(sorted), min_size=1, max_size=5)


@given(FOUND)
@settings(max_examples=50)
def test_the_mean_is_that_of_all_orders(found: list[list[int]]) -> None:
    masks = [sum(1 << code for code in codes) for codes in found]
    curves = [[seen.bit_count() for seen in accumulate(order, or_)] for order in permutations(masks)]
    expected = [mean(values) for values in zip(*curves, strict=True)]

    assert by_chance(*material(*found)).column("mean_cumulative") == pytest.approx(expected)


@given(FOUND, st.integers(1, 30), st.integers())
@settings(max_examples=50)
def test_the_band_lies_within_what_is_possible(found: list[list[int]], resamples: int, seed: int) -> None:
    table = by_chance(*material(*found), resamples=resamples, seed=seed)
    sizes = [len(codes) for codes in found]
    everything = len({code for codes in found for code in codes})
    low = [value for value in table.column("low") if isinstance(value, int)]
    high = [value for value in table.column("high") if isinstance(value, int)]

    assert all(one <= other for one, other in zip(low, high, strict=True))
    assert low == sorted(low)
    assert high == sorted(high)
    assert min(sizes) <= low[0] <= high[0] <= max(sizes)
    assert low[-1] == high[-1] == everything


@given(FOUND, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_every_order_ends_with_the_same_codes(found: list[list[int]], chance: Random) -> None:
    basis, names = material(*found)
    one = saturation(basis, names)
    other = saturation(basis, chance.sample(names, len(names)))
    assert one.column("cumulative")[-1] == other.column("cumulative")[-1]
    assert sum(map(int, map(str, one.column("new_codes")))) == one.column("cumulative")[-1]


def test_the_band_holds_what_nineteen_of_twenty_orders_give() -> None:
    """One transcript of forty has a code: it comes first in one order of forty, which is within 2.5%."""
    table = by_chance(*material([0], *[[]] * 39), resamples=MOST_RESAMPLES)
    assert table.column("mean_cumulative") == pytest.approx([place / 40 for place in range(1, 41)])
    assert (table.column("low")[19], table.column("high")[19]) == (0, 1)
    assert table.column("high")[4] == 1
    assert table.column("low")[34] == 0


def test_the_same_seed_gives_the_same_band() -> None:
    found = [[0, 1, 2], [2, 3], [4], [5, 6, 7, 8], [], [0, 9, 10, 11]]
    one = by_chance(*material(*found), resamples=9, seed=7)
    assert one == by_chance(*material(*found), resamples=9, seed=7)
    others = [by_chance(*material(*found), resamples=9, seed=seed) for seed in range(5)]
    assert any(other.column("low") != one.column("low") for other in others)
    assert one.notes[-1].endswith("percentile of 9 random orders (seed 7).")


def test_without_transcripts_there_is_nothing_to_order() -> None:
    assert by_chance(*material()).rows == ()
    assert by_chance(*material([0, 1])).rows == ((1, 2.0, 2, 2, 1.0),)


@pytest.mark.parametrize("resamples", [0, -1, MOST_RESAMPLES + 1])
def test_a_number_of_orders_that_cannot_be_tried_is_refused(resamples: int) -> None:
    with pytest.raises(Invalid, match=f"resamples is {resamples}; use a number from 1 to {MOST_RESAMPLES}"):
        by_chance(*material([0]), resamples=resamples)
