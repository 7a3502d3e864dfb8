"""A project on its way in or out holds together, or is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import Invalid
from toolkit.model.project import (
    Project,
    ProjectCase,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)

WHOLE = Project(
    "Interviews",
    "made by hand",
    coders=(ProjectCoder("u1", "Ana"),),
    codes=(ProjectCode("c1", "Feelings", codable=False), ProjectCode("c2", "Trust", "c1")),
    texts=(ProjectText("t1", "P01", "I trust them.\n"),),
    codings=(ProjectCoding("k1", "t1", "c2", "u1", 2, 7, "trust"),),
    memos=(ProjectMemo("m1", "coding", "k1", "Why?", author="u1"), ProjectMemo("m2", "study", "", "So far.")),
    cases=(ProjectCase("p1", "P01", ("t1",), {"field": "vision"}),),
)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"coders": (*WHOLE.coders, ProjectCoder("u1", "Ben"))}, "two of the same coder: 'u1'"),
        ({"codes": WHOLE.codes[1:]}, "the code 'c1', which it does not have"),
        ({"texts": ()}, "the text 't1'"),
        ({"coders": ()}, "the coder 'u1'"),
        ({"codings": ()}, "the coding 'k1'"),
        ({"codes": (ProjectCode("c1", "A", "c2"), ProjectCode("c2", "B", "c1"))}, "under itself"),
        ({"memos": (ProjectMemo("m1", "transcript", "t9", "Why?"),)}, "the text 't9'"),
        ({"cases": (ProjectCase("p1", "P01", ("t9",)),)}, "the text 't9'"),
    ],
)
def test_what_does_not_hold_together_is_refused(part: dict[str, object], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        replace(WHOLE, **part)  # type: ignore[arg-type]


def test_a_coding_has_both_positions_or_words() -> None:
    with pytest.raises(Invalid, match="one of its two positions"):
        ProjectCoding("k1", "t1", "c2", start=3)
    with pytest.raises(Invalid, match="neither positions nor words"):
        ProjectCoding("k1", "t1", "c2", quote=" ")
    with pytest.raises(Invalid, match="beyond every text"):
        ProjectCoding("k1", "t1", "c2", start=0, end=2**60)
    assert ProjectCoding("k1", "t1", "c2", quote="trust").start is None


def test_texts_have_our_line_ends() -> None:
    with pytest.raises(Invalid, match="holds a carriage return"):
        ProjectText("t1", "P01", "One.\r\nTwo.")


def test_a_deep_tree_is_looked_through_in_no_time() -> None:
    deep = tuple(ProjectCode(str(n), "A code", str(n - 1) if n else "") for n in range(50_000))
    assert len(replace(WHOLE, codes=(*WHOLE.codes, *deep)).codes) == 50_002
