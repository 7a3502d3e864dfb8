"""Codings laid over units."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement.data import reliability_data
from toolkit.errors import Invalid
from toolkit.model.coding import Coding, Quotation
from toolkit.model.reliability import CodingTally, Unit
from toolkit.model.round import Assignment
from toolkit.model.transcript import Span

NUMBER = count()
UNITS = [
    Unit("P01", Span(0, 10)),
    Unit("P01", Span(10, 20)),
    Unit("P01", Span(25, 40)),
    Unit("P02", Span(0, 9)),
]


def coding(
    coder: str, start: int, end: int, *, code: str = "trust", transcript: str = "P01", round_id: str = "first"
) -> Coding:
    span = Span(start, end)
    quotation = Quotation(transcript, 1, span, "x" * len(span))
    return Coding(str(next(NUMBER)), quotation, code, coder, "1.0.0", round_id, "2026-01-05T10:00:00Z")


def done(coder: str, transcript: str = "P01", round_id: str = "first") -> Assignment:
    return Assignment(coder, transcript, round_id, finished_at="2026-01-06T10:00:00Z")


BOTH = [done("A"), done("B"), done("A", "P02"), done("B", "P02")]


def given_by(coder: str, codings: list[Coding], tasks: list[Assignment] = BOTH) -> list[list[str] | None]:
    data = reliability_data(UNITS, codings, tasks, codes=["trust", "cost"])
    column = [row[data.coders.index(coder)] for row in data.cells]
    return [None if cell is None else sorted(cell) for cell in column]


def test_a_coding_counts_on_every_unit_it_overlaps_by_a_character() -> None:
    assert given_by("A", [coding("A", 9, 11)]) == [["trust"], ["trust"], [], []]
    assert given_by("A", [coding("A", 10, 25)]) == [[], ["trust"], [], []]
    assert given_by("A", [coding("A", 19, 26)]) == [[], ["trust"], ["trust"], []]


def test_overlaps_of_one_coder_with_himself_count_once() -> None:
    assert given_by("A", [coding("A", 0, 5), coding("A", 3, 9), coding("A", 1, 2, code="cost")]) == [
        ["cost", "trust"],
        [],
        [],
        [],
    ]


def test_who_has_not_finished_did_not_say_no() -> None:
    tasks = [done("A"), done("B"), Assignment("A", "P02"), done("B", "P02")]
    codings = [coding("A", 0, 5, transcript="P02"), coding("B", 0, 5, transcript="P02")]
    assert given_by("A", codings, tasks) == [[], [], [], None]
    assert given_by("B", codings, tasks) == [[], [], [], ["trust"]]


def test_who_was_not_assigned_did_not_say_no_either() -> None:
    data = reliability_data(UNITS, [], [done("A")], codes=["trust"], coders=["A", "C"])
    assert data.coders == ("A", "C")
    assert data.cells[0] == (frozenset(), None)


def test_coders_are_by_default_those_who_finished_something_compared() -> None:
    tasks = [done("C"), done("A"), Assignment("B", "P01"), done("D", "P09")]
    assert reliability_data(UNITS, [], tasks, codes=["trust"]).coders == ("A", "C")


def test_every_coding_is_counted_or_told() -> None:
    codings = [
        coding("A", 0, 5),
        coding("A", 20, 25),  # between units
        coding("A", 0, 5, transcript="P03"),  # not compared: nobody finished it
        coding("A", 0, 5, round_id="second"),
        coding("A", 0, 5, code="other"),
        coding("C", 0, 5),
    ]
    data = reliability_data(UNITS, codings, BOTH, codes=["trust"], coders=["A", "B"])
    assert data.tally == CodingTally(counted=1, unfinished=2, outside=1, other_codes=1, other_coders=1)
    assert data.tally.given == len(codings)


def test_a_finished_transcript_without_units_leaves_its_codings_outside() -> None:
    data = reliability_data(
        UNITS, [coding("A", 0, 5, transcript="P03")], [done("A", "P03")], codes=["trust"], coders=["A"]
    )
    assert data.tally == CodingTally(outside=1)


def test_codings_of_coders_who_have_not_finished_are_told_as_such_when_nobody_was_chosen() -> None:
    codings = [coding("A", 0, 5), coding("C", 0, 5), coding("D", 0, 5), coding("D", 0, 5, transcript="P09")]
    nobody = reliability_data(UNITS, codings, [Assignment("A", "P01")], codes=["trust"])
    assert nobody.tally == CodingTally(unfinished=4)
    some = reliability_data(UNITS, codings, [*BOTH, done("D", "P09")], codes=["trust"])
    assert some.tally == CodingTally(counted=1, unfinished=2, outside=1)


def test_codings_of_another_revision_do_not_count() -> None:
    codings = [coding("A", 0, 5), coding("A", 12, 15), coding("B", 0, 5, transcript="P02")]
    codings[1] = replace(codings[1], quotation=replace(codings[1].quotation, revision=2))
    data = reliability_data(UNITS, codings, BOTH, codes=["trust"], revisions={"P01": 2})
    assert data.tally == CodingTally(counted=2, other_revision=1)
    assert [sorted(row[0] or ()) for row in data.cells] == [[], ["trust"], [], []]
    assert data.tally.given == len(codings)


def test_rounds_are_not_mixed() -> None:
    with pytest.raises(Invalid, match="rounds first, second; compare one round"):
        reliability_data(UNITS, [], [done("A"), done("A", round_id="second")], codes=["trust"])


def test_units_must_lie_apart() -> None:
    with pytest.raises(Invalid, match="P01:0-10 and P01:9-20 overlap"):
        reliability_data([Unit("P01", Span(0, 10)), Unit("P01", Span(9, 20))], [], [], codes=["trust"])


SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda at: (at[0], at[0] + at[1]))
CODINGS = st.lists(
    st.builds(
        lambda coder, span, code, transcript: coding(coder, *span, code=code, transcript=transcript),
        st.sampled_from("ABC"),
        SPANS,
        st.sampled_from(["trust", "cost", "other"]),
        st.sampled_from(["P01", "P02", "P03"]),
    ),
    max_size=12,
)


@given(CODINGS, st.sets(st.sampled_from(BOTH)), st.permutations(UNITS))
def test_cells_equal_asking_every_coding_about_every_unit(
    codings: list[Coding], tasks: set[Assignment], units: list[Unit]
) -> None:
    data = reliability_data(units, codings, tasks, codes=["trust", "cost"], coders=["A", "B"])
    finished = {(task.coder, task.transcript) for task in tasks}
    for unit, row in zip(units, data.cells, strict=True):
        for coder, cell in zip(data.coders, row, strict=True):
            codes = {
                one.code
                for one in codings
                if one.coder == coder and one.transcript == unit.transcript and one.span.overlaps(unit.span)
            }
            assert cell == (codes - {"other"} if (coder, unit.transcript) in finished else None)
    assert data.tally.given == len(codings)


def test_a_transcript_only_one_coder_finished_leaves_the_shared_units_as_they_were() -> None:
    codings = [coding("A", 0, 5), coding("B", 12, 15), coding("A", 0, 5, transcript="P02")]
    both = reliability_data(UNITS[:3], codings[:2], BOTH[:2], codes=["trust"])
    more = reliability_data(UNITS, codings, [*BOTH[:2], done("A", "P02")], codes=["trust"])
    assert replace(more.shared(), tally=both.tally) == both


def test_units_by_length_stand_for_their_characters() -> None:
    data = reliability_data(UNITS, [coding("A", 0, 5)], BOTH, codes=["trust"], by_length=True)
    assert data.weights == (10, 10, 15, 9)
    assert reliability_data(UNITS, [], BOTH, codes=["trust"]).weights == ()


def test_data_of_some_coders_or_codes_is_as_if_there_were_no_others() -> None:
    made = [coding("A", 0, 5), coding("A", 0, 5, code="cost"), coding("B", 0, 5, code="cost")]
    data = reliability_data(UNITS, made, BOTH, codes=["trust", "cost"])
    turned = data.of_coders(["B", "A"])
    assert (turned.coders, turned.cells[0]) == (
        ("B", "A"),
        (frozenset(["cost"]), frozenset(["trust", "cost"])),
    )
    assert data.of_codes(["trust"]).cells[0] == (frozenset(["trust"]), frozenset())
    assert data.of_codes(["trust"]).codes == ("trust",)
