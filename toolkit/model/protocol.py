"""The interview protocol: the questions that were to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from toolkit.errors import Invalid
from toolkit.model.checks import check_text

MOST_QUESTIONS: Final = 99
"""The highest number of a question: higher ones are years and amounts."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a protocol, with its number from 1 on."""

    number: int
    wording: str

    def __post_init__(self) -> None:
        check_text(f"question {self.number}", self.wording)
        if not 1 <= self.number <= MOST_QUESTIONS:
            raise Invalid(f"question number {self.number} is none", f"use 1 to {MOST_QUESTIONS}")
        if not any(letter.isalnum() for letter in self.wording):
            raise Invalid(f"question {self.number} has no words", "write the question behind its number")


Protocol = tuple[Question, ...]
