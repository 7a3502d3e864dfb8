"""Take pictures of the running program, by hand, after a page has changed: then they are true.

They show the sample study. `uv run python -m tests.pictures` takes those of the README and the site anew.
With `--all FOLDER` it takes every page and each of its views for somebody to look at, in light and dark, as
wide as a laptop and as a telephone; with names behind it (`--all FOLDER review findings`) only those pages.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.e2e.conftest import QUIET, free_port, installed_browser, serving
from tests.e2e.pane import settle
from toolkit.ui.app import PAGES
from toolkit.workflow import demonstrating

FOLDER: Final = Path(__file__).parent.parent / "docs" / "pictures"
SWITCHED: Final = ("transcripts", "search", "codebook", "review", "agreement", "names", "exchange")
HOME: Final = PAGES[0].TITLE.lower()  # stands at the address without a name
LAPTOP: Final[ViewportSize] = {"width": 1280, "height": 800}
TELEPHONE: Final[ViewportSize] = {"width": 390, "height": 844}
_SETTLED: Final = 1500
"""Milliseconds until nothing on a page moves any more."""

Colours = Literal["light", "dark"]


def _coding(page: Page) -> None:
    page.get_by_text("The page has eleven").scroll_into_view_if_needed()


def _as_it_comes(page: Page) -> None:
    """Wait until nothing of the page is still to come."""
    page.get_by_role("heading", level=1).or_(page.locator("[data-turn='1']")).first.wait_for()
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')")
    settle(page)


class Picture(NamedTuple):
    """What is to be seen: an address of the sample study, and what makes its page ready."""

    address: str
    ready: Callable[[Page], None] = _as_it_comes
    colours: Colours = "light"


PICTURES: Final[dict[str, Picture]] = {
    "coding-light": Picture("code?transcript=P03&coder=A", _coding),
    "coding-dark": Picture("code?transcript=P03&coder=A", _coding, "dark"),
    "agreement-light": Picture("agreement"),
    "review-light": Picture("review"),
    "findings-light": Picture("findings"),
}
"""Those of the README and the site, by the name of the file."""


@contextmanager
def _served() -> Iterator[str]:
    """Serve a copy of the sample study; yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.study"
        demonstrating.sample(path).close()
        port = free_port()
        with serving(path, port):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _looking(browser: Browser, size: ViewportSize, colours: Colours) -> Iterator[Page]:
    page = browser.new_page(viewport=size, color_scheme=colours)
    page.set_default_timeout(90_000)
    yield page
    page.close()


def shown(browser: Browser, served: str) -> None:
    """Take each picture of the README and the site anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        with _looking(browser, LAPTOP, picture.colours) as page:
            page.goto(f"{served}/{picture.address}")
            picture.ready(page)
            page.wait_for_timeout(_SETTLED)
            page.screenshot(path=FOLDER / f"{name}.png")


def everything(browser: Browser, served: str, folder: Path, names: list[str]) -> None:
    """Take every page that is named, or all, with the views that its switches lead to."""
    folder.mkdir(exist_ok=True)
    colours: tuple[Colours, ...] = ("light", "dark")
    for title in (page.TITLE.lower() for page in PAGES):
        if names and title not in names:
            continue
        for size in (LAPTOP, TELEPHONE):
            for each in colours:
                with _looking(browser, size, each) as page:
                    page.goto(f"{served}/{'' if title == HOME else title}?coder=A&transcript=P03")
                    _as_it_comes(page)
                    for view in _views(page, _switches(page)):
                        page.screenshot(path=folder / f"{title}{view}-{size['width']}-{each}.png")


def _views(page: Page, switches: int) -> Iterator[str]:
    """Show each view that a page's switches lead to, one by one; yield what tells it from the others."""
    _as_it_comes(page)
    if not switches:
        page.wait_for_timeout(_SETTLED)
        yield ""
        return
    groups = page.locator("[data-testid='stMain'] [role='radiogroup']")
    choices = (groups.nth(1) if switches < _switches(page) else groups.first).get_by_role("radio")
    for number in range(choices.count()):
        choices.nth(number).click()
        name = (choices.nth(number).text_content() or "").lower().replace(" ", "-")
        yield from (f"-{name}{further}" for further in _views(page, switches - 1))


def _switches(page: Page) -> int:
    """Tell how many switches between views stand above one another; others belong to a view."""
    if page.locator(".st-key-views").count():
        return 2
    return int(any(f"/{title}?" in page.url for title in SWITCHED))


def main() -> None:
    """Take the pictures that are asked for."""
    asked = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    asked.add_argument("--all", type=Path, metavar="FOLDER", help="where pictures of every page go")
    asked.add_argument("pages", nargs="*", help="only these, by their names in the address")
    words = asked.parse_args()
    with _served() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=list(QUIET))
        if words.all:
            everything(browser, served, words.all, words.pages)
        else:
            shown(browser, served)
        browser.close()


if __name__ == "__main__":
    main()
