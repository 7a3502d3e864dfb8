"""Which codes stand together, beside a comparison of every passage with every other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.talk import CODEBOOK, coded, talk
from toolkit.analysis.cooccurrence import Within, cells, cooccurrence, square
from toolkit.analysis.passages import Passage, Passages, Scope, passages
from toolkit.errors import Invalid
from toolkit.model.coding import Coding
from toolkit.model.transcript import Role, Span, Transcript

ONE = talk(
    "T1", "I: So?", "P: I trust it, but it costs.", "I: Why?", "P: One has to look twice.", participant="Kim"
)
TWO = talk("T2", "P: It costs and costs.", participant="Lee")


def pairs(*codings: Coding, within: Within = "overlap", turns: int = 1) -> list[tuple[object, ...]]:
    table = cooccurrence(passages([ONE, TWO], codings, CODEBOOK), within=within, turns=turns)
    return [row[:5] for row in table.rows]


def test_codes_that_share_a_character_overlap() -> None:
    trust, cost = coded(ONE, "trust", "I trust it, but"), coded(ONE, "cost", "but it costs")
    assert pairs(trust, cost) == [("trust", "cost", 1, 1, 1.0)]
    assert pairs(trust, coded(ONE, "cost", " it costs")) == []
    assert pairs(trust, cost, within="passage") == []


def test_the_same_words_are_the_same_passage_whatever_of_the_question_is_coded_with_them() -> None:
    answer = coded(ONE, "trust", "I trust it, but it costs.")
    with_question = coded(ONE, "care", "So?\nP: I trust it, but it costs.\nI: Why")
    assert pairs(answer, with_question, within="passage") == [("trust", "care", 1, 1, 1.0)]


def test_what_only_an_interviewer_says_is_not_shared() -> None:
    before = coded(ONE, "trust", "but it costs.\nI: Why?")
    after = coded(ONE, "care", "Why?\nP: One has")
    assert pairs(before, after) == []
    heard = Scope(frozenset[Role]({"participant", "interviewer"}))
    table = cooccurrence(passages([ONE], [before, after], CODEBOOK, heard))
    assert table.column("n_segments") == (1,)


def test_turns_of_interviewers_are_no_way_from_answer_to_answer() -> None:
    first, second = coded(ONE, "trust", "I trust"), coded(ONE, "care", "look twice")
    assert pairs(first, second, within="turns", turns=0) == []
    assert pairs(first, second, within="turns", turns=1) == [("trust", "care", 1, 1, 1.0)]
    same = coded(ONE, "cost", "it costs")
    assert pairs(first, same, within="turns", turns=0) == [("trust", "cost", 1, 1, 1.0)]


def test_one_long_passage_with_two_short_ones_is_one_segment() -> None:
    whole = coded(TWO, "trust", "It costs and costs.")
    short = [coded(TWO, "cost", "It costs"), coded(TWO, "cost", Span(16, 21))]
    alone = coded(ONE, "trust", "I trust")
    assert pairs(whole, *short, alone) == [("trust", "cost", 1, 1, 0.5)]


def test_people_are_counted_once_and_the_table_says_out_of_how_many() -> None:
    codings = [coded(each, code, "costs") for each in (ONE, TWO) for code in ("care", "cost")]
    table = cooccurrence(passages([ONE, TWO], codings, CODEBOOK))
    assert table.rows == (("care", "cost", 2, 2, 1.0, "Care", "Cost", 2, 2),)
    assert table.columns[3].of == 2
    assert "Pairs of codes that never stand together, not listed: 2 of 3." in table.notes


def test_the_square_holds_the_pairs_on_both_sides_and_all_passages_between() -> None:
    codings = [coded(ONE, "care", "costs"), coded(ONE, "cost", "costs"), coded(TWO, "cost", "costs")]
    table = square(passages([ONE, TWO], codings, CODEBOOK))
    assert cells(table) == ("trust", "care", "cost")
    assert [row[3:] for row in table.rows] == [(0, 0, 0), (0, 1, 1), (0, 1, 2)]


def test_less_than_no_turn_is_refused() -> None:
    with pytest.raises(Invalid, match="turns is -1"):
        pairs(within="turns", turns=-1)


# --- beside brute force -----------------------------------------------------------------------------


@st.composite
def studies(draw: st.DrawFn) -> Passages:
    talks = [
        talk(f"T{number}", *lines, participant=draw(st.sampled_from(["Kim", "Lee"])))
        for number, lines in enumerate(
            draw(
                st.lists(
                    st.lists(st.sampled_from(["I: a b", "P: a b c d e", "P: d"]), min_size=1, max_size=7),
                    max_size=2,
                )
            )
        )
    ]
    codings = []
    for transcript in talks:
        for _ in range(draw(st.integers(0, 14))):
            start = draw(st.integers(0, len(transcript.text) - 2))
            end = draw(st.integers(start + 1, min(len(transcript.text), start + 25)))
            code = draw(st.sampled_from(["trust", "care", "cost"]))
            codings.append(coded(transcript, code, Span(start, end)))
    roles = draw(st.sampled_from([Scope(), Scope(frozenset[Role]({"participant", "interviewer"}))]))
    return passages(talks, codings, CODEBOOK, roles)


def heard(basis: Passages, passage: Passage) -> frozenset[int]:
    """Return the characters of a passage that count."""
    transcript = basis.transcripts[passage.transcript]
    turns = [turn for turn in transcript.turns if basis.scope.counts(transcript, turn)]
    span = passage.span
    return frozenset(
        at for turn in turns for at in range(turn.span.start, turn.span.end) if span.start <= at < span.end
    )


def places(basis: Passages, passage: Passage) -> list[int]:
    """Return the places, among the turns that count, of those a passage is in."""
    transcript: Transcript = basis.transcripts[passage.transcript]
    turns = [turn for turn in transcript.turns if basis.scope.counts(transcript, turn)]
    return [at for at, turn in enumerate(turns) if turn.span.overlaps(passage.span)]


def meet(basis: Passages, a: Passage, b: Passage, within: Within, turns: int) -> bool:
    if a.transcript != b.transcript:
        return False
    if within == "passage":
        return heard(basis, a) == heard(basis, b)
    if within == "overlap":
        return bool(heard(basis, a) & heard(basis, b))
    return any(abs(i - j) <= turns for i in places(basis, a) for j in places(basis, b))


def segments(basis: Passages, codes: tuple[str, str], within: Within, turns: int) -> Iterator[set[Passage]]:
    """Yield the groups of passages of two codes that hang together."""
    left = {passage for passage in basis.found if passage.code in codes}
    while left:
        group = {left.pop()}
        while more := {
            one
            for one in left
            for other in group
            if one.code != other.code and meet(basis, one, other, within, turns)
        }:
            group |= more
            left -= more
        yield group


@given(studies(), st.sampled_from(["passage", "overlap", "turns"]), st.integers(0, 3))
def test_pairs_equal_the_comparison_of_all_with_all(basis: Passages, within: Within, turns: int) -> None:
    expected = {}
    for codes in combinations([heading.id for heading in basis.headings], 2):
        groups = list(segments(basis, codes, within, turns))
        both = [group for group in groups if {each.code for each in group} == set(codes)]
        people = {each.participant for group in both for each in group}
        if both:
            expected[codes] = (len(both), len(people), len(both) / len(groups))
    table = cooccurrence(basis, within=within, turns=turns)
    assert {(row[0], row[1]): row[2:5] for row in table.rows} == expected
    assert [(row[0], row[1]) for row in table.rows] == list(expected)
    for a, row in enumerate(square(basis, within=within, turns=turns).rows):
        for b, value in enumerate(row[3:]):
            ids = (basis.headings[min(a, b)].id, basis.headings[max(a, b)].id)
            alone = sum(passage.code == ids[0] for passage in basis.found)
            assert value == (alone if a == b else expected.get(ids, (0,))[0])
