"""What keeps a person from using the page, as far as a program can find it: axe-core's rules and our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import Pane, settle
from toolkit.workflow import demonstrating

PAGES = (
    *("", "transcripts", "search", "codebook", "review", "memos", "agreement", "findings"),
    *(f"codebook?view={view}" for view in ("What+changed", "River", "Draft")),
)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("seen") / "sample.study"
    demonstrating.sample(path).close()
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}"


def violations(page: Page) -> list[str]:
    """Return what breaks a rule of axe-core, as `rule: where: what is wrong`."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


# Streamlit has taken over the theme of the system, no colour is on its way from one to the other, and nothing
# is faded that waits for a run.
_IN_FULL_COLOUR = """(scheme) => {
    const isOver = ({playState, effect}) =>
        playState !== "running" || effect.getComputedTiming().iterations === Infinity;
    const app = document.querySelector(".stApp");
    const isWhole = !document.querySelector("[data-stale='true']");
    return getComputedStyle(app).colorScheme === scheme && isWhole && document.getAnimations().every(isOver);
}"""


def violations_in_light_and_dark(page: Page) -> list[str]:
    """Look twice: the page follows the system's theme without being loaded again."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(_IN_FULL_COLOUR, arg=scheme)
        found += [f"{scheme}: {each}" for each in violations(page)]
    return found


def test_every_page_keeps_the_rules(address: str, page: Page) -> None:
    for name in PAGES:
        page.goto(f"{address}/{name}")
        expect(page.get_by_role("heading").first).to_be_visible()
        settle(page)
        assert violations_in_light_and_dark(page) == [], name


def open_chooser(page: Page) -> None:
    Pane(page).drag(2, "I repack")
    page.keyboard.type("co")
    expect(page.locator(".chooser .option").first).to_be_visible()


def open_card(page: Page) -> None:
    page.locator(".scroller").focus()
    page.keyboard.press("g")
    expect(page.locator(".card")).to_be_visible()


def open_memo(page: Page) -> None:
    open_card(page)
    page.keyboard.press("m")
    expect(page.locator(".memo-box")).to_be_visible()


def open_memos(page: Page) -> None:
    page.get_by_role("button", name="Memos").click()
    expect(page.locator(".memo-list")).to_be_visible()


def open_filter(page: Page) -> None:
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".filter-box")).to_be_visible()


def open_help(page: Page) -> None:
    page.locator(".scroller").focus()
    page.keyboard.press("?")
    expect(page.locator(".help")).to_be_visible()


def hover_code(page: Page) -> None:
    page.locator(".branches .code").first.hover()
    expect(page.locator(".hint-card")).to_be_visible()


def fade(page: Page) -> None:
    page.get_by_role("button", name="Backlight").click()


def hold_ready(page: Page) -> None:
    page.get_by_role("combobox", name="What a click selects").select_option("sentence")
    page.locator(".branches .code").first.click()
    expect(page.locator(".armed")).to_be_visible()


STATES: tuple[Callable[[Page], None], ...] = (
    *(open_chooser, open_card, open_memo, open_memos, open_filter, open_help, hover_code, hold_ready, fade),
)


def test_the_coding_pane_keeps_the_rules_with_each_of_its_boxes_open(address: str, page: Page) -> None:
    Pane.open(page, address, "A", "P04")
    settle(page)
    for show in STATES:
        show(page)
        assert violations_in_light_and_dark(page) == [], show.__name__
        for _ in range(2):
            page.keyboard.press("Escape")


# A colour as the browser has computed it, drawn over the page's, as its relative luminance (WCAG 2.2).
_LUMINANCES = """(pane) => {
    const brush = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const paper = getComputedStyle(pane).backgroundColor;
    const luminance = (...layers) => {
        for (const layer of [paper, ...layers]) { brush.fillStyle = layer; brush.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) =>
            part <= 10.31475 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const found = (selector, colour) => [...pane.querySelectorAll(selector)].map((one) =>
        contrast(luminance(getComputedStyle(one)[colour]), luminance()));
    return {
        chips: found(".margin .chip", "backgroundColor"),
        brackets: found(".bracket", "borderInlineStartColor"),
        labels: found(".label .words", "color"),
    };
}"""


def test_the_colours_of_codes_are_seen_and_their_names_read(address: str, page: Page) -> None:
    pane = Pane.open(page, address, "A", "P04")
    settle(page)
    open_card(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(pane.pane).to_have_attribute("data-theme", scheme)

        found = pane.pane.evaluate(_LUMINANCES)

        assert all(found.values())
        assert min(found["chips"] + found["brackets"]) >= 3
        assert min(found["labels"]) >= 4.5


_MOVING = """(pane) => {
    const moves = (one, part) => {
        const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(one, part || null);
        const isAtOnce = transitionDuration.split(", ").every((time) => time === "0s");
        return animationName !== "none" || scrollBehavior !== "auto" || !isAtOnce;
    };
    return [pane, ...pane.querySelectorAll("*")].flatMap((one) =>
        ["", "::before", "::after"].filter((part) => moves(one, part)).map((part) => one.className + part));
}"""


def test_nothing_moves_by_itself_for_those_who_asked_for_that(address: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    pane = Pane.open(page, address, "A", "P04")
    page.locator(".scroller").focus()
    page.keyboard.press("j")
    expect(page.locator(".caret[data-shown]")).to_have_count(1)

    assert pane.pane.evaluate(_MOVING) == []
    context.close()


def test_codes_stay_told_apart_in_the_few_colours_of_a_high_contrast_system(
    address: str, chromium: Browser
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, forced_colors="active")
    page = context.new_page()
    pane = Pane.open(page, address, "A", "P04")
    settle(page)
    open_card(page)

    colours = "chips => chips.map(chip => getComputedStyle(chip).backgroundColor)"
    assert len(set(page.locator(".branches .chip").evaluate_all(colours))) > 4
    assert violations(page) == []
    pane.drag(2, "I repack")
    ring = "option => getComputedStyle(option).outlineStyle"
    assert page.locator(".option[aria-selected]").evaluate(ring) == "solid"
    context.close()


def test_a_passage_is_coded_at_twice_the_size(address: str, chromium: Browser) -> None:
    """A window of 1280 by 800 shows half as much each way when the page is zoomed to 200 %."""
    context = chromium.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    pane = Pane.open(page, address, "Zoe", "P04")
    page.get_by_role("button", name="Codes").click()
    assert violations(page) == []
    pane.drag(2, "I repack")
    pane.apply("ethical")
    pane.expect_saved(1)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
    context.close()
