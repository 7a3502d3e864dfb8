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
