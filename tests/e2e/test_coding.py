"""Coding in the real page, seen on the screen and found in the database. Each test is another coder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import small_conversation
from tests.e2e.conftest import Shared, shared
from tests.e2e.pane import Pane

QUOTE = "Then cafe\u0301 talk made me doubt."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared(tmp_path_factory.mktemp("coding") / "my.study") as served:
        yield served


def test_text_selected_with_the_mouse_is_coded_by_keyboard_and_is_there_after_a_reload(
    desk: Shared, page: Page
) -> None:
    transcript = small_conversation()
    pane = Pane.open(page, desk.address, "Ana")

    pane.drag(2, QUOTE)
    pane.apply("dou")
    pane.expect_saved(1)

    (coding,) = desk.codings("Ana")
    start = transcript.text.index(QUOTE)
    assert "\U0001f600" in transcript.text[:start]
    assert (coding.span.start, coding.span.end) == (start, start + len(QUOTE))
    assert (coding.code, coding.coder, coding.quotation.text) == ("doubt", "Ana", QUOTE)

    page.reload()
    pane.expect_saved(1)
    assert QUOTE in pane.highlighted()
    expect(page.get_by_role("button", name="Doubt").first).to_be_visible()
    assert desk.codings("Ana") == (coding,)


def test_a_coding_is_removed_and_the_removal_undone(desk: Shared, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Bea")
    pane.drag(4, "take care")
    pane.apply("care")
    pane.expect_saved(1)

    middle = pane.place(4, 8)
    page.mouse.click(middle["left"], middle["middle"])
    page.keyboard.press("Delete")
    pane.expect_saved(0)
    assert desk.codings("Bea") == ()

    page.keyboard.press("Control+z")
    pane.expect_saved(1)
    assert [coding.quotation.text for coding in desk.codings("Bea")] == ["take care"]


def test_a_passage_is_coded_without_a_mouse(desk: Shared, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Cem")

    pane.pane.focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    pane.apply("trust")
    pane.expect_saved(1)

    (coding,) = desk.codings("Cem")
    assert coding.code == "trust"


def test_two_coders_do_not_see_each_others_codings_unless_asked(
    desk: Shared, context: BrowserContext
) -> None:
    first = Pane.open(context.new_page(), desk.address, "Dan", "P02")
    second = Pane.open(context.new_page(), desk.address, "Eva", "P02")
    first.drag(2, "trusted them")
    first.apply("trust")
    first.expect_saved(1)
    second.drag(4, "take care")
    second.apply("care")
    second.expect_saved(1)

    first.page.reload()
    first.expect_saved(1)
    assert first.highlighted() == ["trusted them"]

    first.page.get_by_text("Show other coders' codings").click()
    first.expect_saved(2)
    assert {(c.coder, c.code) for c in desk.codings("Dan", "Eva")} == {("Dan", "trust"), ("Eva", "care")}


def test_a_bystander_reads_without_coding(desk: Shared, page: Page) -> None:
    before = desk.everything()
    page.goto(f"{desk.address}/code")
    expect(page.get_by_text("Choose who you are to code")).to_be_visible()
    pane = Pane(page)
    expect(page.locator("[data-turn='2']")).to_be_visible()

    pane.drag(2, "trusted")
    assert pane.selected() == "trusted"
    pane.apply("trust")
    page.wait_for_timeout(500)

    assert desk.everything() == before
