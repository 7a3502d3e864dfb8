"""A code that comes to mind while reading, in the real page: proposed, used, taken back, released."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.pane import Pane
from toolkit.model.code import Code
from toolkit.model.coding import Coding
from toolkit.store import codings
from toolkit.store.study import Study
from toolkit.workflow import drafting, noting, proposing, reporting, revising
from toolkit.workflow.drafting import Step


def select(pane: Pane, number: int, words: str) -> None:
    """Select words with the mouse, and close the box that opens."""
    pane.drag(number, words)
    pane.page.keyboard.press("Escape")


def stored(study: Study) -> tuple[Coding, ...]:
    with study.reading() as connection:
        return codings.everything(connection)


def waiting(study: Study) -> list[tuple[str, str]]:
    return [(each.label, each.definition) for each in proposing.proposed(study)]


def test_words_become_a_code_and_the_act_is_undone_done_again_and_there_after_a_reload(
    study: Study, interview: str, page: Page
) -> None:
    pane = Pane.open(page, interview, "Ana")
    group = page.get_by_role("list", name="Proposed by you")

    select(pane, 2, "cafe\u0301 talk")
    page.keyboard.press("v")
    pane.expect_saved(1)
    expect(group.get_by_role("button", name="cafe\u0301 talk")).to_be_visible()
    pane.expect_label("cafe\u0301 talk")
    assert [(coding.code, coding.quotation.text) for coding in stored(study)] == [
        ("cafe-talk", "cafe\u0301 talk")
    ]

    page.keyboard.press("Control+z")
    pane.expect_saved(0)
    expect(group).to_have_count(0)
    assert (stored(study), waiting(study)) == ((), [])

    page.keyboard.press("Control+Shift+z")
    pane.expect_saved(1)
    page.reload()
    pane.expect_saved(1)
    expect(group.get_by_role("button", name="cafe\u0301 talk")).to_be_visible()
    assert waiting(study) == [("cafe\u0301 talk", "")]

    # Used again, from the box and by the words once more.
    pane.drag(4, "take care")
    pane.apply("cafe")
    pane.expect_saved(2)
    assert {coding.code for coding in stored(study)} == {"cafe-talk"}

    # From the box itself, in which V is a letter.
    pane.drag(2, "at first.")
    page.keyboard.press("Control+Enter")
    pane.expect_saved(3)
    assert [label for label, _ in waiting(study)] == ["cafe\u0301 talk", "at first"]


def test_a_new_code_is_named_while_reading_and_counts_once_it_is_released(
    study: Study, interview: str, page: Page
) -> None:
    pane = Pane.open(page, interview, "Ana")
    select(pane, 4, "take care")
    page.keyboard.press("n")
    page.keyboard.type("Looking after it")
    page.keyboard.press("Tab")
    page.keyboard.type("What people do to keep it well.")
    page.keyboard.press("Enter")
    pane.expect_saved(1)
    assert waiting(study) == [("Looking after it", "What people do to keep it well.")]
    assert "looking-after-it" not in reporting.frequency(study).column("code_id")

    # A name there is already means that code.
    select(pane, 2, "trusted them")
    page.keyboard.press("n")
    pane.apply("TRUST")
    pane.expect_saved(2)
    assert [coding.code for coding in stored(study)] == ["trust", "looking-after-it"]

    # Escape leaves without a trace, and keys in a field write.
    select(pane, 2, "doubt")
    page.keyboard.press("n")
    page.keyboard.type("vn")
    expect(page.locator(".option.new")).to_contain_text("“vn”")
    page.keyboard.press("Escape")
    pane.expect_saved(2)
    assert len(waiting(study)) == 1

    named = Code("looking-after-it", "Looking after it", "feelings", definition="To keep it well.")
    drafting.take(study, Step("add", results=(named.id,), codes=(named,)), by="Lead")
    revising.release_draft(study, by="Lead")
    assert "looking-after-it" in reporting.frequency(study).column("code_id")
    page.reload()
    pane.expect_saved(2)
    expect(page.get_by_role("list", name="Proposed by you")).to_have_count(0)
    expect(page.get_by_role("list", name="Feelings").get_by_text("Looking after it")).to_be_visible()


def test_a_name_that_was_taken_elsewhere_meanwhile_comes_back_with_the_reason(
    study: Study, interview: str, page: Page
) -> None:
    pane = Pane.open(page, interview, "Ana")
    proposing.propose(study, coder="Ana", label="Mine")
    select(pane, 4, "take care")
    page.keyboard.press("n")
    pane.apply("mine")
    told = page.locator(".fault")
    expect(told).to_contain_text("Not saved, and taken back here: proposed the code “mine”")
    expect(told).to_contain_text("is that of a code you have proposed; use that code")
    pane.expect_saved(0)


def test_a_memo_is_written_on_a_code_by_key_and_from_its_card(
    study: Study, interview: str, page: Page
) -> None:
    pane = Pane.open(page, interview, "Ana")
    code = page.locator(".tree").get_by_role("button", name="Doubt")
    code.focus()
    page.keyboard.press("m")
    expect(page.locator(".memo-box")).to_contain_text("New memo on Doubt")
    page.keyboard.type("Is it doubt or worry?")
    page.keyboard.press("Control+Enter")
    expect(code).to_be_focused()
    pane.expect_saved(0)
    assert noting.memos(study).column("code")[0] == "doubt"

    code.hover()
    card = page.locator(".hint-card")
    expect(card).to_contain_text("Is it doubt or worry?")
    card.get_by_role("button", name="Change the memo").click()
    page.keyboard.type(" Both.")
    page.keyboard.press("Control+Enter")
    pane.expect_saved(0)
    assert "Both." in str(noting.memos(study).column("memo")[0])
