"""Whether agreement differs between codes, rounds and versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workflow.test_comparing import FILES, apply, given, row
from toolkit.errors import ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.transcript import Source
from toolkit.store.study import Study
from toolkit.workflow import assigning, comparing, revising
from toolkit.workflow.differing import difference


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[Study]:
    """A and B read two interviews under 0.1.0 and anew under 0.2.0, where they agree more."""
    book = native.read(Source(FILES["0.1.0"].name, FILES["0.1.0"].read_bytes())).codebook
    made = given(tmp_path / "rounds.study", book)
    apply(made, "A", "sign-off", "one")
    apply(made, "B", "sign-off", "seven")
    apply(made, "A", "sign-off", "one", "P02")
    for coder in "AB":
        assigning.assign(made, "P01", "P02", coder=coder)
        assigning.finish(made, "P01", "P02", coder=coder)
    revising.release(made, FILES["0.2.0"], read_anew=True)
    for coder in "AB":
        assigning.assign(made, "P01", "P02", coder=coder)
        apply(made, coder, "sign-off", "seven")
        assigning.finish(made, "P01", "P02", coder=coder)
    yield made
    made.close()


def test_rounds_differ_by_their_own_numbers(rounds: Study) -> None:
    table = difference(rounds, rounds=("0.2.0", "first"), codes=("sign-off",), coefficients=("percent",))
    found = row(table, code="sign-off")
    for name, side in (("0.2.0", "value_first"), ("first", "value_second")):
        alone = row(comparing.agreement(rounds, round=name, codes=("sign-off",)), code="sign-off")
        assert found[side] == alone["percent"]
    assert found["difference"] == 1
    assert (found["interviews_both"], found["first"], found["second"]) == (2, "0.2.0", "first")
    assert table.column("code") == (None, "sign-off")


def test_codes_of_a_study_differ_or_the_reason_is_told(rounds: Study) -> None:
    known = comparing.agreement(rounds, round="0.2.0").column("code")
    other = next(str(code) for code in known if code not in (None, "sign-off"))
    (told,) = difference(rounds, codes=("sign-off", other)).column("reason")
    assert "nobody gave this code" in str(told)


def test_versions_are_compared_on_the_same_codings(rounds: Study) -> None:
    table = difference(rounds, versions=("0.2.0", "0.1.0"), coefficients=("percent",))
    assert row(table, code="sign-off")["first"] == "0.2.0"
    assert set(table.column("coefficient")) == {"percent"}


def test_two_codes_of_a_table_differ_by_an_interval_with_its_method(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    lines = ["coder,unit,code,site"]
    for site in range(6):
        for unit, both in enumerate(["xx", "yy", "xy", "xx", "yz", "zz"][site % 3 :]):
            lines += [f"{coder},{site}.{unit},{code},P{site}" for coder, code in zip("AB", both, strict=True)]
    path.write_text("\n".join(lines))
    table = difference(table=path, codes=("x", "z"), cluster="site", interval="bootstrap", seed=7)
    (found,) = (dict(zip(table.names, values, strict=True)) for values in table.rows)
    alone = comparing.agreement(table=path, cluster="site")
    assert found["value_first"] == row(alone, code="x")["alpha"]
    assert found["value_second"] == row(alone, code="z")["alpha"]
    assert float(str(found["difference_low"])) <= float(str(found["difference"]))
    assert (found["number"], found["seed"], found["resampled"]) == (10_000, 7, "interviews")
    assert (
        difference(table=path, codes=("x", "z"), cluster="site", interval="bootstrap", seed=7).rows
        == table.rows
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "was not told what to compare"),
        ({"codes": ("sign-off",)}, "was given 1 codes"),
        ({"codes": ("sign-off", "sign-off")}, "names 'sign-off' twice"),
        ({"rounds": ("first", "third")}, "is no round"),
        ({"rounds": ("first", "0.2.0"), "versions": ("0.1.0", "0.2.0")}, "both rounds and versions"),
        ({"codes": ("sign-off", "nonsense")}, "is no active code"),
        ({"table": Path("x.csv")}, "asks for a study or a table"),
    ],
)
def test_what_cannot_be_compared_is_refused(rounds: Study, options: dict[str, Any], told: str) -> None:
    with pytest.raises(ToolkitError, match=told):
        difference(rounds, **options)
