"""Codings and quotations as they come out of a store, and as if made in another round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import Invalid
from toolkit.model.coding import Coding, Quotation, in_round, kept_quotation
from toolkit.model.transcript import Span

QUOTATION = Quotation("P01", 2, Span(3, 7), "text", "the ", " of it")
CODING = Coding("1", QUOTATION, "trust", "Ana", "1.0.0", "first", "2026-03-01T09:30:00Z", "unsure")


def test_a_coding_in_another_round_is_the_same_in_all_else() -> None:
    assert in_round(CODING, "second") == replace(CODING, round="second")
    assert CODING.round == "first"


def test_a_kept_quotation_is_the_one_that_was_checked() -> None:
    assert kept_quotation("P01", 2, 3, 7, "text", "the ", " of it") == QUOTATION


@pytest.mark.parametrize(("start", "end"), [(3, 8), (3, 6), (-1, 3), (3, 3), (7, 3)])
def test_a_kept_text_that_does_not_fill_its_positions_is_refused(start: int, end: int) -> None:
    with pytest.raises(Invalid):
        kept_quotation("P01", 2, start, end, "text", "the ", " of it")
