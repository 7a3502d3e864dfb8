"""What a table says of its columns and rows, and what it refuses to be."""

from __future__ import annotations

import pytest

from toolkit.errors import Invalid
from toolkit.model.table import Column, Table


def test_a_column_prints_its_heading_or_its_name_as_words() -> None:
    assert Column("pct_participants").printed == "Pct participants"
    assert Column("n_participants", "count", "Participants").printed == "Participants"


def test_only_a_count_is_out_of_something() -> None:
    assert Column("n", "count", of=13).of == 13
    with pytest.raises(Invalid, match="use count"):
        Column("n", "share", of=13)


def test_rows_are_grouped_by_a_column_there_is() -> None:
    columns = (Column("theme"), Column("code"))
    assert Table("Codes", columns, (("a", "b"),), grouped_by="theme").grouped_by == "theme"
    with pytest.raises(Invalid, match="grouped by 'family'"):
        Table("Codes", columns, (), grouped_by="family")


def test_further_notes_come_last_and_empty_ones_not_at_all() -> None:
    table = Table("Codes", (Column("code"),), (), ("Three coders.",))
    assert table.noted("", "Invented.").notes == ("Three coders.", "Invented.")
    assert table.noted("") == table
