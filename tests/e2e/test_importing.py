"""From files on a researcher's disk to a transcript that can be coded, without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from toolkit.store import transcripts
from toolkit.store.study import Study

TALK = "Interviewer: How was it?\n\nAna: **Well**, it was <b>fine</b>.\n\nInterviewer: Thanks.\n\nAna: Bye.\n"


def test_files_are_dropped_looked_at_and_imported_by_keyboard(
    study: Study, serve: Callable[[str | Path], str], page: Page, tmp_path: Path
) -> None:
    paths = [tmp_path / "Ana.txt", tmp_path / "Ben.txt"]
    for path in paths:
        path.write_text(TALK.replace("Ana", path.stem), encoding="utf-8")
    page.goto(serve(study.where))
    page.get_by_role("link", name="Import transcripts").click()

    page.locator("input[type=file]").set_input_files(paths)
    section = page.locator("summary", has_text="Ana.txt")
    section.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("**Well**, it was <b>fine</b>.")).to_be_visible()
    name = page.get_by_label("Transcript", exact=True)
    name.fill("Interview 1")
    name.press("Tab")
    expect(page.get_by_label("Participant", exact=True)).to_have_value("Interview 1")
    with study.reading() as connection:
        assert transcripts.names(connection) == ()

    page.get_by_role("button", name="Import 2 files").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Imported: 2 added.")).to_be_visible()
    with study.reading() as connection:
        assert transcripts.names(connection) == ("Interview 1", "Ben")
    page.get_by_role("link", name="Read and code them").click()
    expect(page.get_by_text("it was <b>fine</b>")).to_be_visible()
