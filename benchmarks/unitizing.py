"""Unitizing: the whole family by a sweep, beside alpha for every character and beside the PyPI package.

    uv run python benchmarks/unitizing.py [--sizes 1000 10000]

Two and three coders cut a text of 100 characters for each segment of a coder into segments of eight values.
`krippendorff` is given one unit for each character, which is not u-alpha but what tools without it do; it
is left out where it would need gigabytes. It gets its table ready made, so the ratio is to the sweep of
arrays made ready; what the whole family takes from Python's objects to `Estimate`s stands beside it. All run
in one process, in turns; what counts is the processor seconds' ratio. The package
krippendorff-unitized-alpha needs an old numpy and is not run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import krippendorff
import numpy as np

from toolkit.agreement.sweep import lined_up, summed
from toolkit.agreement.unitizing import unitizing_agreement
from toolkit.model.reliability import Continuum, Segment

VALUES = [f"code {number}" for number in range(8)]
QUICK = ("--sizes", "1000")
SIZES = (1_000, 10_000, 100_000)
MOST_CHARACTERS = 2_000_000  # beyond, a table by character takes gigabytes and most of a minute: once will do
REPEATS = 7
SLIPS = 0.2  # the share of segments that a coder names anyhow


def cut(segments: int, coders: int, seed: int) -> Continuum:
    """Return coders who see the same segments, shifted a little and sometimes given another value."""
    chance = np.random.default_rng(seed)
    each = segments // coders
    length = 100 * each
    truth = np.sort(chance.choice(length // 4, size=2 * each, replace=False)) * 4
    values = chance.integers(len(VALUES), size=each)
    said = {}
    for coder in range(coders):
        bounds = truth + chance.integers(0, 4, size=2 * each)
        given = np.where(chance.random(each) < SLIPS, chance.integers(len(VALUES), size=each), values)
        said[f"coder {coder}"] = tuple(
            Segment(start, max(end, start + 1), VALUES[value])
            for start, end, value in zip(
                bounds[::2].tolist(), bounds[1::2].tolist(), given.tolist(), strict=True
            )
        )
    return Continuum("made up", length + 8, said)


def by_character(continuum: Continuum) -> Callable[[], float]:
    """Return alpha with one unit for each character."""
    place = {value: number for number, value in enumerate(VALUES, 1)}
    table = np.zeros((len(continuum.segments), continuum.length))
    for row, segments in zip(table, continuum.segments.values(), strict=True):
        for start, end, value in segments:
            row[start:end] = place[value]
    return lambda: krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds of one run."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print a line for each size and number of coders."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of segments")
    sizes = asked.parse_args().sizes
    print(
        f"{'segments':>9} {'coders':>6} {'all, s':>8} {'sweep, s':>9} {'by character, s':>16} {'ratio':>6}  u"
    )
    for size in sizes:
        for coders in (2, 3):
            continuum = cut(size, coders, seed=size + coders)
            lines = lined_up([continuum], [VALUES])
            works: list[Callable[[], object]] = [
                partial(unitizing_agreement, [continuum], {"theme": VALUES}),
                partial(summed, lines),
            ]
            works.append(by_character(continuum))
            repeats = REPEATS if coders * continuum.length <= MOST_CHARACTERS else 1
            rounds = [[seconds(work) for work in works] for _ in range(repeats)]
            whole, sweep, peer = (median(column) for column in zip(*rounds, strict=True))
            told = f"{peer:16.3f} {peer / sweep:6.0f}"
            u = unitizing_agreement([continuum], {"theme": VALUES})["theme"].u.value
            print(f"{size:9,} {coders:6} {whole:8.4f} {sweep:9.4f} {told}  {u:.4f}")


if __name__ == "__main__":
    main()
