"""A real server and a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import small_codebook, small_conversation
from toolkit.model.coding import Coding
from toolkit.model.transcript import Transcript
from toolkit.store import codings, transcripts
from toolkit.store.study import Study
from toolkit.workflow.studies import start

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 90
# The first page of a server waits for its libraries to load; a busy machine is not a fault of ours.
expect.set_options(timeout=30_000)


def installed_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = installed_browser()
    if path is None:
        told = f"NO BROWSER: none of {', '.join(BROWSERS)} is installed, so the pages were NOT tested in one"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    with sync_playwright() as playwright, warnings.catch_warnings():
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Serve = Callable[[str | Path], str]


@contextmanager
def serving(study: str | Path, port: int, *more: str, base: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Open a study as `intercoder open` does, until the end of the block or of the server."""
    words = [sys.executable, "-m", "toolkit.cli", "open", str(study), "--no-browser", "--port", str(port)]
    words += more
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        await_page(f"http://127.0.0.1:{port}{base}")
        yield server
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
            raise


def await_page(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the page did not come up within {PATIENCE} s")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Open a study; return the address."""
    with ExitStack() as running:

        def start(study: str | Path) -> str:
            port = free_port()
            running.enter_context(serving(study, port))
            return f"http://127.0.0.1:{port}"

        yield start


@dataclass
class Shared:
    """A served study that several tests use, each as another coder."""

    address: str
    study: Study

    def codings(self, *coders: str) -> tuple[Coding, ...]:
        with self.study.reading() as connection:
            return codings.everything(connection, coders=coders)

    def everything(self) -> tuple[Coding, ...]:
        with self.study.reading() as connection:
            return codings.everything(connection)


@contextmanager
def shared(path: Path, prepare: Callable[[Study], object] = lambda _: None) -> Iterator[Shared]:
    """Serve a small study with the transcripts P01 and P02, which are alike: a server takes long to start."""
    with closing(start(path, small_codebook(), title="My study")) as study:
        with study.transaction("researcher") as records:
            for name in ("P01", "P02"):
                transcripts.add(records, small_conversation(name))
        prepare(study)
        port = free_port()
        with serving(path, port):
            yield Shared(f"http://127.0.0.1:{port}", study)


@pytest.fixture
def interview(study: Study, transcript: Transcript, serve: Serve) -> str:
    """Serve a small study with one transcript in it; return the address."""
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    return serve(study.where)
