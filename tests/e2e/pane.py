"""What a person does in the coding pane."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

FIRST_PAGE = 90_000
# The rectangle of the n-th character (UTF-16) of a turn's text, in the page.
_PLACE = """(cell, at) => {
    const node = cell.firstChild, range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect();
    return {left: box.left, right: box.right, middle: (box.top + box.bottom) / 2};
}"""


def settle(page: Page) -> None:
    """Wait until Streamlit has finished its run, and nothing of the one before is left on the page."""
    expect(page.locator("[data-testid='stStatusWidget']")).to_have_count(0)
    expect(page.locator("[data-stale='true']")).to_have_count(0)
    page.wait_for_load_state("networkidle")


class Pane:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.pane = page.locator("[data-codings]")

    @classmethod
    def open(cls, page: Page, address: str, coder: str, transcript: str = "P01") -> Pane:
        page.goto(f"{address}/code?{urlencode({'coder': coder, 'transcript': transcript})}")
        opened = cls(page)
        # The first page of a server waits for all its libraries, on a busy machine for half a minute.
        expect(opened.turn(1)).to_be_visible(timeout=FIRST_PAGE)
        return opened

    def turn(self, number: int) -> Locator:
        return self.page.locator(f"[data-turn='{number}']")

    def place(self, number: int, units: int) -> dict[str, float]:
        cell = self.page.locator(f"[data-turn='{number}'] .text")
        cell.scroll_into_view_if_needed()
        found: dict[str, float] = cell.evaluate(_PLACE, units)
        return found

    def drag(self, number: int, words: str) -> None:
        """Select these words of a turn with the mouse."""
        text = self.page.locator(f"[data-turn='{number}'] .text").text_content() or ""
        start = len(text[: text.index(words)].encode("utf-16-le")) // 2
        end = start + len(words.encode("utf-16-le")) // 2
        first, last = self.place(number, start), self.place(number, end - 1)
        mouse = self.page.mouse
        mouse.move(first["left"] + 1, first["middle"])
        mouse.down()
        mouse.move((first["left"] + last["right"]) / 2, first["middle"], steps=4)
        mouse.move(last["right"] - 0.5, last["middle"], steps=4)
        mouse.up()

    def drag_from_right(self, number: int, words: str) -> None:
        """Select these words of a turn that is written from right to left."""
        text = self.page.locator(f"[data-turn='{number}'] .text").text_content() or ""
        start = text.index(words)
        first, last = self.place(number, start), self.place(number, start + len(words) - 1)
        mouse = self.page.mouse
        mouse.move(first["right"] - 1, first["middle"])
        mouse.down()
        mouse.move(last["left"] + 0.5, last["middle"], steps=6)
        mouse.up()

    def long_press(self, number: int, word: str) -> None:
        """Lay a finger on a word of a turn for a second: a real press, which ends without a click.

        Chromium selects the word under a finger on telephones only, so here the page does so meanwhile.
        """
        cell = self.page.locator(f"[data-turn='{number}'] .text")
        start = (cell.text_content() or "").index(word)
        on = self.place(number, start + len(word) // 2)
        cell.evaluate(
            """({firstChild}, [from, to]) => setTimeout(
                () => document.getSelection().setBaseAndExtent(firstChild, from, firstChild, to), 600
            )""",
            [start, start + len(word)],
        )
        finger = self.page.context.new_cdp_session(self.page)
        press = {"x": on["left"], "y": on["middle"], "duration": 1200, "gestureSourceType": "touch"}
        finger.send("Input.synthesizeTapGesture", press)
        finger.detach()

    def expect_label(self, spoken: str) -> None:
        """Wait until the margin has one coding, and it is told so."""
        expect(self.page.locator(".annotator .label")).to_have_attribute(
            "aria-label", re.compile(rf"^{re.escape(spoken)}")
        )

    def selected(self) -> str:
        """Return what the browser has selected in the pane."""
        found: str = self.pane.evaluate(
            """(pane) => {
                const selection = document.getSelection();
                const made = selection.getComposedRanges({shadowRoots: [pane.getRootNode()]})[0];
                const range = document.createRange();
                range.setStart(made.startContainer, made.startOffset);
                range.setEnd(made.endContainer, made.endOffset);
                return range.toString();
            }"""
        )
        return found

    def apply(self, words: str) -> None:
        """Type into the box that has opened, and press Enter."""
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def expect_saved(self, codings: int) -> None:
        """Wait until this many codings are shown and all of them are on disk."""
        expect(self.pane).to_have_attribute("data-codings", str(codings))
        expect(self.pane).to_have_attribute("data-unacked", "0")

    def highlighted(self) -> list[str]:
        """Return the text of every highlight the browser has registered for codings, sorted."""
        found: list[str] = self.page.evaluate(
            """() => [...CSS.highlights].flatMap(([name, marks]) => [...marks].map((range) => {
                const node = range.startContainer;
                return node.textContent.slice(range.startOffset, range.endOffset);
            }))"""
        )
        return sorted(set(found))
