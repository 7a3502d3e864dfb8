"""What a reading under one version has looked for, seen at another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reconcile.revisions import book, code, record, released
from tests.reconcile.test_resolve import SAMPLE
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code
from toolkit.model.lineage import Lineage
from toolkit.reconcile.coverage import searched, unchanged

START = book(code("a"), code("b"), code("c"))


@pytest.mark.parametrize(
    ("change", "codes", "complete"),
    [
        (record("rename", "a"), (replace(code("a"), label="New"),), "a b c"),
        (record("move", "a", "t2"), (), "a b c"),
        (record("add", "", "d"), (code("d"),), "a b c"),
        (record("merge", "a", "b"), (), "b c"),
        (record("split", "a", "x y"), (code("x"), code("y")), "b c x y"),
        (record("redefine", "a", effect="wider"), (replace(code("a"), definition="More."),), "b c"),
        (record("redefine", "a", effect="narrower"), (replace(code("a"), definition="Less."),), "a b c"),
        (record("redefine", "a", effect="same"), (replace(code("a"), definition="So."),), "a b c"),
        (record("retire", "a"), (), "b c"),
    ],
)
def test_which_codes_an_earlier_reading_is_complete_for(
    change: CodebookChange, codes: tuple[Code, ...], complete: str
) -> None:
    lineage = Lineage((START, new := released((change, codes), after=START)))
    assert searched(lineage, "1.0.0", new.version) == set(complete.split())


def test_a_code_that_came_back_was_not_looked_for_in_between() -> None:
    second = released((record("retire", "a"), ()), after=START)
    third = released((record("reinstate", "a"), (code("a"),)), after=second)
    lineage = Lineage((START, second, third))
    assert searched(lineage, second.version, third.version) == {"b", "c"}


def test_a_merge_with_a_part_nobody_looked_for_is_not_complete() -> None:
    lineage = Lineage(
        (
            START,
            released((record("add", "", "d"), (code("d"),)), (record("merge", "d", "a"), ()), after=START),
        )
    )
    assert searched(lineage, "1.0.0", lineage.latest.version) == {"b", "c"}


def test_readings_of_the_first_sample_version_miss_what_was_added_and_widened() -> None:
    added = {"compliance-and-risk-cover", "documentation-elsewhere", "community-norms", "role-clarity"}
    missing = set(SAMPLE.at("0.2.0").codable) - searched(SAMPLE, "0.1.0", "0.2.0")
    assert missing == added | {"user-duty"}
    later = set(SAMPLE.latest.codable) - searched(SAMPLE, "0.1.0", "1.0.0")
    assert later == missing | {"within-team-ownership", "audience", "limitations-evidence"}


def test_only_codes_that_mean_the_same_in_both_versions_are_comparable() -> None:
    same = unchanged(SAMPLE, "0.2.0", "1.0.0")
    changed = set(SAMPLE.latest.codable) - same
    assert changed == {
        "upstream-downstream-duty",
        "inherited-information",
        "within-team-ownership",
        "audience",
        "limitations-evidence",
    }
    assert unchanged(SAMPLE, "1.0.0", "0.2.0") == same


def test_a_reading_under_a_later_version_has_looked_for_nothing_yet() -> None:
    lineage = Lineage((START, new := released((record("add", "", "d"), (code("d"),)), after=START)))
    assert searched(lineage, new.version, "1.0.0") == frozenset()
    assert searched(lineage, "1.0.0", "1.0.0") == set("abc")
