"""The coding pane: opens a study in it, codes turn after turn with the keyboard, scrolls."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.annotator import machine, making

_SHOWN: Final = """async () => {
    // Without its stylesheet, which comes later, a pane is no pane.
    const isStyled = () => bench.find("link[rel=stylesheet]").every((link) => link.sheet);
    const {painted} = await bench.await(() => bench.count("[data-turn]") > 0 && isStyled());
    const [mark] = performance.getEntriesByName("intercoder.data");
    return {opened: painted, painted: mark ? painted - mark.startTime : null};
}"""
_CODED: Final = """async (codings) => {
    const pane = bench.find("[data-codings]")[0].dataset;
    const shown = await bench.await(() => Number(pane.codings) >= codings);
    const {begun} = bench;
    const {changed} = await bench.await(() => pane.unacked === "0");
    return {script: shown.changed - begun, painted: shown.painted - begun, acked: changed - begun};
}"""
_SCROLLED: Final = "(frames) => bench.scroll(bench.find('.scroller')[0], frames, 400)"


@dataclass(frozen=True)
class Opened:
    """Milliseconds to the first frame with the text: from the navigation, and from the data's arrival."""

    from_navigation: float
    from_data: float


@dataclass(frozen=True)
class Coded:
    """Milliseconds of one coding each: in the key's handler, to the frame, to the acknowledgement."""

    script: list[float]
    painted: list[float]
    acked: list[float]
    cpu: float | None


@contextmanager
def served(study: str | Path, *further: str) -> Iterator[tuple[str, int]]:
    """Open a study with `intercoder open`; yield the address and the server's process id.

    `further` are words of the command beside those that say where it listens.
    """
    port = machine.free_port()
    address = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "toolkit.cli", "open", str(study), "--no-browser", "--port", str(port)]
    with machine.serving([*words, *further], f"{address}/_stcore/health") as server:
        yield address, server


def open_pane(page: Page, address: str) -> Opened:
    """Go to the interview and wait for its text."""
    page.goto(f"{address}/code?{urlencode({'coder': making.CODER, 'transcript': making.NAME})}")
    shown = page.evaluate(_SHOWN)
    page.wait_for_selector("[data-codings]")
    return Opened(shown["opened"], shown["painted"] or float("nan"))


def opened(browser: Browser, address: str, times: int) -> list[Opened]:
    """Open the interview so many times, each in a browser that knows nothing."""
    found = []
    for _ in range(times):
        with machine.fresh_page(browser) as page:
            found.append(open_pane(page, address))
    return found


def code(page: Page, server: int, times: int) -> Coded:
    """Code so many turns, one after the other, each when the one before it is on disk.

    The codings begin with the turn the caret is in: where a call stops, the next goes on.
    """
    shown = int(page.locator("[data-codings]").get_attribute("data-codings") or 0)
    page.locator(".scroller").focus()
    made: dict[str, list[float]] = {"script": [], "painted": [], "acked": []}
    before = machine.cpu(server)
    for number in range(times):
        for key in ("j", "t"):
            page.keyboard.press(key)
        page.wait_for_timeout(50)
        handle = page.evaluate_handle(f"(codings) => ({{made: ({_CODED})(codings)}})", shown + number + 1)
        page.keyboard.press(str(number % 9 + 1))
        for name, taken in handle.evaluate("({made}) => made").items():
            made[name].append(taken)
    spent = machine.cpu(server)
    each = None if before is None or spent is None else (spent - before) / times
    return Coded(made["script"], made["painted"], made["acked"], each)


def scroll(page: Page, frames: int) -> list[float]:
    """Return the times of so many frames while the text scrolls, in milliseconds."""
    taken: list[float] = page.evaluate(_SCROLLED, frames)
    return taken
