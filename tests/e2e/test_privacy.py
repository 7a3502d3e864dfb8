"""Nothing leaves the machine: what the browser asked for, what the server reached for, and what they left."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.conftest import SampleAt
from tests.e2e.conftest import QUIET, await_page, free_port, installed_browser
from tests.e2e.pane import settle
from tests.e2e.test_pages import PAGES
from tests.privacy import watching
from toolkit.model.door import HERE

pytestmark = pytest.mark.sqlite


_AUTOFILL = "//content-autofill.googleapis.com"


@dataclass(frozen=True)
class Watched:
    """A server that is watched, and the folder in which it works."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> Path:
        """What it does with the network."""
        return self.folder / "network.log"

    @property
    def said(self) -> str:
        """What it printed."""
        return (self.folder / "said").read_text("utf-8")

    @property
    def left(self) -> list[str]:
        """What lies in the folder for temporary files."""
        return sorted(path.name for path in (self.folder / "tmp").iterdir())

    @property
    def bound(self) -> set[str]:
        """The addresses it took."""
        return {each.host for each in watching.told(self.log) if each.event == "socket.bind"}


@contextmanager
def served(folder: Path, *words: str, ending: signal.Signals = signal.SIGINT) -> Iterator[Watched]:
    """Run a server in a home and with temporary files of its own, until it is ended in the way named."""
    port = free_port()
    (folder / "tmp").mkdir(parents=True)
    (folder / "home").mkdir()
    own = {"TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home")}
    env = watching.watched(folder / "network.log", **own)
    options = ("--server.port", str(port)) if "streamlit" in words else ("--no-browser", "--port", str(port))
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *words, *options], env=env, stdout=said, stderr=said, cwd=watching.ROOT
        )
        try:
            await_page(f"http://{HERE}:{port}")
            yield Watched(f"http://{HERE}:{port}", folder, process)
            process.send_signal(ending)
            process.wait(timeout=60)
        finally:
            process.kill()
            process.wait()


@contextmanager
def logging_browser(kind: BrowserType, log: Path) -> Iterator[Page]:
    """Open a Chromium that writes down everything its network does, prefetching and beacons too."""
    path = installed_browser()
    browser = kind.launch(executable_path=path, args=[*QUIET, f"--log-net-log={log}"])
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(30_000)
        yield page
    finally:
        browser.close()


def reached(log: Path) -> set[str]:
    """Return each address and each name that a page of ours had the browser ask for, by its log.

    Chromium keeps apart what is asked for on behalf of which site, and says so with each entry; what it asks
    for by itself, such as its own updates, is asked for on behalf of none of ours. Only autofill is: it sends
    its maker a number for each field of a form, whatever the page says (docs/privacy.md tells people).
    """
    told = json.loads(log.read_text("utf-8"))
    kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    found = set()
    for entry in told["events"]:
        params = entry.get("params", {})
        behalf = f"{params.get('network_isolation_key')} {params.get('network_anonymization_key')}"
        if f"//{HERE}" not in behalf:
            continue
        if kinds[entry["type"]] == "URL_REQUEST_START_JOB":
            found.add(params["url"])
        elif kinds[entry["type"]] == "HOST_RESOLVER_MANAGER_REQUEST":
            found.add(params["host"])
    return found


def strangers(log: Path, address: str) -> set[str]:
    """Return what of it is not the server itself."""
    own = (address, address.replace("http", "ws"))
    return {each for each in reached(log) if not each.startswith(own) and _AUTOFILL not in each}


# What a page may have a browser do beforehand that this one, driven by a program, does not do: it is read.
LINKED = "[...document.querySelectorAll('link[href], [src]')].map(e => e.href || e.src)"
TEMPTING = b"""<h1>Here</h1><link rel="prefetch" href="http://one.invalid/x"><img src="http://two.invalid/x.png">
<style>@font-face { font-family: x; src: url(http://three.invalid/x.woff2) } h1 { font-family: x }</style>
<script>navigator.sendBeacon("http://four.invalid/x", "words");
fetch("http://five.invalid/").catch(() => 0)</script>"""


def test_the_browsers_log_shows_whatever_a_page_reaches_for(tmp_path: Path, chromium: Browser) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(TEMPTING)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    log = tmp_path / "browser.json"
    with HTTPServer((HERE, 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{HERE}:{server.server_port}"
        with logging_browser(chromium.browser_type, log) as page:
            page.goto(address)
            page.wait_for_timeout(1500)
        server.shutdown()

    found = " ".join(strangers(log, address))
    assert [word for word in ("one", "two", "three", "four", "five") if f"{word}.invalid" not in found] == []


def test_every_page_asks_this_server_only_and_the_server_asks_nobody(
    tmp_path: Path, sample_at: SampleAt, chromium: Browser
) -> None:
    sample_at(tmp_path / "sample.study").close()
    log = tmp_path / "browser.json"
    with served(tmp_path / "server", "toolkit.cli", "open", str(tmp_path / "sample.study")) as server:
        with logging_browser(chromium.browser_type, log) as page:
            asked: list[str] = []
            hinted: set[str] = set()
            page.context.on("request", lambda request: asked.append(request.url))
            for name in PAGES:
                page.goto(f"{server.address}/{name}?coder=A&transcript=P04")
                shown = page.get_by_role("heading").or_(page.locator("[data-turn='1']")).first
                expect(shown).to_be_visible()
                settle(page)
                hinted.update(page.evaluate(LINKED))
            _exchange(page, server.address, tmp_path / "P99.txt")
        assert len(asked) > 100
        assert watching.elsewhere(server.log) == []
        assert server.bound <= {HERE, "::1"}  # the second by urllib3, which tries it and lets it go

    assert [url for url in asked if not url.startswith((server.address, "data:", "blob:"))] == []
    assert [url for url in hinted if not url.startswith((server.address, "data:"))] == []
    assert len(reached(log)) > 50
    assert strangers(log, server.address) == set()
    assert server.left == []
    assert [path for path in (server.folder / "home").rglob("*") if path.is_file()] == []
    # Neither who looks nor what they look at.
    assert "coder=" not in server.said
    assert "P04" not in server.said


def _exchange(page: Page, address: str, long: Path) -> None:
    """Fetch a file that the server makes for it, and send it one."""
    page.goto(f"{address}/findings")
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download():
        page.get_by_role("button", name="Word", exact=True).click()
    page.goto(f"{address}/transcripts?coder=A")
    page.get_by_role("button", name="Import", exact=True).or_(
        page.get_by_role("radio", name="Import")
    ).click()
    long.write_text("P99: words of theirs.\n\n" * 100_000, "utf-8")
    page.locator("input[type=file]").first.set_input_files(long)
    expect(page.get_by_text("P99").first).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        (("toolkit.cli", "demo"), signal.SIGTERM),
        (("streamlit", "run", "app.py"), signal.SIGINT),
    ],
)
def test_however_it_is_started_it_is_on_this_machine_only_and_leaves_nothing_behind(
    tmp_path: Path, words: tuple[str, ...], ending: signal.Signals, page: Page
) -> None:
    # Settings of this person for another program do not count.
    with served(tmp_path / "server", *words, ending=ending) as server:
        page.goto(server.address)
        expect(page.get_by_role("heading", name="What to do next")).to_be_visible(timeout=90_000)
        (folder,) = server.left
        assert re.match("intercoder-", folder)
        assert oct((server.folder / "tmp" / folder).stat().st_mode & 0o777) == "0o700"
        page.goto("about:blank")
    assert watching.elsewhere(server.log) == []
    assert server.bound <= {HERE, "::1"}
    assert server.left == []
    assert "Traceback" not in server.said


def test_a_setting_elsewhere_on_the_machine_does_not_switch_statistics_on(tmp_path: Path) -> None:
    home = tmp_path / "server" / "home"
    shutil.rmtree(home, ignore_errors=True)
    settings = tmp_path / "settings"
    (settings / ".streamlit").mkdir(parents=True)
    (settings / ".streamlit" / "config.toml").write_text(
        '[browser]\ngatherUsageStats = true\n[server]\naddress = "0.0.0.0"\n[logger]\nenableRich = true\n'
    )
    ask = (
        "from streamlit import config\nfrom streamlit.web import bootstrap\n"
        f"config._main_script_path = {str(watching.ROOT / 'app.py')!r}\n"
        "bootstrap.load_config_options({})\n"
        "print([config.get_option(name) for name in ('browser.gatherUsageStats', 'server.address', "
        "'logger.enableRich', 'client.showErrorDetails')])\n"
    )
    done = watching.python(("-c", ask), tmp_path / "network.log", tmp_path, HOME=str(settings))
    assert done.stdout == f"[False, '{HERE}', False, 'none']\n", done.stderr
