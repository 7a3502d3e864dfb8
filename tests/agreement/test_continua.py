"""Which text is compared, who compares it, and where codings go that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement.continua import continua
from toolkit.errors import Invalid
from toolkit.model.coding import Coding, Quotation
from toolkit.model.reliability import CodingTally, Segment
from toolkit.model.round import Assignment
from toolkit.model.transcript import Span

DONE = "2026-01-05T11:00:00Z"
TURNS = {"P01": [Span(10, 20), Span(30, 40), Span(40, 45)]}
BOTH = [Assignment("Ana", "P01", finished_at=DONE), Assignment("Ben", "P01", finished_at=DONE)]


def coding(
    span: Span, code: str = "trust", coder: str = "Ana", where: str = "P01", revision: int = 1
) -> Coding:
    quotation = Quotation(where, revision, span, "x" * len(span))
    return Coding(f"{coder}-{span.start}", quotation, code, coder, "1.0.0", "first", "2026-01-05T10:00:00Z")


@pytest.mark.parametrize(
    ("span", "cut"),
    [
        (Span(12, 18), (2, 8)),
        (Span(0, 12), (0, 2)),
        (Span(18, 33), (8, 13)),
        (Span(38, 43), (18, 23)),
        (Span(0, 60), (0, 25)),
        (Span(20, 30), None),
        (Span(5, 10), None),
        (Span(45, 50), None),
        (Span(15, 25), (5, 10)),
    ],
)
def test_what_lies_between_the_stretches_is_cut_out(span: Span, cut: tuple[int, int] | None) -> None:
    (interview,), tally = continua(TURNS, [coding(span)], BOTH, codes=["trust"])
    assert interview.length == 25
    assert interview.segments == {"Ana": (Segment(*cut, "trust"),) if cut else (), "Ben": ()}
    assert tally == (CodingTally(counted=1) if cut else CodingTally(outside=1))


@given(st.integers(0, 50), st.integers(1, 20))
def test_a_segment_has_as_many_characters_as_its_coding_has_in_the_stretches(start: int, size: int) -> None:
    span = Span(start, start + size)
    (interview,), _ = continua(TURNS, [coding(span)], BOTH, codes=["trust"])
    compared = {place for turn in TURNS["P01"] for place in range(turn.start, turn.end)}
    cut = interview.segments["Ana"]
    assert sum(end - start for start, end, _ in cut) == len(compared & set(range(span.start, span.end)))


def test_only_finished_coders_are_in_a_continuum_and_every_other_coding_is_tallied() -> None:
    tasks = [*BOTH, Assignment("Cleo", "P01"), Assignment("Dan", "P01", finished_at=DONE)]
    here = Span(12, 14)
    codings = [
        coding(here),
        coding(here, "cost"),
        coding(here, coder="Cleo"),
        coding(here, coder="Dan"),
        coding(here, where="P02"),
        coding(here, coder="Ben", revision=2),
    ]
    (interview,), tally = continua(
        TURNS, codings, tasks, codes=["trust"], coders=["Ana", "Ben", "Cleo"], revisions={"P01": 1}
    )
    assert set(interview.segments) == {"Ana", "Ben"}
    assert tally == CodingTally(counted=1, other_codes=1, unfinished=2, other_coders=1, other_revision=1)


def test_a_transcript_without_text_to_compare_is_an_empty_continuum() -> None:
    (interview,), tally = continua({"P01": []}, [coding(Span(1, 5))], BOTH, codes=["trust"])
    assert interview.length == 0
    assert tally.outside == 1


def test_stretches_out_of_order_are_refused() -> None:
    with pytest.raises(Invalid, match="P01: the stretches to compare overlap or are out of order"):
        continua({"P01": [Span(5, 9), Span(0, 6)]}, [], BOTH, codes=["trust"])
