"""Quotations are picked on the page without its moving, and anybody can use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import SampleAt
from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import settle
from tests.e2e.test_accessibility import violations_in_light_and_dark


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[str]:
    path = tmp_path_factory.mktemp("quoted") / "sample.study"
    sample_at(path).close()
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}"


def open_view(address: str, page: Page) -> None:
    page.goto(f"{address}/findings?coder=A")
    expect(page.get_by_role("heading", name="Findings")).to_be_visible()
    page.get_by_role("radio", name="Text").click()
    page.get_by_role("radio", name="Quotations").click()


def test_a_pick_far_down_moves_nothing_above_it_and_the_view_keeps_the_rules(
    address: str, page: Page
) -> None:
    open_view(address, page)
    pick = page.get_by_role("button", name="☆ Pick")
    pick.nth(6).scroll_into_view_if_needed()
    settle(page)
    scrolled = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    assert scrolled > 0

    pick.nth(6).click()

    expect(page.get_by_role("button", name="★ Picked")).to_have_count(1)
    box = page.get_by_role("textbox", name="As it is printed")
    expect(box).to_be_visible()
    settle(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == scrolled

    first, second, *others = box.input_value().split()
    box.fill(" ".join(["nobody", second, *others]))
    box.press("Control+Enter")
    expect(page.get_by_text("“nobody” does not come from the original")).to_be_visible()
    box.fill(" ".join([first, "[...]", *others]))
    box.press("Control+Enter")
    expect(page.get_by_text("Edited and saved")).to_be_visible()
    settle(page)
    assert violations_in_light_and_dark(page) == []


def test_what_is_said_shows_as_written(address: str, page: Page) -> None:
    open_view(address, page)
    expect(page.get_by_text("Including", exact=False).first).to_be_visible()
    told = page.get_by_test_id("stMain").inner_text().replace("\N{WORD JOINER}", "")
    assert "Including --" in told
