"""From one version of the codebook to the next in a browser: draft, release, decide, compare."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import conversation
from tests.e2e.conftest import Serve
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import answering, applying, studies

CODEBOOK = Path(__file__).parents[2] / "codebook" / "genai-documentation-0.1.0.yaml"
SAID = (
    "I pasted the whole licence part from the base model.",
    "For the layout I looked at what the big releases do.",
    "The examples I copied, and the order of them I imitated.",
)


REASON = "Layout 1, not text: 2 u 0"  # holds the keys that do something elsewhere


@pytest.fixture
def coded(tmp_path: Path) -> Study:
    """Make a study under the first version of the sample codebook, with three passages about copying."""
    path = tmp_path / "revised.study"
    studies.create(path, codebook=CODEBOOK)
    study = studies.open_study(path)
    talk = conversation("P01", *(line for said in SAID for line in (("I", "How?"), ("P01", said))))
    with study.transaction("researcher") as records:
        transcripts.add(records, talk)
    for turn in talk.turns[1::2]:
        applying.code(
            study,
            coder="Ana",
            transcript="P01",
            start=turn.span.start,
            end=turn.span.end,
            code="copying",
        )
    study.close()
    return study


def settle(page: Page) -> None:
    """Wait until Streamlit has finished its run."""
    page.wait_for_timeout(200)
    expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")


def choose(page: Page, title: str, words: str) -> None:
    """Choose from a list by typing."""
    box = page.get_by_role("combobox", name=title)
    box.click()
    box.fill(words)
    page.get_by_role("option").first.click()
    settle(page)


def write(field: Locator, words: str) -> None:
    field.fill(words)
    field.press("Control+Enter")
    settle(field.page)


def segments(page: Page) -> dict[str, int]:
    """Return how many passages each code has in the theme table that people download."""
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    content = Path(download.value.path()).read_text("utf-8-sig")
    rows = csv.DictReader(io.StringIO(content))
    return {row["code"]: int(row["n_segments"]) for row in rows if row.get("n_segments", "").isdigit()}


def draft_a_split(page: Page) -> None:
    """Make two codes of one."""
    page.get_by_role("radio", name="Split").or_(page.get_by_role("button", name="Split")).first.click()
    choose(page, "What", "Copying")
    # Streamlit loads each kind of field when the first is shown and makes the form anew a moment later.
    page.wait_for_timeout(2000)
    for place, label in enumerate(("Copying from upstream", "Exemplar cards")):
        write(page.get_by_role("textbox", name="Label", exact=True).nth(place), label)
        write(page.get_by_role("textbox", name="Definition").nth(place), f"{label}, and nothing else.")
    write(page.get_by_role("textbox", name="Why (goes into the record)"), "Two things were one.")
    page.get_by_role("button", name="Add this step").click()
    told = "Split Copying other cards into Copying from upstream and Exemplar cards"
    expect(page.get_by_text(told)).to_be_visible()


def release(page: Page) -> None:
    """Release the draft, which is possible only after the dry run has said what becomes of the codings."""
    button = page.get_by_role("button", name="Release 0.2.0")
    expect(button).to_be_disabled()
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_text("3 = 0 resolved + 0 collapsed + 3 pending + 0 frozen")).to_be_visible()
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("Codebook 0.2.0 is released.")).to_be_visible()


def decide_by_keyboard(page: Page) -> None:
    """Decide three times, with a reason once, taken back and recorded again once: all without a mouse."""
    why = page.get_by_role("textbox", name="Why (optional)")
    press(page, "ArrowRight", then="2 of 3 that wait")
    press(page, "ArrowLeft", then="1 of 3 that wait")
    press(page, "2")
    press(page, "a", then="Decide all of them as Exemplar cards?")
    press(page, "Escape")
    press(page, "2")
    press(page, "1", "Enter", then="1 of 3 decided")
    press(page, "2")
    for _ in range(60):
        page.keyboard.press("Tab")
        if why.evaluate("(field) => field === document.activeElement"):
            break
    page.keyboard.type(REASON)
    press(page, "Enter", then="2 of 3 decided")
    press(page, "u", then="1 of 3 decided")
    expect(why).to_have_value(REASON)
    press(page, "Enter", then="2 of 3 decided")
    press(page, "1", "2", "Enter", then="Everything that waited is decided.")


def press(page: Page, *keys: str, then: str = "") -> None:
    """Press keys as fast as they go, and wait for what they lead to."""
    for key in keys:
        page.keyboard.press(key)
    if then:
        expect(page.get_by_text(then)).to_be_visible()
    settle(page)


def test_a_split_is_drafted_released_decided_by_keyboard_and_seen_at_both_versions(
    coded: Study, serve: Serve, page: Page
) -> None:
    page.goto(f"{serve(coded.where)}/codebook?coder=Ana&view=Draft")
    draft_a_split(page)
    release(page)
    page.get_by_role("link", name="3 codings wait for a decision").click()
    expect(page.get_by_text("0 of 3 decided")).to_be_visible()
    settle(page)
    decide_by_keyboard(page)

    study = studies.open_study(coded.where)
    made = answering.queue(study).decided
    upstream, layout = "copying-from-upstream", "exemplar-cards"
    assert [decision.chosen for decision in made] == [(upstream,), (layout,), (upstream, layout)]
    assert [decision.reason for decision in made] == ["", REASON, ""]
    assert {decision.decided_by for decision in made} == {"Ana"}
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    study.close()

    page.get_by_role("link", name="Findings").click()
    expect(page.get_by_role("heading", name="Findings")).to_be_visible()
    settle(page)
    now = segments(page)
    assert (now["Copying from upstream"], now["Exemplar cards"]) == (2, 2)
    assert "Copying other cards" not in now

    choose(page, "Codebook version", "0.1.0")
    before = segments(page)
    assert before["Copying other cards"] == 3
    assert "Exemplar cards" not in before
