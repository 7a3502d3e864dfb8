"""Who took part, and by which values somebody could be recognised."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.talk import CODEBOOK, talk
from toolkit.analysis.participants import participants
from toolkit.analysis.passages import passages
from toolkit.errors import Invalid, Several, ToolkitError

KNOWN = {
    "P01": {"role": "maker", "region": "EU", "age": "30 to 39"},
    "P02": {"role": "maker", "region": "EU", "age": "30 to 39"},
    "P03": {"role": "maker", "region": "US", "age": ""},
    "P04": {"role": "maker", "region": "EU"},
}


def test_a_row_for_each_with_bands_as_they_were_told() -> None:
    table = participants(KNOWN, smallest=1)
    assert table.title == "Participants (n = 4)"
    assert table.names == ("participant", "role", "region", "age")
    assert table.rows[0] == ("P01", "maker", "EU", "30 to 39")
    assert table.rows[3] == ("P04", "maker", "EU", "")
    assert table.notes == ()


def test_small_cells_are_told_alone_and_together() -> None:
    notes = participants(KNOWN, smallest=3).notes
    assert notes[0].startswith("Small cells: what fewer than 3 participants share may tell who they are.")
    assert notes[1:] == (
        "region, shared by fewer than 3: US (1).",
        "age, shared by fewer than 3: 30 to 39 (2).",
        "All that is shown together, fewer than 3 share: P01, P02, P03, P04.",
    )
    assert participants(KNOWN, drop=["region", "age"]).notes == ()


def test_columns_are_left_out_and_all_that_are_not_there_are_told() -> None:
    assert participants(KNOWN, drop=["role", "age"]).names == ("participant", "region")
    with pytest.raises(Several) as refused:
        participants(KNOWN, drop=["rule", "participant"])
    assert refused.value.lines() == (
        "rule: is no column of the participants; there are: role, region, age",
        "participant: says who a row is about; leave other columns out",
    )
    with pytest.raises(ToolkitError, match="none yet"):
        participants({"P01": {}}, drop=["role"])
    with pytest.raises(Invalid, match="1 or more"):
        participants(KNOWN, smallest=0)


def test_extent_counts_transcripts_and_words_that_count() -> None:
    talks = [
        talk("T1", "I: So what?", "P: I trust it.", participant="P01"),
        talk("T2", "P: Still.", participant="P01"),
    ]
    table = participants({"P01": {"n_words": "many"}, "P02": {}}, extent=passages(talks, [], CODEBOOK))
    assert table.names == ("participant", "n_words", "n_transcripts", "n_words_")
    assert table.rows == (("P01", "many", 2, 4), ("P02", "", 0, 0))
    assert len({column.printed for column in table.columns}) == 4


def test_very_many_small_cells_are_told_in_part() -> None:
    known = {f"P{number}": {"role": f"role {number}"} for number in range(500)}
    assert participants(known).notes[1].endswith("role 19 (1) and 480 more.")


@given(
    st.dictionaries(
        st.text("abc", min_size=1),
        st.fixed_dictionaries({"role": st.sampled_from("xyz"), "region": st.sampled_from("uv")}),
    ),
    st.integers(1, 4),
)
def test_who_is_told_equals_asking_everybody(known: dict[str, dict[str, str]], smallest: int) -> None:
    notes = participants(known, smallest=smallest).notes
    rows = Counter(tuple(sorted(told.items())) for told in known.values())
    alone = [name for name, told in known.items() if rows[tuple(sorted(told.items()))] < smallest]
    told = [note for note in notes if note.startswith("All that is shown")]
    if alone:
        listed = ", ".join(alone[:20]) + (f" and {len(alone) - 20} more" if len(alone) > 20 else "")
        assert told == [f"All that is shown together, fewer than {smallest} share: {listed}."]
    else:
        assert told == []
    for name in ("role", "region"):
        counts = Counter(each[name] for each in known.values())
        rare = [value for value, count in counts.items() if count < smallest]
        assert any(note.startswith(f"{name}, shared") for note in notes) == bool(rare)
