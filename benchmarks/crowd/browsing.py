"""A coder in a browser of their own."""

from __future__ import annotations

import asyncio
import time
from typing import Final
from urllib.parse import urlencode

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page as Sheet

from benchmarks.annotator import machine, making

PATIENCE: Final = 60
STATE: Final = """() => {
    const {codings, unacked} = bench.find("[data-codings]")[0].dataset;
    return [Number(codings), Number(unacked)];
}"""
_SAVED: Final = """async (before) => {
    const pane = bench.find("[data-codings]")[0].dataset;
    const start = performance.now();
    const {changed} = await bench.await(() => Number(pane.codings) > before && pane.unacked === "0");
    return changed - start;
}"""


class Browser:
    """Somebody who codes with the keys, as people do."""

    kind = "browser"

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @classmethod
    async def sit_down(cls, chromium: Chromium, address: str, name: str) -> Browser:
        """Open the interview in a browser that knows nothing; a certificate may be our own."""
        context = await chromium.new_context(viewport=machine.VIEW, ignore_https_errors=True)
        context.set_default_timeout(PATIENCE * 1_000)
        await context.add_init_script(path=machine.WATCH)
        sheet = await context.new_page()
        await sheet.goto(f"{address}/code?{urlencode({'coder': name, 'transcript': making.NAME})}")
        await sheet.wait_for_selector("[data-codings]")
        await sheet.locator(".scroller").focus()
        return cls(sheet)

    async def code(self, number: int) -> float:
        """Give the next turn the code with this number; return the milliseconds until it was acknowledged."""
        shown, _ = await self._sheet.evaluate(STATE)
        await self._sheet.keyboard.press("j")
        await self._sheet.keyboard.press("t")
        saved = asyncio.create_task(self._sheet.evaluate(_SAVED, shown))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await self._sheet.keyboard.press(str(number))
        await asyncio.wait_for(saved, PATIENCE)
        return (time.monotonic() - begun) * 1_000

    async def leave(self) -> None:
        """Close the page."""
        await self._sheet.context.close()
