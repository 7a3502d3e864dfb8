"""A blind round in a browser: a coder's list, colleagues who finish, and a lead who gives out work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Shared, shared
from tests.e2e.pane import settle
from toolkit.model.round import Coder
from toolkit.store import rounds
from toolkit.store.study import RESEARCHER, Study
from toolkit.ui.live import EVERY
from toolkit.workflow import arranging, assigning, watching

SOON = EVERY * 1000 * 4


def prepare(study: Study) -> None:
    """Begin a blind round in which Ana and Ben read both transcripts."""
    with study.transaction(RESEARCHER) as records:
        for person in (Coder("Ana"), Coder("Ben"), Coder("Cleo"), Coder("Lea", "lead")):
            rounds.add_coder(records, person)
    lea = study.seen_by("Lea")
    arranging.begin(lea, "check", purpose="how far we agree", unit="sentence", blind=True)
    for coder in ("Ana", "Ben"):
        assigning.assign(lea, coder=coder)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    path: Path = tmp_path_factory.mktemp("rounds") / "my.study"
    with shared(path, prepare) as served:
        yield served


def test_a_list_leads_to_the_transcript_where_others_are_hidden_and_finishing_is_seen(
    desk: Shared, page: Page
) -> None:
    page.goto(f"{desk.address}/?coder=Ana")
    expect(page.get_by_text("how far we agree")).to_be_visible()
    page.locator(".st-key-queue").get_by_role("link", name="P02").click()
    expect(page.locator("[data-turn='2']")).to_be_visible()
    assert "transcript=P02" in page.url
    expect(page.get_by_role("switch", name="Show other coders' codings")).to_be_disabled()
    page.get_by_text("I have read this transcript to the end").click()
    expect(page.get_by_text("and you have finished this transcript")).to_be_visible()
    states = {each.task.transcript: each.state for each in watching.board(desk.study.seen_by("Ana")).mine}
    assert states == {"P01": "reading", "P02": "finished"}
    page.goto(f"{desk.address}/code?coder=Cleo&transcript=P01")
    expect(page.get_by_text("this transcript is not on your list")).to_be_visible()


def test_that_a_colleague_finishes_shows_by_itself_and_takes_nothing_from_who_types(
    desk: Shared, page: Page
) -> None:
    page.goto(f"{desk.address}/team?coder=Lea")
    progress = page.get_by_test_id("stProgress")
    expect(progress.filter(has_text="Ben")).to_contain_text("0 of 2 finished")
    page.get_by_role("button", name="Change").click()
    field = page.get_by_role("textbox", name="Purpose")
    field.fill("half of a sen")
    field.evaluate("field => field.setSelectionRange(4, 4)")

    assigning.finish(desk.study.seen_by("Ben"), "P01", coder="Ben")
    expect(progress.filter(has_text="Ben")).to_contain_text("1 of 2 finished", timeout=SOON)

    expect(field).to_be_focused()
    expect(field).to_have_value("half of a sen")
    assert field.evaluate("field => field.selectionStart") == 4


def test_nothing_is_asked_for_a_page_that_was_left(desk: Shared, page: Page) -> None:
    sent: list[float] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(1)))
    page.goto(f"{desk.address}/team?coder=Lea")
    expect(page.get_by_test_id("stProgress").first).to_be_visible()
    settle(page)
    before = len(sent)
    page.wait_for_timeout(EVERY * 1000 * 3)
    assert len(sent) > before
    page.get_by_role("link", name="Memos").click()
    expect(page.get_by_role("heading", name="Memos").first).to_be_visible()
    settle(page)
    page.wait_for_timeout(1000)
    left = len(sent)
    page.wait_for_timeout(EVERY * 1000 * 3)
    assert len(sent) == left


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_a_lead_ticks_who_reads_what(desk: Shared, page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    transcript = "P01" if size[0] > 1000 else "P02"
    page.goto(f"{desk.address}/team?coder=Lea")
    table = page.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    settle(page)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    # The cells are painted; the way through them is by keyboard.
    table.click(position={"x": 30, "y": 50 if transcript == "P01" else 85})
    for key in ("ArrowRight",) * 4:
        page.keyboard.press(key)
    page.keyboard.press("Space")
    save = page.get_by_role("button", name=re.compile("^Save 1 changes?$"))
    expect(save).to_be_enabled()
    save.click()
    expect(page.get_by_text("Saved who reads what.")).to_be_visible()
    given = watching.board(desk.study.seen_by("Lea")).by_coder["Cleo"]
    assert transcript in {each.task.transcript for each in given}
