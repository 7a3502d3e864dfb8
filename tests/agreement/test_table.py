"""The agreement table."""

import numpy as np
import pytest

from tests.agreement.cells import NO, by_coder, data_of, in_interviews
from toolkit.agreement.alpha import alpha
from toolkit.agreement.coefficients import COEFFICIENTS, ON_SETS
from toolkit.agreement.gwet import ac2
from toolkit.agreement.printed import as_table
from toolkit.agreement.ratings import NO_UNITS, Ratings
from toolkit.agreement.sums import Sums
from toolkit.agreement.table import reliability_table
from toolkit.errors import Invalid
from toolkit.model.reliability import (
    Asked,
    CodingTally,
    IntervalName,
    Level,
    ReliabilityData,
    ReliabilityTable,
    Unit,
)
from toolkit.model.transcript import Span

DATA = by_coder("xx-y.", "x--yx", codes=["y", "x", "z"])


def table_of(data: ReliabilityData, **more: str) -> ReliabilityTable:
    return reliability_table(data, unit="turn", transcripts=["P01"], notes=list(more.values()))


def test_all_codes_come_first_then_each_in_the_order_of_the_codebook() -> None:
    table = table_of(DATA)
    assert [row.code for row in table.rows] == [None, "y", "x", "z"]
    assert [row.n_units for row in table.rows] == [4, 4, 4, 4]
    assert [row.n_positive for row in table.rows] == [3, 1, 2, 0]
    assert table.coders == DATA.coders


def test_each_row_is_its_codes_own_agreement() -> None:
    rows = {row.code: row.estimates for row in table_of(DATA).rows}
    assert rows[None]["alpha"] == alpha(DATA)
    assert rows["x"]["alpha"] == alpha(DATA.for_code("x"))
    assert rows["x"]["percent"].value == 0.75


def test_numbers_are_written_in_full_and_reasons_in_words() -> None:
    table = as_table(table_of(DATA), {"x": "Trust"}, round="first", codebook_version="1.0.0")
    assert table.names == (
        *("round", "codebook_version", "code", "label", "unit", "coders"),
        *("percent", "positive", "cohen", "ac1", "alpha"),
        *("n_units", "n_positive", "prevalence", "bias", "kappa_max", "reason"),
    )
    assert table.column("label") == ("All codes together", "y", "Trust", "z")
    assert table.column("code") == (None, "y", "x", "z")
    assert table.rows[2][:6] == ("first", "1.0.0", "x", "Trust", "turn", "coder 0, coder 1")
    assert table.column("alpha")[2] == pytest.approx(1 - 2 / (2 * 3 * 5 / 7), abs=1e-15)
    assert table.rows[3][6:] == (
        *(1.0, None, None, 1.0, None),
        *(4, 0, 0.0, 0.0, None),
        "positive, cohen, alpha: nobody gave this code",
    )


ALL = tuple(COEFFICIENTS)


def test_every_coefficient_and_interval_can_be_asked_for() -> None:
    data = in_interviews(by_coder("xx-yxx--yx", "x--yxy--yx", codes=["x", "y"]), 5)
    agreement = reliability_table(
        data, unit="turn", transcripts=["P00"], asked=Asked("bootstrap", 500, 3, coefficients=ALL)
    )
    assert tuple(agreement.rows[0].estimates) == ALL
    table = as_table(agreement, {}, round="first", codebook_version="1.0.0")
    assert {name + end for name in ALL for end in ("", "_low", "_high")} <= set(table.names)
    assert {"alpha_below_667", "alpha_below_800"} <= set(table.names)
    for name in ALL:
        estimate = agreement.rows[1].estimates[name]
        assert table.column(name)[1] == estimate.value
        assert table.column(f"{name}_low")[1] == estimate.low
    told = "\n".join(table.notes)
    assert "bootstrap over interviews, percentiles, 500 replicates, seed 3." in told


def test_replicates_without_a_value_are_told() -> None:
    data = in_interviews(by_coder("xxxxxxxx-x-x", "xxxxxxxxxx-x"), 12)
    agreement = reliability_table(data, unit="turn", transcripts=(), asked=Asked("bootstrap", 500, 3))
    table = as_table(agreement, {}, round="first", codebook_version="1.0.0")
    assert any(note.startswith("Replicates without a value, left out: ") for note in table.notes)
    assert "no interval: " in str(table.column("reason")[1])


def test_values_of_numbers_have_their_level_and_ac2() -> None:
    data = by_coder("123321412", "133322412")
    rows = reliability_table(data, unit="turn", transcripts=(), asked=Asked("none", level="interval")).rows
    assert rows[0].estimates["alpha"] == alpha(data, level="interval")
    assert rows[0].estimates["ac2"] == ac2(data, weighting="quadratic")
    assert rows[1].estimates["alpha"].value == pytest.approx(alpha(data.for_code("1")).value)


def test_what_stands_beside_coefficients() -> None:
    row = table_of(by_coder("xxx-----..", "x---x---x.")).rows[1]
    assert (row.n_units, row.n_positive) == (8, 4)
    assert row.prevalence == 5 / 16
    assert row.bias == 1 / 8
    assert row.kappa_max == pytest.approx((7 / 8 - 9 / 16) / (1 - 9 / 16))
    three = table_of(by_coder("x-", "x-", "xx")).rows[1]
    assert (three.prevalence, three.bias, three.kappa_max) == (4 / 6, None, None)


def test_unknown_coefficients_are_refused() -> None:
    with pytest.raises(Invalid, match="no coefficient is called 'kappa'"):
        reliability_table(DATA, unit="turn", transcripts=(), asked=Asked(coefficients=("kappa",)))
    with pytest.raises(Invalid, match="say the level"):
        reliability_table(DATA, unit="turn", transcripts=(), asked=Asked(coefficients=("ac2",)))


def test_sets_have_coefficients_of_their_own_and_single_codes_have_none() -> None:
    def half(ratings: Ratings) -> Sums:
        parts = np.ones((len(ratings.clusters), 1, 2)) * [1.0, 2.0]
        return Sums(parts, lambda sums: sums[..., 0] / sums[..., 1], lambda _: "never")

    sets = data_of([[frozenset("xy"), frozenset("x")], [frozenset("y"), frozenset("y")]])
    rows = reliability_table(sets, unit="turn", transcripts=(), on_sets={"half": half}).rows
    assert rows[0].estimates["half"].value == 0.5
    assert rows[1].estimates["half"].reason == "is of all codes together"
    single = reliability_table(DATA, unit="turn", transcripts=(), on_sets={"half": half}).rows
    assert "half" not in single[0].estimates


def test_notes_tell_what_did_not_count() -> None:
    data = ReliabilityData(DATA.units, DATA.coders, DATA.codes, DATA.cells, CodingTally(6, 5, 4, 3, 2, 1))
    notes = table_of(data, last="Blind to each other.").notes
    assert notes[0] == "A coding counts on every unit it overlaps by at least one character."
    assert notes[1:] == (
        "Units judged by fewer than two coders, which say nothing about agreement: 1.",
        "The numbers rest on 1 of 1 transcripts, which at least two coders have finished: P01.",
        "Codings left out, by coders who have not finished the transcript in this round: 5 of 21.",
        "Codings left out, touching no unit: 4 of 21.",
        "Codings left out, of codes not compared: 3 of 21.",
        "Codings left out, by coders not compared: 2 of 21.",
        "Codings left out, on another revision of the text: 1 of 21.",
        "Blind to each other.",
    )


def test_only_who_shares_a_unit_and_what_is_shared_is_named() -> None:
    yes, no = frozenset(["x"]), NO
    texts = [f"P{number:02}" for number in range(1, 15)]
    shared = [Unit(name, Span(0, 9)) for name in texts[:12]]
    alone = [Unit("P13", Span(0, 9)), Unit("P14", Span(0, 9))]
    cells = (*((yes, no, None, None) for _ in shared), (None, None, yes, None), (yes, None, None, None))
    data = ReliabilityData((*shared, *alone), ("A", "B", "C", "D"), ("x",), cells)
    table = reliability_table(data, unit="turn", transcripts=texts)
    assert table.coders == ("A", "B")
    assert table.transcripts == tuple(texts[:12])
    assert as_table(table, {}, round="first", codebook_version="1.0.0").column("coders") == ("A, B", "A, B")
    named = f"{', '.join(texts[:10])} and 2 more"
    assert table.notes[2:] == (
        f"The numbers rest on 12 of 14 transcripts, which at least two coders have finished: {named}.",
        "Coders not in the numbers, as they share no unit with another: C, D.",
    )


def test_if_nothing_is_shared_the_notes_say_what_to_do() -> None:
    table = table_of(by_coder("x-..", "..x-"))
    assert (table.coders, table.transcripts) == ((), ())
    assert table.notes[2] == (
        "Nothing can be compared yet: two coders must finish the same transcript "
        "(intercoder finish STUDY --coder NAME, or the switch on the page Code)."
    )


def test_a_table_without_any_data_has_reasons_only() -> None:
    table = as_table(table_of(data_of([])), {}, round="first", codebook_version="1.0.0")
    assert table.column("percent") == (None, None)
    assert (
        table.column("reason")[0] == "percent, positive, cohen, ac1, alpha: no unit was judged by two coders"
    )


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("interval", [None, "none", "units", "gwet", "krippendorff"])
def test_every_coefficient_says_that_nothing_was_shared(level: Level, interval: IntervalName | None) -> None:
    names = (*ALL, *(["ac2"] if level != "nominal" else []), *ON_SETS)
    for data in (by_coder("...", "...", codes=["1", "2"]), by_coder("1..", "..2"), data_of([], ["1"])):
        asked = Asked(interval, coefficients=names, level=level)
        found = reliability_table(data, unit="given", transcripts=(), asked=asked)
        assert {estimate.reason for estimate in found.rows[0].estimates.values()} == {NO_UNITS}


def test_the_largest_kappa_stands_beside_categories_too() -> None:
    # Cohen (1960), p. 45.
    counts = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    pairs = [(a, b) for a in range(3) for b in range(3) for _ in range(counts[a][b])]
    found = reliability_table(
        by_coder(*("".join("abc"[place] for place in side) for side in zip(*pairs, strict=True))),
        unit="given",
        transcripts=(),
    )
    assert found.rows[0].kappa_max == pytest.approx(0.8305085, abs=5e-8)


def test_who_asks_for_a_level_is_told_which_coefficients_know_no_distances() -> None:
    asked = Asked("none", coefficients=("cohen", "alpha"), level="interval")
    found = reliability_table(by_coder("1233", "1332"), unit="given", transcripts=(), asked=asked)
    assert any("cohen count any two that differ as disagreement" in note for note in found.notes)


def test_how_an_interval_was_sought_is_told_where_none_was_found_too() -> None:
    data = by_coder("xxxx", "xxxy", codes=["x", "y"])
    found = reliability_table(data, unit="given", transcripts=(), asked=Asked("units", 300, 7, ("alpha",)))
    assert all(row.estimates["alpha"].low is None for row in found.rows)
    assert any("bootstrap over units, percentiles, 300 replicates, seed 7" in note for note in found.notes)
