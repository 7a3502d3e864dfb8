"""Run the benchmarks one after the other, and keep what came of them.

    uv run python -m benchmarks                          all of them; hours, on a quiet machine
    uv run python -m benchmarks agreement unitizing      some
    uv run python -m benchmarks --quick                  short forms, which show that they run; minutes
    uv run python -m benchmarks --leave-out annotator crowd

Each is printed as it runs and kept in `benchmarks/results/NAME.md` (short forms in `results/quick/`) with the
date, the machine, the versions and how busy the machine was before and after. A benchmark that fails leaves
the result before it; the command then ends with code 1.

A benchmark is a module in this folder, or a folder with `__main__.py`, that has a `main`. The first line of
its docstring is its title. `QUICK` are the words of its command line that make it short; without them it has
no short form. It is a program of its own, and prints its tables.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results"
LIBRARIES: Final = (
    *("numpy", "scipy", "pandas", "scikit-learn", "krippendorff", "statsmodels", "spacy", "sqlalchemy"),
    *("streamlit", "lxml", "duckdb", "polars", "narwhals", "pyspark"),
)
"""Those that are there are told with their versions."""


@dataclass(frozen=True)
class Benchmark:
    """One of the programs.

    Attributes
    ----------
    short
        The words that make it short; None if it has no short form.
    """

    name: str
    title: str
    short: tuple[str, ...] | None

    @classmethod
    def read(cls, file: Path) -> Benchmark | None:
        """Read what a module says of itself without running it; None if it is no benchmark."""
        tree = ast.parse(file.read_text("utf-8"))
        if not any(isinstance(part, ast.FunctionDef) and part.name == "main" for part in tree.body):
            return None
        name = file.parent.name if file.name == "__main__.py" else file.stem
        title = (ast.get_docstring(tree) or name).splitlines()[0].removesuffix(".")
        return cls(name, title, next(_short(tree), None))

    def command(self, *, quick: bool) -> list[str]:
        """Return the words to run it by, without those of this Python."""
        return ["-m", f"benchmarks.{self.name}", *(self.short or () if quick else ())]


def _short(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    for part in tree.body:
        targets = part.targets if isinstance(part, ast.Assign) else []
        target = part.target if isinstance(part, ast.AnnAssign) else next(iter(targets), None)
        is_it = isinstance(target, ast.Name) and target.id == "QUICK"
        if is_it and isinstance(part, ast.Assign | ast.AnnAssign) and part.value is not None:
            yield tuple(ast.literal_eval(part.value))


def found(folder: Path = HERE) -> dict[str, Benchmark]:
    """Return the benchmarks of a folder by name."""
    files = [*folder.glob("[!_]*.py"), *folder.glob("*/__main__.py")]
    read = filter(None, map(Benchmark.read, files))
    return {each.name: each for each in sorted(read, key=lambda each: each.name)}


def machine() -> str:
    """Say what kind of machine this is: nothing that names it, or whose it is."""
    told = [_processor(), f"{os.cpu_count()} cores"]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        told.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory")
    return ", ".join([*told, platform.system()])


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    told = (
        re.search(r"^model name\s*:\s*(.+)$", known.read_text("utf-8"), re.MULTILINE)
        if known.is_file()
        else None
    )
    return " ".join(told[1].split()) if told else platform.machine()


def versions() -> str:
    """Name the versions of what does the work."""
    told = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for name in LIBRARIES:
        try:
            told.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(told)


def load() -> str:
    """Say how many processes wanted the processor in the last minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"


def run(each: Benchmark, results: Path, *, quick: bool) -> bool:
    """Run one, print what it prints, and keep it; tell whether it ended well."""
    words = each.command(quick=quick)
    print(f"\n# {each.name}: {each.title}\n", flush=True)
    begun, before = datetime.now(UTC), load()
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=HERE.parent
    ) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if running.returncode:
        print(f"{each.name} ended with code {running.returncode}; nothing is kept of it", file=sys.stderr)
        return False
    took = datetime.now(UTC) - begun
    results.mkdir(parents=True, exist_ok=True)
    told = {
        "Run": f"`uv run python {' '.join(words)}`",
        "Date": f"{begun:%Y-%m-%d}, {took.total_seconds() / 60:.1f} minutes",
        "Machine": machine(),
        "Versions": versions(),
        "Load": f"{before} before, {load()} after",
    }
    (results / f"{each.name}.md").write_text(_page(each, told, lines), "utf-8")
    return True


def _page(each: Benchmark, told: dict[str, str], lines: Sequence[str]) -> str:
    facts = "\n".join(f"- {name}: {value}" for name, value in told.items())
    is_markdown = any(re.match(r"\|\s*-+", line) for line in lines)
    body = "\n".join(lines).strip("\n")
    shown = body if is_markdown else f"```text\n{body}\n```"
    return f"# {each.title}\n\n{facts}\n\n{shown}\n"


def main() -> int:
    """Run what was asked for."""
    known = found()
    asked = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(known)}")
    asked.add_argument("--quick", action="store_true", help="short forms only")
    asked.add_argument("--leave-out", nargs="*", default=[], metavar="NAME", help="which not")
    options = asked.parse_args()
    names = options.names or list(known)
    if strangers := sorted({*names, *options.leave_out} - set(known)):
        asked.error(f"there is no benchmark {', '.join(strangers)}")
    chosen = [known[name] for name in names if name not in options.leave_out]
    if options.quick:
        for each in (each for each in chosen if each.short is None):
            print(f"{each.name} has no short form and is left out", file=sys.stderr)
        chosen = [each for each in chosen if each.short is not None]
    print(f"Machine: {machine()}\nVersions: {versions()}\nDate: {datetime.now(UTC):%Y-%m-%d}", flush=True)
    results = RESULTS / "quick" if options.quick else RESULTS
    ended = [run(each, results, quick=options.quick) for each in chosen]
    return 0 if all(ended) else 1


if __name__ == "__main__":
    sys.exit(main())
