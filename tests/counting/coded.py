"""Small studies of cells, as data in memory and as the files an engine reads."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd
from hypothesis import strategies as st

from toolkit.counting.engines import opened
from toolkit.counting.judgements import judgements
from toolkit.counting.sources import find
from toolkit.counting.tables import Layout, assignments, coding_table, read_by_rows
from toolkit.model.counts import EngineName, Judgements
from toolkit.model.reliability import Cell, ReliabilityData, Unit
from toolkit.model.transcript import Span

HAS_SPARK: Final = find_spec("pyspark") is not None and which("java") is not None
ENGINES: Final[tuple[EngineName, ...]] = ("pandas", "duckdb", "polars")
CODES: Final = ("doubt", "naïve ☃", "trust")


@st.composite
def studies(draw: st.DrawFn, most_coders: int = 4, least_coders: int = 2) -> ReliabilityData:
    """Draw a few interviews of a few units: who judged them and gave them what is left to chance."""
    n_coders = draw(st.integers(least_coders, most_coders))
    codes = CODES[: draw(st.integers(1, len(CODES)))]
    judgement = st.one_of(st.none(), st.frozensets(st.sampled_from(codes)))
    units: list[Unit] = []
    cells: list[tuple[Cell, ...]] = []
    for interview in range(draw(st.integers(1, 4))):
        for at in range(draw(st.integers(1, 5))):
            units.append(Unit(f"P{interview}", Span(at, at + 1)))
            cells.append(tuple(draw(judgement) for _ in range(n_coders)))
    named = {code for row in cells for cell in row for code in cell or ()}
    coders = tuple(f"coder {at:02}" for at in range(n_coders))
    return ReliabilityData(
        tuple(units), coders, tuple(code for code in codes if code in named) or codes, tuple(cells)
    )


def judged(data: ReliabilityData) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield interview, unit, coder and codes of every judgement; names of units come again."""
    for unit, row in zip(data.units, data.cells, strict=True):
        for coder, cell in zip(data.coders, row, strict=True):
            if cell is not None:
                yield unit.transcript, f"unit {unit.span.start}", coder, cell


def codings(data: ReliabilityData) -> pd.DataFrame:
    """Return a row for each code given."""
    rows = [(*where, code) for *where, cell in judged(data) for code in sorted(cell)]
    return pd.DataFrame(rows, columns=["transcript", "unit", "coder", "code"], dtype="str")


def reads(data: ReliabilityData) -> pd.DataFrame:
    """Return a row for each unit that a coder read."""
    rows = [where for *where, _ in judged(data)]
    return pd.DataFrame(rows, columns=["transcript", "unit", "coder"], dtype="str")


def decisions(data: ReliabilityData) -> pd.DataFrame:
    """Return a row for each coder, unit and code, with what was decided."""
    rows = [(*where, code, code in cell) for *where, cell in judged(data) for code in data.codes]
    return pd.DataFrame(rows, columns=["transcript", "unit", "coder", "code", "presence"])


def counted(
    engine: EngineName, table: Path, assigned: Path | None = None, layout: Layout | None = None
) -> Judgements:
    """Have an engine count a table."""
    layout = layout or Layout()
    with TemporaryDirectory() as aside, opened(engine, Path(aside)) as open_with:
        rows = coding_table(find(table), open_with, layout)
        read = (
            assignments(find(assigned), open_with, layout, rows) if assigned else read_by_rows(rows, layout)
        )
        return judgements(rows, read, layout)


def saved(folder: Path, data: ReliabilityData) -> tuple[Path, Path]:
    """Write codings as a folder of two files, one row of them twice, and who read what beside it."""
    table, assigned = folder / "codings", folder / "reads.parquet"
    table.mkdir(exist_ok=True)
    rows = codings(data)
    middle = len(rows) // 2
    rows.iloc[: middle + 1].to_parquet(table / "part-0.parquet")
    rows.iloc[middle:].to_parquet(table / "part-1.parquet")
    reads(data).to_parquet(assigned)
    return table, assigned
