"""Counting coding tables on engines: the same whole numbers, in which time and memory, and how these grow.

    uv run python -m benchmarks.engines                          those installed, at 10^5, 10^6, 10^7
    uv run --extra spark python -m benchmarks.engines            with Spark, which wants Java
    uv run python -m benchmarks.engines --engines polars duckdb  these engines
    uv run python -m benchmarks.engines --sizes 100000 1000000   these sizes

Makes tables of codings and of who read what as Parquet, in a folder that goes away: interviews of 200 units,
each read by three of six coders, 20 codes of which some are rare. Each engine counts each table in a process
of its own: agreement with all codes together, frequencies, co-occurrence. What it counted is told as a
digest, beside the seconds of the processor (all threads; Spark's Java as well) and the most memory it held.
Another digest than the first engine's ends it with an error. Growth is beside the size before.
`benchmarks/README.md` tells what came of it.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final, Self, get_args

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.counting.engines import opened
from toolkit.counting.frequencies import frequencies
from toolkit.counting.judgements import judgements
from toolkit.counting.sources import find
from toolkit.counting.tables import Layout, assignments, coding_table
from toolkit.model.counts import EngineName

SIZES: Final = (100_000, 1_000_000, 10_000_000)
CODERS: Final = 6
READERS: Final = 3
CODES: Final = 20
UNITS: Final = 200
_FILE_ROWS: Final = 1_000_000
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def make(folder: Path, n_rows: int, seed: int = 0) -> int:
    """Write about `n_rows` codings and who read what; return how many codings there are."""
    chance = np.random.default_rng(seed)
    shares = 0.30 / np.arange(1, CODES + 1)
    # A code that is there is given by four of five, one that is not by one of a hundred.
    each = READERS * (shares * 0.8 + (1 - shares) * 0.01).sum()
    n_interviews = max(2, round(n_rows / each / UNITS))
    (folder / "codings").mkdir()
    (folder / "reads").mkdir()
    coders = pa.array([f"coder {at}" for at in range(CODERS)])
    codes = pa.array([f"code-{at:02}" for at in range(CODES)])
    names = pa.array([f"unit {at}" for at in range(UNITS)])
    step = max(1, round(_FILE_ROWS / each / UNITS))
    written = 0
    for number, first in enumerate(range(0, n_interviews, step)):
        many = min(step, n_interviews - first)
        interviews = pa.array([f"interview {at:06}" for at in range(first, first + many)])
        true = chance.random((many, UNITS, 1, CODES)) < shares
        given = chance.random((many, UNITS, READERS, CODES)) < np.where(true, 0.8, 0.01)
        # The readers of an interview are the same throughout.
        who = np.argsort(chance.random((many, CODERS)), axis=1)[:, :READERS]
        at, unit, reader, code = np.nonzero(given)
        table = {
            "coder": _named(coders, who[at, reader]),
            "transcript": _named(interviews, at),
            "unit": _named(names, unit),
            "code": _named(codes, code),
        }
        pq.write_table(pa.table(table), folder / "codings" / f"part-{number:05}.parquet")
        at, unit, reader = (axis.reshape(-1) for axis in np.indices((many, UNITS, READERS)))
        read = {
            "coder": _named(coders, who[at, reader]),
            "transcript": _named(interviews, at),
            "unit": _named(names, unit),
        }
        pq.write_table(pa.table(read), folder / "reads" / f"part-{number:05}.parquet")
        written += len(code)
    return written


def _named(names: pa.Array, places: np.ndarray[Any, Any]) -> pa.Array:
    return names.take(pa.array(places))


def count(engine: EngineName, folder: Path) -> dict[str, Any]:
    """Count one table on one engine, and tell what it took."""
    with _Memory() as memory:
        with tempfile.TemporaryDirectory() as aside, opened(engine, Path(aside)) as open_with:
            began = _seconds()
            source = find(folder / "codings")
            table = coding_table(source, open_with, Layout())
            reads = assignments(find(folder / "reads"), open_with, Layout(), table)
            judged = judgements(table, reads, Layout())
            agreement = _seconds() - began
            began = _seconds()
            found = frequencies(table, Layout(), pairs=True)
            findings = _seconds() - began
        digest = hashlib.sha256(repr((judged, found)).encode()).hexdigest()[:12]
    return {
        "digest": digest,
        "agreement": agreement,
        "findings": findings,
        "peak": memory.most,
        "codings": judged.n_codings,
        "ways": len(judged.given[0]) + len(judged.seen[0]),
    }


def installed() -> list[EngineName]:
    """Return the engines that this machine has."""
    libraries: dict[EngineName, str] = {"spark": "pyspark"}
    return [
        engine
        for engine in get_args(EngineName)
        if importlib.util.find_spec(libraries.get(engine, engine))
        and (engine != "spark" or shutil.which("java"))
    ]


def _family() -> list[int]:
    """Return this process and those it started, as Spark's Java."""
    found, look = [], [os.getpid()]
    while look:
        found.append(look.pop())
        for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                look += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _seconds() -> float:
    """Return the seconds of the processor that this process and those it started have used so far."""
    total = 0.0
    for process in _family():
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15])) / _TICKS
    return total


class _Memory:
    """The most memory that this process and those it started held together, looked at ten times a second."""

    def __init__(self) -> None:
        self.most = 0.0
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._looking.join()
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.most = max(self.most, own)

    def _look(self) -> None:
        while not self._is_over.wait(0.1):
            held = 0
            for process in _family():
                try:
                    held += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
                except OSError:
                    continue
            self.most = max(self.most, held / 2**20)


def main() -> None:
    """Measure, or count one table where a process was started for it."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    words.add_argument("--engines", nargs="+", default=installed(), choices=get_args(EngineName))
    words.add_argument("--count", nargs=2, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.count:
        print(json.dumps(count(asked.count[0], Path(asked.count[1]))))
        return
    before: dict[str, dict[str, Any]] = {}
    print(
        "| rows | engine | agreement | findings | in all | growth | MB | growth | beside the first | digest |"
    )
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="intercoder-") as folder:
            n_rows = make(Path(folder), size)
            first: dict[str, Any] | None = None
            for engine in asked.engines:
                told = _apart(engine, folder)
                first = first or told
                print(_line(n_rows, engine, told, before.get(engine), first), flush=True)
                if told["digest"] != first["digest"]:
                    sys.exit(f"{engine} counted otherwise than {asked.engines[0]}")
                before[engine] = told
    print(f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, growth beside the size before.")


def _apart(engine: str, folder: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.engines", "--count", engine, folder]
    made = subprocess.run(words, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return told


def _line(
    n_rows: int, engine: str, told: dict[str, Any], before: dict[str, Any] | None, first: dict[str, Any]
) -> str:
    def all_of(those: dict[str, Any]) -> float:
        return float(those["agreement"] + those["findings"])

    grown = f"{all_of(told) / all_of(before):.1f}x" if before else ""
    swollen = f"{told['peak'] / before['peak']:.1f}x" if before else ""
    cells = [
        f"{n_rows:,}", engine, f"{told['agreement']:.2f} s", f"{told['findings']:.2f} s",
        f"{all_of(told):.2f} s", grown, f"{told['peak']:,.0f}", swollen,
        f"{all_of(told) / all_of(first):.2f}", told["digest"],
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
