"""Who asks is guessed from how people talk, and a guess says what it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import conversation
from toolkit.model.transcript import Speaker
from toolkit.text.roles import ends_in_question, talks

INTERVIEW = [("A", "What did you do?"), ("B", "I wrote it all down, every word, and then I slept well.")] * 4


def test_who_asks_often_is_guessed_to_interview_and_who_says_much_to_take_part() -> None:
    asking, answering = talks(conversation("P01", *INTERVIEW))

    assert (asking.guess, answering.guess) == ("interviewer", "participant")
    assert asking.why == "4 of 4 turns end in a question mark, 4 words a turn, speaks first"


def test_the_words_of_a_label_come_before_how_somebody_talks() -> None:
    found = talks(conversation("P01", *[("Participant", "Why?")] * 5, *[("Host", "So I think.")] * 5))

    assert [(talk.guess, talk.why) for talk in found] == [
        ("participant", "the label says so"),
        ("interviewer", "the label says so"),
    ]


def test_too_little_is_no_ground_for_a_guess() -> None:
    found = talks(conversation("P01", ("A", "Why?"), ("B", "Because of it."), ("B", "Yes.")))

    assert {talk.guess for talk in found} == {"unknown"}
    assert found[0].why == "only 1 turn: too little to tell"


def test_nobody_knows_who_an_unknown_speaker_is() -> None:
    (found,) = talks(conversation("P01", *[("Unknown Speaker", "Why?")] * 5))

    assert (found.guess, found.why) == ("unknown", "")


def test_turns_without_a_label_and_speakers_without_a_turn_are_described_too() -> None:
    transcript = conversation("P01", ("A", "Why?"))
    (turn,) = transcript.turns
    silent = replace(transcript, turns=(replace(turn, speaker=None),), speakers=(Speaker("A"),))

    assert [(talk.label, talk.turns, talk.first) for talk in talks(silent)] == [("A", 0, 0), (None, 1, 1)]


MARKS = ("Why?", 'He said "why?"', "So? [laughs]", "\u306a\u305c\uff1f", "لماذا؟", "Γιατί;", "Why? ")


@pytest.mark.parametrize("words", MARKS)
def test_questions_end_in_the_marks_of_many_scripts(words: str) -> None:
    assert ends_in_question(words)


@pytest.mark.parametrize("words", ["Why? Because.", "and so;", "", "?!x"])
def test_other_ends_are_no_questions(words: str) -> None:
    assert not ends_in_question(words)
