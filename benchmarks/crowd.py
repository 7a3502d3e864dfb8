"""Many people coding at once, each in a browser of their own; and one whose server is killed again and again.

    uv run python -m benchmarks.crowd --coders 20 --minutes 5 --at 'postgresql://…?study=crowd'
    uv run python -m benchmarks.crowd --coders 20 --minutes 5 --servers 2 --at 'postgresql://…?study=crowd'
    uv run python -m benchmarks.crowd --coders 5 --minutes 5
    uv run python -m benchmarks.crowd --kills 100

The first three end with what was acknowledged in the browsers beside what is stored, and how long a coding
took until it was acknowledged; the last compares the two after each kill -9 of the server, and verifies the
study. They end with code 1 if anything was lost or doubled. Needs a Chromium. The study is made anew: in a
temporary folder, or at an address where there is none.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page as Sheet
from playwright.async_api import async_playwright
from playwright.sync_api import Page

from benchmarks.annotator import machine, making, pane
from benchmarks.importing import conversation, write_text
from toolkit.store import codings
from toolkit.workflow import importing, studies

QUICK = ("--coders", "2", "--minutes", "0.5")
_WORDS: Final = 10_000
_BETWEEN: Final = 2.5  # seconds from one coding of a person to their next, at the least; twice that at most
_PATIENCE: Final = 60
_PRESS: Final = 0.03  # seconds between codings of somebody who presses keys as fast as they can
_STATE: Final = """() => {
    const {codings, unacked} = bench.find("[data-codings]")[0].dataset;
    return [Number(codings), Number(unacked)];
}"""
_SAVED: Final = """async (before) => {
    const pane = bench.find("[data-codings]")[0].dataset;
    const start = performance.now();
    const {changed} = await bench.await(() => Number(pane.codings) > before && pane.unacked === "0");
    return changed - start;
}"""


@dataclass
class Heard:
    """What the browsers were told: codings acknowledged, by coder, and how many milliseconds each took."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)


def make(address: str) -> None:
    """Make a study with one long interview."""
    study = studies.start(address, making.codebook())
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / f"{making.NAME}.txt"
        write_text(conversation(_WORDS, seed=_WORDS), text)
        importing.import_files(study, text)
    study.close()


def stored(address: str) -> Counter[str]:
    """Return the codings there are, by coder; the study has to be clean."""
    study = studies.open_study(address)
    studies.verify(study)
    with study.reading() as connection:
        found = Counter(coding.coder for coding in codings.everything(connection))
    study.close()
    return found


# Many at once -----------------------------------------------------------------------------------------


async def crowd(addresses: Sequence[str], coders: int, seconds: float) -> Heard:
    """Have so many people code for so long, in turn at each server; return what their browsers were told."""
    heard = Heard()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**machine.launching())
        names = [f"Coder {number:02}" for number in range(1, coders + 1)]
        places = zip(cycle(addresses), names)
        sheets = [await _sit_down(browser, address, name) for address, name in places]
        until = time.monotonic() + seconds
        await asyncio.gather(
            *(_work(sheet, name, until, heard) for sheet, name in zip(sheets, names, strict=True))
        )
        await browser.close()
    return heard


async def _sit_down(browser: Chromium, address: str, name: str) -> Sheet:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(_PATIENCE * 1_000)
    await context.add_init_script(path=machine.WATCH)
    sheet = await context.new_page()
    await sheet.goto(f"{address}/code?{urlencode({'coder': name, 'transcript': making.NAME})}")
    await sheet.wait_for_selector("[data-codings]")
    return sheet


async def _work(sheet: Sheet, name: str, until: float, heard: Heard) -> None:
    """Code turn after turn as people do, with pauses; stop where the interview ends."""
    chance = random.Random(name)  # noqa: S311 - a draw of pauses, not of secrets
    await sheet.locator(".scroller").focus()
    while time.monotonic() < until:
        await asyncio.sleep(_BETWEEN * (1 + chance.random()))
        shown, _ = await sheet.evaluate(_STATE)
        await sheet.keyboard.press("j")
        await sheet.keyboard.press("t")
        saved = asyncio.create_task(sheet.evaluate(_SAVED, shown))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await sheet.keyboard.press(str(chance.randrange(1, 10)))
        await saved
        heard.taken.append((time.monotonic() - begun) * 1_000)
        heard.acknowledged[name] += 1


def compare(heard: Heard, found: Counter[str], minutes: float, cpu: float | None) -> bool:
    """Print what was acknowledged beside what is stored; tell whether they are the same.

    `cpu` is what the servers have had of the processor, in milliseconds, openings included.
    """
    total = sum(heard.acknowledged.values())
    print(f"{len(heard.acknowledged)} coders, {minutes:g} minutes: {total} codings acknowledged")
    print(f"stored: {sum(found.values())}; the same for each coder: {heard.acknowledged == found}")
    taken = heard.taken
    p50, p95 = machine.p50(taken), machine.p95(taken)
    print(f"from the key to the acknowledgement: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    each = "unknown" if cpu is None else f"{cpu / max(total, 1):.0f} ms for each coding, openings included"
    print(f"processor of the servers: {each}")
    return heard.acknowledged == found


# Killed -----------------------------------------------------------------------------------------------


def killed(address: str, times: int) -> bool:
    """Kill the server so many times while somebody codes; tell whether nothing acknowledged was lost."""
    chance = random.Random(times)  # noqa: S311 - a draw of moments, not of secrets
    lost, unsure, codes = 0, 0, 0
    port = machine.free_port()
    with machine.chromium() as browser, machine.fresh_page(browser) as page:
        for number in range(times):
            server = _serve(address, port)
            _sit(page, port)
            codes += _press_until(page, time.monotonic() + chance.uniform(0.3, 2.5), chance)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            # A page that lost its server goes on showing what it knows.
            shown, unsaved = page.evaluate(_STATE)
            there = stored(address)[making.CODER]
            lost += max(0, shown - unsaved - there)
            unsure += there - (shown - unsaved)
            print(f"kill {number + 1}: {shown - unsaved} acknowledged, {there} stored", flush=True)
        server = _serve(address, port)
        _sit(page, port)
        page.wait_for_function("() => bench.find('[data-codings]')[0].dataset.unacked === '0'")
        shown, _ = page.evaluate(_STATE)
        os.killpg(server.pid, signal.SIGINT)
        server.wait()
    there = stored(address)[making.CODER]
    print(f"{times} kills, {codes} times a key pressed: {lost} of what was acknowledged is lost")
    print(f"stored before the page was told: {unsure}")
    print(f"at the end, with what the page kept and sent again: {shown} shown, {there} stored")
    return lost == 0 and shown == there


def _serve(address: str, port: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "toolkit.cli", "open", address, "--no-browser", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(words, start_new_session=True, **quiet)
    machine.await_answer(f"http://127.0.0.1:{port}/_stcore/health")
    return server


def _sit(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/code?{urlencode({'coder': making.CODER, 'transcript': making.NAME})}")
    page.wait_for_selector("[data-codings]")
    page.locator(".scroller").focus()


def _press_until(page: Page, until: float, chance: random.Random) -> int:
    """Code turns without a pause, seldom one that has the code already; return how often."""
    count = 0
    while time.monotonic() < until:
        for key in (*("j" * chance.randrange(1, 8)), "t", str(chance.randrange(1, 10))):
            page.keyboard.press(key)
        count += 1
        time.sleep(_PRESS)
    return count


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--coders", type=int, default=5)
    asked.add_argument("--minutes", type=float, default=5)
    asked.add_argument("--servers", type=int, default=1, help="app processes on the one study")
    asked.add_argument("--kills", type=int, default=0)
    asked.add_argument("--at", default="", help="where the study is to be made; by default a temporary file")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = options.at or str(Path(folder) / "crowd.study")
        make(address)
        if options.kills:
            well = killed(address, options.kills)
        else:
            with ExitStack() as running:
                servers = [running.enter_context(pane.served(address)) for _ in range(options.servers)]
                pages = [page for page, _ in servers]
                heard = asyncio.run(crowd(pages, options.coders, options.minutes * 60))
                had = [machine.cpu(process) for _, process in servers]
            spent = sum(each for each in had if each is not None) if all(had) else None
            well = compare(heard, stored(address), options.minutes, spent)
    sys.exit(not well)


if __name__ == "__main__":
    main()
