"""What a span, a turn and a transcript are, and what they refuse."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.errors import Invalid
from toolkit.model.coding import Quotation
from toolkit.model.transcript import Gap, Source, Span, Speaker, Transcript, Turn

SPANS = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 4)])
def test_a_span_is_never_empty_backwards_or_negative(start: int, end: int) -> None:
    with pytest.raises(Invalid, match="are no passage"):
        Span(start, end)


@given(SPANS, SPANS)
def test_spans_overlap_if_they_share_a_position(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))

    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(SPANS)
def test_the_turns_in_a_span_are_those_that_share_a_position(span: Span) -> None:
    transcript = conversation(
        "T", ("I", "Well?"), ("P", "Yes, well."), ("I", "And?"), ("P", "No."), ("P", "No!")
    )

    assert transcript.turns_in(span) == tuple(turn for turn in transcript.turns if turn.span.overlaps(span))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\r\nb", "carriage return at position 1"),
        ("ab\x00", "NUL character at position 2"),
        ("\ufeffab", "byte order mark"),
        ("ab\ud83d", "half a character at position 2"),
    ],
)
def test_text_that_cannot_be_kept_exactly_is_refused(text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        Transcript("T", text, (Turn(1, Span(0, 1)),))


@pytest.mark.parametrize(
    ("turns", "speakers", "told"),
    [
        ((), (), "has no turns"),
        ((Turn(2, Span(0, 1)),), (), "turn 1 is numbered 2"),
        ((Turn(1, Span(0, 2)), Turn(2, Span(1, 3))), (), "turn 2 overlaps the one before"),
        ((Turn(1, Span(0, 9)),), (), "leaves the text"),
        ((Turn(1, Span(0, 1), "P"),), (), "by 'P', who is not among the speakers"),
        ((Turn(1, Span(0, 1), "P"),), (Speaker("P"), Speaker("P")), "lists the speaker 'P' twice"),
    ],
)
def test_turns_that_do_not_fit_the_text_are_refused(
    turns: tuple[Turn, ...], speakers: tuple[Speaker, ...], told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        Transcript("T", "hello", turns, speakers)


@pytest.mark.parametrize("label", ["", "  ", "a\nb", "x" * 201, "a\x1bb", "a\u2028b"])
def test_a_name_fits_on_one_line(label: str) -> None:
    with pytest.raises(Invalid):
        Speaker(label)


@given(SPANS, SPANS)
def test_a_span_holds_another_if_it_has_all_its_positions(one: Span, other: Span) -> None:
    assert one.holds(other) == (set(range(other.start, other.end)) <= set(range(one.start, one.end)))


def test_who_is_interviewed_is_the_participant_or_else_the_transcript(transcript: Transcript) -> None:
    assert replace(transcript, participant="Ada").person == "Ada"
    assert replace(transcript, participant="").person == transcript.id


def test_a_transcript_knows_its_hash_and_who_has_which_role(transcript: Transcript) -> None:
    assert transcript.sha256 == hashlib.sha256(transcript.text.encode()).hexdigest()
    assert transcript.roles == {None: "unknown", "I": "interviewer", "P01": "participant"}


def test_a_quotation_carries_its_surroundings(transcript: Transcript) -> None:
    start = transcript.text.index("doubt")

    quotation = Quotation.cut(transcript, Span(start, start + 5))

    assert quotation.text == "doubt"
    assert transcript.text[start - 32 : start] == quotation.prefix
    assert transcript.text[start + 5 : start + 37] == quotation.suffix


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [(0, 10_000, "leave the text"), (0, 2, "are in no turn"), (2, 3, "hold only blanks")],
)
def test_a_quotation_lies_in_what_somebody_says(
    transcript: Transcript, start: int, end: int, told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        Quotation.cut(transcript, Span(start, end))


@pytest.mark.parametrize(
    ("name", "stem", "ending"),
    [("P04.vtt", "P04", ".vtt"), ("My talk.final.DOCX", "My talk.final", ".docx"), ("notes", "notes", "")],
)
def test_a_source_knows_its_stem_and_ending(name: str, stem: str, ending: str) -> None:
    source = Source(name, b"")

    assert (source.stem, source.ending) == (stem, ending)


def test_a_turn_gives_its_words_and_words_are_counted_with_or_without_those_who_ask() -> None:
    talk = conversation("T", ("I", "Well, then?"), ("P", "Yes \u00a0 and no."))
    assert [talk.words_of(turn) for turn in talk.turns] == ["Well, then?", "Yes \u00a0 and no."]
    assert talk.count_words(of_interviewers=True) == 5
    assert talk.count_words(of_interviewers=False) == 3


def test_a_gap_lasts_from_its_beginning_to_its_end() -> None:
    assert Gap(0.1, 0.4).seconds == 0.3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": ""}, "transcript id is blank; give it a name"),
        ({"participant": " P"}, "participant ' P' begins or ends with a blank; remove it"),
        ({"language": ""}, "language is blank; give it a name"),
        ({"verbatim": "exact"}, "verbatim level is 'exact'; use one of .+"),
    ],
)
def test_a_transcript_says_soundly_what_it_is(
    transcript: Transcript, wrong: dict[str, str], told: str
) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        replace(transcript, **wrong)  # type: ignore[arg-type]


def test_a_speaker_has_a_role_there_is() -> None:
    with pytest.raises(Invalid, match=r"^role of 'P' is 'guest'; use one of .+"):
        Speaker("P", "guest")  # type: ignore[arg-type]


def test_a_gap_is_told_to_the_millisecond() -> None:
    assert Gap(0.0, 1.23456).seconds == 1.235
