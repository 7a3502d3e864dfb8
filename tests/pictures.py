"""Take the pictures of the README and the site from the running program: `uv run python -m tests.pictures`.

By hand, after a page has changed: then they are true. They show the sample study.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.e2e.conftest import QUIET, free_port, installed_browser, serving
from toolkit.workflow import demonstrating

FOLDER: Final = Path(__file__).parent.parent / "docs" / "pictures"
_SIZE: Final[ViewportSize] = {"width": 1280, "height": 800}
_SETTLED: Final = 3000
"""Milliseconds until nothing on a page moves any more."""


def _coding(page: Page) -> None:
    page.get_by_text("The page has eleven").scroll_into_view_if_needed()


def _as_it_comes(page: Page) -> None:
    """Wait until nothing of the page is still to come."""
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stSkeleton], [data-testid=stStatusWidget]')"
    )


PICTURES: Final[dict[str, tuple[str, Callable[[Page], None]]]] = {
    "coding-light": ("code?transcript=P03&coder=A", _coding),
    "coding-dark": ("code?transcript=P03&coder=A", _coding),
    "agreement-light": ("agreement", _as_it_comes),
    "review-light": ("review", _as_it_comes),
    "findings-light": ("findings", _as_it_comes),
}
"""By the name of the file, which ends with its colours: the page, and what makes it ready."""


def main() -> None:
    """Take each picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        study = demonstrating.sample(Path(folder) / "sample.study")
        study.close()
        port = free_port()
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=list(QUIET))
        with serving(Path(folder) / "sample.study", port):
            for name, (address, ready) in PICTURES.items():
                dark = name.endswith("-dark")
                page = browser.new_page(viewport=_SIZE, color_scheme="dark" if dark else "light")
                page.set_default_timeout(90_000)
                page.goto(f"http://127.0.0.1:{port}/{address}")
                ready(page)
                page.wait_for_timeout(_SETTLED)
                page.screenshot(path=FOLDER / f"{name}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
