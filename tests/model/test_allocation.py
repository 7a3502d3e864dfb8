"""Work is shared out fairly, for any team and any transcripts."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toolkit.errors import Invalid
from toolkit.model import allocation
from toolkit.model.allocation import Allocation, allocate

NAMES = "ABCDEFG"
lengths = some.lists(some.integers(0, 9000), min_size=1, max_size=25)


def texts(words: list[int]) -> dict[str, int]:
    return {f"P{number}": each for number, each in enumerate(words)}


@some.composite
def asked(draw: some.DrawFn) -> tuple[dict[str, int], list[str], list[str], int, int]:
    """Transcripts, coders, which transcripts several read, how many, and a seed."""
    words = texts(draw(lengths))
    coders = list(NAMES[: draw(some.integers(2, 6))])
    twice = draw(some.lists(some.sampled_from(sorted(words)), unique=True))
    return words, coders, twice, draw(some.integers(2, len(coders))), draw(some.integers(0, 99))


def spread(made: Allocation, coders: list[str]) -> int:
    loads = [made.load(name) for name in coders]
    return max(loads) - min(loads)


@given(asked())
def test_every_transcript_has_a_reader_and_those_asked_for_as_many_as_asked(
    wanted: tuple[dict[str, int], list[str], list[str], int, int],
) -> None:
    words, coders, twice, readers, seed = wanted
    made = allocate(words, coders, twice=twice, readers=readers, seed=seed)
    for text in words:
        found = made.readers(text)
        assert len(found) == len(set(found)) == (readers if text in twice else 1)
        assert set(found) <= set(coders)
    assert set(made.shared) == set(twice)


@given(asked())
def test_loads_are_apart_by_no_more_than_the_longest_transcript(
    wanted: tuple[dict[str, int], list[str], list[str], int, int],
) -> None:
    words, coders, twice, readers, seed = wanted
    made = allocate(words, coders, twice=twice, readers=readers, seed=seed)
    assert spread(made, coders) <= max(words.values())
    assert sum(made.load(name) for name in coders) == sum(
        length * (readers if text in twice else 1) for text, length in words.items()
    )


@given(asked(), some.data())
def test_nothing_is_taken_from_anybody_when_coders_come_or_work_is_divided_again(
    wanted: tuple[dict[str, int], list[str], list[str], int, int], data: some.DataObject
) -> None:
    words, coders, twice, readers, seed = wanted
    first = allocate(words, coders, twice=twice, readers=readers, seed=seed)
    held = {text: first.readers(text) for text in words}
    more = data.draw(some.lists(some.sampled_from(sorted(words)), unique=True))
    again = allocate(words, [*coders, "New"], twice=[*twice, *more], before=held, seed=seed + 1)
    for text in words:
        assert again.before[text] == held[text]
        assert not set(again.added[text]) & set(held[text])
        assert len(again.readers(text)) == max(len(held[text]), 2 if text in {*twice, *more} else 1)


@given(asked())
def test_the_same_seed_divides_alike(
    wanted: tuple[dict[str, int], list[str], list[str], int, int],
) -> None:
    words, coders, twice, readers, seed = wanted
    one, other = (allocate(words, coders, twice=twice, readers=readers, seed=seed) for _ in "ab")
    assert one == other


@pytest.mark.parametrize("count", [3, 4, 5, 6])
@pytest.mark.parametrize("seed", range(5))
def test_all_pairs_read_about_as_many_together(count: int, seed: int) -> None:
    coders = list(NAMES[:count])
    every = list(combinations(coders, 2))
    words = texts([1000] * (3 * len(every)))
    made = allocate(words, coders, twice=list(words), seed=seed)
    assert set(made.pairs) == set(every)
    assert max(made.pairs.values()) - min(made.pairs.values()) <= 2
    assert sum(made.pairs.values()) == len(words)


def test_who_has_much_already_gets_little() -> None:
    words = texts([100] * 12)
    held = {f"P{number}": ("A",) for number in range(4)}
    made = allocate(words, ["A", "B", "C"], before=held)
    assert Counter({name: made.load(name) for name in "ABC"}) == {"A": 400, "B": 400, "C": 400}


def test_many_coders_and_readers_are_divided_in_time() -> None:
    coders = [f"C{number}" for number in range(24)]
    words = texts([100 + number for number in range(200)])
    made = allocate(words, coders, twice=list(words), readers=12)
    assert spread(made, coders) <= max(words.values())


@pytest.mark.parametrize(
    ("coders", "readers", "why"),
    [
        ([], 2, "nobody to read"),
        (["A", "A"], 2, "named twice"),
        (["A"], 2, "cannot be"),
        (["A"], 1, "compare"),
    ],
)
def test_what_makes_no_sense_is_refused(coders: list[str], readers: int, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        allocate({"P1": 10}, coders, twice=["P1"], readers=readers)


def test_what_nobody_reads_is_no_work() -> None:
    made = Allocation({"P1": 10})
    assert (made.coders, made.shared, made.readers("P1"), made.load("A")) == ((), (), (), 0)
    assert dict(made.pairs) == {}


def test_readers_who_have_left_the_team_stay_readers_and_carry_nobodys_load() -> None:
    words = texts([900, 900, 900, 900])
    made = allocate(words, ["A", "B"], before={"P0": ("Gone",), "P1": ("A",)})
    assert made.readers("P0") == ("Gone",)
    assert made.load("Gone") == 900
    assert made.load("A") + made.load("B") == 2700


def test_exchanges_end_after_so_many_sweeps_and_each_makes_pairs_more_even(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coders, words = list(NAMES[:6]), texts([1000] * 45)

    def unevenness(sweeps: int) -> int:
        monkeypatch.setattr(allocation, "_SWEEPS", sweeps)
        made = allocate(words, coders, twice=list(words), seed=3)
        assert all(len(made.readers(text)) == 2 for text in words)
        return sum(count**2 for count in made.pairs.values())

    swept = [unevenness(sweeps) for sweeps in (0, 1, 10)]
    assert swept == sorted(swept, reverse=True)
    assert swept[0] > swept[-1]
