"""Try the whole corpus at the doors of the command line, and print a table of what became of it.

    uv run python -m tests.hostile                             all of it, at all doors it is meant for
    uv run python -m tests.hostile --every-door docx/ name/    parts of it, at every door there is
    uv run python -m tests.hostile --so-far FILE               go on where the last run with that file ended

Ends with code 1 if anything is faulty. `uv run python -m benchmarks hostile` does the first, and keeps what it
prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.hostile.corpus import inputs
from tests.hostile.doors import DOORS, Outcome, knocked, summed_up

_ROW = "{:26} {:>6} {:>8} {:>9} {:>7} {:>8} {:>9}  {}"
_EXTREMES = 10


def table(outcomes: Iterable[Outcome], name: str, of: Callable[[Outcome], str]) -> list[str]:
    """Return a row for each door, or for each kind of file."""
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[of(each)].append(each)
    lines = [_ROW.format(name, "inputs", "refused", "taken in", "faulty", "s, most", "MB, most", "slowest")]
    for group, some in sorted(groups.items()):
        refused = sum(each.refused for each in some)
        slowest = max(some, key=lambda each: each.seconds)
        largest = max(some, key=lambda each: each.megabytes)
        lines.append(
            _ROW.format(
                group,
                len({each.name for each in some}),
                refused,
                len(some) - refused,
                sum(bool(each.fault) for each in some),
                f"{slowest.seconds:.1f}",
                f"{largest.megabytes:.0f}",
                slowest.name,
            ).rstrip()
        )
    return lines


def told(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the lines of a report: tables by door and by kind, what is faulty, and the extremes."""
    by_seconds = sorted(outcomes, key=lambda each: -each.seconds)[:_EXTREMES]
    by_size = sorted(outcomes, key=lambda each: -each.megabytes)[:_EXTREMES]
    return [
        *table(outcomes, "door", lambda each: each.door),
        "",
        *table(outcomes, "kind of file", lambda each: each.name.partition("/")[0]),
        "",
        *(f"FAULTY {each.name} at {each.door}: {each.fault}" for each in outcomes if each.fault),
        *(f"slow: {each.seconds:.1f} s, {each.name} at {each.door}" for each in by_seconds),
        *(f"large: {each.megabytes:.0f} MB, {each.name} at {each.door}" for each in by_size),
        "",
        summed_up(outcomes),
    ]


def main(words: Sequence[str] | None = None) -> int:
    """Run it; 1 if anything is faulty."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.hostile",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("parts", nargs="*", help="parts of names of inputs; by default all")
    asked.add_argument("--every-door", action="store_true", help="also those that it is not meant for")
    asked.add_argument(
        "--so-far", type=Path, help="file of what was tried already, to which the rest is added"
    )
    asked.add_argument("--processes", type=int, default=2)
    options = asked.parse_args(words)
    before = _read(options.so_far)
    known = {(each.name, each.door) for each in before}
    cases = [
        (each.name, door)
        for each in inputs()
        if not options.parts or any(part in each.name for part in options.parts)
        for door in (DOORS if options.every_door else each.doors)
        if (each.name, door) not in known
    ]

    def keep(outcome: Outcome) -> None:
        if options.so_far is not None:
            with options.so_far.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(outcome)) + "\n")

    outcomes = [*before, *knocked(cases, options.processes, keep)]
    print("\n".join(told(outcomes)))
    return int(any(each.fault for each in outcomes))


def _read(file: Path | None) -> list[Outcome]:
    if file is None or not file.exists():
        return []
    return [Outcome(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
