"""Turns get other labels, other bounds and questions, while text and positions stay."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.errors import Invalid
from toolkit.model.transcript import Speaker, Transcript
from toolkit.text import attribution

INTERVIEW = conversation(
    "P01", ("I", "Why so?"), ("P1", "Well."), ("P01", "It grew. And you asked why?"), ("Speaker 3", "Yes.")
)


def speakers(transcript: Transcript) -> list[str | None]:
    return [turn.speaker for turn in transcript.turns]


def test_merged_labels_become_one_speaker_in_the_place_of_the_one_that_stays() -> None:
    found = attribution.merged(INTERVIEW, ["P1", "Speaker 3"], "P01")

    assert speakers(found) == ["I", "P01", "P01", "P01"]
    assert found.speakers == (Speaker("I", "interviewer"), Speaker("P01", "participant"))
    assert (found.text, found.sha256) == (INTERVIEW.text, INTERVIEW.sha256)


def test_a_new_label_renames_and_keeps_place_and_role() -> None:
    found = attribution.merged(INTERVIEW, ["I"], "Dana")

    assert found.speakers[0] == Speaker("Dana", "interviewer")
    assert speakers(found)[0] == "Dana"


def test_people_of_different_roles_do_not_become_one_unless_the_role_is_given() -> None:
    with pytest.raises(Invalid, match="'P01' is participant and 'I' is interviewer"):
        attribution.merged(INTERVIEW, ["I"], "P01")

    found = attribution.merged(INTERVIEW, ["I"], "P01", role="participant")
    assert found.roles["P01"] == "participant"


def test_a_role_that_is_known_wins_over_one_that_is_not() -> None:
    open_ = attribution.with_role(INTERVIEW, "P01", "unknown")

    assert attribution.merged(open_, ["P1"], "P01").roles["P01"] == "participant"


def test_a_label_nobody_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(Invalid, match="no speaker 'P9'; there are: I, P1, P01, Speaker 3"):
        attribution.merged(INTERVIEW, ["P9"], "P01")


def test_turns_are_given_by_number_and_who_lost_all_is_gone() -> None:
    found = attribution.given(INTERVIEW, {2: "P01", 4: None}, {})

    assert speakers(found) == ["I", "P01", "P01", None]
    assert [speaker.label for speaker in found.speakers] == ["I", "P01"]


def test_a_number_that_no_turn_has_is_refused() -> None:
    with pytest.raises(Invalid, match="no turn 5; its turns are 1 to 4"):
        attribution.given(INTERVIEW, {5: "P01"}, {})


def test_a_turn_is_cut_without_the_blanks_between() -> None:
    at = attribution.place_of_words(INTERVIEW, 3, "And you")
    found = attribution.cut(INTERVIEW, 3, at)

    assert [found.words_of(turn) for turn in found.turns] == [
        "Why so?",
        "Well.",
        "It grew.",
        "And you asked why?",
        "Yes.",
    ]
    assert [turn.number for turn in found.turns] == [1, 2, 3, 4, 5]


def test_nobody_has_measured_when_the_second_part_began() -> None:
    timed = replace(INTERVIEW, turns=tuple(replace(t, began=1.0, ended=2.0) for t in INTERVIEW.turns))
    found = attribution.cut(timed, 3, attribution.place_of_words(timed, 3, "And"))

    assert [(turn.began, turn.ended) for turn in found.turns[2:4]] == [(1.0, None), (None, 2.0)]


@pytest.mark.parametrize(
    ("words", "told"), [("never said", "does not hold"), (" ", "does not hold"), ("y", "2 times")]
)
def test_words_that_do_not_tell_where_to_cut_are_refused(words: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        attribution.place_of_words(INTERVIEW, 3, words)


@drawn(st.integers(1, 4), st.integers(-5, len(INTERVIEW.text) + 5))
def test_a_cut_loses_no_letter_of_the_turn_and_touches_no_other(number: int, at: int) -> None:
    try:
        found = attribution.cut(INTERVIEW, number, at)
    except Invalid:
        return
    first, second = found.turns[number - 1], found.turns[number]
    before = INTERVIEW.turns[number - 1].span
    assert (first.span.start, second.span.end) == (before.start, before.end)
    assert not INTERVIEW.text[first.span.end : second.span.start].strip()
    others = [turn.span for turn in found.turns if turn not in (first, second)]
    assert others == [turn.span for turn in INTERVIEW.turns if turn.number != number]


@drawn(st.dictionaries(st.integers(1, 4), st.integers(1, 10)))
def test_questions_reach_to_the_next_one(questions: dict[int, int]) -> None:
    found = attribution.asked(INTERVIEW, questions)

    for turn in found.turns:
        begun = [questions[number] for number in sorted(questions) if number <= turn.number]
        assert turn.question == (begun[-1] if begun else None)
    assert attribution.asked(INTERVIEW, attribution.beginnings(found)) == found
