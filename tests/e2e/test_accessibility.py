"""What keeps a person from using the page, as far as a program can find it: axe-core's rules and our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import FIRST_PAGE, Pane, settle
from toolkit.ui.app import PAGES
from toolkit.ui.pages.findings import GROUPS
from toolkit.workflow import demonstrating

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("seen") / "sample.study"
    demonstrating.sample(path).close()
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}"


# Streamlit names the place to drop files, which has no role; the button in it is named as well.
_THEIRS: Final = (("presentation-role-conflict", "stFileUploaderDropzone"),)


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what breaks a rule of axe-core, of these or any, as `rule: where: what is wrong`."""
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": [*rules]} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']}: {node['html'][:120]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == broken and by in node["html"] for broken, by in _THEIRS)
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
    """Look twice, the second time at colours: the page follows the system without being loaded again."""
    found = []
    for scheme, rules in zip(SCHEMES, ((), ("color-contrast",)), strict=True):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(_IN_FULL_COLOUR, arg=scheme)
        found += [f"{scheme}: {each}" for each in violations(page, rules)]
    return found


def go_to(page: Page, address: str, name: str, asked: str = "coder=A") -> None:
    """Open a page of the application and wait until all of it is there."""
    page.goto(f"{address}/{name.lower()}?{asked}")
    shown = page.get_by_test_id("stMainBlockContainer").locator("h1, [data-turn='1']")
    expect(shown.first).to_be_visible(timeout=FIRST_PAGE)
    settle(page)


def switches(page: Page) -> Locator:
    return page.get_by_test_id("stMain").locator("[data-testid='stButtonGroup'] > [role='radiogroup']")


def choose(page: Page, switch: Locator, place: int) -> str:
    """Choose an option of a switch; return what it is called."""
    option = switch.get_by_role("radio").nth(place)
    option.click()
    expect(option).to_have_attribute("aria-checked", "true")
    settle(page)
    return option.inner_text()


def every_view(page: Page, name: str) -> Iterator[str]:
    """Open the views of a page, of which the first switch chooses, one after another."""
    if name == "Findings":
        for place, views in enumerate(GROUPS.values()):
            choose(page, switches(page).first, place)
            expect(switches(page).nth(1).get_by_role("radio")).to_have_text([*views])
            yield from (choose(page, switches(page).nth(1), each) for each in range(len(views)))
    elif switches(page).count():
        options = switches(page).first.get_by_role("radio").count()
        yield from (choose(page, switches(page).first, place) for place in range(options))
    else:
        yield "the only one"


@pytest.mark.parametrize("name", [page.TITLE for page in PAGES])
def test_every_view_of_every_page_keeps_the_rules(address: str, page: Page, name: str) -> None:
    go_to(page, address, name)
    for view in every_view(page, name):
        assert violations_in_light_and_dark(page) == [], view


@pytest.fixture(scope="module")
def magnified(chromium: Browser) -> Iterator[Page]:
    """Return a window of 1280 by 800 zoomed to 200 %, which shows half as much each way; nothing moves."""
    context = chromium.new_context(
        viewport={"width": 640, "height": 400}, device_scale_factor=2, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


# Whether there is more to the side than the window shows, or a choice that nobody sees.
_CUT_OFF = """() => {
    const wider = [document.documentElement, document.querySelector("[data-testid='stMain']")];
    const cut = [...document.querySelectorAll("[data-testid='stButtonGroup'] > [role]")];
    const isCut = (box) => box.scrollWidth > box.clientWidth + 1;
    return [...wider, ...cut].filter(isCut).map((box) => box.outerHTML);
}"""


@pytest.mark.parametrize("name", [page.TITLE for page in PAGES])
def test_every_page_is_whole_in_german_at_twice_the_size(address: str, magnified: Page, name: str) -> None:
    """German words are long."""
    go_to(magnified, address, name, "coder=A&language=de")

    expect(magnified.locator("html")).to_have_attribute("lang", "de")
    assert magnified.evaluate(_CUT_OFF) == []
    assert violations(magnified) == []
    assert magnified.evaluate("document.getAnimations().map(each => each.effect.target.outerHTML)") == []


def test_a_folded_sidebar_is_no_stop_on_the_way_through_the_page(address: str, magnified: Page) -> None:
    go_to(magnified, address, "Agreement")
    sidebar = magnified.get_by_test_id("stSidebar")
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    stops = []
    for _ in range(4):
        magnified.keyboard.press("Tab")
        stops.append(magnified.evaluate("document.activeElement.getAttribute('aria-label')"))

    assert "Expand sidebar" in stops
    expect(sidebar.get_by_label("You are")).to_be_hidden()
    magnified.get_by_test_id("stExpandSidebarButton").click()
    expect(sidebar.get_by_label("You are")).to_be_visible()


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


def test_a_screen_reader_is_told_the_turns_as_a_list_and_what_was_coded(address: str, page: Page) -> None:
    pane = Pane.open(page, address, "Yan", "P04")
    turns = page.get_by_role("region", name="Transcript P04").get_by_role("list")
    pane.drag(2, "I repack")
    pane.apply("ethical")
    pane.expect_saved(1)

    expect(page.locator(".spoken")).to_have_text("Coded Ethical duty")
    expect(page.locator(".spoken")).to_have_attribute("aria-live", "polite")
    expect(turns.get_by_role("listitem")).to_have_count(page.locator(".turn").count())
    second = turns.get_by_role("listitem").nth(1)
    expect(second).to_match_aria_snapshot("""
        - listitem:
          - button /Ethical duty/
    """)
    assert "I repack" in second.aria_snapshot()


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
