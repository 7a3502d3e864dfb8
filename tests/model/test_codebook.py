import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.checks import InvalidFields
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.soundness import Excerpt, bump_fault, findings
from toolkit.model.version import Bump, Version

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


@pytest.mark.parametrize(
    ("older", "bump", "newer"),
    [
        ("1.4.2", Bump.NONE, "1.4.2"),
        ("1.4.2", Bump.PATCH, "1.4.3"),
        ("1.4.2", Bump.MINOR, "1.5.0"),
        ("1.4.2", Bump.MAJOR, "2.0.0"),
    ],
)
def test_a_version_is_raised_by_the_step_that_leads_to_it(older: str, bump: Bump, newer: str) -> None:
    raised = Version.of(older).raised(bump)
    assert str(raised) == newer
    assert raised.after(Version.of(older)) == bump
    assert Version.of(older).after(raised) == Bump.NONE


def test_what_may_be_given_are_codable_codes_and_themes_in_the_order_of_themes() -> None:
    open_theme = Theme("open", "Open", codable=True)
    made = Codebook(
        "book",
        "A book",
        "0.9.0",
        (CARE, open_theme),
        (code("b", parent="open"), code("a"), code("folder", codable=False)),
    )
    assert list(made.codable.items()) == [("a", "A"), ("open", "Open"), ("b", "B")]


def test_the_way_to_a_theme_a_code_or_a_field_of_it_is_told_and_nowhere_for_what_is_not_there() -> None:
    made = book(code("a"), code("b"), deprecated=(code("old", deprecated_in="0.2.0"),))
    assert made.path("care") == ("themes", 0)
    assert made.path("b", "label") == ("codes", 1, "label")
    assert made.path("old") == ("deprecated", 0)
    assert made.path("gone", "label") == ()


def record(name: str, version: str, op: str = "rename", *subjects: str, **more: object) -> CodebookChange:
    facts = {"subjects": subjects, "rationale": "It reads better."} | more
    return CodebookChange(name, version, op, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("records", "found"),
    [
        (
            [record("r1", "1.0.0", "rename", "a"), record("r1", "1.0.0", "rename", "b")],
            [
                (("changes", 0, "id"), "record 'r1' stands twice", "number them", True),
                (("changes", 1, "id"), "record 'r1' stands twice", "number them", True),
            ],
        ),
        (
            [record("r1", "1.0.0", "rename", "a", rationale=" ")],
            [(("changes", 0, "rationale"), "record 'r1' does not say why", "write a rationale", False)],
        ),
        (
            [record("r1", "1.0.1", "rename", "a")],
            [
                (
                    ("changes", 0, "version"),
                    "record 'r1' is of version 1.0.1, later than this codebook",
                    "this is 1.0.0",
                    True,
                )
            ],
        ),
        (
            [record("r1", "0.3.0", "rename", "a"), record("r2", "0.2.0", "rename", "b")],
            [
                (
                    ("changes", 1, "version"),
                    "record 'r2' of version 0.2.0 stands after one of 0.3.0",
                    "list records in the order of versions",
                    True,
                )
            ],
        ),
        (
            [record("r1", "1.0.0", "rename", "a", "z")],
            [
                (
                    ("changes", 0, "subjects", 1),
                    "record 'r1' names 'z', which this file does not have",
                    "name a theme or code of it",
                    True,
                )
            ],
        ),
        (
            [record("r1", "1.0.0", "rename", "a", "care")],
            [
                (
                    ("changes", 0),
                    "record 'r1' names themes and codes together",
                    "write one record for each kind",
                    True,
                )
            ],
        ),
        ([record("r1", "1.0.0", "move", "a", results=("care",))], []),
        (
            [record("r1", "1.0.0", "retire", "old"), record("r2", "1.0.0", "add", results=("old",))],
            [
                (
                    ("changes", 1, "results", 0),
                    "record 'r2' brings back 'old', which was taken out of use",
                    "reinstate it or choose a new id",
                    True,
                )
            ],
        ),
        (
            [
                record("r1", "1.0.0", "retire", "a"),
                record("r2", "1.0.0", "reinstate", "a"),
                record("r3", "1.0.0", "merge", "b", results=("a",)),
            ],
            [],
        ),
    ],
)
def test_change_records_that_contradict_the_codebook_or_each_other_are_found_at_their_place(
    records: list[CodebookChange], found: list[tuple[object, ...]]
) -> None:
    told = findings(
        excerpt(
            code("a"), code("b"), deprecated=(code("old", deprecated_in="1.0.0"),), changes=tuple(records)
        )
    )
    assert [tuple(finding) for finding in told] == found


def test_facts_of_later_versions_are_found_and_only_a_later_end_is_an_error() -> None:
    told = findings(excerpt(code("a", since="1.1.0"), deprecated=(code("b", deprecated_in="2.0.0"),)))
    assert [tuple(finding) for finding in told] == [
        (
            ("codes", 0, "since"),
            "since of code 'a' is 1.1.0, later than this codebook",
            "this is 1.0.0",
            False,
        ),
        (
            ("deprecated", 0, "deprecated_in"),
            "deprecated_in of code 'b' is 2.0.0, later than this codebook",
            "this is 1.0.0",
            True,
        ),
    ]


def test_of_a_codebook_whose_version_cannot_be_read_nothing_is_said_that_depends_on_it() -> None:
    nameless = Excerpt(
        None,
        (CARE,),
        (code("a", since="9.0.0", definition=""),),
        changes=(record("r", "8.0.0", "rename", "a"),),
    )
    assert [
        (finding.path, finding.is_error) for finding in findings(nameless) if finding.path[0] == "codes"
    ] == [(("codes", 0, "definition"), False)]


@pytest.mark.parametrize(
    ("exclusion", "found"),
    [
        (
            Exclusion("it is small", "a"),
            (
                ("codes", 0, "exclude", 0, "use"),
                "code 'a' sends to itself when 'it is small'",
                "name another code",
            ),
        ),
        (
            Exclusion("it is small"),
            (
                ("codes", 0, "exclude", 0),
                "code 'a' does not say what to use when 'it is small'",
                "name a code under use",
            ),
        ),
    ],
)
def test_an_exclusion_that_sends_nowhere_is_a_warning(
    exclusion: Exclusion, found: tuple[object, ...]
) -> None:
    (finding,) = findings(excerpt(code("a", exclude=(exclusion,))))
    assert tuple(finding) == (*found, False)


def test_a_code_out_of_use_is_not_to_be_considered_instead_of_itself() -> None:
    told = findings(excerpt(code("a"), deprecated=(code("b", deprecated_in="1.0.0", consider=("a", "b")),)))
    assert [tuple(finding) for finding in told] == [
        (
            ("deprecated", 0, "consider", 1),
            "code 'b' is to be considered instead of itself",
            "name another code",
            True,
        )
    ]


@pytest.mark.parametrize(
    ("op", "version", "older", "told"),
    [
        ("rename", "1.0.1", "1.0.0", None),
        ("retire", "2.0.0", "1.9.9", None),
        ("retire", "0.2.0", "0.1.0", None),
        (
            "retire",
            "1.1.0",
            "1.0.0",
            ("record 'r' is a retire, for which 1.1.0 after 1.0.0 is too small a step", "make it 2.0.0"),
        ),
        (
            "reinstate",
            "1.0.1",
            "1.0.0",
            ("record 'r' is a reinstate, for which 1.0.1 after 1.0.0 is too small a step", "make it 1.1.0"),
        ),
        (
            "retire",
            "0.1.1",
            "0.1.0",
            ("record 'r' is a retire, for which 0.1.1 after 0.1.0 is too small a step", "make it 0.2.0"),
        ),
    ],
)
def test_a_version_rises_as_far_as_its_records_demand(
    op: str, version: str, older: str, told: tuple[str, str] | None
) -> None:
    assert bump_fault(record("r", version, op, "a"), Version.of(older)) == told


def test_too_small_a_step_names_the_effect_that_demands_a_greater_one() -> None:
    narrowed = record("r", "1.0.1", "redefine", "a", effect="narrower")
    what = "record 'r' is a redefine (narrower), for which 1.0.1 after 1.0.0 is too small a step"
    assert bump_fault(narrowed, Version(1, 0, 0)) == (what, "make it 2.0.0")


def test_too_small_a_step_is_found_by_whatever_of_the_file_tells_the_version_before() -> None:
    since = code("a", since="0.9.0")
    told = findings(excerpt(since, changes=(record("r", "1.0.0", "retire", "a"),)))
    assert told == []
    (finding,) = findings(
        Excerpt(
            "1.0.1",
            (CARE,),
            (since, code("b", since="1.0.0")),
            changes=(record("r", "1.0.1", "retire", "a"),),
        )
    )
    assert (finding.path, finding.is_error) == (("changes", 0, "version"), True)
