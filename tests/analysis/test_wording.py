"""Numbers left out, as they are, or as words; headings that stay apart."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toolkit.analysis.wording import KEY, MARK, as_words, told_apart, worded
from toolkit.model.table import Column, Table

TABLE = Table(
    "Findings",
    (
        Column("code"),
        Column("n_participants", "count", "Participants", of=13),
        Column("share", "share"),
        Column("n_segments", "count"),
        Column("Kim", "count"),
    ),
    (("trust", 6, 6 / 13, 9, 2), ("care", 0, 0.0, 0, 0), ("hype", None, None, None, None)),
    ("Codebook 1.0.0.", "share is of all 13."),
    grouped_by="code",
)


def test_n_of_n_leaves_a_table_as_it_is() -> None:
    assert worded(TABLE, "n_of_N") is TABLE


def test_words_stand_for_people_and_other_numbers_go_with_the_notes_on_them() -> None:
    table = worded(TABLE, "words")
    assert table.names == ("code", "n_participants")
    assert table.rows == (("trust", "about half"), ("care", "none"), ("hype", None))
    assert (table.columns[1].kind, table.columns[1].of, table.columns[1].printed) == (
        *("text", None),
        "Participants",
    )
    assert table.notes == ("Codebook 1.0.0.", KEY)
    assert table.grouped_by == "code"


def test_none_leaves_no_number_but_marks_in_a_grid() -> None:
    table = worded(TABLE, "none", cells=["Kim"])
    assert table.names == ("code", "Kim")
    assert table.rows == (("trust", MARK), ("care", ""), ("hype", None))
    assert "Numbers are left out." in table.notes
    assert f"{MARK} stands where there is something." in table.notes


def test_a_table_of_words_alone_says_nothing_of_numbers() -> None:
    table = Table("Words", (Column("code"),), (("trust",),), ("A note.",))
    assert worded(table, "none") == worded(table, "words") == table


BANDS = (
    *((Fraction(1, 4), "a few", False), (Fraction(45, 100), "some", True)),
    *((Fraction(55, 100), "about half", True), (Fraction(75, 100), "many", True), (1, "most", False)),
)


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_words_follow_the_key_exactly(number: tuple[int, int]) -> None:
    share = Fraction(*number)
    inside = [word for bound, word, holds in BANDS if share < bound or (holds and share == bound)]
    expected = "none" if not share else "all" if share == 1 else inside[0]
    assert as_words(*number) == expected


def test_bounds_belong_where_the_key_says() -> None:
    said = [as_words(n, 100) for n in (24, 25, 45, 46, 55, 56, 75, 76, 99)]
    assert said == [
        *("a few", "some", "some", "about half", "about half"),
        *("many", "many", "most", "most"),
    ]


def test_a_group_of_nobody_has_none() -> None:
    assert as_words(0, 0) == "none"


def test_headings_that_come_again_are_numbered() -> None:
    columns = told_apart([Column("code"), Column("Code"), Column("x", heading="Code"), Column("Code (2)")])
    assert [column.printed for column in columns] == ["Code", "Code (2)", "Code (3)", "Code (2) (2)"]
    assert [column.name for column in columns] == ["code", "Code", "x", "Code (2)"]
