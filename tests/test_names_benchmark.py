"""The measurement of names counts what it says: marks become places, and misses are told."""

from __future__ import annotations

import pytest

from benchmarks.names import gold, planting
from benchmarks.names.gold import Known, marked
from benchmarks.names.scoring import score
from toolkit.text.names.finding import Told


def test_marks_are_taken_out_and_counted_from_where_the_sentence_begins() -> None:
    bare, (first,) = marked("Ask <name|Jo Fenn> now.", 10)
    assert (bare, first.span.start, first.span.end, first.kind) == ("Ask Jo Fenn now.", 14, 21, "name")
    for faulty in ("<who|Jo>", "Ask <name|Jo now"):
        with pytest.raises(ValueError, match=r"mark|kind"):
            marked(faulty)


def test_there_are_two_hundred_sentences_a_fifth_of_them_german() -> None:
    known = list(gold.sentences())
    turns = {each.text.id: len(each.text.turns) for each in known}
    german = sum(len(each.text.turns) for each in known if each.text.language == "de")
    assert (sum(turns.values()), german) == (200, 40)


def test_five_targets_are_planted_into_each_interview_of_the_sample() -> None:
    planted = list(planting.planted())
    assert [len({each.kind for each in known.gold}) for known in planted] == [5] * 13
    for known in planted:
        assert not [each for each in known.gold if "\n" in each.span.of(known.text.text)]


def test_found_missed_and_wrong_are_told_apart() -> None:
    made = gold.conversation(
        "S01",
        {
            "labels": ["P01"],
            "given": ["Jo Fenn"],
            "organisations": [],
            "language": "en",
            "said": ["Ask <name|Jo Fenn> or <name|Edmund>, or jo@example.org."],
        },
    )
    done = score([Known(made.text, made.gold, Told(("Jo Fenn",)))], with_model=False)
    assert (done.found["name"], done.known["name"], done.by_source["given"]) == (1, 2, 1)
    assert [each.words for each in done.missed] == ["Edmund"]
    assert dict(done.wrong) == {"jo@example.org": 1}
