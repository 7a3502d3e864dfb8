"""Passages of projects are settled where nothing is a matter of judgement, and else left for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.errors import Invalid
from toolkit.model.coding import Quotation
from toolkit.model.transcript import Span
from toolkit.reconcile.placing import Ground, Unplaced

TEXT = conversation(
    "P01",
    ("I", "How was it?"),
    ("P01", "I trusted them \U0001f600 at first. I trusted nobody later.\nThen I took care of all of it."),
)
GROUND = Ground(TEXT)


def at(words: str) -> tuple[int, int]:
    start = TEXT.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("trusted them", ""),
        ("trusted them", "trusted them"),
        ("trusted them", "trusted  \n them"),
        ("trusted them \U0001f600 at first.", "trusted…"),
        ("I trusted nobody later.\nThen I took care", "I trusted nobody later.Then"),
    ],
)
def test_what_fits_its_place_is_settled_there(words: str, quote: str) -> None:
    found = GROUND.placed(*at(words), quote)
    assert isinstance(found, Quotation)
    assert found.text == words


def test_words_alone_are_settled_where_they_stand_once() -> None:
    found = GROUND.placed(None, None, "later. Then I took")
    assert isinstance(found, Quotation)
    assert found.text == "later.\nThen I took"


@pytest.mark.parametrize(
    ("start", "end", "quote", "doubt", "offered"),
    [
        (0, 5, "took care", "elsewhere", ["took care"]),
        (*at("them"), "I trusted", "ambiguous", ["I trusted", "I trusted"]),
        (None, None, "I trusted", "ambiguous", ["I trusted", "I trusted"]),
        (None, None, "took…", "elsewhere", ["took"]),
        (*at("them"), "whatever", "changed", ["them"]),
        (None, None, "whatever", "gone", []),
        (10_000, 10_010, "whatever", "outside", []),
        (10_000, 10_010, "", "outside", []),
        (-5, 3, "", "outside", []),
        (9, 9, "", "outside", []),
        (30, 20, "took care", "elsewhere", ["took care"]),
        (-(2**53), 2**53, "took care", "elsewhere", ["took care"]),
    ],
)
def test_what_needs_judgement_is_left_with_what_can_be_offered(
    start: int | None, end: int | None, quote: str, doubt: str, offered: list[str]
) -> None:
    found = GROUND.placed(start, end, quote)
    assert isinstance(found, Unplaced)
    assert (found.doubt, [each.text for each in found.candidates]) == (doubt, offered)


def test_what_stands_nearest_to_the_stated_place_is_offered_first() -> None:
    start, end = at("nobody")
    found = GROUND.placed(start, end, "I trusted")
    assert isinstance(found, Unplaced)
    assert found.candidates[0].span.start == TEXT.text.index("I trusted nobody")


@given(st.integers(0, len(TEXT.text)), st.integers(0, len(TEXT.text)))
def test_what_is_settled_quotes_what_is_said(start: int, end: int) -> None:
    found = GROUND.placed(start, end, TEXT.text[start:end])
    if isinstance(found, Quotation):
        assert found.text == TEXT.text[start:end]
    else:
        with pytest.raises(Invalid):
            Quotation.cut(TEXT, Span(start, end))


def test_words_that_stand_only_in_labels_are_spoken_by_nobody() -> None:
    assert GROUND.placed(None, None, "P01:") == Unplaced("gone")


def test_of_words_that_stand_everywhere_only_the_nearest_are_offered() -> None:
    often = Ground(conversation("P02", ("P02", "yes " * 80)))
    first = often.placed(None, None, "yes")
    assert isinstance(first, Unplaced)
    assert (first.doubt, [each.span.start for each in first.candidates]) == ("ambiguous", [5, 9, 13, 17])
