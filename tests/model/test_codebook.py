import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.checks import InvalidFields
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.soundness import Excerpt, findings
from toolkit.model.version import Version

CARE = Theme("care", "Care")


def code(id_: str, **facts: object) -> Code:
    return replace(Code(id_, id_.title(), "care", definition=f"Talk of {id_}."), **facts)  # type: ignore[arg-type]


def book(*codes: Code, version: str = "1.0.0", deprecated: tuple[Code, ...] = ()) -> Codebook:
    return Codebook("book", "A book", version, (CARE,), codes, deprecated)


def excerpt(*codes: Code, deprecated: tuple[Code, ...] = (), **known: object) -> Excerpt:
    return Excerpt("1.0.0", (CARE,), codes, deprecated, **known)  # type: ignore[arg-type]


@given(st.tuples(*[st.integers(0, 999_999_999)] * 3), st.tuples(*[st.integers(0, 999_999_999)] * 3))
def test_versions_are_ordered_as_numbers_and_read_as_written(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    first, second = Version(*one), Version(*other)
    assert Version.of(str(first)) == first
    assert (first < second) == (one < other)


@pytest.mark.parametrize("text", ["", "1", "1.0", "v1.0.0", "1.0.0 ", "01.0.0", "1.0.0-rc1", "1.0.²"])
def test_other_texts_are_no_versions(text: str) -> None:
    with pytest.raises(Invalid, match="three numbers"):
        Version.of(text)


def test_every_wrong_field_is_kept_with_its_name() -> None:
    with pytest.raises(InvalidFields) as caught:
        Code("user duty", " ", "care", since="1", colour="red", notes="\x00", consider=("care",))
    assert list(caught.value.by_field) == ["id", "label", "since", "colour", "notes", "consider"]
    assert str(caught.value).startswith("code id 'user duty' is not an id; ")


def test_what_is_wrong_with_a_noun_survives_travelling_between_processes() -> None:
    with pytest.raises(InvalidFields) as caught:
        Theme("a b", "")
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):  # noqa: S301 -- our own
        assert str(again) == str(caught.value)
        assert list(again.by_field) == ["id", "label"]


@pytest.mark.parametrize(
    ("codes", "deprecated", "place", "what"),
    [
        ([code("a"), code("a")], [], ("codes", 1, "id"), "id 'a' is used twice"),
        (
            [code("a-b"), code("A_b")],
            [],
            ("codes", 1, "id"),
            "id 'A_b' differs from 'a-b' only by - _ . or case",
        ),
        ([code("care")], [], ("codes", 0, "id"), "id 'care' is used twice"),
        ([code("a")], [code("a", deprecated_in="0.2.0")], ("deprecated", 0, "id"), "id 'a' is used twice"),
        ([code("a", parent=None)], [], ("codes", 0, "parent"), "code 'a' has no parent"),
        (
            [code("a", parent="x")],
            [],
            ("codes", 0, "parent"),
            "code 'a' stands under 'x', which is no theme or active code",
        ),
        ([code("a", parent="a")], [], ("codes", 0, "parent"), "code 'a' stands under itself by way of 'a'"),
        (
            [code("a", deprecated_in="0.2.0")],
            [],
            ("codes", 0, "deprecated_in"),
            "code 'a' is deprecated but listed under codes",
        ),
        (
            [code("a"), code("b", exclude=(Exclusion("x", "a"), Exclusion("y", "z")))],
            [],
            ("codes", 1, "exclude", 1, "use"),
            "code 'b' points to 'z', which is no active code",
        ),
        (
            [],
            [code("old")],
            ("deprecated", 0, "deprecated_in"),
            "code 'old' is listed as deprecated but does not say since when",
        ),
        (
            [code("a")],
            [code("old", deprecated_in="0.2.0", consider=("a", "gone"))],
            ("deprecated", 0, "consider", 1),
            "consider of 'old' is 'gone', which is no code of this file",
        ),
        (
            [],
            [code("old", deprecated_in="0.2.0", replaced_by="old")],
            ("deprecated", 0, "replaced_by"),
            "following replaced_by from 'old' leads back to it",
        ),
        ([code("a", definition=" ")], [], ("codes", 0, "definition"), "code 'a' has no definition"),
    ],
)
def test_a_codebook_with_a_broken_whole_is_refused_with_the_place(
    codes: list[Code], deprecated: list[Code], place: tuple[str | int, ...], what: str
) -> None:
    found = findings(excerpt(*codes, deprecated=tuple(deprecated)))
    assert [(finding.path, finding.what, finding.is_error) for finding in found] == [(place, what, True)]
    with pytest.raises(Invalid) as caught:
        book(*codes, deprecated=tuple(deprecated))
    assert caught.value.what == what


def test_only_codes_on_a_circle_are_told_to_be_on_it() -> None:
    circle = excerpt(code("a", parent="b"), code("b", parent="c"), code("c", parent="b"), code("d"))
    assert [finding.path[1] for finding in findings(circle)] == [1, 2]


def test_missing_definitions_are_a_warning_before_the_first_final_version() -> None:
    bare = code("a", definition="")
    (finding,) = findings(book(bare, version="0.9.9").excerpt)
    assert not finding.is_error
    with pytest.raises(Invalid, match="'a' has no definition; a final version needs one"):
        book(bare, version="1.0.0")


def test_every_code_that_shares_a_label_with_an_earlier_one_is_warned_of() -> None:
    twins = (code("a", label="Trust"), code("b", label="TRUST"), code("c", label="trust"))
    found = findings(book(*twins, version="0.9.9").excerpt)
    assert [(finding.path, finding.is_error) for finding in found] == [
        (("codes", 1, "label"), False),
        (("codes", 2, "label"), False),
    ]


def test_links_to_ids_that_could_not_be_read_are_no_faults_of_an_excerpt() -> None:
    linking = code("a", parent="b", exclude=(Exclusion("x", "c"),))
    assert len(findings(excerpt(linking))) == 2
    assert findings(excerpt(linking, unread=frozenset("bc"))) == []
    assert findings(excerpt(linking, complete=False)) == []


def test_the_theme_of_a_code_is_found_however_deep_it_stands() -> None:
    made = book(code("a"), code("b", parent="a"), code("c", parent="b"))
    assert {id_: theme.id for id_, theme in made.theme_of.items()} == dict.fromkeys("abc", "care")
    assert [each.id for _, each in made.ordered()] == ["a", "b", "c"]


def test_the_hash_follows_the_content_and_nothing_else() -> None:
    made = book(code("a"))
    assert made.sha256 == book(code("a")).sha256
    assert made.sha256 != book(code("a", notes="looked at again")).sha256


def test_siblings_that_share_a_label_are_refused_from_the_first_final_version_on() -> None:
    with pytest.raises(Invalid, match="label 'TRUST' is used by 'a' and 'b'"):
        book(code("a", label="Trust"), code("b", label="TRUST"), version="1.0.0")
