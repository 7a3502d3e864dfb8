"""Counts behind the numbers: which codes meet, and why agreement is low."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.cells import by_coder, data_of
from tests.agreement.cells import confusion as table_of
from toolkit.agreement.alpha import alpha
from toolkit.agreement.confusion import confusion
from toolkit.agreement.lowness import counted, lowness
from toolkit.model.reliability import ReliabilityData

PAIR = [("coder 0", "coder 1")]
SETS = st.sampled_from([None, frozenset(), frozenset("x"), frozenset("y"), frozenset("xy")])


def met(data: ReliabilityData) -> dict[tuple[object, object], object]:
    table = confusion(data, PAIR, {})
    pairs = zip(table.column("code_a"), table.column("code_b"), strict=True)
    return dict(zip(pairs, table.column("n_units"), strict=True))


def test_codes_that_both_gave_meet_themselves_and_the_others_each_other() -> None:
    x, y, z = (frozenset(letter) for letter in "xyz")
    data = data_of([(x | y, x | z), (x, x), (y, frozenset()), (frozenset(), frozenset()), (x, None)])
    assert met(data) == {("x", "x"): 2, ("y", "z"): 1, ("y", None): 1, (None, None): 1}


def test_meetings_of_single_codes_are_the_table_of_both_coders() -> None:
    assert met(table_of((0, 3), (2, 5))) == {(None, "1"): 3, ("1", None): 2, ("1", "1"): 5}


def test_shares_are_of_all_meetings_of_the_first_coders_code() -> None:
    table = confusion(by_coder("xxxy", "xyxy"), PAIR, {"x": "Ex"})
    assert table.column("share_of_a") == (2 / 3, 1 / 3, 1.0)
    assert table.column("label_a") == ("Ex", "Ex", "y")


def test_a_long_unit_counts_as_often_as_it_is_long() -> None:
    short = by_coder("xx-", "x--")
    long = ReliabilityData(short.units, short.coders, short.codes, short.cells, weights=(4, 1, 5))
    assert met(long) == {("x", "x"): 4, ("x", None): 1, (None, None): 5}
    counts, _ = counted(long)["x"]
    assert (counts.n_units, counts.both, counts.one, counts.neither) == (10, 4, 1, 5)


@given(st.lists(st.tuples(SETS, SETS, SETS), min_size=1, max_size=12))
def test_alpha_from_the_counts_is_alpha(rows: list[tuple[frozenset[str] | None, ...]]) -> None:
    data = data_of(rows, "xy")
    for code, (counts, _) in counted(data).items():
        expected = alpha(data.for_code(code))
        assert counts.why_undefined == expected.reason
        if expected.value is not None:
            assert counts.alpha == pytest.approx(expected.value, abs=1e-12)


def test_one_disagreement_less_is_alpha_of_the_data_without_it() -> None:
    table = lowness(by_coder("xx------", "x-------"), {})
    settled = alpha(by_coder("xx------", "xx------", codes=["x"]).for_code("x"))
    assert table.column("alpha_one_less") == (settled.value,)


def test_the_paradox_is_told_with_this_codes_numbers() -> None:
    """Feinstein & Cicchetti's case: 80 both, 7 and 8 one of them, 5 none (Gwet; alpha by irrCAC)."""
    data = table_of((5, 8), (7, 80))
    (row,) = lowness(data, {}).rows
    told = dict(zip(lowness(data, {}).names, row, strict=True))
    assert told["alpha"] == pytest.approx(0.317714, abs=5e-7)
    assert (told["both"], told["one"], told["neither"]) == (80, 15, 5)
    assert told["percent"] == pytest.approx(0.85)
    assert told["positive_agreement"] == pytest.approx(160 / 175)
    assert told["given_by"] == "coder 0 87, coder 1 88"
    assert "given in 175 of 200 judgements (87.5%)" in str(told["explanation"])
    assert "85.0%" in str(told["explanation"])


def test_a_rare_code_is_explained_and_a_code_nobody_gave_has_a_reason() -> None:
    table = lowness(by_coder("x" + "-" * 40, "-x" + "-" * 39, codes=["x", "y"]), {})
    rare, unused = table.column("explanation")
    assert "the prevalence paradox" in str(rare)
    assert "nobody gave this code" in str(unused)
    assert "alpha: nobody gave this code" in str(table.column("reason")[1])


def test_without_two_judges_every_value_is_empty_and_the_reason_stands_there() -> None:
    table = lowness(by_coder("x.", ".x"), {})
    assert table.column("percent") == table.column("alpha") == (None,)
    assert "no unit was judged by two coders" in str(table.column("reason")[0])
