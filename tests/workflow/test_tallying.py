"""A study and the table exported from it: the same agreement, frequencies and co-occurrence."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd
import pytest

from tests.conftest import conversation, small_codebook
from toolkit.errors import ToolkitError
from toolkit.model.counts import EngineName
from toolkit.model.reliability import IntervalName
from toolkit.model.selection import Selection
from toolkit.model.table import Table, Value
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import applying, assigning, comparing, reporting, studies

ENGINES: Final[tuple[EngineName, ...]] = ("pandas", "duckdb", "polars")
CODES: Final = ("trust", "doubt", "care")
ALL: Final = (
    "percent", "positive", "cohen", "light", "scott", "fleiss", "conger", "bp", "pabak", "ac1", "alpha",
    "alpha_jaccard", "mv_alpha",
)  # fmt: skip


class Exported(NamedTuple):
    """A study, its codings as a table, and who read what."""

    study: Study
    table: Path
    reads: Path


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """Four interviews of six answers, of which Cem has read half; codings cover whole turns."""
    folder = tmp_path_factory.mktemp("exported")
    study = studies.start(folder / "my.study", small_codebook())
    chance = random.Random(11)  # noqa: S311 - made-up coders
    rows: list[tuple[str, str, str, str]] = []
    reads: list[tuple[str, str, int]] = []
    texts = [
        conversation(name, ("I", "How was it?"), *((name, f"answer {at} of {name}") for at in range(6)))
        for name in ("P01", "P02", "P03", "P04")
    ]
    with study.transaction(RESEARCHER) as records:
        for text in texts:
            transcripts.add(records, text)
    for text in texts:
        answers = [turn for turn in text.turns if turn.speaker != "I"]
        for coder in ("Ana", "Ben", "Cem")[: 3 if text.id in {"P01", "P02"} else 2]:
            for turn in answers:
                for number, code in enumerate(CODES):
                    if ((turn.number + number) % 3 == 0) != (chance.random() < 0.25):
                        applying.code(
                            study, coder=coder, transcript=text.id, code=code,
                            start=turn.span.start, end=turn.span.end,
                        )  # fmt: skip
                        rows.append((coder, text.id, f"turn {turn.number}", code))
            assigning.finish(study, text.id, coder=coder)
            reads.append((coder, text.id, len(answers)))
    table, assigned = folder / "codings", folder / "reads.csv"
    table.mkdir()
    frame = pd.DataFrame(rows, columns=["coder", "transcript", "unit", "code"])
    frame[:20].to_parquet(table / "1.parquet")
    frame[20:].to_parquet(table / "2.parquet")
    pd.DataFrame(reads, columns=["coder", "transcript", "units"]).to_csv(assigned, index=False)
    yield Exported(study, table, assigned)
    study.close()


def by(table: Table, *names: str) -> dict[tuple[Value, ...], dict[str, Value]]:
    """Return the rows by the values of some columns."""
    rows = [dict(zip(table.names, values, strict=True)) for values in table.rows]
    return {tuple(row[name] for name in names): row for row in rows}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("interval", ["jackknife", "bootstrap"])
def test_agreement_on_the_table_is_that_of_the_study(
    engine: EngineName, interval: IntervalName, exported: Exported
) -> None:
    wish = {"coefficients": ALL, "interval": interval, "resamples": 300, "seed": 5}
    ours = by(comparing.agreement(exported.study, unit="turn", **wish), "code")  # type: ignore[arg-type]
    theirs = by(
        comparing.agreement(table=exported.table, assignments=exported.reads, engine=engine, **wish),  # type: ignore[arg-type]
        "code",
    )
    assert ours.keys() == theirs.keys() == {(None,), ("trust",), ("doubt",), ("care",)}
    for code, row in ours.items():
        for name, value in row.items():
            if name in {"round", "codebook_version", "label", "unit"}:
                continue
            other = theirs[code][name]
            assert other == (pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value)
    assert ours["trust",]["alpha"] is not None
    assert ours["trust",]["alpha_low"] is not None


@pytest.mark.parametrize("engine", ENGINES)
def test_findings_on_the_table_are_those_of_the_study(engine: EngineName, exported: Exported) -> None:
    ours = by(reporting.frequency(exported.study), "code_id")
    theirs = by(reporting.frequency(table=exported.table, engine=engine), "code")
    assert len(theirs) == 3
    for code, row in theirs.items():
        assert (row["n_interviews"], row["n_units"]) == (
            ours[code]["n_participants"],
            ours[code]["n_segments"],
        )
        assert row["pct_interviews"] == ours[code]["pct_participants"]
        assert row["n_coders"] == 3
    pairs = by(reporting.cooccurrence(exported.study, within="passage"), "code_a", "code_b")
    shared = {frozenset(map(str, pair)): row for pair, row in pairs.items()}
    found = by(reporting.cooccurrence(table=exported.table, engine=engine), "code_a", "code_b")
    assert {frozenset(map(str, pair)) for pair in found} == shared.keys()
    for pair, row in found.items():
        other = shared[frozenset(map(str, pair))]
        assert (row["n_units"], row["n_interviews"]) == (other["n_segments"], other["n_participants"])
        assert row["jaccard"] == pytest.approx(other["jaccard"], abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_findings_need_no_interviews(engine: EngineName, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "coder,unit,code\nAna,1,x\nAna,1,y\nBen,1,x\nBen,01,x\n", encoding="utf-8"
    )
    found = by(reporting.frequency(table=tmp_path / "t.csv", engine=engine), "code")
    assert {code: (row["n_units"], row["n_coders"]) for code, row in found.items()} == {
        ("x",): (2, 2),
        ("y",): (1, 1),
    }
    pairs = by(reporting.cooccurrence(table=tmp_path / "t.csv", engine=engine), "code_a", "code_b")
    assert {pair: row["n_units"] for pair, row in pairs.items()} == {("x", "y"): 1}


def test_a_table_says_what_counted_it_and_what_was_left_out(exported: Exported, tmp_path: Path) -> None:
    fewer = tmp_path / "reads.csv"
    lines = exported.reads.read_text("utf-8").splitlines()
    fewer.write_text("\n".join(line for line in lines if not line.startswith("Cem,P02")), "utf-8")
    told = comparing.agreement(table=exported.table, assignments=fewer).notes
    assert "Counted by pandas." in told
    assert any(note.startswith("Codings left out, of units that the coder did not read") for note in told)


def test_a_csv_is_read_as_before_unless_an_engine_is_named(tmp_path: Path) -> None:
    table = tmp_path / "ratings.csv"
    table.write_text("coder,unit,code\nAna,1,x\nBen,1,x\nAna,2,x\nBen,2,y\n", "utf-8")
    one, other = comparing.agreement(table=table), comparing.agreement(table=table, engine="pandas")
    assert (one.names, one.rows) == (other.names, other.rows)
    assert one.notes != other.notes


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda it: comparing.agreement(it.study, engine="pandas"), "--engine: is about a table of ratings"),
        (lambda it: comparing.agreement(it.study, assignments=it.reads), "--assignments: is about a table"),
        (
            lambda it: comparing.agreement(table=it.table, level="ordinal"),
            "--level: is not for tables that an engine counts",
        ),
        (
            lambda it: comparing.agreement(table=it.table, assignments=it.reads, absent="missing"),
            "--absent: is what --assignments says",
        ),
        (lambda _: reporting.frequency(), "frequency: was given neither a study nor a table"),
        (lambda it: reporting.frequency(it.study, table=it.table), "frequency: was given both"),
        (lambda it: reporting.frequency(it.study, engine="duckdb"), "--engine: is about a table of codings"),
        (lambda it: reporting.frequency(table=it.table, counts="none"), "--counts: is about a study"),
        (
            lambda it: reporting.frequency(table=it.table, selection=Selection(coder=("Ana",))),
            "a selection: is about a study",
        ),
        (lambda it: reporting.cooccurrence(table=it.table, square=True), "--square: is about a study"),
        (lambda it: reporting.cooccurrence(it.study, columns=("unit=x",)), "--columns: is about a table"),
    ],
)
def test_options_that_have_no_meaning_here_are_refused(
    call: Callable[[Exported], Table], said: str, exported: Exported
) -> None:
    with pytest.raises(ToolkitError) as refused:
        call(exported)
    assert str(refused.value).startswith(said)
