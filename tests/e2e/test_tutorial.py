"""The tutorial followed by clicks: what it says to choose is there, and pages show the numbers it prints."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import SampleAt
from tests.e2e.conftest import Serve
from tests.e2e.pane import FIRST_PAGE, Pane, settle
from tests.e2e.test_findings import click_row, rows, told
from tests.test_tutorial import ROOT, STEPS
from toolkit import cli
from toolkit.store import codings
from toolkit.workflow.studies import open_study, overview

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")


def named(words: str) -> str:
    """Return words that are pressed or read on a page, if the tutorial tells the reader of them."""
    assert re.search(rf"[*`]{re.escape(words)}[*`]", TUTORIAL), f"the tutorial does not say: {words}"
    return words


def printed(*command: str) -> list[str]:
    """Return what the tutorial says a command prints."""
    (step,) = (step for step in STEPS if step.words == ("intercoder", *command))
    return list(step.printed)


def go_to(page: Page, title: str) -> None:
    page.get_by_role("link", name=named(title), exact=True).click()


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_study_of_ones_own_is_made_by_commands_and_coded_by_clicks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serve: Serve, page: Page
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("codebook", "sample_transcripts"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    until = next(number for number, step in enumerate(STEPS) if step.words[1] == "code")
    for step in STEPS[:until]:
        monkeypatch.setattr("sys.argv", list(step.words))
        cli.main()

    page.goto(serve("first.study"))
    who = page.get_by_role("combobox", name=named("You are"))
    who.click(timeout=FIRST_PAGE)
    who.press_sequentially(named("Ana"))
    who.press("Enter")
    expect(page.get_by_text("Ana is new here")).to_be_visible()
    settle(page)

    go_to(page, "Code")
    choose(page, "Transcript", named("P03"))
    pane = Pane(page)
    expect(pane.turn(3)).to_contain_text("Dobry")
    page.locator(".tree").get_by_text(named("Ethical duty")).hover()
    (definition,) = re.findall(r"\*Ethical duty\*: (.+) …\)", TUTORIAL)
    expect(page.get_by_text(definition).first).to_be_visible()  # in capitals or not
    page.mouse.move(1200, 760)  # whoever points at the text looks at what stands beside the codes no longer
    expect(page.locator(".hint-card")).to_be_hidden()

    pane.drag(3, "fourth year, it was supposed to be the last")
    pane.apply("ethi")
    pane.expect_saved(1)
    assert "fourth year, it was supposed to be the last" in pane.highlighted()
    expect(page.locator(".footer").get_by_text(named("Saved"))).to_be_visible()
    page.keyboard.press("Control+z")
    pane.expect_saved(0)
    page.keyboard.press(named("?"))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    pane.drag(3, "supposed to be the last")
    pane.apply("ethi")
    pane.expect_saved(1)
    settle(page)
    page.get_by_text(named("I have read this transcript to the end")).click()
    go_to(page, "Home")
    expect(page.get_by_text("1 of 1 finished", exact=True)).to_be_visible()

    with closing(open_study("first.study")) as study, study.reading() as connection:
        (coding,) = codings.everything(connection)
        assert (coding.coder, coding.transcript, coding.code) == ("Ana", "P03", "ethical-duty")
        assert coding.quotation.text == "supposed to be the last"
        assert "P03" not in overview(study).unfinished("Ana")


def test_the_pages_of_the_sample_study_show_what_the_tutorial_prints(
    tmp_path: Path, sample_at: SampleAt, serve: Serve, page: Page
) -> None:
    sample_at(tmp_path / "sample.study").close()

    page.goto(f"{serve(tmp_path / 'sample.study')}/review")
    _, waiting, *_ = printed("review", "sample.study")
    _, transcript, coder, code, *_ = waiting.split()
    assert code in TUTORIAL.partition("split the code *")[2][: len(code)]
    expect(page.get_by_text(f"{transcript} · coded by {coder}")).to_be_visible(timeout=FIRST_PAGE)
    page.get_by_role("radio", name=named("Disagreements")).click()
    (settled,) = re.findall(r"\*(\d+ of \d+ settled)\*", TUTORIAL)
    expect(page.get_by_text(settled)).to_be_visible()
    page.get_by_role("radio", name=named("Settled")).click()
    expect(page.get_by_text("Coded or not").first).to_be_visible()

    go_to(page, "Agreement")
    everything = next(
        line
        for line in printed("agreement", "sample.study", "--unit", "turn")
        if "All codes together" in line
    )
    percent, alpha, low, high, units, positive = re.findall(
        r"([\d.]+%) \[.*\] … ([\d.]+) \[([\d.]+), ([\d.]+)\] … (\d+) (\d+)", everything
    )[0]
    grid = page.locator("[data-testid='stDataFrame']").first
    expect(grid.locator("tbody tr").first).to_contain_text("All codes together", timeout=FIRST_PAGE)
    expect(page.get_by_role("combobox", name=named("Unit"))).to_have_value("turn")
    label, n_units, n_positive, share, *bounds = rows(grid)[0][:7]
    assert (label, n_units, n_positive) == ("All codes together", units, positive)
    assert f"{float(share):.1%}" == percent
    assert [f"{float(bound):.3f}" for bound in bounds] == [alpha, low, high]

    go_to(page, "Findings")
    page.get_by_role("radio", name=named("Code frequency")).click()
    frequency = [re.split(r"  +", line) for line in printed("frequency", "sample.study") if "%" in line]
    grid = page.locator("[data-testid='stDataFrame']").first
    expect(grid.locator("tbody tr").first).to_contain_text(named("Reuse and maintenance"))
    settle(page)
    shown = [row[-8:] for row in rows(grid)[: len(frequency)]]
    assert len(frequency) == 3
    for (name, label, theme, people, share, segments, words, first), row in zip(
        frequency, shown, strict=True
    ):
        assert row[:3] == [label, theme, people.removesuffix(" of 13")]
        assert f"{float(row[3]):.1%}" == share
        assert row[4:] == [segments, words, first, name]
    click_row(grid, 0)
    people, segments, words = frequency[0][3], frequency[0][5], frequency[0][6]
    page.get_by_text(re.compile(r"segments? with .* words? by")).wait_for()
    assert told(page) == (int(segments), int(words), int(people.split()[0]))

    version = next(step.words[-1] for step in STEPS if "--at" in step.words)
    choose(page, named("Codebook version"), version)
    expect(page.get_by_text(f"Seen at codebook {version}; the latest is")).to_be_visible()
    page.get_by_role("button", name="See the latest").click()
    page.get_by_role("radio", name=named("Write-up")).click()
    first_words = printed("methods", "sample.study")[0].removesuffix(" …")
    expect(page.get_by_text(first_words).first).to_be_visible()
