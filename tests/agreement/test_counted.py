"""What was counted of a table gives the rows that the judgements themselves give."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.agreement.cells import by_coder, data_of, in_interviews, units
from toolkit.agreement.coefficients import COEFFICIENTS, ON_SETS
from toolkit.agreement.counted import by_code, together
from toolkit.agreement.table import counted_table, reliability_table
from toolkit.model.counts import Judgements, Numbers
from toolkit.model.reliability import Asked, CodeAgreement, ReliabilityData, ReliabilityTable

CODES = ("cost", "time", "trust")
SETS = st.frozensets(st.sampled_from(CODES), max_size=3)
EVERYTHING = Asked("none", coefficients=(*COEFFICIENTS, *ON_SETS))
OF_NAMES = {"cohen", "light", "conger", "scott"}
"""Coefficients that need to know who gave what."""


def columns(counts: Mapping[tuple[int, ...], int], width: int) -> tuple[Numbers, ...]:
    rows = [(*key, count) for key, count in sorted(counts.items())]
    return tuple(array("q", [row[place] for row in rows]) for place in range(width))


def bits(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def counted(data: ReliabilityData, *, named: bool = True) -> Judgements:
    """Count judgements unit by unit, as the description of `Judgements` has it."""
    interviews, codes = sorted({unit.transcript for unit in data.units}), sorted(data.codes)
    seen, gave, sets = Counter[tuple[int, ...]](), Counter[tuple[int, ...]](), Counter[tuple[int, ...]]()

    def who(coders: list[int]) -> int:
        return bits(coders) if named else len(coders)

    for unit, row in zip(data.units, data.cells, strict=True):
        at = interviews.index(unit.transcript)
        judges = [coder for coder, cell in enumerate(row) if cell is not None]
        if judges:
            seen[at, who(judges)] += 1
        for place, code in enumerate(codes):
            if giving := [coder for coder in judges if code in (row[coder] or ())]:
                gave[at, place, who(judges), who(giving)] += 1
        if any(row):
            told = [bits(place for place, code in enumerate(codes) if code in (cell or ())) for cell in row]
            sets[at, who(judges), *told] += 1
    n_coders = len(data.coders)
    return Judgements(
        tuple(interviews),
        clustered=True,
        codes=tuple(codes),
        coders=data.coders if named else (),
        n_coders=n_coders,
        seen=columns(seen, 3),
        given=columns(gave, 5),
        sets=columns(sets, 3 + n_coders) if named else None,
        n_codings=sum(len(cell or ()) for row in data.cells for cell in row),
    )


def in_memory(data: ReliabilityData, asked: Asked = EVERYTHING) -> ReliabilityTable:
    interviews = tuple(sorted({unit.transcript for unit in data.units}))
    return reliability_table(data, unit="given", transcripts=interviews, asked=asked)


def same(one: CodeAgreement, other: CodeAgreement, without: frozenset[str] = frozenset()) -> None:
    facts = ("code", "n_units", "n_positive")
    assert [getattr(one, fact) for fact in facts] == [getattr(other, fact) for fact in facts]
    assert one.prevalence == pytest.approx(other.prevalence, abs=1e-12)
    assert one.estimates.keys() == other.estimates.keys()
    for name in one.estimates.keys() - without:
        was, now = one.estimates[name], other.estimates[name]
        assert was.reason == now.reason
        assert was.value == pytest.approx(now.value, abs=1e-12)


@st.composite
def studies(draw: st.DrawFn, coders: int) -> ReliabilityData:
    """Draw a study, in which a judgement is missing now and then."""
    row = st.lists(SETS | st.none(), min_size=coders, max_size=coders)
    rows = draw(st.lists(row, min_size=1, max_size=12))
    return in_interviews(data_of(rows, CODES), draw(st.integers(1, 3)))


def test_krippendorffs_example_counted_by_hand() -> None:
    """Krippendorff 2011, section A: both 1, the first alone 1, the second alone 3, neither 5; alpha 0.095."""
    made = Judgements(
        interviews=("P01",),
        clustered=True,
        codes=("trust",),
        coders=("A", "B"),
        n_coders=2,
        seen=columns({(0, 0b11): 10}, 3),
        given=columns({(0, 0, 0b11, 0b11): 1, (0, 0, 0b11, 0b01): 1, (0, 0, 0b11, 0b10): 3}, 5),
        sets=None,
        n_codings=6,
    )
    (row,) = counted_table(made).rows
    assert (row.code, row.n_units, row.n_positive) == ("trust", 10, 5)
    assert row.estimates["alpha"].value == pytest.approx(1 - 19 * 4 / (14 * 6), abs=1e-12)
    assert row.estimates["percent"].value == pytest.approx(0.6)
    assert row.prevalence == pytest.approx(6 / 20)


@settings(max_examples=40)
@given(st.integers(2, 4).flatmap(studies))
def test_the_rows_are_those_of_the_judgements(data: ReliabilityData) -> None:
    one, other = in_memory(data), counted_table(counted(data), asked=EVERYTHING)
    for pair in zip(one.rows, other.rows, strict=True):
        same(*pair)
    assert (one.coders, one.transcripts) == (other.coders, other.transcripts)


@settings(max_examples=20)
@given(studies(4))
def test_of_coders_who_are_not_named_all_is_the_same_but_what_needs_their_names(
    data: ReliabilityData,
) -> None:
    one, other = in_memory(data), counted_table(counted(data, named=False), asked=EVERYTHING)
    assume(one.coders == data.coders)
    assert [row.code for row in other.rows] == list(CODES)
    for was, now in zip(one.rows[1:], other.rows, strict=True):
        same(was, now, frozenset(OF_NAMES))
        assert all(now.estimates[name].value is None for name in OF_NAMES)
    assert other.coders == ("4 coders",)


def test_a_table_without_sets_says_that_codes_are_not_compared_together() -> None:
    made = counted(by_coder("xy-x", "xyyx"))
    assert together(replace(made, sets=None)) is None
    with_sets, without = counted_table(made), counted_table(replace(made, sets=None))
    assert without.rows == with_sets.rows[1:]
    told = [note for note in without.notes if note not in with_sets.notes]
    assert len(told) == 1
    assert told[0].startswith("All codes together are not compared")


def test_what_a_coder_gave_a_unit_they_did_not_read_does_not_count() -> None:
    data = replace(by_coder("xx--", "x-.-", "x..."), units=(*units(2, "P01"), *units(2, "P02")))
    made = counted(data)
    # C gives `x` to a unit of P01 that A and B judged, and somebody gives it in an interview nobody read.
    strange = Counter[tuple[int, ...]]({(0, 0, 0b011, 0b101): 1, (-1, 0, 0b011, 0b011): 5})
    (interview, code, judged, gave, number) = columns(strange, 5)
    before = [row for row in zip(*made.given, strict=True) if row[2:4] != (0b011, 0b001)]
    rows = [*before, *zip(interview, code, judged, gave, number, strict=True)]
    more = replace(made, given=tuple(array("q", column) for column in zip(*rows, strict=True)))
    assert len(before) == len(made.given[0]) - 1
    assert counted_table(more, asked=EVERYTHING).rows[1:] == counted_table(made, asked=EVERYTHING).rows[1:]


def test_units_of_one_judge_are_left_out_and_told() -> None:
    table = counted_table(counted(by_coder("xx--x", "x--..")))
    assert table.rows[0].n_units == 3
    assert table.rows[1].estimates["percent"].value == pytest.approx(2 / 3)
    assert table.coders == ("coder 0", "coder 1")
    assert table.notes == in_memory(by_coder("xx--x", "x--.."), Asked()).notes


def test_where_nobody_shares_a_unit_there_is_no_value_and_nobody_is_compared() -> None:
    made = counted(by_coder("x.", ".-"))
    assert by_code(made).n_coders == 0
    table = counted_table(made)
    assert (table.coders, table.transcripts) == ((), ())
    reasons = {estimate.reason for row in table.rows for estimate in row.estimates.values()}
    assert reasons == {"no unit was judged by two coders"}
    nothing = replace(made, seen=columns({}, 3), given=columns({}, 5), sets=None)
    assert by_code(nothing).n_coders == 0
