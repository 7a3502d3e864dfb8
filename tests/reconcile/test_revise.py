"""One change carried out on a draft: what it makes of it, and which changes do not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reconcile.revisions import book, code, record, released
from toolkit.errors import Invalid
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.reconcile.replay import replay
from toolkit.reconcile.revise import at_version, draft_of, revise

START = book(code("a", exclude=(Exclusion("if late", "b"),)), code("b"), code("c"))
WITHOUT_B = released((record("retire", "b"), ()), after=START)


def step(change: CodebookChange, *content: Code | Theme, after: Codebook = START) -> Codebook:
    return revise(
        draft_of(after),
        change,
        after,
        codes=[each for each in content if isinstance(each, Code)],
        themes=[each for each in content if isinstance(each, Theme)],
    )


@pytest.mark.parametrize(
    ("change", "content", "after", "told"),
    [
        (record("rename", "z"), (), START, "there is no 'z' to rename; check the id"),
        (record("move", "t1", "t2"), (), START, "there is no 't1' to move; check the id"),
        (record("reinstate", "a"), (), START, "there is no 'a' to reinstate; check the id"),
        (
            record("merge", "a", "b"),
            (),
            WITHOUT_B,
            "'b' was taken out of use; reinstate it, or choose a new id",
        ),
        (record("add", "", "a"), (code("a"),), START, "'a' is there already; choose a new id"),
        (record("add", "", "t1"), (code("t1"),), START, "'t1' is there already; choose a new id"),
        (record("move", "a", "t9"), (), START, "there is no 't9' in use; add it first"),
        (record("merge", "a", "z"), (), START, "there is no 'z' in use; add it first"),
        (record("retire", "a", "z"), (), START, "there is no 'z' in use; add it first"),
        (
            record("merge", "a", "t1"),
            (),
            START,
            "a merge leads from codes to codes, or from themes to themes",
        ),
        (
            record("split", "a", "x y"),
            (code("x"), Theme("y", "Y")),
            START,
            "a split leads from codes to codes, or from themes to themes",
        ),
        (record("add", "", "d"), (), START, "nothing is said about 'd'; write its label and definition"),
        (record("move", "a", "t1"), (), START, "'a' is under 't1' already; choose another parent"),
        (
            record("rename", "a"),
            (code("a"),),
            START,
            "'a' is called 'Label of a' already; write another label",
        ),
        (
            record("redefine", "c", effect="same"),
            (code("c"),),
            START,
            "'c' reads as before; change its definition, or leave it as it is",
        ),
        (
            record("redefine", "t1", effect="same"),
            (Theme("t1", "Other", "About t1."),),
            START,
            "'t1' reads as before; change its definition, or leave it as it is",
        ),
        (record("reinstate", "b"), (Theme("b", "B"),), WITHOUT_B, "'b' was a code; bring it back as one"),
        (
            record("reinstate", "b"),
            (replace(code("b"), definition="New."),),
            WITHOUT_B,
            "'b' comes back as it was; redefine it in a step of its own",
        ),
    ],
)
def test_a_change_that_does_not_fit_the_draft_is_refused(
    change: CodebookChange, content: tuple[Code | Theme, ...], after: Codebook, told: str
) -> None:
    with pytest.raises(Invalid) as caught:
        step(change, *content, after=after)
    assert str(caught.value) == told


def test_a_theme_comes_back_as_a_theme_with_the_label_it_had() -> None:
    bare = book(code("a"), themes=("t1", "t2"))
    gone = replace(step(record("retire", "t2"), after=bare), status="released")
    back = step(record("reinstate", "t2", id="CR-0002"), Theme("t2", "Other", "Said anew."), after=gone)
    assert back.theme["t2"] == Theme("t2", "T2", "Said anew.")
    with pytest.raises(Invalid, match=r"^'t2' was a theme; bring it back as one$"):
        step(record("reinstate", "t2", id="CR-0002"), after=gone)


def test_a_code_comes_back_as_it_was_without_a_word_about_it_and_where_somebody_says() -> None:
    was = START.code["b"]
    silent = step(record("reinstate", "b", id="CR-0002"), after=WITHOUT_B)
    assert silent.code["b"] == was
    placed = step(record("reinstate", "b", id="CR-0002"), code("b", "t2"), after=WITHOUT_B)
    assert placed.code["b"] == replace(was, parent="t2")


def test_a_code_that_had_no_definition_may_come_back_with_one() -> None:
    bare = book(replace(code("a"), definition=""), code("b"), version="0.1.0")
    gone = replace(step(record("retire", "a"), after=bare), status="released")
    back = step(record("reinstate", "a", id="CR-0002"), code("a"), after=gone)
    assert back.code["a"].definition == "About a."
    assert replay(gone, replace(back, status="released"), (bare,)) == []


def test_what_comes_back_sends_to_nothing_that_is_gone_meanwhile() -> None:
    gone = released((record("retire", "a"), ()), (record("retire", "b"), ()), after=START)
    back = step(record("reinstate", "a", id="CR-0003"), after=gone)
    assert back.code["a"].exclude == (Exclusion("if late", None),)


@pytest.mark.parametrize(
    ("change", "leads_to"),
    [
        (record("merge", "b", "c"), "c"),
        (record("merge", "b", "a"), None),
        (record("retire", "b", "c"), None),
        (record("split", "b", "x y"), None),
    ],
)
def test_an_exclusion_follows_what_it_sends_to_into_one_heir_that_is_not_its_own_code(
    change: CodebookChange, leads_to: str | None
) -> None:
    after = step(change, code("x"), code("y"))
    assert after.code["a"].exclude == (Exclusion("if late", leads_to),)


def test_a_renamed_code_keeps_the_labels_it_had_and_not_the_one_it_has() -> None:
    first = step(record("rename", "a"), replace(code("a"), label="New"))
    assert (first.code["a"].label, first.code["a"].alt_labels) == ("New", ("Label of a",))
    again = revise(first, record("rename", "a", id="CR-0002"), START, codes=[code("a")])
    assert (again.code["a"].label, again.code["a"].alt_labels) == ("Label of a", ("New",))


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("1.0.0", "version 1.0.0 is too small a step after 1.0.0; make it 1.0.1 or later"),
        ("0.9.0", "version 0.9.0 is too small a step after 1.0.0; make it 1.0.1 or later"),
    ],
)
def test_a_draft_without_changes_is_one_small_step_on_at_least(version: str, told: str) -> None:
    with pytest.raises(Invalid) as caught:
        at_version(draft_of(START), START, version)
    assert str(caught.value) == told
    assert at_version(draft_of(START), START, "1.0.1").version == "1.0.1"


def test_a_draft_cannot_be_numbered_below_what_its_changes_demand_and_is_restamped_above() -> None:
    draft = step(record("split", "a", "x y"), code("x"), code("y"))
    assert draft.version == "2.0.0"
    with pytest.raises(
        Invalid, match=r"^version 1.9.0 is too small a step after 1.0.0; make it 2.0.0 or later$"
    ):
        at_version(draft, START, "1.9.0")
    risen = at_version(draft, START, "3.0.0")
    assert {risen.code[name].since for name in "xy"} == {"3.0.0"}
    assert risen.code["a"].deprecated_in == risen.changes[0].version == "3.0.0"
    assert risen.code["b"].since == START.code["b"].since
    assert replay(START, replace(risen, status="released")) == []
