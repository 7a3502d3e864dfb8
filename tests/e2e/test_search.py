"""Searching, coding what was found and taking it back, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import SampleAt
from tests.e2e.conftest import Serve
from tests.e2e.pane import Pane
from toolkit.workflow import listing, studies


def coded(path: Path) -> int:
    study = studies.open_study(path)
    made = listing.all_codings(study).column("coder").count("Ana")
    study.close()
    return made


def test_hits_are_coded_at_once_and_taken_back_and_a_memo_leads_to_its_coding(
    tmp_path: Path, serve: Serve, page: Page, sample_at: SampleAt
) -> None:
    path = tmp_path / "sample.study"
    sample_at(path).close()
    address = serve(path)
    page.goto(f"{address}/search?coder=Ana")
    words = page.get_by_label("What to look for")
    words.fill("document*")
    words.press("Enter")
    expect(page.get_by_text("hits in")).to_be_visible()
    page.get_by_label("Code to give").click()
    page.keyboard.type("mixed readers")
    page.keyboard.press("Enter")

    button = page.get_by_role("button", name="Code all")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("coded as Writing for mixed readers")).to_be_visible()
    assert coded(path) > 5
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("coded as Writing for mixed readers")).to_have_count(0)
    assert coded(path) == 0

    page.goto(f"{address}/memos?coder=A")
    page.get_by_text("Codings", exact=True).click()
    link = page.get_by_role("link", name="Show it in the text").first
    expect(link).to_be_visible()
    link.click()
    expect(Pane(page).turn(1)).to_be_attached()
    expect(page).to_have_url(re.compile("coding="))
    expect(page.locator(".annotator .card")).to_be_visible()
