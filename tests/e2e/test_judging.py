"""Disagreements settled in a real browser, by keyboard, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import small_codebook
from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import settle
from tests.e2e.test_accessibility import violations_in_light_and_dark
from tests.workflow.test_discussing import HOSTILE, apply, begun, the_case
from toolkit.store.study import Study
from toolkit.workflow import adjudicating, assigning, noting
from toolkit.workflow.studies import open_study

WIDE, NARROW = (1280, 800), (390, 844)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a study with a confusion on `one two three` and an omission of `five`, with memos."""
    path = tmp_path / "my.study"
    with closing(begun(path, small_codebook())) as study:
        for coder, name, words in (
            ("Ana", "trust", "one two"),
            ("Ben", "doubt", "two three"),
            ("Ana", "care", "five"),
        ):
            apply(study, coder, name, words)
        for coder in ("Ana", "Ben"):
            assigning.finish(study, "P01", coder=coder)
        case = the_case(study, "trust", "doubt")
        noting.memo(study, coder="Ben", coding=case.disagreements[1].codings[0].id, text=HOSTILE)
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}", path


def opened(page: Page, address: str) -> None:
    page.goto(f"{address}/review?coder=Cleo")
    page.get_by_role("radio", name="Disagreements").click()
    expect(page.get_by_text("0 of 2 settled")).to_be_visible()
    settle(page)


def verdicts(path: Path) -> list[tuple[object, ...]]:
    study: Study
    with closing(open_study(path)) as study:
        table = adjudicating.disagreements(study)
        columns = (table.column(name) for name in ("code", "verdict", "reason"))
        return list(zip(*columns, strict=True))


def test_two_cases_are_settled_by_keyboard_and_the_last_is_taken_back(
    served: tuple[str, Path], page: Page
) -> None:
    address, path = served
    opened(page, address)
    assert violations_in_light_and_dark(page) == []
    expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()

    page.keyboard.press("2")
    expect(page.get_by_text("holds on “two three”")).to_be_visible()
    why = page.get_by_role("textbox", name="Why")
    why.fill("Ben names what is said.")
    why.press("Enter")

    expect(page.get_by_text("1 of 2 settled")).to_be_visible()
    assert verdicts(path)[:2] == [
        ("trust", "does not hold", "Ben names what is said."),
        ("doubt", "holds", "Ben names what is said."),
    ]
    expect(page.get_by_text("Coded or not")).to_be_visible()

    settle(page)
    page.locator("body").press("u")
    expect(page.get_by_text("0 of 2 settled")).to_be_visible()
    assert {verdict for _, verdict, _ in verdicts(path)} == {"open"}


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_view_fits_its_window_and_keeps_the_rules(
    served: tuple[str, Path], chromium: Browser, size: tuple[int, int], tmp_path: Path
) -> None:
    address, _ = served
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.set_default_timeout(30_000)
    opened(page, address)

    page.get_by_role("button", name="Other …").click()
    page.get_by_role("radio", name="Other words …").click()
    expect(page.get_by_text("The passage:")).to_be_visible()
    settle(page)

    page.screenshot(path=tmp_path / f"{size[0]}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations_in_light_and_dark(page) == []
    context.close()
