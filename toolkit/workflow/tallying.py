"""Coding tables beyond what fits into memory: counted by an engine, then treated as any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from toolkit.agreement.printed import as_table
from toolkit.agreement.table import counted_table
from toolkit.analysis import counted as findings
from toolkit.counting.engines import Opener, opened, usual
from toolkit.counting.frequencies import frequencies
from toolkit.counting.judgements import judgements
from toolkit.counting.sources import Source, find, named
from toolkit.counting.tables import Layout, assignments, coding_table, read_by_rows
from toolkit.model.counts import EngineName, Judgements
from toolkit.model.reliability import Asked
from toolkit.model.table import Table
from toolkit.store import temporary


def is_for_an_engine(table: Path) -> bool:
    """Tell whether a table can only be counted by an engine: a folder, or a Parquet file."""
    return table.is_dir() or table.suffix.lower() == ".parquet"


def agreement(
    table: Path,
    asked: Asked,
    *,
    assigned: Path | None = None,
    engine: EngineName | None = None,
    columns: Sequence[str] = (),
    blank: Literal["missing", "nothing"] = "missing",
    absent: Literal["missing", "nothing"] | None = None,
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
) -> Table:
    """Compute agreement on a table that an engine counts.

    Parameters
    ----------
    table
        A .parquet, a .csv, or a folder of .parquet.
    assigned
        Who read what, likewise.

    Raises
    ------
    ToolkitError
        If the engine is not there, or a table is not as it should be.
    """
    layout = Layout(named(columns), blank, absent, coders, codes)
    with _opened(engine, table, *([assigned] if assigned else [])) as (name, open_with, (source, *others)):
        rows = coding_table(source, open_with, layout)
        reads = assignments(others[0], open_with, layout, rows) if others else read_by_rows(rows, layout)
        counted = judgements(rows, reads, layout)
    made = counted_table(counted, asked=asked, notes=(*_left_out(counted), _counted_by(name)))
    return as_table(made, {}, round="", codebook_version="")


def frequency(table: Path, *, engine: EngineName | None = None, columns: Sequence[str] = ()) -> Table:
    """Count units, interviews and coders by code; parameters and errors as in `agreement`."""
    layout = Layout(named(columns), blank="nothing")
    with _opened(engine, table) as (name, open_with, (source,)):
        counted = frequencies(coding_table(source, open_with, layout), layout)
    return findings.frequency(counted).noted(_counted_by(name))


def cooccurrence(table: Path, *, engine: EngineName | None = None, columns: Sequence[str] = ()) -> Table:
    """Count units that two codes share; parameters and errors as in `agreement`."""
    layout = Layout(named(columns), blank="nothing")
    with _opened(engine, table) as (name, open_with, (source,)):
        counted = frequencies(coding_table(source, open_with, layout), layout, pairs=True)
    return findings.cooccurrence(counted).noted(_counted_by(name))


@contextmanager
def _opened(
    engine: EngineName | None, *paths: Path
) -> Iterator[tuple[EngineName, Opener, tuple[Source, ...]]]:
    sources = tuple(find(path) for path in paths)
    name = engine or usual(*sources)
    with temporary.folder() as aside, opened(name, aside) as open_with:
        yield name, open_with, sources


def _left_out(counted: Judgements) -> Iterator[str]:
    if counted.n_repeated:
        yield f"Rows that say the same again, counted once: {counted.n_repeated:,}."
    if counted.n_unread:
        told = f"{counted.n_unread:,} of {counted.n_codings:,}"
        yield f"Codings left out, of units that the coder did not read by the assignments: {told}."


def _counted_by(engine: EngineName) -> str:
    names = {"pandas": "pandas", "duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}
    return f"Counted by {names[engine]}."
