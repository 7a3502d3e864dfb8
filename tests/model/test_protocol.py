"""The questions of an interview protocol, numbered from 1 on."""

from __future__ import annotations

import pytest

from toolkit.errors import Invalid
from toolkit.model.protocol import MOST_QUESTIONS, Question


@pytest.mark.parametrize(
    ("number", "wording", "told"),
    [
        (0, "How?", "question number 0 is none; use 1 to 99"),
        (100, "How?", "question number 100 is none; use 1 to 99"),
        (7, "?", "question 7 has no words; write the question behind its number"),
        (7, "", "question 7 has no words; write the question behind its number"),
        (7, "a\x00", "question 7 holds a NUL character at position 1; save it as plain UTF-8 text"),
    ],
)
def test_a_question_without_words_or_number_is_refused(number: int, wording: str, told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told.replace('?', '[?]')}$"):
        Question(number, wording)


@pytest.mark.parametrize("number", [1, MOST_QUESTIONS])
def test_the_first_and_the_last_number_are_numbers_of_questions(number: int) -> None:
    assert Question(number, "Why?").number == number
