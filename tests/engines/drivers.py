"""Firefox and WebKit, each driven by the protocol it speaks itself, so that nothing has to be downloaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TypeVar

from websockets.sync.client import ClientConnection, connect

from tests.e2e.conftest import free_port

WIDTH, HEIGHT = 1280, 800
PATIENCE = 60
MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
Found = TypeVar("Found")


class Browser(Protocol):
    """A window of a browser."""

    name: str
    version: str

    def go(self, address: str) -> None:
        """Open an address; whoever asks whether to leave is told yes."""

    def run(self, function: str, *given: object) -> Any:  # noqa: ANN401 - whatever the page returns
        """Call a JavaScript function in the page."""

    def act(self, *sources: dict[str, Any]) -> None:
        """Perform actions of keyboard and mouse as WebDriver words them."""

    def switch(self, window: int) -> None:
        """Go to the first or second window."""


@contextmanager
def program(*words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    found = subprocess.Popen(
        words, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield found
    finally:
        found.terminate()
        try:
            found.wait(timeout=15)
        except subprocess.TimeoutExpired:
            found.kill()
            found.wait()


def until(attempt: Callable[[], Found], *passing: type[Exception]) -> Found:
    """Try until it works, for a while."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except passing:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


class Firefox:
    """Firefox over WebDriver BiDi."""

    name = "Firefox"

    def __init__(self, line: ClientConnection) -> None:
        self.line = line
        self.numbers = count(1)
        prompts = {"default": "accept", "beforeUnload": "accept"}
        made = self._ask("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": prompts}})
        self.version = str(made["capabilities"]["browserVersion"])
        first = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        self.windows = [first, self._ask("browsingContext.create", type="tab")["context"]]
        for window in self.windows:
            size = {"width": WIDTH, "height": HEIGHT}
            self._ask("browsingContext.setViewport", context=window, viewport=size)
        self.switch(0)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Firefox]:
        binary = shutil.which("firefox-esr") or shutil.which("firefox")
        if binary is None:
            raise FileNotFoundError("firefox")
        port = free_port()
        with tempfile.TemporaryDirectory() as profile, ExitStack() as running:
            words = (binary, "--headless", "--no-remote", "--profile", profile)
            running.enter_context(program(*words, f"--remote-debugging-port={port}"))
            address = f"ws://127.0.0.1:{port}/session"
            line = until(lambda: connect(address, max_size=None), OSError)
            yield cls(running.enter_context(line))

    def _ask(self, method: str, **given: object) -> Any:  # noqa: ANN401 - as the method has it
        number = next(self.numbers)
        self.line.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            heard = json.loads(self.line.recv(timeout=PATIENCE))
            if heard.get("id") != number:
                continue
            if heard["type"] == "error":
                raise RuntimeError(f"{method}: {heard['error']}: {heard['message']}")
            return heard["result"]

    def go(self, address: str) -> None:
        self._ask("browsingContext.navigate", context=self.window, url=address, wait="complete")

    def run(self, function: str, *given: object) -> Any:  # noqa: ANN401 - whatever the page returns
        found = self._ask(
            "script.callFunction",
            functionDeclaration=f"(given) => JSON.stringify(({function})(...JSON.parse(given)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            awaitPromise=False,
            target={"context": self.window},
        )
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def act(self, *sources: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self.window, actions=list(sources))

    def switch(self, window: int) -> None:
        self.window = self.windows[window]
        self._ask("browsingContext.activate", context=self.window)


class WebKit:
    """WebKitGTK, a stand-in for Safari, over WebDriver."""

    name = "WebKitGTK"

    def __init__(self, driver: str, binary: str) -> None:
        options = {"binary": binary, "args": ["--automation"]}
        wanted = {"webkitgtk:browserOptions": options, "unhandledPromptBehavior": "accept"}
        self.session = driver
        made = until(lambda: self._ask("/session", capabilities={"alwaysMatch": wanted}), OSError)
        self.session = f"{driver}/session/{made['sessionId']}"
        self.version = str(made["capabilities"]["browserVersion"])
        # A window, for WebKit lets a tab in the background sleep.
        second = self._ask("/window/new", type="window")["handle"]
        handles = self._ask("/window/handles")
        self.windows = [next(each for each in handles if each != second), second]
        self.switch(0)
        self._ask("/window/rect", x=0, y=0, width=WIDTH, height=HEIGHT)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[WebKit]:
        driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
        binary = next(map(str, Path("/").glob(MINI_BROWSERS.lstrip("/"))), None)
        if driver is None or screen is None or binary is None:
            raise FileNotFoundError("WebKitWebDriver, MiniBrowser or Xvfb")
        port, display = free_port(), f":{90 + os.getpid() % 400}"
        with (
            program(screen, display, "-screen", "0", "1400x1000x24"),
            program(driver, f"--port={port}", DISPLAY=display, GDK_BACKEND="x11"),
        ):
            made = cls(f"http://127.0.0.1:{port}", binary)
            try:
                yield made
            finally:
                made._send("DELETE", "", None)

    def _ask(self, path: str, **given: object) -> Any:  # noqa: ANN401 - as the command has it
        return self._send("POST" if given else "GET", path, given or None)

    def _send(self, method: str, path: str, given: object) -> Any:  # noqa: ANN401 - likewise
        body = None if given is None else json.dumps(given).encode()
        request = urllib.request.Request(f"{self.session}{path}", body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            raise RuntimeError(f"{path}: {refused.read().decode()[:500]}") from refused

    def go(self, address: str) -> None:
        self._ask("/url", url=address)

    def run(self, function: str, *given: object) -> Any:  # noqa: ANN401 - whatever the page returns
        return self._ask("/execute/sync", script=f"return ({function})(...arguments)", args=list(given))

    def act(self, *sources: dict[str, Any]) -> None:
        self._ask("/actions", actions=list(sources))

    def switch(self, window: int) -> None:
        self._ask("/window", handle=self.windows[window])
