"""Every engine counts the same, and what follows from it is what follows from the data in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import get_args

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.counting.coded import CODES, ENGINES, HAS_SPARK, codings, counted, decisions, reads, saved, studies
from toolkit.agreement.coefficients import COEFFICIENTS, ON_SETS
from toolkit.agreement.counted import by_code
from toolkit.agreement.table import counted_table, reliability_table
from toolkit.model.counts import EngineName, Judgements
from toolkit.model.reliability import (
    Asked,
    CodeAgreement,
    Estimate,
    IntervalName,
    ReliabilityData,
    ReliabilityTable,
    Unit,
)
from toolkit.model.transcript import Span

EVERYTHING = (*COEFFICIENTS, *ON_SETS)
OF_NAMES = {"cohen", "light", "conger", "scott", "bias", "kappa_max"}
NOBODY = frozenset[str]()


def asked(interval: IntervalName | None) -> Asked:
    return Asked(interval, resamples=50, seed=7, coefficients=EVERYTHING)


def in_memory(data: ReliabilityData, wish: Asked) -> ReliabilityTable:
    names = tuple(dict.fromkeys(unit.transcript for unit in data.units))
    return reliability_table(data, unit="given", transcripts=names, asked=wish)


def close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))


def same(one: Estimate, other: Estimate) -> bool:
    """Compare two estimates: values to nine digits, words to the letter."""
    numbers = all(close(getattr(one, name), getattr(other, name)) for name in ("value", "low", "high"))
    return numbers and (one.reason, one.no_interval) == (other.reason, other.no_interval)


def differing(one: CodeAgreement, other: CodeAgreement) -> list[str]:
    """Name what differs between two rows."""
    facts = [name for name in ("code", "n_units", "n_positive") if getattr(one, name) != getattr(other, name)]
    facts += [
        name
        for name in ("prevalence", "bias", "kappa_max")
        if not close(getattr(one, name), getattr(other, name))
    ]
    return facts + [name for name in one.estimates if not same(one.estimates[name], other.estimates[name])]


@settings(max_examples=8)
@given(studies(), st.sampled_from([None, *get_args(IntervalName)]))
def test_a_counted_table_agrees_with_the_data_it_was_made_of(
    data: ReliabilityData, interval: IntervalName | None
) -> None:
    assume(any(cell for row in data.cells for cell in row))
    with tempfile.TemporaryDirectory() as folder:
        made = counted("pandas", *saved(Path(folder), data))
    wish = asked(interval)
    one, other = in_memory(data, wish), counted_table(made, asked=wish)
    assert [differing(*pair) for pair in zip(one.rows, other.rows, strict=True)] == [[]] * len(one.rows)
    assert (one.coders, one.transcripts) == (other.coders, other.transcripts)
    # Whom and what nobody named in a table, it does not know of.
    read = reads(data)
    if set(read["coder"]) == set(data.coders) and len(read.groupby(["transcript", "unit"])) == len(
        data.units
    ):
        assert sorted(one.notes) == sorted(other.notes)


@settings(max_examples=3)
@given(studies())
def test_all_engines_count_the_same_whole_numbers(data: ReliabilityData) -> None:
    assume(any(cell for row in data.cells for cell in row))
    with tempfile.TemporaryDirectory() as folder:
        files = saved(Path(folder), data)
        first, *others = (counted(engine, *files) for engine in ENGINES)
    assert others == [first, first]


@settings(max_examples=3)
@given(studies(most_coders=12, least_coders=10))
def test_of_many_coders_all_is_the_same_but_what_needs_their_names(data: ReliabilityData) -> None:
    assume(any(cell for row in data.cells for cell in row))
    with tempfile.TemporaryDirectory() as folder:
        made = counted("pandas", *saved(Path(folder), data))
    wish = asked("jackknife")
    one, other = in_memory(data, wish), counted_table(made, asked=wish)
    assume(len(one.coders) > 8)
    assert other.coders == (f"{len(one.coders)} coders",)
    assert [row.code for row in other.rows] == list(data.codes)
    for pair in zip(one.rows[1:], other.rows, strict=True):
        assert set(differing(*pair)) <= OF_NAMES
    for row in other.rows:
        assert row.estimates["light"].reason == (
            f"needs to know who gave what, which is not counted of {len(one.coders)} coders"
        )
        assert row.estimates["conger"].value is row.estimates["cohen"].value is None


def crowd() -> ReliabilityData:
    """Twelve coders, three of them at each unit."""
    chance = np.random.default_rng(3)
    cells = []
    for _ in range(60):
        who = set(chance.choice(12, size=3, replace=False))
        said = [frozenset(code for code in CODES if chance.random() < 0.4) for _ in range(12)]
        cells.append(tuple(said[at] if at in who else None for at in range(12)))
    units = tuple(Unit(f"P{at % 5}", Span(at, at + 1)) for at in range(60))
    return ReliabilityData(units, tuple(f"c{at:02}" for at in range(12)), CODES, tuple(cells))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_crowd_is_counted_by_how_many_they_are(engine: EngineName, tmp_path: Path) -> None:
    data = crowd()
    made = counted(engine, *saved(tmp_path, data))
    assert (made.coders, made.n_coders, made.sets) == ((), 12, None)
    wish = asked("bootstrap")
    one, other = in_memory(data, wish), counted_table(made, asked=wish)
    for pair in zip(one.rows[1:], other.rows, strict=True):
        assert set(differing(*pair)) <= OF_NAMES
    assert any("All codes together are not compared" in note for note in other.notes)


@settings(max_examples=3)
@given(studies())
def test_alpha_is_that_of_the_package_krippendorff(data: ReliabilityData) -> None:
    assume(any(cell for row in data.cells for cell in row))
    with tempfile.TemporaryDirectory() as folder:
        made = counted_table(counted("pandas", *saved(Path(folder), data)))
    for row in made.rows[1:]:
        alpha = row.estimates["alpha"].value
        if alpha is None:
            continue
        said = [[np.nan if cell is None else float(row.code in cell) for cell in unit] for unit in data.cells]
        theirs = krippendorff.alpha(np.array(said).T, value_domain=[0, 1], level_of_measurement="nominal")
        assert alpha == pytest.approx(theirs, abs=1e-9)


# --- other ways to tell who read what -------------------------------------------------------------------


def some(missing: bool = True) -> ReliabilityData:
    """Three coders and four interviews; one coder has not read the last two, if somebody is `missing`."""
    chance = np.random.default_rng(5)
    units, cells = [], []
    for at in range(40):
        true = {code for code in CODES if chance.random() < 0.3}
        said = [
            frozenset(code for code in CODES if (code in true) != (chance.random() < 0.2)) for _ in range(3)
        ]
        units.append(Unit(f"P{at // 10}", Span(at, at + 1)))
        cells.append((said[0], said[1], None if missing and at >= 20 else said[2]))
    # Nobody gave the last unit anything: a table of codings alone does not even know of it.
    cells[-1] = (NOBODY, NOBODY, None if missing else NOBODY)
    return ReliabilityData(tuple(units), ("Ana", "Ben", "Cem"), CODES, tuple(cells))


def agreeing(made: Judgements, data: ReliabilityData) -> bool:
    wish = asked(None)
    one, other = in_memory(data, wish), counted_table(made, asked=wish)
    return all(not differing(*pair) for pair in zip(one.rows, other.rows, strict=True))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_of_presence_says_who_read_what(engine: EngineName, tmp_path: Path) -> None:
    data = some()
    decisions(data).to_parquet(tmp_path / "as bits.parquet")
    assert agreeing(counted(engine, tmp_path / "as bits.parquet"), data)
    told = decisions(data).assign(presence=lambda table: table["presence"].map({True: "Yes", False: "no"}))
    told.to_csv(tmp_path / "in words.csv", index=False)
    assert agreeing(counted(engine, tmp_path / "in words.csv"), data)


@pytest.mark.parametrize("engine", ENGINES)
def test_assignments_of_whole_interviews_need_no_row_for_a_unit(engine: EngineName, tmp_path: Path) -> None:
    data = some()
    codings(data).to_parquet(tmp_path / "codings.parquet")
    whole = reads(data)[["coder", "transcript"]].drop_duplicates().assign(units=10)
    whole.to_parquet(tmp_path / "reads.parquet")
    whole.to_csv(tmp_path / "reads.csv", index=False)
    for assigned in ("reads.parquet", "reads.csv"):
        assert agreeing(counted(engine, tmp_path / "codings.parquet", tmp_path / assigned), data)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("many", [False, True])
def test_codings_of_units_that_the_coder_did_not_read_do_not_count(
    engine: EngineName, many: bool, tmp_path: Path
) -> None:
    data = crowd() if many else some()
    table, assigned = saved(tmp_path, data)
    before = counted(engine, table, assigned)
    strange = pd.DataFrame(
        [("P0", "unit 0", "Nobody", "trust"), ("P9", "unit 1", "Ana", "trust")],
        columns=["transcript", "unit", "coder", "code"],
    ).astype("str")
    strange.to_parquet(table / "part-2.parquet")
    after = counted(engine, table, assigned)
    assert after.n_unread == 2
    assert after.seen == before.seen
    wish = asked(None)
    assert counted_table(after, asked=wish) == counted_table(before, asked=wish)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_that_says_the_same_again_is_counted_once_and_told(engine: EngineName, tmp_path: Path) -> None:
    table, assigned = saved(tmp_path, some())
    once = counted(engine, table, assigned)
    (table / "part-0.parquet").rename(table / "part-3.parquet")
    (table / "part-4.parquet").write_bytes((table / "part-3.parquet").read_bytes())
    twice = counted(engine, table, assigned)
    assert once.n_repeated == 1
    assert twice.n_repeated > 20
    assert (twice.given, twice.sets, twice.n_codings) == (once.given, once.sets, once.n_codings)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_interviews_units_stand_by_themselves(engine: EngineName, tmp_path: Path) -> None:
    data = some(missing=False)
    alone = decisions(data).assign(unit=lambda table: table["transcript"] + table["unit"])
    alone.drop(columns="transcript").to_parquet(tmp_path / "codings.parquet")
    made = counted(engine, tmp_path / "codings.parquet")
    assert (made.interviews, made.clustered) == (("",), False)
    table = counted_table(made, asked=asked("jackknife"))
    whole = in_memory(data, asked("none"))
    for one, other in zip(whole.rows, table.rows, strict=True):
        assert close(one.estimates["alpha"].value, other.estimates["alpha"].value)
        assert "does not say which interview" in other.estimates["alpha"].no_interval


def test_by_code_has_no_pattern_where_nobody_shares_a_unit(tmp_path: Path) -> None:
    data = ReliabilityData(
        (Unit("P0", Span(0, 1)), Unit("P0", Span(1, 2))),
        ("A", "B"),
        ("trust",),
        ((frozenset(["trust"]), None), (None, NOBODY)),
    )
    made = counted("pandas", *saved(tmp_path, data))
    assert by_code(made).n_coders == 0
    table = counted_table(made)
    assert {each.reason for row in table.rows for each in row.estimates.values()} == {
        "no unit was judged by two coders"
    }
    assert table.notes[-2:] == in_memory(data, Asked()).notes[-2:]


@pytest.mark.skipif(not HAS_SPARK, reason="Spark is not here: uv sync --extra spark, and Java 17")
@pytest.mark.filterwarnings("ignore")
def test_spark_counts_what_the_others_count(tmp_path: Path) -> None:
    for name, data in (("few", some()), ("many", crowd())):
        (tmp_path / name).mkdir()
        files = saved(tmp_path / name, data)
        assert counted("spark", *files) == counted("pandas", *files)
