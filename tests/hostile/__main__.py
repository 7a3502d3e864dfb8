"""Try the whole corpus at the doors of the command line, and print a table of what became of it.

`uv run python -m tests.hostile [--every-door] [KIND/NAME-PART …]`
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict

from tests.hostile.corpus import inputs
from tests.hostile.doors import DOORS, Outcome, knocked, summed_up

_ROW = "{:18} {:>6} {:>6} {:>8} {:>9} {:>7} {:>8} {:>8}"


def table(outcomes: list[Outcome]) -> str:
    """Return a row for each kind of file."""
    kinds: defaultdict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        kinds[each.name.partition("/")[0]].append(each)
    lines = [_ROW.format("kind", "inputs", "cases", "refused", "harmless", "faulty", "s, most", "MB, most")]
    for kind, some in sorted(kinds.items()):
        refused = sum(each.refused for each in some)
        lines.append(
            _ROW.format(
                kind,
                len({each.name for each in some}),
                len(some),
                refused,
                len(some) - refused,
                sum(bool(each.fault) for each in some),
                f"{max(each.seconds for each in some):.1f}",
                f"{max(each.megabytes for each in some):.0f}",
            )
        )
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """Run it; 1 if anything is faulty."""
    every = "--every-door" in words
    wanted = [word for word in words if not word.startswith("--")]
    cases = [
        (each.name, door)
        for each in inputs()
        if not wanted or any(word in each.name for word in wanted)
        for door in (DOORS if every else each.doors)
    ]
    outcomes = knocked(cases)
    print(table(outcomes))
    for each in outcomes:
        if each.fault:
            print(f"FAULTY {each.name} at {each.door}: {each.fault}")
    for each in sorted(outcomes, key=lambda each: -each.seconds)[:15]:
        print(
            f"slow: {each.seconds:.1f} s {each.megabytes:.0f} MB {each.name} at {each.door}: {each.told[:100]!r}"
        )
    for each in sorted(outcomes, key=lambda each: -each.megabytes)[:10]:
        print(f"large: {each.seconds:.1f} s {each.megabytes:.0f} MB {each.name} at {each.door}")
    if "--json" in words:
        print(json.dumps([vars(each) for each in outcomes]))
    print(summed_up(outcomes))
    return int(any(each.fault for each in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
