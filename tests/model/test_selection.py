"""What a selection says, and what it refuses to be."""

from __future__ import annotations

import pytest

from toolkit.errors import Invalid
from toolkit.model.selection import Selection


def test_values_of_one_attribute_widen_it_and_blanks_around_them_do_not_matter() -> None:
    chosen = Selection(where=("role=engineer", "role = lawyer", "region=a=b"))
    assert chosen.attributes == {"role": {"engineer", "lawyer"}, "region": {"a=b"}}


@pytest.mark.parametrize(
    ("person", "known", "chosen"),
    [
        ("A", {"role": "engineer "}, True),
        ("A", {"role": "manager"}, False),
        ("A", {}, False),
        ("B", {"role": "engineer"}, False),
    ],
)
def test_a_participant_is_chosen_by_name_and_by_every_attribute(
    person: str, known: dict[str, str], *, chosen: bool
) -> None:
    assert Selection(participant=("A",), where=("role=engineer",)).chooses(person, known) == chosen


@pytest.mark.parametrize("condition", ["role", "=engineer", " =engineer", ""])
def test_a_condition_without_an_attribute_is_refused(condition: str) -> None:
    with pytest.raises(Invalid, match="no attribute with a value"):
        Selection(where=(condition,))
