"""A round in which coders code whole sentences: what is shaded, clicked, dragged over, and on disk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import small_conversation
from tests.e2e.conftest import Shared, shared
from tests.e2e.pane import Pane
from toolkit.workflow import arranging

# The sentences of the small transcript, but for the interviewer's.
FIRST = "I trusted them \U0001f600 at first."
SECOND = "Then cafe\u0301 talk made me doubt."
THIRD = "Now I take care."
FOURTH = "漢字 and \U00020bb7 too."
FIFTH = "שלום."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    path = tmp_path_factory.mktemp("units") / "my.study"
    with shared(path, partial(arranging.set_unit, unit="sentence")) as served:
        yield served


def shaded(pane: Pane) -> list[str]:
    """Return the units told from their neighbours by a shade."""
    found: list[str] = pane.page.evaluate(
        """() => [...CSS.highlights].filter(([name]) => name.endsWith("-unit")).flatMap(([, marks]) =>
            [...marks].map(({startContainer, startOffset, endOffset}) =>
                startContainer.textContent.slice(startOffset, endOffset)))"""
    )
    return found


def click(pane: Pane, number: int, words: str) -> None:
    """Click in the middle of some words of a turn."""
    text = pane.turn(number).locator(".text").text_content() or ""
    at = text.index(words) + len(words) // 2
    place = pane.place(number, len(text[:at].encode("utf-16-le")) // 2)
    pane.page.mouse.click(place["left"], place["middle"])


def test_a_click_or_a_drag_takes_whole_sentences_and_exactly_they_are_on_disk(
    desk: Shared, page: Page
) -> None:
    text = small_conversation().text
    pane = Pane.open(page, desk.address, "Ana")
    chooser = page.locator(".chooser")
    assert shaded(pane) == [SECOND, FOURTH]

    click(pane, 2, "trusted")
    assert pane.selected() == FIRST
    page.keyboard.press("1")
    pane.expect_saved(1)

    pane.drag(4, "字 and \U00020bb7")
    expect(chooser).to_be_visible()
    pane.apply("doubt")
    pane.expect_saved(2)

    pane.drag(2, "first. Then")
    expect(chooser).to_be_visible()
    pane.apply("care")
    pane.expect_saved(3)

    made = {(coding.code, coding.quotation.text) for coding in desk.codings("Ana")}
    assert made == {("trust", FIRST), ("doubt", FOURTH), ("care", f"{FIRST} {SECOND}")}
    for coding in desk.codings("Ana"):
        assert text[coding.span.start : coding.span.end] == coding.quotation.text
    page.reload()
    pane.expect_saved(3)
    assert shaded(pane) == [SECOND, FOURTH]


def test_the_keys_go_from_sentence_to_sentence_and_an_end_moves_by_one(desk: Shared, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Bea")

    pane.pane.focus()
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("s")
    assert pane.selected() == THIRD
    page.keyboard.press("1")
    pane.expect_saved(1)
    page.keyboard.press("o")
    page.keyboard.press("Shift+ArrowRight")
    pane.expect_label(f"Trust: {THIRD} {FOURTH}")
    pane.expect_saved(1)
    page.keyboard.press("Control+z")
    pane.expect_label(f"Trust: {THIRD}")
    pane.expect_saved(1)
    assert [coding.quotation.text for coding in desk.codings("Bea")] == [THIRD]


def test_what_an_interviewer_says_is_no_unit_and_cannot_be_coded(desk: Shared, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Cem")

    click(pane, 3, "now")
    assert pane.selected() == ""
    pane.drag(3, "now")
    page.wait_for_timeout(600)  # nothing is to happen: give it the time to
    expect(page.locator(".chooser")).to_be_hidden()

    page.locator(".branches .code", has_text="Trust").click()
    click(pane, 3, "now")
    click(pane, 4, "care")
    pane.expect_saved(1)
    assert [coding.quotation.text for coding in desk.codings("Cem")] == [THIRD]
