"""Tables under one another."""

from __future__ import annotations

from toolkit.model.table import Column, Table
from toolkit.workflow.tabulating import stacked


def test_tables_under_one_another_keep_their_rows_and_the_notes_of_all() -> None:
    one = Table("One", (Column("code"), Column("alpha", "number")), (("x", 0.5),), ("both", "first"))
    other = Table("Other", (Column("code"), Column("alpha", "number")), (("y", 1.0),), ("both",))
    table = stacked("Both", [({"unit": "turn"}, one), ({"unit": "sentence"}, other)], ["told"])
    assert table.names == ("unit", "code", "alpha")
    assert table.rows == (("turn", "x", 0.5), ("sentence", "y", 1.0))
    assert table.notes == ("told", "both")


def test_a_column_only_one_table_has_is_empty_in_the_other_with_a_reason() -> None:
    short = Table("One", (Column("alpha", "number"), Column("reason")), ((0.5, ""), (None, "alpha: why")))
    long = Table("Two", (Column("alpha", "number"), Column("mv", "number"), Column("reason")), ((1, 1, ""),))
    table = stacked("Both", [({"unit": "turn"}, short), ({"unit": "sentence"}, long)])
    assert table.names == ("unit", "alpha", "mv", "reason")
    assert table.column("mv") == (None, None, 1)
    assert table.column("reason") == (
        "mv: is not computed here",
        "alpha: why; mv: is not computed here",
        "",
    )


def test_the_columns_in_front_take_the_place_of_those_of_the_same_name() -> None:
    table = Table("One", (Column("coders"), Column("unit"), Column("n", "count")), (("A, B", "turn", 3),))
    assert stacked("T", [({"unit": "given"}, table)], without="coders").rows == (("given", 3),)
