"""Large codebooks: check, replay and resolve, and how they grow.

    uv run python benchmarks/codebook.py [--part N]

Measures a made-up codebook of 2,000 codes with 200 change records and 100,000 codings against a quarter
of each, in one run on one machine, in seconds of the processor; `replaced` compares with a codebook in which
every code has another id, so that each one gone is held against each that came. Seconds depend on the
machine; the growth does not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

from toolkit.formats.codebooks import native
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.lineage import Lineage
from toolkit.model.transcript import Source, Span
from toolkit.reconcile.compare import compare
from toolkit.reconcile.replay import replay
from toolkit.reconcile.resolve import resolve

QUICK = ("--part", "10")
FULL = (2_000, 200, 100_000)
ROUNDS = 3


def study(codes: int, records: int, codings: int) -> tuple[Codebook, Codebook, list[Coding]]:
    """Return a version, the next one with its records, and codings made under the first."""
    themes = tuple(Theme(f"t{n}", f"Theme {n}", "A group of codes.") for n in range(20))
    first = tuple(
        Code(f"c{n}", f"Code {n}", parent=f"t{n % 20}", definition=f"Definition of code {n}. " * 3)
        for n in range(codes)
    )
    old = Codebook("large", "A large codebook", "1.0.0", themes, first)
    new = replace(old, version="2.0.0", **_changed(old, records))
    made = [
        Coding(
            f"id-{n}",
            Quotation(f"P{n % 50}", 1, Span(n, n + 4), "text"),
            f"c{n % codes}",
            "AB"[n % 2],
            "1.0.0",
            "first",
            "2026-03-01T09:30:00Z",
        )
        for n in range(codings)
    ]
    return old, new, made


def _changed(old: Codebook, records: int) -> dict[str, tuple[object, ...]]:
    """Merge, retire, rename and redefine codes in turn, each with a record of its own."""
    codes = {code.id: code for code in old.codes}
    retired, changes = [], []
    for n in range(records):
        name, heir = f"c{2 * n}", f"c{2 * n + 1}"
        op = ("merge", "retire", "rename", "redefine")[n % 4]
        told = CodebookChange(
            f"CR-{n:04}",
            "2.0.0",
            op,
            subjects=(name,),
            results=(heir,) if op == "merge" else (),
            effect="wider" if op == "redefine" else None,
            rationale="To have something to measure.",
        )
        changes.append(told)
        code = codes[name]
        if op in ("merge", "retire"):
            gone = replace(
                codes.pop(name), deprecated_in="2.0.0", replaced_by=heir if op == "merge" else None
            )
            retired.append(gone)
        elif op == "rename":
            codes[name] = replace(code, label=f"New {n}", alt_labels=(code.label,))
        else:
            codes[name] = replace(code, definition=f"A wider definition of {n}.")
    return {"codes": tuple(codes.values()), "deprecated": tuple(retired), "changes": tuple(changes)}


def seconds(action: Callable[[], object]) -> float:
    """Return the seconds of the processor of the shortest of several runs."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        action()
        taken.append(time.process_time() - begun)
    return min(taken)


def measured(*sizes: int) -> dict[str, float]:
    """Return seconds by what was done."""
    old, new, made = study(*sizes)
    file = Source("large.yaml", native.write(new).encode())
    lineage = Lineage((old, new))
    anew = replace(
        old, version="2.0.0", codes=tuple(replace(code, id=f"{code.id}-anew") for code in old.codes)
    )
    if replay(old, new) or resolve(made, lineage).tally.total != len(made):
        raise SystemExit("the made-up records do not replay, or codings were lost: nothing to measure")
    return {
        "check": seconds(lambda: native.read(file)),
        "replay": seconds(lambda: replay(old, new)),
        "compare": seconds(lambda: compare(old, replace(new, changes=()))),
        "replaced": seconds(lambda: compare(old, anew)),
        "resolve": seconds(lambda: resolve(made, lineage)),
    }


def main() -> None:
    """Print seconds at full size and how they grew from a quarter of it."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--part", type=int, default=1, metavar="N", help="only an Nth of the size")
    part = asked.parse_args().part
    sizes = [size // part for size in FULL]
    quarter = measured(*(size // 4 for size in sizes))
    full = measured(*sizes)
    print("{:,} codes, {:,} records, {:,} codings; the shortest of {} runs".format(*sizes, ROUNDS))
    for name, taken in full.items():
        print(f"{name:8} {taken:7.2f} s   {taken / quarter[name]:4.1f} times a quarter of the size")


if __name__ == "__main__":
    main()
