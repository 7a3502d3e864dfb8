"""The releases of a codebook in their order, and what lies between two of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import small_codebook
from toolkit.errors import Invalid, ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.lineage import Lineage

FIRST = small_codebook()
BROUGHT = CodebookChange("r1", "1.0.0", "rename", subjects=("trust",))
SECOND = replace(
    FIRST, version="1.1.0", changes=(CodebookChange("r2", "1.1.0", "rename", subjects=("trust",)),)
)
THIRD = replace(
    SECOND,
    version="1.1.1",
    changes=(*SECOND.changes, CodebookChange("r3", "1.1.1", "rename", subjects=("care",))),
)
LINEAGE = Lineage((replace(FIRST, changes=(BROUGHT,)), SECOND, THIRD))


@pytest.mark.parametrize("releases", [(), (SECOND, FIRST), (FIRST, FIRST)])
def test_releases_are_listed_from_the_oldest_on_each_once(releases: tuple[object, ...]) -> None:
    with pytest.raises(
        Invalid, match=r"^releases are not in the order of their versions; list the oldest first$"
    ):
        Lineage(releases)  # type: ignore[arg-type]


def test_a_release_is_found_by_its_version_and_the_latest_without_one() -> None:
    assert LINEAGE.at(None) is LINEAGE.latest is THIRD
    assert LINEAGE.at("1.1.0") is SECOND
    assert LINEAGE.versions == ("1.0.0", "1.1.0", "1.1.1")


@pytest.mark.parametrize(("asked", "where"), [("2.0.0", "2.0.0"), ("", "version")])
def test_a_version_that_was_never_released_is_told_with_those_that_were(asked: str, where: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        LINEAGE.at(asked)
    assert str(caught.value) == (
        f"{where}: is no released version of this codebook; there are: 1.0.0, 1.1.0, 1.1.1"
    )


def test_records_are_told_once_in_their_order_those_of_the_first_release_too() -> None:
    assert [change.id for change in LINEAGE.changes] == ["r1", "r2", "r3"]


def test_between_two_versions_lie_the_records_after_the_older_up_to_the_later() -> None:
    def between(older: str, newer: str) -> list[str]:
        return [change.id for change in LINEAGE.between(older, newer)]

    assert between("1.0.0", "1.1.0") == ["r2"]
    assert between("1.0.0", "1.1.1") == ["r2", "r3"]
    assert between("0.9.0", "1.0.0") == ["r1"]
    assert between("1.1.0", "1.1.0") == between("1.1.1", "1.0.0") == []


def test_a_record_that_later_releases_leave_out_is_told_with_the_release_that_brought_it() -> None:
    bare = replace(THIRD, changes=THIRD.changes[1:])
    assert [change.id for change in Lineage((FIRST, SECOND, bare)).changes] == ["r2", "r3"]
