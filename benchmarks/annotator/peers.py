"""Taguette and AQDA, two other tools that run from PyPI, on the same text and in the same browser.

Each is installed into an environment of its own in a folder that is thrown away. A coding is measured in all
three from the key or click that applies the code to the frame that shows it, an opening from the navigation
to the frame with the text, in a browser that has been there before. The tools take turns.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLate

from benchmarks.annotator import machine, making, pane

WORDS: Final = 50_000
ROUNDS: Final = 3
_CODES: Final = 5
_TRIES: Final = 20
_UV: Final = (shutil.which("uv") or "uv",)

_OPENED: Final = "async (text) => (await bench.await(() => bench.count(text) > 0)).painted"
_SEEN: Final = """([marks]) => {
    const before = bench.count(marks);
    return {made: bench.await(() => bench.count(marks) > before).then(({painted}) => painted - bench.begun)};
}"""


class Found(NamedTuple):
    """What one tool took, in milliseconds."""

    opened: list[float]
    seen: list[float]
    cpu: list[float]


class Tool(ABC):
    """A tool at work: served, and open in a page."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = machine.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.server = 0

    @abstractmethod
    def start(self) -> AbstractContextManager[int]:
        """Run the server until the end of the block."""

    @abstractmethod
    def fill(self, page: Page, text: Path) -> None:
        """Make a project of the text and some codes."""

    @abstractmethod
    def open(self, page: Page) -> float:
        """Go to the text; return the milliseconds until it was shown."""

    @abstractmethod
    def code(self, page: Page, times: int) -> list[float]:
        """Code so many passages; return the milliseconds until each was shown."""


class Ours(Tool):
    """The coding pane."""

    name = "Intercoder"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.own: list[float] = []
        """What of each opening was the pane's: from the arrival of the data."""

    def start(self) -> AbstractContextManager[int]:
        """Serve a study as `intercoder open` does."""
        study = making.make(self.folder, WORDS, 0)
        words = [sys.executable, "-m", "toolkit.cli", "open", str(study)]
        words += ["--no-browser", "--port", str(self.port)]
        return machine.serving(words, f"{self.address}/_stcore/health")

    def fill(self, page: Page, text: Path) -> None:
        """Leave the study as it was made."""

    def open(self, page: Page) -> float:
        """Go to the interview."""
        opened = pane.open_pane(page, self.address)
        self.own.append(opened.from_data)
        return opened.from_navigation

    def code(self, page: Page, times: int) -> list[float]:
        """Code with a key of the number row."""
        return pane.code(page, self.server, times).painted


class Foreign(Tool):
    """A tool from PyPI."""

    packages: tuple[str, ...]
    text: str
    marks: str
    box: str

    def install(self) -> Path:
        """Install the tool; return the folder of its programs."""
        home = self.folder / self.packages[0].partition("==")[0]
        subprocess.run([*_UV, "venv", "--quiet", "--python", sys.executable, str(home)], check=True)
        python = home / "bin" / "python"
        installing = [*_UV, "pip", "install", "--quiet", "--python", str(python), *self.packages]
        subprocess.run(installing, check=True)
        return python.parent

    def code(self, page: Page, times: int) -> list[float]:
        """Code a word further down each time."""
        return [self._code_one(page) for _ in range(times)]

    def _code_one(self, page: Page) -> float:
        self._select_word(page)
        self.choose(page)
        handle = page.evaluate_handle(_SEEN, [self.marks])
        self.apply(page)
        taken: float = handle.evaluate("({made}) => made")
        self.rest(page)
        return taken

    def _select_word(self, page: Page) -> None:
        """Select a word not coded yet by double click, as a person would."""
        for _ in range(_TRIES):
            page.evaluate(
                "(box) => { (document.querySelector(box) ?? document.scrollingElement).scrollTop += 61; }",
                self.box,
            )
            page.wait_for_timeout(150)
            page.mouse.dblclick(machine.VIEW["width"] * 0.6, machine.VIEW["height"] * 0.5)
            if str(page.evaluate("document.getSelection().toString()")).strip():
                return
        raise SystemExit(f"{self.name}: no word could be selected")

    @abstractmethod
    def choose(self, page: Page) -> None:
        """Do all that comes before the click that applies the code."""

    @abstractmethod
    def apply(self, page: Page) -> None:
        """Apply the code."""

    def rest(self, page: Page) -> None:
        """Wait until the next passage can be selected."""


class Taguette(Foreign):
    """Taguette, in its mode for one person."""

    name = "Taguette 1.5.2"
    # A library it needs imports a part of setuptools that newer ones do not have.
    packages = ("taguette==1.5.2", "setuptools<81")
    text = "#document-contents > div[id]"
    marks = "a.highlight"
    box = "html"

    def start(self) -> AbstractContextManager[int]:
        """Serve a new database."""
        told = self.folder / "taguette.log"
        words = [str(self.install() / "taguette"), "--no-browser", "--port", str(self.port)]
        words += ["--database", str(self.folder / "taguette.sqlite3")]
        home = {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "PYTHONUNBUFFERED": "1"}
        return machine.serving(words, self.address, home, told)

    def fill(self, page: Page, text: Path) -> None:
        """Make a project with the forms a person fills in; it comes with a tag."""
        # News from the project's site, which the server waits for in vain where there is no way out.
        page.route("**/messages.js", lambda route: route.abort())
        page.goto(self._joining())
        page.goto(f"{self.address}/project/new")
        page.locator("[name=name]").fill("Long")
        page.locator("form:has([name=name]) [type=submit]").click()
        page.wait_for_url("**/project/*")
        page.locator("#document-add-file").set_input_files(self._as_page(text))
        page.locator("#document-add-name").evaluate("field => { field.value = 'long'; }")
        page.locator("#document-add-form").evaluate("form => form.requestSubmit()")
        page.wait_for_url("**/document/*")
        page.wait_for_selector(self.text)
        self.document = page.url

    def _as_page(self, text: Path) -> Path:
        """Write the text as a web page: for all else Taguette needs Calibre, which is not on PyPI."""
        made = self.folder / "taguette.html"
        told = (f"<p>{html.escape(line)}</p>" for line in text.read_text("utf-8").splitlines() if line)
        made.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{''.join(told)}", "utf-8")
        return made

    def _joining(self) -> str:
        """Return the address with the token, which the server prints."""
        told = self.folder / "taguette.log"
        for _ in range(100):
            if found := re.search(r"http://\S+token=\S+", told.read_text(errors="replace")):
                return found[0].replace("localhost", "127.0.0.1")
            time.sleep(0.1)
        raise SystemExit("Taguette did not say where it is to be found")

    def open(self, page: Page) -> float:
        """Go to the document."""
        page.goto(self.document)
        taken: float = page.evaluate(_OPENED, self.text)
        return taken

    def choose(self, page: Page) -> None:
        """Open the box with the key for it and tick the tag."""
        box = page.locator("#highlight-add-modal.show")
        for _ in range(_TRIES):
            page.keyboard.press("n")
            with suppress(TooLate):
                box.wait_for(timeout=1000)
                break
            # Some words, such as those that have a highlight, it does not take.
            self._select_word(page)
        page.locator("#highlight-add-tags input").first.check()

    def apply(self, page: Page) -> None:
        """Save, with the key."""
        page.locator("#highlight-search").press("Enter")

    def rest(self, page: Page) -> None:
        """Wait for the box to fade."""
        page.locator("#highlight-add-modal").wait_for(state="hidden")
        page.wait_for_timeout(400)


class Aqda(Foreign):
    """AQDA."""

    name = "AQDA 0.5.0"
    packages = ("aqda==0.5.0",)
    text = ".whitespace-pre-wrap.select-text span"
    marks = "mark[data-color]"
    box = ".flex-1.overflow-auto.relative"

    def start(self) -> AbstractContextManager[int]:
        """Serve a new folder."""
        words = [str(self.install() / "aqda"), "--no-browser", "--port", str(self.port)]
        return machine.serving(words, self.address, {"AQDA_DATA_DIR": str(self.folder / "aqda-data")})

    def fill(self, page: Page, text: Path) -> None:
        """Make a project through the interface its pages use."""
        project = self._post(page, "projects", data={"name": "Long"})
        for code in making.codebook().codes[:_CODES]:
            self._post(page, "codes", data={"project_id": project, "name": code.label, "color": "#0072b2"})
        file = {"name": text.name, "mimeType": "text/plain", "buffer": text.read_bytes()}
        self._post(page, "documents", multipart={"project_id": str(project), "file": file})
        self.project = project

    def _post(self, page: Page, what: str, **given: Any) -> int:  # noqa: ANN401 - as the browser takes it
        answer = page.request.post(f"{self.address}/api/{what}", **given)
        if not answer.ok:
            raise SystemExit(f"AQDA refused {what}: {answer.text()}")
        return int(answer.json()["id"])

    def open(self, page: Page) -> float:
        """Go to the project and click the document."""
        page.goto(f"{self.address}/project/{self.project}")
        page.get_by_text(f"{making.NAME}.txt", exact=True).first.click()
        taken: float = page.evaluate(_OPENED, self.text)
        return taken

    def choose(self, page: Page) -> None:
        """Wait for the box that a selection opens."""
        page.locator(".absolute.z-50 button", has_text="Code 0").last.wait_for()

    def apply(self, page: Page) -> None:
        """Click the code."""
        page.locator(".absolute.z-50 button", has_text="Code 0").last.click()

    def rest(self, page: Page) -> None:
        """Let it fetch what it fetches."""
        page.wait_for_timeout(400)


def compare(browser: Browser, folder: Path, openings: int, codings: int) -> Iterator[str]:
    """Yield a table of what each tool takes, and how often what we take."""
    text = folder / f"{making.NAME}.txt"
    making.write_interview(text, WORDS)
    ours = Ours(folder)
    tools: tuple[Tool, ...] = (ours, Taguette(folder), Aqda(folder))
    found = {tool.name: Found([], [], []) for tool in tools}
    with ExitStack() as running:
        pages = {}
        for tool in tools:
            tool.server = running.enter_context(tool.start())
            page = pages[tool.name] = running.enter_context(machine.fresh_page(browser))
            tool.fill(page, text)
            tool.open(page)
        for _ in range(openings):
            for tool in tools:
                found[tool.name].opened.append(tool.open(pages[tool.name]))
        for turn in range(ROUNDS + 1):
            for tool in tools:
                pages[tool.name].bring_to_front()
                before = machine.cpu(tool.server)
                seen = tool.code(pages[tool.name], max(codings // ROUNDS, 1))
                spent = machine.cpu(tool.server)
                if turn:  # the first is to get warm
                    found[tool.name].seen.extend(seen)
                    if before is not None and spent is not None:
                        found[tool.name].cpu.append((spent - before) / len(seen))
    yield from _table(found)
    own = machine.p50(ours.own)
    yield f"Of what {ours.name} takes to show the text, {own:.0f} ms are after the data came: the pane itself"


def _table(found: dict[str, Found]) -> Iterator[str]:
    ours = next(iter(found.values()))
    yield f"{WORDS:,} words, no codings at first; milliseconds, and how often those of the first line"
    yield f"{'':16}{'text shown (p50)':>22}{'coding shown (p50)':>22}{'(p95)':>20}{'processor a coding':>22}"
    for name, each in found.items():
        cells = (
            _cell(each.opened, ours.opened),
            _cell(each.seen, ours.seen),
            _cell([machine.p95(each.seen)], [machine.p95(ours.seen)]),
            _cell(each.cpu, ours.cpu),
        )
        yield f"{name:16}{cells[0]:>22}{cells[1]:>22}{cells[2]:>20}{cells[3]:>22}"


def _cell(times: Sequence[float], ours: Sequence[float]) -> str:
    if not times or not ours:
        return "-"
    middle = machine.p50(times)
    return f"{middle:.1f} ({middle / machine.p50(ours):.2f}x)"
