"""Somebody codes as fast as they can while their server is killed again and again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.annotator import machine, making
from benchmarks.crowd.browsing import STATE
from benchmarks.crowd.study import stored

_PRESS: Final = 0.03  # seconds between codings of somebody who presses keys as fast as they can


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
            shown, unsaved = page.evaluate(STATE)
            there = stored(address).all[making.CODER]
            lost += max(0, shown - unsaved - there)
            unsure += there - (shown - unsaved)
            print(f"kill {number + 1}: {shown - unsaved} acknowledged, {there} stored", flush=True)
        server = _serve(address, port)
        _sit(page, port)
        page.wait_for_function("() => bench.find('[data-codings]')[0].dataset.unacked === '0'")
        shown, _ = page.evaluate(STATE)
        os.killpg(server.pid, signal.SIGINT)
        server.wait()
    there = stored(address).all[making.CODER]
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
