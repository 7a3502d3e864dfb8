import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.talk import CODEBOOK, coded, talk
from toolkit.analysis.passages import Passages, passages, united
from toolkit.errors import Invalid
from toolkit.model.code import Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.transcript import Span, Transcript

ONE = talk("P01", "I: Do you trust it?", "P: I do, mostly. It costs us.", "I: Why?", "P: We look twice.")


def found(*codings: Coding, transcript: Transcript = ONE) -> Passages:
    return passages([transcript], codings, CODEBOOK)


def test_what_two_coders_coded_alike_is_one_passage() -> None:
    basis = found(coded(ONE, "trust", "I do, mostly."), coded(ONE, "trust", "mostly. It costs", "B"))
    assert [basis.quote(passage) for passage in basis.found] == ["I do, mostly. It costs"]
    assert "Coded by: A, B." in basis.notes


def test_codings_that_only_touch_stay_two_passages() -> None:
    basis = found(coded(ONE, "trust", "I do, "), coded(ONE, "trust", "mostly."))
    assert [passage.n_words for passage in basis.found] == [2, 1]


def test_other_codes_and_transcripts_are_other_passages() -> None:
    two = talk("P02", "P: I do.")
    codings = [coded(ONE, "trust", "I do"), coded(ONE, "care", "I do"), coded(two, "trust", "I do")]
    basis = passages([two, ONE], codings, CODEBOOK)
    places = [(passage.transcript, passage.code) for passage in basis.found]
    assert places == [("P02", "trust"), ("P01", "trust"), ("P01", "care")]


def test_interviewer_words_are_neither_counted_nor_quoted() -> None:
    basis = found(coded(ONE, "trust", "It costs us.\nI: Why?\nP: We look"))
    assert basis.found[0].n_words == 5
    assert basis.quote(basis.found[0]) == "It costs us. […] We look"


def test_interviewer_words_at_the_ends_leave_no_mark() -> None:
    whole = Span(0, len(ONE.text))
    basis = found(coded(ONE, "trust", whole))
    assert basis.quote(basis.found[0]) == "I do, mostly. It costs us. […] We look twice."


def test_a_passage_of_the_interviewer_alone_is_no_finding() -> None:
    basis = found(coded(ONE, "trust", "Do you trust it?"))
    assert basis.found == ()
    assert basis.notes[-1] == "Segments left out, in which only the interviewer speaks: 1."


def test_what_does_not_count_is_told() -> None:
    newer = talk("P01", "P: I do, mostly.", revision=2)
    other = talk("P09", "P: I do.")
    codings = [
        coded(ONE, "hype", "I do"),
        coded(ONE, "unheard-of", "I do"),
        coded(newer, "trust", "I do"),
        coded(other, "trust", "I do"),
    ]
    basis = found(*codings)
    assert basis.found == ()
    assert basis.notes[-3:] == (
        "Codings left out, of codes not in use in this codebook: 2.",
        "Codings left out, on another revision of the text: 1.",
        "Codings left out, on other transcripts: 1.",
    )


def test_participants_with_several_interviews_are_one() -> None:
    first, second = talk("T1", "P: Yes.", participant="Kim"), talk("T2", "P: No.", participant="Kim")
    unnamed = talk("T3", "P: Well.", participant="")
    basis = passages([first, second, unnamed], [], CODEBOOK)
    assert basis.participants == ("Kim", "T3")
    assert basis.notes[0] == "Codebook version 1.0.0. Participants: 2; transcripts: 3."
    assert basis.notes[-1] == "Transcripts that name no participant, each counted as one: 1."


def test_a_transcript_given_twice_is_refused() -> None:
    with pytest.raises(Invalid, match="'P01' is given twice"):
        passages([ONE, ONE], [], CODEBOOK)


def test_codes_stand_in_the_order_of_themes() -> None:
    assert [heading.id for heading in found().headings] == ["trust", "care", "cost"]


def test_a_theme_that_may_be_coded_has_a_row_of_its_own() -> None:
    codebook = Codebook("c", "C", "0.1.0", (Theme("work", "Work", codable=True), Theme("rest", "Rest")), ())
    basis = passages([ONE], [coded(ONE, "work", "I do"), coded(ONE, "rest", "I do")], codebook)
    assert [heading.id for heading in basis.headings] == ["work"]
    assert [passage.code for passage in basis.found] == ["work"]


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: Span(at[0], at[0] + at[1]))


@given(st.lists(SPANS, max_size=12))
def test_united_spans_are_the_groups_of_spans_linked_by_overlaps(spans: list[Span]) -> None:
    groups: list[set[Span]] = []
    for span in spans:
        linked = [group for group in groups if any(span.overlaps(other) for other in group)]
        groups = [group for group in groups if group not in linked] + [{span}.union(*linked)]
    brute = {Span(min(s.start for s in group), max(s.end for s in group)) for group in groups}
    result = list(united(spans))
    assert set(result) == brute
    assert result == sorted(result)


WORDS = st.lists(st.text("ab ", min_size=1), min_size=1, max_size=5)


@given(WORDS, st.data())
def test_words_equal_those_left_when_everything_else_is_blanked_out(
    said: list[str], data: st.DataObject
) -> None:
    lines = [f"{data.draw(st.sampled_from('IP'))}: {words}" for words in said]
    interview = talk("P01", *lines)
    start = data.draw(st.integers(0, len(interview.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(interview.text))))
    counted = {
        at
        for turn in interview.turns
        if turn.speaker == "P"
        for at in range(turn.span.start, turn.span.end)
        if span.start <= at < span.end
    }
    left = "".join(letter if at in counted else " " for at, letter in enumerate(interview.text))
    basis = passages([interview], [coded(interview, "trust", span)], CODEBOOK)
    assert sum(passage.n_words for passage in basis.found) == len(left.split())
    assert [
        word for passage in basis.found for word in basis.quote(passage).split() if word != "[…]"
    ] == left.split()
