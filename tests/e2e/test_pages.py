"""Every page of the sample study and of a hostile one, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Serve, free_port, serving
from tests.e2e.pane import Pane, settle
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span, Speaker, Transcript, Turn
from toolkit.store import transcripts
from toolkit.workflow import applying, assigning, demonstrating, studies

PAGES = (
    "",
    "transcripts",
    "code",
    "search",
    "codebook",
    "review",
    "memos",
    "agreement",
    "findings",
    "team",
    "names",
    "exchange",
)
SEEN = (
    *(f"{name}?coder=A&transcript=P04" for name in PAGES),
    *(f"codebook?view={view}" for view in ("What+changed", "River", "Draft")),
    *(f"{name}?version=0.2.0" for name in ("codebook", "agreement", "findings")),
)
PAYLOAD = (
    "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
    "![p](http://example.com/p.png) [l](javascript:window.hacked=1) :material/home: $x^2$ `c` **b**"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample study, which no test here changes."""
    path = tmp_path_factory.mktemp("sample") / "sample.study"
    demonstrating.sample(path).close()
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_sample_study_is_whole_and_asks_nobody_else(
    address: str, chromium: Browser, scheme: Literal["light", "dark"]
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for name in SEEN:
        page.goto(f"{address}/{name}")
        expect(page.get_by_role("heading").or_(page.locator("[data-turn='1']")).first).to_be_visible()
        settle(page)
        expect(page.locator("[data-testid='stException']")).to_have_count(0)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{name} scrolls sideways"

    assert complaints == []
    strangers = [
        url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ]
    assert strangers == []
    context.close()


@pytest.mark.parametrize(("spoken", "home"), [("en-GB", "Home"), ("de-DE", "Start")])
def test_all_pages_stand_beside_one_another_on_a_laptop_and_name_themselves(
    address: str, chromium: Browser, spoken: str, home: str
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale=spoken)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settle(page)
    expect(page.get_by_test_id("stTopNavLink").filter(visible=True)).to_have_count(len(PAGES))
    expect(page.get_by_text(re.compile(r"^\d+ more$"))).to_have_count(0)
    expect(page).to_have_title(f"{home} · Intercoder")
    context.close()


def test_the_sample_study_shows_agreement_and_themes(address: str, page: Page) -> None:
    page.goto(f"{address}/agreement")
    expect(page.locator("[data-testid='stDataFrame']").first).to_be_visible()
    expect(page.get_by_text("No value is defined yet")).to_have_count(0)

    page.goto(f"{address}/findings")
    expect(page.locator("[data-testid='stDataFrame']").first).to_be_visible()
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    content = Path(download.value.path()).read_text("utf-8-sig")
    assert content.startswith("theme,code,description,n_participants")
    assert "P04" in content
    # Streamlit's own download would write cells as they are, formulas too.
    expect(page.get_by_label("Download as CSV").first).to_be_hidden()


def test_the_version_goes_along_from_page_to_page_and_back_to_the_latest(address: str, page: Page) -> None:
    line = page.get_by_text("Seen at codebook 0.2.0; the latest is 1.0.0.")

    page.goto(f"{address}/codebook?version=0.2.0")
    expect(page.get_by_role("heading", name="Codebook 0.2.0")).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Findings").click()
    expect(line).to_be_visible()
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    expect(line).to_have_count(0)
    page.get_by_role("link", name="Agreement").click()
    expect(line).to_be_visible()
    page.get_by_role("button", name="See the latest").click()
    expect(line).to_have_count(0)
    expect(page).to_have_url(f"{address}/agreement")

    page.goto(f"{address}/codebook?version=9.9.9")
    expect(page.get_by_role("heading", name="Codebook 1.0.0")).to_be_visible()


def test_a_page_without_a_sidebar_has_none_whatever_page_one_comes_from(address: str, page: Page) -> None:
    sidebar = page.get_by_test_id("stSidebar")

    page.goto(address)
    expect(sidebar).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Code", exact=True).click()
    expect(page.locator(".st-key-desk")).to_be_visible()

    expect(sidebar).to_be_hidden()


def test_a_change_leads_to_the_card_and_the_river_tells_the_reason(address: str, page: Page) -> None:
    page.goto(f"{address}/codebook?view=What+changed")
    page.get_by_role("button", name="Ownership within the team").first.click()
    card = page.locator(".st-key-card")
    expect(card.get_by_role("heading", name="Ownership within the team")).to_be_visible()
    history = page.locator(".st-key-history")
    expect(history.get_by_text("reviews and approves")).to_be_visible()

    page.get_by_text("River", exact=True).click()
    river = page.locator("[data-testid='stVegaLiteChart'] svg.marks").first
    expect(river).to_contain_text("Copying from upstream")
    expect(river).to_contain_text("Hype talk")
    mark = page.locator(".mark-symbol.role-mark path").last
    expect(mark).to_have_attribute("aria-label", re.compile("Hype talk.*CR-0016"))
    settle(page)
    page.wait_for_timeout(1000)  # the figure may still move while the page finds its width
    mark.hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("CR-0016")


def test_a_hostile_study_runs_nothing_and_shows_as_written(tmp_path: Path, serve: Serve, page: Page) -> None:
    theme = Theme("bad", PAYLOAD[:150])
    code = Code("evil", PAYLOAD[:150], parent="bad", definition=PAYLOAD, include=(PAYLOAD,), example=PAYLOAD)
    book = Codebook("hostile", PAYLOAD[:150], "1.0.0", (theme,), (code,), provenance=PAYLOAD)
    study = studies.start(tmp_path / "h.study", book, title=PAYLOAD[:150], notice=PAYLOAD)
    speaker = PAYLOAD[:100].strip()
    turns = (Turn(1, Span(0, len(PAYLOAD)), speaker),)
    transcript = Transcript("T1", PAYLOAD, turns, (Speaker(speaker),), PAYLOAD[:90], source=PAYLOAD)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    for coder in (PAYLOAD[:60], "B"):
        wish = applying.Apply(f"1-{coder[:4]}", "T1", transcript.sha256, Span(0, 20), "evil")
        assert applying.change(study, coder, [wish]) == (None,)
        assigning.finish(study, coder=coder)
    study.close()
    address = serve(study.where)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for name in PAGES:
        page.goto(f"{address}/{name}?coder=B&transcript=T1")
        settle(page)
        page.wait_for_timeout(800)
        assert page.evaluate("window.hacked === undefined"), f"a script ran on {name!r}"
        expect(page.locator("[data-testid='stException']")).to_have_count(0)
    assert [url for url in asked if "example.com" in url] == []

    pane = Pane.open(page, address, "B", "T1")
    assert page.locator("[data-turn='1'] .text").text_content() == PAYLOAD
    pane.expect_saved(1)
