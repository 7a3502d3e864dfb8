"""One code, or all of them, followed through the releases of a codebook."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.reconcile.revisions import book, code, lineages, record, released
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code
from toolkit.model.lineage import Lineage
from toolkit.reconcile.following import alterations, biography, flows

START = book(code("a"), code("b"), code("c"), code("d", "t2"))


def after(*steps: tuple[CodebookChange, tuple[Code, ...]]) -> Lineage:
    return Lineage((START, released(*steps, after=START)))


def told(lineage: Lineage) -> list[tuple[str, str | None, str | None, list[str]]]:
    """Return the flows of the last step that are no mere keeping."""
    found = flows(lineage, lineage.releases[0].version, lineage.latest.version)
    return [
        (flow.course, flow.source, flow.target, [change.op for change in flow.records])
        for flow in found
        if flow.course != "kept"
    ]


@pytest.mark.parametrize(
    ("change", "codes", "expected"),
    [
        (record("rename", "a"), (replace(code("a"), label="New"),), [("renamed", "a", "a", ["rename"])]),
        (
            record("redefine", "a", effect="wider"),
            (replace(code("a"), definition="More."),),
            [("redefined", "a", "a", ["redefine"])],
        ),
        (record("move", "a", "t2"), (), [("moved", "a", "a", ["move"])]),
        (record("merge", "a b", "c"), (), [("merged", "a", "c", ["merge"]), ("merged", "b", "c", ["merge"])]),
        (record("merge", "a b", "b"), (), [("merged", "a", "b", ["merge"]), ("merged", "b", "b", ["merge"])]),
        (
            record("split", "a", "x y"),
            (code("x"), code("y")),
            [("split", "a", "x", ["split"]), ("split", "a", "y", ["split"])],
        ),
        (record("retire", "a", "b"), (), [("out of use", "a", None, ["retire"])]),
        (record("add", "", "x"), (code("x"),), [("added", None, "x", ["add"])]),
    ],
)
def test_each_operation_leads_its_codes_onward(
    change: CodebookChange,
    codes: tuple[Code, ...],
    expected: list[tuple[str, str | None, str | None, list[str]]],
) -> None:
    assert told(after((change, codes))) == expected


def test_of_several_things_that_happened_to_a_code_the_weightiest_names_its_course() -> None:
    lineage = after(
        (record("rename", "a"), (replace(code("a"), label="New"),)),
        (record("merge", "a", "b"), ()),
        (record("move", "b", "t2"), ()),
    )
    assert told(lineage) == [("merged", "a", "b", ["rename", "merge", "move"]), ("moved", "b", "b", ["move"])]


def test_a_code_that_came_and_went_is_in_no_flow_and_one_that_came_back_is_added() -> None:
    passing = after((record("add", "", "x"), (code("x"),)), (record("retire", "x"), ()))
    assert told(passing) == []
    second = released((record("retire", "a"), ()), after=START)
    third = released((record("reinstate", "a"), (code("a"),)), after=second)
    assert told(Lineage((second, third))) == [("added", None, "a", ["reinstate"])]
    assert told(Lineage((START, second, third))) == []


@given(lineages(), some.data())
def test_every_code_of_either_release_is_in_a_flow_and_none_leads_to_what_is_not_there(
    drawn: Lineage, data: some.DataObject
) -> None:
    versions = drawn.versions
    old = data.draw(some.integers(0, len(versions) - 1))
    new = data.draw(some.integers(old, len(versions) - 1))
    found = flows(drawn, versions[old], versions[new])
    before, now = drawn.at(versions[old]), drawn.at(versions[new])
    assert {flow.source for flow in found} - {None} == {code.id for code in before.codes}
    assert {flow.target for flow in found} - {None} == {code.id for code in now.codes}
    for flow in found:
        assert (flow.course == "out of use") == (flow.target is None)
        assert (flow.course == "added") == (flow.source is None)
        assert flow.records or flow.course == "kept"


def test_an_alteration_carries_the_words_that_changed_and_the_records_that_say_why() -> None:
    lineage = after(
        (record("redefine", "a", effect="wider"), (replace(code("a"), definition="About a and more."),)),
        (record("merge", "b", "c"), ()),
        (record("add", "", "x"), (code("x"),)),
    )
    found = {each.id: each for each in alterations(lineage, "1.0.0", lineage.latest.version)}
    assert {name: (each.kind, [change.op for change in each.records]) for name, each in found.items()} == {
        "a": ("redefined", ["redefine"]),
        "b": ("out of use", ["merge"]),
        "x": ("added", ["add"]),
    }
    assert [(kind, text) for kind, text in found["a"].words if kind != "same"] == [("new", "and more")]


def test_what_only_describes_a_code_needs_no_record_and_has_none() -> None:
    described = replace(
        START, version="1.0.1", codes=(replace(START.codes[0], notes="See the log."), *START.codes[1:])
    )
    (each,) = alterations(Lineage((START, described)), "1.0.0", "1.0.1")
    assert (each.kind, each.field, each.records) == ("described", "notes", ())


def test_the_life_of_a_code_begins_with_the_release_that_has_it_and_goes_on_out_of_use() -> None:
    second = released((record("add", "", "x"), (code("x"),)), after=START)
    third = released(
        (record("rename", "x"), (replace(code("x"), label="New"),)),
        (record("rename", "a"), (replace(code("a"), label="Other"),)),
        after=second,
    )
    fourth = released((record("retire", "x"), ()), after=third)
    stages = biography(Lineage((START, second, third, fourth)), "x")
    assert [(stage.version, stage.code.label, stage.theme) for stage in stages] == [
        ("1.1.0", "Label of x", "T1"),
        ("1.1.1", "New", "T1"),
        ("2.0.0", "New", ""),
    ]
    assert [[change.op for change in stage.records] for stage in stages] == [["add"], ["rename"], ["retire"]]
    assert [[(each.kind, each.field) for each in stage.altered] for stage in stages] == [
        [],
        [("renamed", "label"), ("described", "alt_labels")],
        [("out of use", "")],
    ]


def test_a_code_of_the_first_release_has_the_records_that_release_brought_with_it() -> None:
    first = replace(START, changes=(record("rename", "a"), record("rename", "b", id="CR-0002")))
    (stage,) = biography(Lineage((first,)), "a")
    assert ([change.id for change in stage.records], stage.altered) == (["CR-0001"], ())


def test_a_code_that_no_release_has_has_no_life() -> None:
    assert biography(Lineage((START,)), "z") == ()
