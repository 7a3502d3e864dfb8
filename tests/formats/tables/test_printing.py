from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toolkit.formats.tables.directions import reads_leftwards, stretches
from toolkit.formats.tables.grouping import printed
from toolkit.model.table import Column, Table


def test_only_neighbours_stand_together() -> None:
    rows = (("A", 1), ("B", 2), ("A", 3))
    made = printed(Table("T", (Column("g"), Column("n", "count")), rows, grouped_by="g"))

    assert [(group.heading, group.rows) for group in made.groups] == [
        ("A", ((1,),)),
        ("B", ((2,),)),
        ("A", ((3,),)),
    ]


def test_a_number_above_a_group_says_what_it_is() -> None:
    table = Table("T", (Column("x"), Column("round", "count")), (("a", 1), ("b", 2)), grouped_by="round")

    assert [group.heading for group in printed(table).groups] == ["Round: 1", "Round: 2"]


def test_a_table_without_groups_has_all_rows_in_one_without_a_heading() -> None:
    (group,) = printed(Table("T", (Column("x"),), (("a",), ("b",)))).groups

    assert (group.heading, len(group.rows)) == ("", 2)


def test_digits_inside_text_from_right_to_left_are_a_stretch_of_their_own() -> None:
    assert list(stretches("מש 12 (x).")) == [
        (True, "מש "),
        (False, "12 (x"),
        (True, ")."),
    ]


@given(st.text(st.sampled_from("ab משع12(.\n🙂"), max_size=20))
def test_stretches_lose_no_letter_and_change_direction_each_time(text: str) -> None:
    found = list(stretches(text))

    assert "".join(piece for _, piece in found) == text
    assert all(piece for _, piece in found)
    assert all(a[0] != b[0] for a, b in pairwise(found))
    if found and not reads_leftwards(text):
        assert not any(letter in piece for leftwards, piece in found if leftwards for letter in "ab")
