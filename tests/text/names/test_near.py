"""What is almost a name is offered; what is an ordinary word, a name already or kept is not."""

from __future__ import annotations

import pytest

from toolkit.model.names import Key
from toolkit.text.names.near import Likenesses

KEYS = (
    Key("name", "Harriet Colwyn", "[name]"),
    Key("name", "Annegret", "[name]"),
    Key("name", "Inés", "[name]"),
    Key("organisation", "Nordlicht", "[organisation]"),
    Key("name", "Bell", "[name]"),
    Key("name", "Carter", "", ruling="keep"),
)


def near(text: str) -> list[tuple[str, str]]:
    return [(each.span.of(text), each.likeness) for each in Likenesses.of(KEYS, [text]).find(text)]


@pytest.mark.parametrize(
    ("text", "words", "likeness"),
    [
        ("It is Annegrets Ordner.", "Annegrets", "inflected"),
        ("Two Annegrets came.", "Annegrets", "inflected"),
        ("I asked Harriet today.", "Harriet", "part"),
        ("I asked Colwin today.", "Colwin", "misspelt"),
        ("I asked Hariet today.", "Hariet", "misspelt"),
        ("I asked Nordlichd today.", "Nordlichd", "misspelt"),
        ("I asked Anegrett today.", "Anegrett", "misspelt"),
        ("I asked Ines today.", "Ines", "accents"),
        ("on the tape i asked annegret today", "annegret", "case"),
        ("I asked Anne-\ngret today.", "Anne-\ngret", "split"),
    ],
)
def test_a_near_miss_is_offered(text: str, words: str, likeness: str) -> None:
    assert near(text) == [(words, likeness)]


@pytest.mark.parametrize(
    "text",
    [
        "Annegret, ANNEGRET and Nordlicht came.",  # names as they are in the list: found as such
        "Carter, whom the team keeps.",
        "The ball rang.",
        "Ball rang.",  # too short to be misspelt
        "A colony of cats.",
        "The northern light.",
        "",
    ],
)
def test_what_is_no_near_miss_is_not_offered(text: str) -> None:
    assert near(text) == []


def test_a_word_that_the_texts_write_small_is_no_misspelt_name() -> None:
    keys = (Key("name", "Hoppe", "[name]"),)
    said = "Hopes rose. I hope so, she hopes so."
    assert [each.span.of(said) for each in Likenesses.of(keys, [said]).find(said)] == []
    assert [each.span.of("Hopte") for each in Likenesses.of(keys, ["Hopte"]).find("Hopte")] == ["Hopte"]
