"""What a person says about the place of a coding."""

from __future__ import annotations

import pytest

from toolkit.errors import Invalid
from toolkit.model.coding import Quotation
from toolkit.model.placement import Placement, PlaceTally
from toolkit.model.transcript import Span

AT = "2026-03-01T09:30:00Z"


def place(**changes: object) -> Placement:
    fields: dict[str, object] = {
        "id": "p",
        "coding": "c",
        "transcript": "P04",
        "revision": 2,
        "quotation": Quotation("P04", 2, Span(0, 3), "yes"),
        "reason": "",
        "placed_by": "Ana",
        "placed_at": AT,
    }
    return Placement(**fields | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"revision": 3}, "P04 revision 3 quotes another text"),
        ({"transcript": "P05"}, "P05 revision 2 quotes another text"),
        ({"placed_by": " "}, "placed_by is blank"),
        ({"placed_at": "today"}, "time of a placement"),
        ({"reason": "\x00"}, "NUL"),
    ],
)
def test_a_placement_that_cannot_be_is_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        place(**changes)


def test_a_placement_may_say_that_the_passage_is_gone() -> None:
    assert place(quotation=None).quotation is None


def test_a_tally_adds_up_and_leaves_out_what_is_not() -> None:
    tally = PlaceTally.of("P04", 2, ["unchanged", "waiting", "unchanged", "gone"])
    assert str(tally) == "P04 revision 2: 4 codings = 2 unchanged + 1 waiting + 1 gone"
    assert str(PlaceTally.of("P04", 2, [])) == "P04 revision 2: 0 codings"
    assert str(PlaceTally.of("P04", 2, ["near"])).startswith("P04 revision 2: 1 coding = ")
