"""What became of codings, counted."""

from __future__ import annotations

from toolkit.model.review import Tally


def test_tallies_of_two_parts_add_up_fate_by_fate() -> None:
    one, other = Tally(1, 2, 3, 4, 5, 6, 7, 8), Tally(10, 20, 30, 40, 50, 60, 70, 80)
    assert one + other == Tally(11, 22, 33, 44, 55, 66, 77, 88)
    assert (one + other).later == 88
