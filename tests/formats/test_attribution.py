"""A table says who speaks in which turn, with all its faults at once."""

from __future__ import annotations

import pytest

from toolkit.errors import FaultyFile
from toolkit.formats.attribution import Says, read
from toolkit.model.transcript import Source


def test_rows_name_a_turn_a_speaker_and_where_the_speaker_begins() -> None:
    data = b'turn,speaker,words\n1,I,\n2,P06,"Well, then"\n3,,\n'

    assert read(Source("x.csv", data)) == (Says(2, 1, "I"), Says(3, 2, "P06", "Well, then"), Says(4, 3, ""))


def test_columns_may_stand_in_any_order_and_words_may_be_missing() -> None:
    assert read(Source("x.csv", b"Speaker;Turn\nI;4\n")) == (Says(2, 4, "I"),)


def test_all_faulty_rows_are_told() -> None:
    with pytest.raises(FaultyFile) as refused:
        read(Source("x.csv", "turn,speaker\none,I\n2,a\u202eb\n".encode()))

    assert refused.value.lines() == (
        "x.csv:2: 'one' is no number of a turn; use its number in the transcript, from 1 on",
        "x.csv:3: speaker holds the unprintable character U+202E; remove it",
    )


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n"])
def test_missing_columns_are_named(data: bytes) -> None:
    with pytest.raises(FaultyFile, match=r"(?s)no column 'speaker'.*no column 'turn'"):
        read(Source("x.csv", data))
