"""Servers and browser: starts them, and reads what they cost."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypedDict

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What a page wants from elsewhere fails at once, and does not hold it up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_PATIENCE: Final = 120
_PROC: Final = Path("/proc")
WATCH: Final = Path(__file__).with_name("watch.js")
VIEW: Final[ViewportSize] = {"width": 1280, "height": 800}


class Launching(TypedDict):
    """What Playwright is told of a browser."""

    executable_path: str
    args: list[str]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    words: Sequence[str],
    address: str,
    environment: Mapping[str, str] | None = None,
    told: Path | None = None,
    trusted: ssl.SSLContext | None = None,
) -> Iterator[int]:
    """Run a server until the end of the block; yield its process id once the address answers.

    What it prints goes to the file `told`, if one is given; `trusted` says whose certificates count.
    """
    settings = {**os.environ, **(environment or {})}
    with Path(told or os.devnull).open("wb") as output:
        server = subprocess.Popen(words, stdout=output, stderr=subprocess.DEVNULL, env=settings)
    try:
        await_answer(address, trusted)
        yield server.pid
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def await_answer(address: str, trusted: ssl.SSLContext | None = None) -> None:
    """Wait until a server answers at an address."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2, context=trusted):  # noqa: S310 - our own server
                return
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit(f"{address} did not answer within {_PATIENCE} s")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the Chromium of this machine, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching())
        yield browser
        browser.close()


def launching() -> Launching:
    """Return how the Chromium of this machine is launched."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        raise SystemExit(f"none of {', '.join(_BROWSERS)} is installed: there is nothing to measure in")
    return {"executable_path": path, "args": list(_QUIET)}


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """Open a page that remembers nothing and is watched."""
    context = browser.new_context(viewport=VIEW)
    context.set_default_timeout(_PATIENCE * 1000)
    context.add_init_script(path=WATCH)
    yield context.new_page()
    context.close()


def cpu(server: int) -> float | None:
    """Return the milliseconds of processor a server and its children have had; None where unknown."""
    if not _PROC.is_dir():
        return None
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    family, ticks = {server}, 0.0
    # Children have higher numbers than their parents, but for the rare turn of the counter.
    for path in sorted(_PROC.glob("[0-9]*"), key=lambda path: int(path.name)):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(path.name) in family or int(fields[1]) in family:
            family.add(int(path.name))
            # Its own, and that of children that have ended.
            ticks += sum(map(int, fields[11:15]))
    return ticks * tick


def renderer_memory(browser: Browser) -> float | None:
    """Return the memory of the renderer, in megabytes, its share of what is shared; None where unknown."""
    session: CDPSession = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    sizes = [_share(process["id"]) for process in found if process["type"] == "renderer"]
    return max((size for size in sizes if size is not None), default=None)


def memory(process: int) -> tuple[float, float] | None:
    """Return what a process holds and the most it has held, in megabytes; None where unknown."""
    try:
        lines = (_PROC / str(process) / "status").read_text().splitlines()
    except OSError:
        return None
    told = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return int(told["VmRSS"][0]) / 1024, int(told["VmHWM"][0]) / 1024


def _share(process: int) -> float | None:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), None)


def p50(times: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
