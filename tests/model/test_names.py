"""Key lists: what stands for a name, and which lists would not lead back to one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toolkit.errors import Invalid
from toolkit.model.names import LONGEST, Candidate, Key, KeyList, Kind, Occurrence, Ruling, folded
from toolkit.model.transcript import Span

WORDS = some.text(some.sampled_from("ab é\u0301\u200b\u00ad\n\t"), max_size=8)


@given(WORDS)
def test_words_folded_once_stay_as_they_are(words: str) -> None:
    assert folded(folded(words)) == folded(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sarah Miller", "Sarah\n  Miller"),
        ("Jos\u00e9", "Jose\u0301"),
        ("Mil\u00adler", "Miller"),
        ("\ufeffAnn", "Ann"),
    ],
)
def test_words_are_the_same_however_blanks_accents_and_what_nobody_sees_are_written(
    one: str, other: str
) -> None:
    assert folded(one) == folded(other)


def test_names_that_differ_by_case_are_compared_as_different_words() -> None:
    assert folded("Will") != folded("will")


@pytest.mark.parametrize(
    ("kind", "original", "replacement", "ruling", "told"),
    [
        ("person", "Ann", "Bea", "replace", "kind is 'person'; use one of name, place, .+"),
        ("name", "Ann", "Bea", "drop", "ruling is 'drop'; use one of replace, keep"),
        ("name", "A" * (LONGEST + 1), "Bea", "replace", "original has 201 letters; use at most 200"),
        ("name", "Ann", "B" * (LONGEST + 1), "replace", "replacement has 201 letters; use at most 200"),
        ("name", "An\x00n", "Bea", "replace", "original holds what is no text; type it anew"),
        ("name", "Ann", "B\ud83d", "replace", "replacement holds what is no text; type it anew"),
        (
            "name",
            "--",
            "Bea",
            "replace",
            "original has neither letter nor digit; write the words as they stand in the text",
        ),
        (
            "name",
            "Ann",
            " ",
            "replace",
            r"replacement is empty; write a pseudonym, or a tag such as \[name\]",
        ),
        (
            "name",
            "Ann",
            "Bea ",
            "replace",
            "replacement begins or ends with a blank or has several in a row; remove them",
        ),
    ],
)
def test_a_line_of_a_key_list_that_cannot_work_is_refused(
    kind: Kind, original: str, replacement: str, ruling: Ruling, told: str
) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        Key(kind, original, replacement, ruling=ruling)


def test_the_longest_words_are_allowed_and_what_is_kept_needs_no_replacement() -> None:
    assert Key("name", "A" * LONGEST, "B" * LONGEST).replacement
    assert Key("name", "Ann", ruling="keep").replacement == ""
    assert Key("id", "7", "[id]").is_tag


@pytest.mark.parametrize(
    ("replacement", "is_tag"),
    [("[name]", True), ("[]", False), ("Ann", False), ("[a][b]", False), ("[a", False)],
)
def test_a_tag_stands_in_square_brackets(replacement: str, *, is_tag: bool) -> None:
    assert Key("name", "Ann", replacement).is_tag is is_tag


def test_an_original_that_stands_twice_is_told_with_its_first_line_and_not_by_name() -> None:
    keys = (Key("name", "Ann Lee", "Bea"), Key("name", "Cid", "[name]"), Key("name", "Ann\nLee", "Dot"))
    assert list(KeyList.faults(keys)) == [(3, "has the same original as line 1", "leave one of them out")]
    with pytest.raises(Invalid, match=r"^has the same original as line 1; leave one of them out$"):
        KeyList(keys)


def test_two_persons_may_not_have_one_pseudonym_however_it_is_written() -> None:
    keys = (Key("name", "Ann", "Bea"), Key("name", "Cid", "BEA"))
    told = "has the pseudonym of line 1"
    remedy = "choose another, or name the first original under same_as if they are one"
    assert list(KeyList.faults(keys)) == [(2, told, remedy)]


def test_forms_of_one_name_tags_and_words_that_are_kept_may_share_what_stands_for_them() -> None:
    keys = (
        Key("name", "Elizabeth", "Bea"),
        Key("name", "Liz", "Bea", same_as="Elizabeth"),
        Key("place", "Kiel", "[place]"),
        Key("place", "Bonn", "[place]"),
        Key("name", "Rose", ruling="keep"),
        Key("name", "May", ruling="keep"),
    )
    listed = KeyList(keys)
    assert listed.replaced == keys[:4]
    assert listed.ruled("Liz ") == keys[1]
    assert listed.ruled("Kim") is None


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_can_be_taken_out() -> None:
    listed = KeyList((Key("name", "Ann", "Bea"), Key("name", "Cid", "Dot")))
    changed = listed.with_([Key("name", "Ann", ruling="keep"), Key("name", "Eve", "Fay")])
    assert [(key.original, key.ruling) for key in changed.keys] == [
        ("Ann", "keep"),
        ("Cid", "replace"),
        ("Eve", "replace"),
    ]
    assert [key.original for key in changed.without(" Cid").keys] == ["Ann", "Eve"]


def test_a_decision_that_makes_two_persons_one_is_refused_when_it_comes() -> None:
    with pytest.raises(Invalid, match=r"^has the pseudonym of line 1; choose another"):
        KeyList((Key("name", "Ann", "Bea"),)).with_([Key("name", "Cid", "Bea")])


def test_a_candidate_names_each_of_its_transcripts_once_in_their_order() -> None:
    stands = [Occurrence(name, Span(0, 3), "", "Ann", "") for name in ("P02", "P01", "P02")]
    assert Candidate("name", "Ann", "rule", "", "[name]", tuple(stands)).transcripts == ("P02", "P01")
