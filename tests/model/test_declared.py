"""What a team says of its study: statements of one line, a position for each coder."""

from __future__ import annotations

import pytest

from toolkit.model.checks import InvalidFields
from toolkit.model.declared import LONGEST_SAID, STATEMENTS, Declared


def test_only_what_was_said_is_a_statement_in_the_order_of_a_paper() -> None:
    said = Declared(ethics="A board approved it.", citation="Braun and Clarke")
    assert list(said.statements.items()) == [
        ("citation", "Braun and Clarke"),
        ("ethics", "A board approved it."),
    ]
    assert Declared().statements == {}


def test_every_field_but_approach_and_positions_holds_a_statement() -> None:
    assert set(STATEMENTS) == set(Declared.__dataclass_fields__) - {"approach", "positions"}


def test_all_that_is_wrong_with_what_was_said_is_told_at_once() -> None:
    with pytest.raises(InvalidFields) as caught:
        Declared(
            approach="grounded",  # type: ignore[arg-type]
            ethics="one\ntwo",
            length="x" * (LONGEST_SAID + 1),
            positions=((" ", "a lecturer"),),
        )
    assert {field: str(fault) for field, fault in caught.value.by_field.items()} == {
        "ethics": "ethics holds the unprintable character U+000A; remove it",
        "length": "length has 2001 characters; use at most 2000",
        "positions": "coder of a position is blank; give it a name",
        "approach": "approach is 'grounded'; use one of reflexive, codebook, coding-reliability",
    }


def test_a_statement_may_be_as_long_as_is_allowed() -> None:
    assert Declared(length="x" * LONGEST_SAID).statements


@pytest.mark.parametrize(
    ("positions", "told"),
    [
        ((("Ana", "one"), ("Ben", "two"), ("Ana", "three")), "tells two positions of 'Ana'; tell one"),
        ((("Ana", " late"),), "position of 'Ana' ' late' begins or ends with a blank; remove it"),
    ],
)
def test_a_coder_has_one_position_on_one_line(positions: tuple[tuple[str, str], ...], told: str) -> None:
    with pytest.raises(InvalidFields) as caught:
        Declared(positions=positions)
    assert str(caught.value.by_field["positions"]) == told


def test_an_approach_and_positions_that_are_sound_are_kept_as_they_were_said() -> None:
    said = Declared(approach="reflexive", positions=(("Ben", "a nurse"), ("Ana", "a lecturer")))
    assert (said.approach, said.positions) == ("reflexive", (("Ben", "a nurse"), ("Ana", "a lecturer")))
