"""The web page of annotated transcripts in a browser: what is drawn, and that nothing runs."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Dialog

from tests.formats.exchange.projects import SAMPLE, hostile
from toolkit.formats.exchange import webpage
from toolkit.model.project import Project

_DRAWN = "() => [...document.querySelectorAll('.words span[data-n]')].map((each) =>\
 getComputedStyle(each, '::before').content)"
_PAPER = "() => getComputedStyle(document.body).backgroundColor"


def saved(project: Project, folder: Path) -> str:
    path = folder / "page.html"
    path.write_bytes(webpage.write(project))
    return path.as_uri()


def test_numbers_are_drawn_and_no_text_and_the_page_follows_light_and_dark(
    chromium: Browser, tmp_path: Path
) -> None:
    address = saved(SAMPLE, tmp_path)
    papers = []
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(address)
        papers.append(page.evaluate(_PAPER))
        drawn = page.evaluate(_DRAWN)
        said = [block.text_content() for block in page.locator(".words").all()]
        page.emulate_media(media="print")
        papers.append(page.evaluate(_PAPER))
        context.close()

        assert len(drawn) == 2 * len(SAMPLE.codings)
        assert all(each != "none" for each in drawn)
        assert "".join(map(str, said)) == "".join(text.text for text in SAMPLE.texts)
    light, light_print, dark, dark_print = papers
    assert dark != light == light_print == dark_print


def test_nothing_of_a_hostile_study_runs_or_is_complained_of(chromium: Browser, tmp_path: Path) -> None:
    told: list[str] = []

    def of_console(message: ConsoleMessage) -> None:
        told.append(message.text)

    def of_dialog(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.on("console", of_console)
    page.on("dialog", of_dialog)
    page.goto(saved(hostile(), tmp_path))
    width = page.evaluate("() => document.documentElement.scrollWidth")
    page.close()

    assert told == []
    assert width == 390
