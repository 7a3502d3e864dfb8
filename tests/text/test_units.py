from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.model.reliability import UnitKind
from toolkit.model.transcript import Role, Span, Speaker, Transcript, Turn
from toolkit.text.units import cut

KINDS: tuple[UnitKind, ...] = ("turn", "paragraph", "sentence", "segment", "character", "transcript")


def interview(*said: tuple[str, str], language: str = "en") -> Transcript:
    """Make a transcript of lines `LABEL: words`; I is the interviewer, others are participants."""
    text, turns = "", []
    for number, (label, words) in enumerate(said, 1):
        text += f"{label}: "
        turns.append(Turn(number, Span(len(text), len(text) + len(words)), label))
        text += words + "\n"
    roles: dict[str, Role] = {"I": "interviewer"}
    speakers = tuple(
        Speaker(label, roles.get(label, "participant")) for label in dict.fromkeys(s for s, _ in said)
    )
    return Transcript("T", text, tuple(turns), speakers, language=language)


def parts(transcript: Transcript, kind: UnitKind, *, include_interviewer: bool = False) -> list[str]:
    return [
        unit.span.of(transcript.text)
        for unit in cut(transcript, kind, include_interviewer=include_interviewer)
    ]


def test_interviewer_turns_are_context_and_no_units() -> None:
    talk = interview(("I", "Why?"), ("P", "Because."), ("I", "I see."))
    assert parts(talk, "turn") == ["Because."]
    assert parts(talk, "turn", include_interviewer=True) == ["Why?", "Because.", "I see."]


def test_turns_of_unnamed_speakers_are_units() -> None:
    talk = Transcript("T", "one\ntwo", (Turn(1, Span(0, 3)), Turn(2, Span(4, 7))))
    assert parts(talk, "turn") == ["one", "two"]


def test_lines_of_a_turn_are_its_paragraphs() -> None:
    talk = interview(("P", "First.\n\n  Second \nThird\u2029Fourth\n \n"))
    assert parts(talk, "paragraph") == ["First.", "Second", "Third", "Fourth"]


def test_sentences_end_with_turns_and_blank_lines_but_not_with_lines() -> None:
    talk = interview(("P", "It broke\nagain. Then\n \nit worked"), ("Q", "and stayed so. Yes!"))
    assert parts(talk, "sentence") == ["It broke\nagain.", "Then", "it worked", "and stayed so.", "Yes!"]


def test_abbreviations_of_the_language_do_not_end_a_sentence() -> None:
    assert parts(interview(("P", "Dr. Roe said so, e.g. today. Right.")), "sentence") == [
        "Dr. Roe said so, e.g. today.",
        "Right.",
    ]


def test_marks_belong_to_the_sentence_they_open_or_close() -> None:
    talk = interview(("P", 'He asked. "Really?" I said so. (laughs) “Yes.” Well.'))
    assert parts(talk, "sentence") == ["He asked.", '"Really?"', "I said so.", "(laughs) “Yes.”", "Well."]


@pytest.mark.parametrize("language", ["zz", "en-GB", "EN_us", "ja", "../en", "attrs"])
def test_any_language_name_is_cut_somehow(language: str) -> None:
    assert parts(interview(("P", "One two. Three."), language=language), "sentence") == [
        "One two.",
        "Three.",
    ]


def test_a_language_with_its_own_full_stop_is_cut_at_it() -> None:
    assert parts(interview(("P", "今天好。很好。"), language="zh"), "sentence") == ["今天好。", "很好。"]


def test_a_transcript_is_one_unit_from_the_first_to_the_last_turn_that_counts() -> None:
    talk = interview(("I", "Why?"), ("P", "Because."), ("I", "Oh."), ("P", "Yes. "), ("I", "Thanks."))
    assert parts(talk, "transcript") == ["Because.\nI: Oh.\nP: Yes."]
    assert parts(interview(("I", "Anybody?")), "transcript") == []


@pytest.mark.parametrize("kind", KINDS)
def test_blank_turns_are_no_units(kind: UnitKind) -> None:
    assert parts(interview(("P", " \n ")), kind) == []


@given(
    st.lists(
        st.tuples(st.sampled_from("IPQ"), st.text("ab .!?\"()'\n…\u2029é👍", min_size=1)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(KINDS),
)
@settings(deadline=None)  # the first sentence imports spaCy
@example([("P", "?\u2029")], "sentence")
def test_units_lie_in_order_trimmed_and_hold_every_word_of_the_turns(
    said: list[tuple[str, str]], kind: UnitKind
) -> None:
    talk = interview(*said)
    units = cut(talk, kind)
    assert all(before.span.end <= after.span.start for before, after in pairwise(units))
    assert all(unit.span.of(talk.text) == unit.span.of(talk.text).strip() != "" for unit in units)
    covered = {at for unit in units for at in range(unit.span.start, unit.span.end)}
    for turn in talk.turns:
        for at in range(turn.span.start, turn.span.end):
            is_word = turn.speaker != "I" and not talk.text[at].isspace()
            assert at in covered if is_word else True
            if kind != "transcript" and turn.speaker == "I":
                assert at not in covered


def test_segments_are_turns_cut_where_codings_begin_and_end() -> None:
    talk = interview(("I", "Why now?"), ("P", "It works. Mostly."), ("Q", "Yes."))
    start = talk.text.index("It works")
    ends = [start, start + 3, start + 9, start + 3, 4]
    found = cut(talk, "segment", cuts=ends)
    assert [unit.span.of(talk.text) for unit in found] == ["It", "works.", "Mostly.", "Yes."]


def test_as_characters_the_blanks_between_words_count_too() -> None:
    talk = interview(("P", "  It works.  "))
    start = talk.text.index("It")
    spans = [unit.span for unit in cut(talk, "character", cuts=[start + 2, start + 3])]
    assert [span.of(talk.text) for span in spans] == ["It", " ", "works."]
    assert [unit.span.of(talk.text) for unit in cut(talk, "segment", cuts=[start + 2, start + 3])] == [
        "It",
        "works.",
    ]


@given(st.lists(st.integers(0, 60)))
def test_characters_fill_the_turns_whatever_the_cuts(ends: list[int]) -> None:
    talk = interview(("I", "Why?"), ("P", "It works. Mostly, I think."), ("P", "And then?"))
    whole = cut(talk, "turn")
    found = cut(talk, "character", cuts=ends)
    assert sum(unit.span.end - unit.span.start for unit in found) == sum(
        unit.span.end - unit.span.start for unit in whole
    )
    assert all(not (one.span.start < end < one.span.end) for one in found for end in ends)
