"""The coding pane: what a coding takes until it is seen and until it is on disk, and what long texts cost.

    uv run python -m benchmarks.annotator
    uv run python -m benchmarks.annotator --peers

The first measures interviews of 10,000, 50,000 and 200,000 words, and one coding as the text grows; the
second measures 50,000 words beside Taguette and AQDA.

Needs a Chromium. Milliseconds depend on the machine and on what else it does, and software draws the frames
of a browser without a window; run it on a quiet machine and read the ratios. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import gc
import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from benchmarks.annotator import machine, making, pane, peers

QUICK: Final = ("--sizes", "1", "--no-flat", "--codings", "10")
SIZES: Final = ((10_000, 200), (50_000, 2_000), (200_000, 10_000))
FLAT: Final = ((10_000, 200), (50_000, 200), (200_000, 200))
WARMING: Final = 10
CODINGS: Final = 60
BESIDE: Final = 15
"""Fewer: a coding by hand takes Taguette some four seconds with all that goes before it."""


def told(times: Sequence[float]) -> str:
    """Return the median and the 95th percentile."""
    return f"{machine.p50(times):6.1f} /{machine.p95(times):6.1f}"


def number(value: float | None) -> str:
    """Return a number, or a dash where nothing was measured."""
    return f"{value:6.1f}" if value is not None and not math.isnan(value) else f"{'-':>6}"


def measure(browser: Browser, study: Path, codings: int, openings: int, frames: int) -> list[str]:
    """Return the lines that tell of one study."""
    with pane.served(study) as (address, server):
        # The first page of a server waits for its libraries to load.
        pane.opened(browser, address, 1)
        found = pane.opened(browser, address, openings)
        with machine.fresh_page(browser) as page:
            pane.open_pane(page, address)
            gc.collect()
            pane.code(page, server, WARMING)
            coded = pane.code(page, server, codings)
            scrolled = pane.scroll(page, frames)
            memory = machine.renderer_memory(browser)
    data = number(min(one.from_data for one in found))
    navigation = number(min(one.from_navigation for one in found))
    return [
        f"  first paint        {data} ms from the data, {navigation} from the navigation: best of {openings}",
        f"  one coding         {told(coded.painted)} ms to paint (p50 / p95), script {told(coded.script)} ms",
        f"                     {told(coded.acked)} ms until saved, server {number(coded.cpu)} ms",
        f"  a frame of a scroll{told(scrolled)} ms, renderer {number(memory)} MB",
    ]


def sizes(browser: Browser, folder: Path, wished: argparse.Namespace) -> Iterator[str]:
    """Yield what each size takes."""
    for words, codings in SIZES[: wished.sizes]:
        study = making.make(folder, words, codings)
        yield f"{words:,} words, {codings:,} codings"
        yield from measure(browser, study, wished.codings, wished.openings, wished.frames)


def flatness(browser: Browser, folder: Path, codings: int) -> Iterator[str]:
    """Yield what one coding takes as the text grows and its codings do not."""
    scripts = []
    for words, made in FLAT:
        sub = folder / f"flat-{words}"
        sub.mkdir()
        with (
            pane.served(making.make(sub, words, made)) as (address, server),
            machine.fresh_page(browser) as page,
        ):
            pane.open_pane(page, address)
            pane.code(page, server, WARMING)
            coded = pane.code(page, server, codings)
        scripts.append((words, coded))
    first = scripts[0][1]
    yield f"one coding as the text grows, always {FLAT[0][1]} codings"
    for words, coded in scripts:
        ratios = [
            machine.p50(times) / machine.p50(base)
            for times, base in ((coded.script, first.script), (coded.painted, first.painted))
        ]
        yield (
            f"  {words:>8,} words     {told(coded.painted)} ms to paint: {ratios[1]:4.2f} times;"
            f" script {told(coded.script)} ms: {ratios[0]:4.2f} times"
        )


def main() -> None:
    """Measure what the command line asks for, and print it."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument(
        "--codings",
        type=int,
        help=f"codings measured at each size (by default {CODINGS}, beside others {BESIDE})",
    )
    asked.add_argument("--openings", type=int, default=5, help="openings, of which the best counts")
    asked.add_argument("--frames", type=int, default=150, help="frames of a scroll")
    asked.add_argument("--sizes", type=int, default=len(SIZES), help="only the first so many sizes")
    asked.add_argument("--no-flat", action="store_true", help="leave out the growing text")
    asked.add_argument("--peers", action="store_true", help="only the comparison with Taguette and AQDA")
    wished = asked.parse_args()
    wished.codings = wished.codings or (BESIDE if wished.peers else CODINGS)
    with tempfile.TemporaryDirectory() as made, machine.chromium() as browser:
        folder = Path(made)
        if wished.peers:
            for line in peers.compare(browser, folder, wished.openings, wished.codings):
                print(line, flush=True)
            return
        for line in sizes(browser, folder, wished):
            print(line, flush=True)
        if not wished.no_flat:
            for line in flatness(browser, folder, wished.codings):
                print(line, flush=True)


if __name__ == "__main__":
    main()
