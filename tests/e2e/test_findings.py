"""The page Findings in a real browser: filters that move nothing, links, and the passages behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.conftest import SampleAt
from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import settle
from tests.e2e.test_accessibility import violations_in_light_and_dark
from toolkit.ui.pages.findings import GROUPS
from toolkit.ui.pages.findings.address import slug

_ROWS = """(grid) => [...grid.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => cell.textContent))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[str]:
    """Serve the sample study, which no test here changes."""
    path = tmp_path_factory.mktemp("found") / "sample.study"
    sample_at(path).close()
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}/findings"


def open_page(page: Page, address: str) -> Locator:
    """Open the page; return its first table."""
    page.goto(address)
    grid = page.locator("[data-testid='stDataFrame']").first
    expect(grid.locator("tbody tr").first).to_be_attached(timeout=60_000)
    settle(page)
    return grid


def rows(grid: Locator) -> list[list[str]]:
    found: list[list[str]] = grid.evaluate(_ROWS)
    return found


def choose(page: Page, box: str, option: str) -> None:
    """Choose one more in a box of the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("combobox", name=box).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def choose_by(page: Page, option: str) -> None:
    """Choose in the box of participants, which a run of the page that ends just now closes again."""
    wanted = page.get_by_role("option", name=option)
    for _ in range(3):
        page.get_by_role("combobox", name="By", exact=True).click()
        with suppress(Error):
            wanted.wait_for(timeout=5_000)
            break
    wanted.click()


def click_row(grid: Locator, number: int, x: int = 60) -> None:
    """Click a cell: the table is a picture, with rows of 35 pixels below a heading of as many."""
    grid.locator(".dvn-scroller").click(position={"x": x, "y": 35 * (number + 1) + 17})


def place(page: Page) -> float:
    found: float = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    return found


def told(page: Page) -> tuple[int, int, int]:
    """Return how many segments, words and participants the page says there are behind a number."""
    line = page.get_by_text(re.compile(r"segments? with .* words? by"))
    numbers = re.findall(r"[\d,]+", line.inner_text())
    segments, words, people = (int(number.replace(",", "")) for number in numbers)
    return segments, words, people


def test_a_filter_moves_nothing_and_the_address_brings_it_back(address: str, page: Page) -> None:
    grid = open_page(page, f"{address}?show=code-frequency")
    grid.locator(".dvn-scroller").click(position={"x": 60, "y": 17})  # sort by the first column
    expect(grid.locator("tbody tr").first).not_to_contain_text("Reuse and maintenance")
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 90)")
    before = place(page)
    assert before == 90

    choose(page, "Themes", "Motivations")

    expect(page.get_by_text("Themes: Motivations: 13 of 13 participants")).to_be_visible()
    settle(page)
    expect(grid.locator("tbody tr")).to_have_count(4)
    assert place(page) == before
    names = [row[0] for row in rows(grid)]
    assert names == sorted(names)
    assert names[0] != "Reuse and maintenance"
    expect(page).to_have_url(re.compile("show=code-frequency.*themes=motivations"))

    again = page.context.new_page()
    assert {row[0] for row in rows(open_page(again, page.url))} == set(names)
    again.get_by_role("button", name="Clear filters").click()
    expect(again.get_by_text("The whole study: 13 of 13 participants")).to_be_visible()
    expect(again).to_have_url(f"{address}?show=code-frequency")


def test_back_brings_the_former_filters_and_they_wait_while_another_page_is_open(
    address: str, page: Page
) -> None:
    open_page(page, address)
    choose(page, "Participants", "P04")
    line = page.get_by_text("Participants: P04: 1 of 13 participants, 1 of 13 transcripts")
    expect(line).to_be_visible()
    settle(page)

    choose(page, "Participants", "P05")
    expect(page.get_by_text("Participants: P04 or P05: 2 of 13")).to_be_visible()
    settle(page)
    page.go_back()
    expect(line).to_be_visible()
    settle(page)

    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.get_by_role("link", name="Findings").click()

    expect(line).to_be_visible()
    expect(page).to_have_url(re.compile("participants=P04"))


def test_what_the_study_does_not_know_is_left_aside(address: str, page: Page) -> None:
    open_page(page, f"{address}?themes=motivations&codes=%3Cb%3Enone&questions=x&show=nowhere&where=a")
    expect(
        page.get_by_text("Left aside, because this study does not have it at this version")
    ).to_be_visible()
    expect(page.get_by_text("Themes: Motivations: 13 of 13")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page).to_have_url(f"{address}?themes=motivations")


def test_a_number_leads_to_as_many_passages_and_each_to_its_place(address: str, page: Page) -> None:
    grid = open_page(page, f"{address}?show=code-frequency")
    click_row(grid, 2)
    # Streamlit's own download would write cells as they are, formulas too.
    expect(page.get_by_label("Download as CSV").first).to_be_hidden()
    passages = page.locator(".st-key-passages")
    expect(passages).to_be_visible()
    settle(page)

    label, _theme, people, _share, segments, words, _first, _code = rows(grid)[2]
    assert told(page) == (int(segments), int(words.replace(",", "")), int(people))
    expect(page.get_by_role("combobox", name="Passages of")).to_have_value(label)
    links = passages.get_by_role("link")
    expect(links).to_have_count(int(segments))
    assert violations_in_light_and_dark(page) == []

    name, turn = re.findall(r"(P\d+), turn (\d+)", links.first.inner_text())[0]
    links.first.click()

    expect(page).to_have_url(re.compile(rf"/code\?transcript={name}&passage=\d+-\d+"))
    expect(page.locator(f"[data-turn='{turn}']")).to_be_in_viewport()


def test_a_cell_of_the_matrix_leads_to_the_passages_of_one_participant_by_keys_too(
    address: str, page: Page
) -> None:
    grid = open_page(page, f"{address}?show=codes-by-participant")
    click_row(grid, 0)
    expect(page.get_by_role("combobox", name="By", exact=True)).to_have_value("Everybody")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("combobox", name="By", exact=True)).not_to_have_value("Everybody")
    settle(page)

    assert told(page)[0] == int(rows(grid)[0][1])
    total = int(rows(grid)[0][14])
    choose_by(page, "Everybody")
    expect(page.get_by_text(f"{total} segments")).to_be_visible()


def test_every_view_is_reached_on_a_narrow_screen_and_keeps_the_rules(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, address)
    for group, views in GROUPS.items():
        page.get_by_role("radio", name=group, exact=True).click()
        for view in views:
            page.get_by_role("radio", name=view, exact=True).click()
            expect(page).to_have_url(re.compile(slug(view)) if view != "Themes" else address)
            settle(page)
            found = violations_in_light_and_dark(page)
            # Streamlit's box for files names a part of itself that it says has no role.
            assert [each for each in found if "stFileUploaderDropzone" not in each] == [], view
            expect(page.get_by_test_id("stException")).to_have_count(0)
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(wide), view


def test_a_pair_of_codes_leads_to_the_passages_where_they_meet(address: str, page: Page) -> None:
    grid = open_page(page, f"{address}?show=co-occurrence")
    click_row(grid, 0)
    expect(page.get_by_text("Where the two meet: ")).to_be_visible()
    first, second = rows(grid)[0][:2]
    expect(page.get_by_role("combobox", name="Passages of")).to_have_value(f"{first} and {second}")
    links = page.locator(".st-key-passages").get_by_role("link")
    expect(links).to_have_count(told(page)[0])
    assert told(page)[0] >= 2
