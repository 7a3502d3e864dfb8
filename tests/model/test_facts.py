"""What is counted of a study before its methods are told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from toolkit.model.facts import ConsensusFacts, RoundFacts

NAMES = some.lists(some.sampled_from(["P01", "P02", "P03"]), unique=True).map(tuple)


def test_a_round_counts_its_readings_its_transcripts_and_those_read_by_several() -> None:
    told = RoundFacts("1.0.0", (("Ana", ("P02", "P01")), ("Ben", ("P01", "P03")), ("Cleo", ())), assigned=6)
    assert told.finished == 4
    assert told.transcripts == ("P02", "P01", "P03")
    assert told.shared == ("P01",)


@given(some.lists(NAMES, max_size=4))
def test_readings_are_those_of_all_transcripts_and_shared_ones_are_among_them(
    read: list[tuple[str, ...]],
) -> None:
    told = RoundFacts("1.0.0", tuple((f"C{number}", names) for number, names in enumerate(read)))
    assert told.finished >= len(told.transcripts) + len(told.shared)
    assert set(told.shared) == {name for name in told.transcripts if sum(name in names for names in read) > 1}


def test_what_is_settled_and_what_is_open_are_together_all_that_differed_or_waited() -> None:
    told = ConsensusFacts(differed=10, waiting=5, added=3, holds=4, does_not_hold=2)
    assert (told.settled, told.open) == (6, 9)


def test_what_is_known_of_some_transcripts_and_of_others_adds_up() -> None:
    some_ = ConsensusFacts(
        read=3,
        reached=1,
        differed=10,
        waiting=5,
        added=3,
        holds=4,
        does_not_hold=2,
        settled_by=("Cleo", "Ana"),
        reworded=7,
        led=2,
        led_to=("r7", "r2"),
    )
    others = ConsensusFacts(
        read=20,
        reached=30,
        differed=40,
        waiting=50,
        added=60,
        holds=70,
        does_not_hold=80,
        settled_by=("Ben", "Cleo"),
        reworded=90,
        led=100,
        led_to=("r2", "r9"),
    )
    assert some_ + others == ConsensusFacts(
        read=23,
        reached=31,
        differed=50,
        waiting=55,
        added=63,
        holds=74,
        does_not_hold=82,
        settled_by=("Ana", "Ben", "Cleo"),
        reworded=97,
        led=102,
        led_to=("r7", "r2", "r9"),
    )
