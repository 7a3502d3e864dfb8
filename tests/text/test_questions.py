"""Questions are known by their number or their wording, and years, amounts and lists are none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.model.protocol import Question
from toolkit.model.transcript import Transcript
from toolkit.text.questions import likeness, recognise

PROTOCOL = (
    Question(1, "What do you make, and how did you come to publish it?"),
    Question(2, "Walk me through how its documentation came about."),
    Question(3, "Who should be responsible for which part?"),
)


def unlabelled(transcript: Transcript) -> Transcript:
    return replace(
        transcript, turns=tuple(replace(turn, speaker=None) for turn in transcript.turns), speakers=()
    )


def found(transcript: Transcript, *protocol: Question) -> list[tuple[int, int, str]]:
    return [(each.turn, each.number, each.way) for each in recognise(transcript, protocol)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. What is it?", "2. Why so?"),
        ("1.What is it?", "2.Why so?"),
        ("(1) What is it?", "(2) Why so?"),
        ("1) What is it?", "2) Why so?"),
        ("Q1: What is it?", "Q2: Why so?"),
        ("Question 1 - What is it?", "Question 2 - Why so?"),
        ("question 1 What is it?", "QUESTION 2 Why so?"),
        ("**1.** What is it?", "**2.** Why so?"),
        ("1 – What is it?", "2 — Why so?"),  # noqa: RUF001 - dashes
    ],
)
def test_numbers_are_known_in_the_ways_people_write_them(first: str, second: str) -> None:
    interview = conversation("P01", ("I", first), ("P01", "A thing."), ("I", second), ("P01", "So."))

    assert found(interview) == [(1, 1, "number"), (3, 2, "number")]
    assert found(unlabelled(interview)) == [(1, 1, "number"), (3, 2, "number")]


@pytest.mark.parametrize(
    "said",
    [
        ("2019. That was the year, wasn't it?", "2020. And then?"),
        ("3.5 times as many, really?", "4.5 times?"),
        ("3 models, and you made them?", "4 models?"),
        ("1:30 it was, or later?", "2:30 perhaps?"),
        ("7. So?", "1. And now?"),
        ("1. What is it?",),
    ],
)
def test_years_amounts_times_and_single_numbers_are_no_questions(said: tuple[str, ...]) -> None:
    assert found(conversation("P01", *[("I", words) for words in said])) == []


def test_what_a_participant_counts_is_no_list_of_questions() -> None:
    points = [("P01", "1. Was it good? I asked myself."), ("P01", "2. Was it mine?")]

    assert found(conversation("P01", ("I", "Why?"), *points)) == []


def test_points_that_nobody_asks_are_no_questions_without_a_label_either() -> None:
    points = unlabelled(conversation("P01", ("x", "1. It was cheap."), ("x", "2. It was there.")))

    assert found(points) == []


def test_of_numbers_out_of_line_the_longest_rise_counts() -> None:
    said = ["1. What?", "9. Or what?", "2. Why?", "3. When?", "2. Again?", "4. Where?"]

    assert [number for _, number, _ in found(conversation("P01", *[("I", each) for each in said]))] == [
        1,
        2,
        3,
        4,
    ]


def test_a_wording_is_known_within_other_talk_and_with_small_changes() -> None:
    interview = conversation(
        "P01",
        ("I", "Thanks for coming. So, what do you make, and how did you come to publish it?"),
        ("P01", "Walk me through how its documentation came about, my boss said."),
        ("I", "Okay. Can you walk me through how its, um, documentation came about?"),
        ("P01", "No."),
        ("I", "Then who should be responsible for which part of it?"),
    )

    assert found(interview, *PROTOCOL) == [(1, 1, "wording"), (3, 2, "wording"), (5, 3, "wording")]


def test_one_word_in_common_makes_no_question() -> None:
    assert found(conversation("P01", ("I", "And the publishing?"), ("I", "Responsible?")), *PROTOCOL) == []


def test_a_question_has_one_place_and_a_turn_one_question() -> None:
    both = f"{PROTOCOL[0].wording} {PROTOCOL[1].wording}"
    interview = conversation("P01", ("I", both), ("P01", "Sorry?"), ("I", PROTOCOL[0].wording))
    places = found(interview, *PROTOCOL)

    assert len({turn for turn, _, _ in places}) == len(places)
    assert len({number for _, number, _ in places}) == len(places)


def test_two_questions_of_one_wording_get_no_answer() -> None:
    twins = (Question(1, "Why write it at all?"), Question(2, "Why write it at all?"))

    assert found(conversation("P01", ("I", "Why write it at all?")), *twins) == []


def test_a_wording_cut_in_two_by_turns_without_a_label_is_joined() -> None:
    halves = unlabelled(
        conversation(
            "P01", ("x", "Hello there. Walk me through how its"), ("x", "documentation came about. Fine.")
        )
    )

    assert found(halves, *PROTOCOL) == [(1, 2, "wording")]


def test_the_wording_wins_over_a_number_that_says_otherwise() -> None:
    interview = conversation(
        "P01", ("I", "1. Who should be responsible for which part?"), ("I", "2. And now?")
    )

    assert (1, 3, "wording") in found(interview, *PROTOCOL)
    assert (1, 1, "number") not in found(interview, *PROTOCOL)


def test_a_free_wording_counts_only_where_its_question_is_due() -> None:
    free = "Who is it that should be responsible here, for any one part or the other, would you be thinking?"
    due = conversation("P01", ("I", PROTOCOL[0].wording), ("I", PROTOCOL[1].wording), ("I", free))
    early = conversation("P01", ("I", free), ("I", PROTOCOL[0].wording), ("I", PROTOCOL[1].wording))

    assert 0.4 <= likeness(free, PROTOCOL[2].wording) < 0.72
    assert [number for _, number, _ in found(due, *PROTOCOL)] == [1, 2, 3]
    assert [number for _, number, _ in found(early, *PROTOCOL)] == [1, 2]


@given(
    st.lists(
        st.text(min_size=1, max_size=60).filter(lambda text: text.strip() == text), min_size=1, max_size=8
    )
)
def test_no_words_break_the_search_and_no_turn_gets_two_answers(said: list[str]) -> None:
    clean = ["".join(letter for letter in words if letter.isprintable()).strip() or "x" for words in said]
    places = found(conversation("P01", *[("I", words) for words in clean]), *PROTOCOL)

    assert len({turn for turn, _, _ in places}) == len(places)


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
