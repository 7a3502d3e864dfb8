"""What suggestions are learned from and what is said of how often they were right."""

from __future__ import annotations

import pytest

from toolkit.errors import Invalid
from toolkit.model.suggestion import Example, Hint, Precision, Word


def test_what_nobody_looked_for_cannot_have_been_found() -> None:
    with pytest.raises(Invalid, match=r"^a unit of P01 was given care, which nobody looked for there$"):
        Example("P01", "words", frozenset({"trust"}), frozenset({"trust", "doubt", "care"}))
    assert Example("P01", "words", frozenset({"trust"}), frozenset()).given == frozenset()


def test_a_code_that_was_suggested_has_its_shares() -> None:
    tested = Precision("trust", n_positive=8, n_interviews=3, n_suggested=6, n_right=4)
    assert (tested.precision, tested.recall) == (4 / 6, 0.5)


def test_a_code_that_was_never_suggested_says_nothing_of_itself() -> None:
    untested = Precision("trust", n_positive=8, n_interviews=3, reason="too few interviews")
    assert (untested.precision, untested.recall) == (None, None)


def test_the_words_that_speak_for_a_code_are_those_with_a_positive_weight() -> None:
    words = (Word("trust", 1.5, ()), Word("talk", 0.0, ()), Word("never", -0.7, ()))
    assert Hint("trust", 0.8, 1.4, 0.6, words).drivers == words[:1]
