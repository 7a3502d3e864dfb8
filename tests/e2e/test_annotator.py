"""The coding pane as a person uses it. All tests share a server; each is another coder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import conversation
from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import Pane
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.store import codings, memos, transcripts
from toolkit.store.study import Study
from toolkit.workflow.studies import start

THEMES = (Theme("feelings", "Feelings"), Theme("work", "Work"))
CODES = (
    Code("trust", "Trust", parent="feelings", definition="Talk of trust.", include=("relying on someone",)),
    Code(
        "doubt",
        "Doubt",
        parent="feelings",
        definition="Talk of doubt.",
        exclude=(Exclusion("mere caution", "care"),),
    ),
    Code("care", "Care", parent="work", definition="Taking pains."),
)
TALK = (
    ("I", "How was it? \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ("P01", "I trusted them \U0001f600 at first. Then cafe\u0301 talk made me doubt. They came back."),
    ("I", "And now?"),
    ("P01", "Now I take care. 漢字 too."),
    ("P01", "I take care every day, and I trust nobody."),
)
SENTENCE = "I trusted them \U0001f600 at first."
COUNT = 60


@dataclass
class Desk:
    address: str
    study: Study

    def codings(self, coder: str) -> tuple[Coding, ...]:
        with self.study.reading() as connection:
            return codings.everything(connection, coders=(coder,))

    def memos(self, coder: str) -> list[str]:
        with self.study.reading() as connection:
            return [memo.text for memo in memos.everything(connection, author=coder)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    codebook = Codebook("small", "A small codebook", "1.0.0", THEMES, CODES)
    study = start(tmp_path_factory.mktemp("desk") / "desk.study", codebook, title="Desk")
    long = [("P02", f"Answer {number}.") for number in range(COUNT)]
    hebrew = [("I", "מה שלומך היום?"), ("P03", "סמכתי עליהם בהתחלה. אחר כך פחות.")]
    with study.transaction("researcher") as records:
        for name, said in (("P01", TALK), ("P02", long), ("P03", hebrew)):
            transcripts.add(records, conversation(name, *said))
    port = free_port()
    with serving(study.where, port):
        yield Desk(f"http://127.0.0.1:{port}", study)
    study.close()


def quotes(found: tuple[Coding, ...]) -> list[tuple[str, str]]:
    return [(coding.code, coding.quotation.text) for coding in found]


def code(page: Page, label: str) -> None:
    """Click a code in the tree."""
    page.locator(".branches .code", has_text=label).click()


def test_a_code_clicked_in_the_tree_is_for_what_is_selected_else_held_ready(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Ada")

    pane.drag(2, "made me doubt")
    code(page, "Doubt")
    pane.expect_saved(1)
    page.keyboard.press("Escape")

    code(page, "Trust")
    expect(page.locator(".armed")).to_contain_text("Trust")
    pane.drag(2, "trusted them")
    pane.expect_saved(2)
    pane.drag(5, "I trust nobody")
    pane.expect_saved(3)
    page.keyboard.press("Escape")
    expect(page.locator(".armed")).to_be_hidden()

    assert quotes(desk.codings("Ada")) == [
        ("trust", "trusted them"),
        ("doubt", "made me doubt"),
        ("trust", "I trust nobody"),
    ]
    expect(page.locator("li", has_text="Trust").locator(".count")).to_have_text("2")
    page.get_by_title("Show or hide how often").click()
    expect(page.locator("li", has_text="Trust").locator(".count")).to_be_hidden()
    page.reload()
    pane.expect_saved(3)
    expect(page.locator("li", has_text="Trust").locator(".count")).to_be_hidden()


def test_the_tree_finds_codes_folds_themes_and_says_what_a_code_is_for(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Bea")
    names = page.locator(".branches .code .name")

    page.get_by_role("button", name="Feelings").click()
    expect(page.locator(".branches .code:visible")).to_have_count(1)
    page.get_by_role("searchbox", name="Find a code").fill("dou")
    expect(names).to_have_text(["Doubt"])
    page.get_by_role("searchbox", name="Find a code").fill("")

    page.get_by_role("button", name="Feelings").click()
    page.locator(".branches .code", has_text="Doubt").hover()
    card = page.locator(".hint-card")
    expect(card).to_contain_text("mere caution")
    card.get_by_role("button", name="Care").click()
    expect(card).to_contain_text("Taking pains.")
    page.mouse.move(1000, 700)
    expect(card).to_be_hidden()

    pane.drag(4, "take care")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("care")
    page.keyboard.press("Enter")
    pane.expect_saved(1)
    assert quotes(desk.codings("Bea")) == [("care", "take care")]


def test_several_codes_are_given_to_one_selection(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Cem")

    pane.drag(4, "take care")
    page.keyboard.type("trust")
    page.keyboard.press("Shift+Enter")
    pane.expect_saved(1)
    page.keyboard.type("3")
    pane.expect_saved(2)

    assert quotes(desk.codings("Cem")) == [("trust", "take care"), ("care", "take care")]


def test_recoding_doubting_and_moving_ends_are_undone_and_redone_after_a_reload(
    desk: Desk, page: Page
) -> None:
    pane = Pane.open(page, desk.address, "Dua")
    pane.drag(4, "take care")
    pane.apply("trust")
    pane.expect_saved(1)

    middle = pane.place(4, 8)
    page.mouse.click(middle["left"], middle["middle"])
    page.keyboard.press("r")
    pane.apply("care")
    pane.expect_label("Care")
    page.keyboard.press("u")
    pane.expect_label("Care, unsure")
    page.keyboard.press("Control+Alt+ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    pane.expect_label("Care, unsure: I take care.")
    pane.expect_saved(1)
    (coding,) = desk.codings("Dua")
    assert (coding.code, coding.quotation.text, coding.certainty) == ("care", "I take care.", "unsure")

    page.reload()
    pane.expect_label("Care, unsure: I take care.")
    page.locator(".scroller").focus()
    page.keyboard.press("Control+z")
    pane.expect_label("Care, unsure: take care")
    page.keyboard.press("Control+z")
    pane.expect_label("Care: take care")
    page.keyboard.press("Control+z")
    pane.expect_label("Trust: take care")
    page.keyboard.press("Control+z")
    pane.expect_saved(0)

    page.reload()
    expect(pane.turn(1)).to_be_visible()
    page.locator(".scroller").focus()
    for label in ("Trust: take care", "Care: take care"):
        page.keyboard.press("Control+Shift+z")
        pane.expect_label(label)
    pane.expect_saved(1)
    assert quotes(desk.codings("Dua")) == [("care", "take care")]


def test_an_end_is_moved_with_the_mouse(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Dan")
    pane.drag(5, "take care")
    pane.apply("care")
    pane.expect_saved(1)

    middle = pane.place(5, 8)
    page.mouse.click(middle["left"], middle["middle"])
    handle = page.locator(".handle.end").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    words = TALK[4][1]
    day = pane.place(5, words.index("day") + 2)
    page.mouse.move(day["right"] - 1, day["middle"], steps=6)
    page.mouse.up()

    pane.expect_label("Care: take care every day")
    pane.expect_saved(1)
    assert quotes(desk.codings("Dan")) == [("care", "take care every day")]


def test_a_click_selects_a_sentence_or_turn_and_a_number_codes_it(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Eva")

    page.get_by_label("What a click selects").select_option("sentence")
    middle = pane.place(2, 5)
    page.mouse.click(middle["left"], middle["middle"])
    assert pane.selected() == SENTENCE
    page.keyboard.press("1")
    page.keyboard.press("3")
    pane.expect_saved(2)

    page.get_by_label("What a click selects").select_option("turn")
    middle = pane.place(5, 5)
    page.mouse.click(middle["left"], middle["middle"])
    page.locator(".quick").get_by_role("button", name="Doubt").click()
    pane.expect_saved(3)
    assert quotes(desk.codings("Eva")) == [("trust", SENTENCE), ("care", SENTENCE), ("doubt", TALK[4][1])]


def test_the_caret_is_shown_where_it_is_after_a_code_was_chosen_or_not(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Lou")
    current = page.locator("[data-current]")

    pane.pane.focus()
    for key in ("j", "j", "s", "Enter", "Escape"):
        page.keyboard.press(key)
    expect(current.and_(pane.turn(3))).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    pane.expect_saved(1)
    expect(current.and_(pane.turn(3))).to_have_count(1)


def test_overlaps_and_several_turns_are_coded_by_keys_alone(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Fay")

    pane.pane.focus()
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("1")
    pane.expect_saved(1)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+End")
    page.keyboard.press("Enter")
    pane.apply("doubt")
    pane.expect_saved(2)

    short, long = sorted(desk.codings("Fay"), key=lambda coding: len(coding.quotation.text))
    assert short.quotation.text == SENTENCE
    assert long.quotation.text.startswith(SENTENCE)
    assert "\n" in long.quotation.text
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("ArrowRight")
    for label in ("Trust", "Doubt", "Trust"):
        page.keyboard.press("o")
        expect(page.locator(".card strong").first).to_have_text(label)
    page.keyboard.press("Delete")
    pane.expect_saved(1)
    assert [coding.code for coding in desk.codings("Fay")] == ["doubt"]


def test_a_memo_is_written_on_a_coding_marked_beside_the_text_and_changed(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Gil")
    pane.drag(4, "take care")
    pane.apply("care")
    pane.expect_saved(1)

    middle = pane.place(4, 8)
    page.mouse.click(middle["left"], middle["middle"])
    page.keyboard.press("m")
    page.keyboard.type("<b>Care</b> for whom?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card .memo")).to_contain_text("<b>Care</b> for whom?")
    pane.expect_label("Care, with a memo")
    pane.expect_saved(1)
    assert desk.memos("Gil") == ["<b>Care</b> for whom?"]

    page.reload()
    page.get_by_role("button", name="Memos 1").click()
    page.locator(".memo-line").click()
    page.get_by_role("button", name="Change the memo").click()
    page.get_by_role("textbox", name="Memo").fill("For them.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card .memo")).to_contain_text("For them.")
    pane.expect_saved(1)
    assert desk.memos("Gil") == ["For them."]
    page.keyboard.press("Control+z")
    expect(page.locator(".card .memo")).to_contain_text("for whom?")


def test_what_the_study_refuses_is_taken_back_and_the_reason_told(
    desk: Desk, context: BrowserContext
) -> None:
    first = Pane.open(context.new_page(), desk.address, "Noa")
    first.drag(4, "take care")
    first.apply("care")
    first.expect_saved(1)
    first.page.get_by_role("button", name="Memos").click()
    first.page.get_by_role("button", name="Memo on the transcript").click()
    first.page.keyboard.type("Why?")
    first.page.keyboard.press("Control+Enter")
    expect(first.page.get_by_role("button", name="Memos 1")).to_be_visible()
    first.expect_saved(1)
    second = Pane.open(context.new_page(), desk.address, "Noa")
    for pane, words in ((second, "Because."), (first, "So what?")):
        pane.page.get_by_role("button", name="Memos 1").click()
        pane.page.locator(".memo-line").click()
        pane.page.get_by_role("textbox", name="Memo").fill(words)
        pane.page.keyboard.press("Control+Enter")
        expect(pane.pane).to_have_attribute("data-unacked", "0")

    told = first.page.locator(".fault")
    expect(told).to_contain_text("Not saved, and taken back here: changed a memo. Reason: ")
    assert desk.memos("Noa") == ["Because."]
    first.page.get_by_role("button", name="Memos 1").click()
    expect(first.page.locator(".memo-line .words")).to_have_text("Because.")
    told.get_by_role("button", name="Close").click()
    expect(told).to_have_count(0)


def test_words_are_found_codings_filtered_and_the_next_uncoded_turn_reached(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Hal")
    pane.drag(2, "trusted them")
    pane.apply("trust")
    pane.drag(4, "take care")
    pane.apply("care")
    pane.expect_saved(2)
    expect(page.locator(".progress")).to_contain_text("2 of 3 turns")

    page.locator(".scroller").focus()
    page.keyboard.press("e")
    expect(page.locator("[data-current]")).to_have_attribute("data-turn", "5")

    page.keyboard.press("f")
    page.keyboard.type("TAKE CARE")
    expect(page.locator(".hits")).to_have_text("2 of 2")
    page.keyboard.press("Enter")
    expect(page.locator(".hits")).to_have_text("1 of 2")
    page.keyboard.press("Escape")
    assert pane.selected() == "take care"

    page.keyboard.press("l")
    page.locator(".filter-box").get_by_label("Code", exact=True).select_option("Trust")
    expect(pane.pane).to_have_attribute("data-codings", "1")
    assert "take care" not in pane.highlighted()
    page.get_by_role("button", name="Show everything").click()
    expect(pane.pane).to_have_attribute("data-codings", "2")

    ink = "cell => getComputedStyle(cell).color"
    lit = page.locator("[data-turn='5'] .text").evaluate(ink)
    page.get_by_role("button", name="Backlight").click()
    assert page.locator("[data-turn='5'] .text").evaluate(ink) != lit


def test_a_key_is_changed_and_stays_so(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Ina")
    page.locator(".scroller").focus()
    page.keyboard.press("?")
    page.get_by_role("button", name=re.compile("^B: Fade")).click()
    page.keyboard.press("x")
    expect(page.locator(".help .told")).to_have_text("Changed.")
    page.keyboard.press("Escape")
    expect(page.locator(".help")).to_be_hidden()

    page.reload()
    expect(pane.turn(1)).to_be_visible()
    page.locator(".scroller").focus()
    page.keyboard.press("b")
    expect(pane.pane).not_to_have_attribute("data-backlight", "")
    page.keyboard.press("x")
    expect(pane.pane).to_have_attribute("data-backlight", "")


def test_sixty_codings_in_a_row_are_all_saved_by_the_same_view(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Jon", "P02")
    pane.pane.evaluate("pane => { pane.isTheSame = true; }")
    page.locator(".scroller").focus()

    for number in range(COUNT):
        if number:
            page.keyboard.press("j")
        page.keyboard.press("t")
        page.keyboard.press(str(number % 3 + 1))
        page.wait_for_timeout(30)

    pane.expect_saved(COUNT)
    assert pane.pane.evaluate("pane => pane.isTheSame")
    assert [coding.quotation.text for coding in desk.codings("Jon")] == [
        f"Answer {number}." for number in range(COUNT)
    ]


def test_a_text_from_right_to_left_has_its_margin_on_the_left(desk: Desk, page: Page) -> None:
    pane = Pane.open(page, desk.address, "Kim", "P03")
    pane.drag_from_right(2, "סמכתי עליהם")
    pane.apply("trust")
    pane.expect_saved(1)

    assert quotes(desk.codings("Kim")) == [("trust", "סמכתי עליהם")]
    text = page.locator("[data-turn='2'] .text").bounding_box()
    label = page.locator("[data-turn='2'] .label").bounding_box()
    assert text
    assert label
    assert label["x"] + label["width"] < text["x"]


def test_fingers_select_and_tap(desk: Desk, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)
    page = context.new_page()
    pane = Pane.open(page, desk.address, "Lea")

    page.get_by_label("What a click selects").select_option("sentence")
    code(page, "Trust")
    middle = pane.place(2, 5)
    page.touchscreen.tap(middle["left"], middle["middle"])
    pane.expect_saved(1)
    assert quotes(desk.codings("Lea")) == [("trust", SENTENCE)]

    page.locator(".armed").get_by_role("button").click()
    page.get_by_label("What a click selects").select_option("words")
    middle = pane.place(4, 2)
    page.touchscreen.tap(middle["left"], middle["middle"])
    # What a long press and its handles leave behind.
    page.locator("[data-turn='4'] .text").evaluate(
        "cell => document.getSelection().setBaseAndExtent(cell.firstChild, 6, cell.firstChild, 15)"
    )
    page.locator(".chooser .option", has_text="Care").click()
    pane.expect_saved(2)
    assert ("care", "take care") in quotes(desk.codings("Lea"))
    context.close()


def test_a_long_press_takes_the_word_under_the_finger(desk: Desk, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)
    page = context.new_page()
    pane = Pane.open(page, desk.address, "Nan")
    pane.long_press(4, "care")

    box = page.locator(".chooser")
    expect(box).to_be_visible()
    # Or the keyboard of the screen would cover the words.
    expect(box.get_by_role("combobox")).not_to_be_focused()
    box.locator(".option", has_text="Care").click()
    pane.expect_saved(1)
    assert quotes(desk.codings("Nan")) == [("care", "care")]
    context.close()


def test_paper_has_every_coding_and_nothing_to_press(desk: Desk, page: Page, tmp_path: Path) -> None:
    pane = Pane.open(page, desk.address, "Mia", "P02")
    page.locator(".scroller").focus()
    page.keyboard.press("k")
    page.keyboard.press("t")
    page.keyboard.press("1")
    for _ in range(COUNT):
        page.keyboard.press("j")
    page.keyboard.press("t")
    page.keyboard.press("2")
    pane.expect_saved(2)

    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    expect(page.locator(".annotator .label")).to_have_text(["Trust", "Doubt"])
    for hidden in (".toolbar", ".tree", ".footer", "[data-testid='stSidebar']"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.locator(".scroller").evaluate("box => box.scrollHeight <= box.clientHeight + 1")


# Keeps what Streamlit has put over the page and taken away again.
_KEEP_BOXES = """() => {
    globalThis.boxes = [];
    const isBox = (node) => node.matches?.(".stDialog");
    const keep = ({removedNodes}) => boxes.push(...[...removedNodes].filter(isBox));
    const watching = new MutationObserver((changes) => changes.forEach(keep));
    watching.observe(document.body, {childList: true});
}"""


def test_codings_made_while_the_server_is_down_are_saved_later(tmp_path: Path, page: Page) -> None:
    """Three are sent when the server is back; one more is kept by the tab that is closed over it."""
    codebook = Codebook("small", "A small codebook", "1.0.0", THEMES, CODES)
    with closing(start(tmp_path / "down.study", codebook, title="Down")) as study:
        with study.transaction("researcher") as records:
            transcripts.add(records, conversation("P01", *TALK))
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        desk = Desk(address, study)
        with serving(study.where, port):
            pane = Pane.open(page, address, "Ana")
            page.evaluate(_KEEP_BOXES)
        # Streamlit's own box about the connection does not stay between the coder and the text.
        page.wait_for_function("boxes.length > 0")
        expect(page.locator("[data-testid='stDialog']")).to_have_count(0)
        pane.drag(2, "They")
        expect(page.get_by_label("Code for the selection")).to_be_focused()
        page.keyboard.press("Escape")
        for words in ("trusted them", "at first", "came back"):
            pane.drag(2, words)
            pane.apply("trust")
        expect(pane.pane).to_have_attribute("data-unacked", "3")
        expect(page.locator(".footer")).to_contain_text("Not saved yet: 3 changes")
        with serving(study.where, port):
            pane.expect_saved(3)
        assert len(desk.codings("Ana")) == 3

        pane.drag(4, "take care")
        pane.apply("care")
        expect(pane.pane).to_have_attribute("data-unacked", "1")
        page.on("dialog", lambda dialog: dialog.accept())
        page.evaluate("location.replace('about:blank')")
        with serving(study.where, port):
            Pane.open(page, address, "Ana").expect_saved(4)
        assert ("care", "take care") in quotes(desk.codings("Ana"))
