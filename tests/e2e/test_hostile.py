"""A study full of script, markup and links, walked through in a real browser: nothing of it happens."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.e2e.conftest import free_port, serving
from tests.e2e.pane import FIRST_PAGE, Pane
from tests.hostile.stored import CODERS, FIRST, LEAD, SHOWN, hostile_study
from toolkit.ui.app import PAGES

# Whatever in the page, shadows included, could only have come from the data.
_HARM = """() => {
    const found = [];
    if (window.__pwned !== undefined) found.push('a script ran');
    const look = root => {
        for (const each of root.querySelectorAll('*')) {
            const told = each.outerHTML.slice(0, 200);
            for (const {name, value} of each.attributes) {
                if (name.startsWith('on')) found.push(`handler ${name}: ${told}`);
                if (/^(href|src|action|formaction|xlink:href|data|background|poster)$/.test(name)) {
                    const away = new URL(value, location.href);
                    if (/^(javascript|vbscript):$/.test(away.protocol) || /pwned/.test(away.host))
                        found.push(`address: ${told}`);
                }
            }
            if (/^(script|iframe|object|embed|base|form|link|style|meta)$/i.test(each.tagName) &&
                /pwned/.test(each.outerHTML)) found.push(`element: ${told}`);
            if (each.matches('.katex')) found.push(`formula: ${told}`);
            if (each.shadowRoot) look(each.shadowRoot);
        }
    };
    look(document);
    return [...new Set(found)];
}"""
_WORDS = """() => {
    const words = root => [...root.childNodes].map(each =>
        each.nodeType === 3 ? each.data : each.value || (words(each.shadowRoot || each))).join(' ');
    return words(document.body);
}"""
_CHOICES = "[data-testid='stButtonGroup'] button:not([disabled]), [role='tab']"
_FOLDED = "[data-testid='stExpander'] details:not([open]) > summary"
_MOST_CHOICES = 12
_SOON = 5_000
ALL = os.environ.get("INTERCODER_WALK") == "all"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = hostile_study(tmp_path_factory.mktemp("hostile") / "hostile.study")
    port = free_port()
    with serving(path, port):
        yield f"http://127.0.0.1:{port}"


def _shown(where: Locator) -> list[Locator]:
    return [each for each in where.all() if each.is_visible()]


def _settle(page: Page) -> None:
    """Wait until Streamlit has finished its run: some views reckon for a while."""
    page.wait_for_timeout(200)  # it begins a moment after what asked for it
    expect(page.locator("[data-testid='stStatusWidget']")).to_have_count(0, timeout=2 * FIRST_PAGE)


def _unfold(page: Page) -> None:
    """Open what is folded, what lies in it too."""
    for _ in range(3):
        folded = _shown(page.locator(_FOLDED))
        if not folded:
            return
        for each in reversed(folded):
            with suppress(TooLate):
                each.click(timeout=_SOON)
        _settle(page)


def _views(page: Page) -> Iterator[str]:
    """Show a page as it opens, and then once for each choice it offers."""
    _unfold(page)
    yield "as it opens"
    for number in range(min(_MOST_CHOICES, page.locator(_CHOICES).count())):
        choice = page.locator(_CHOICES).nth(number)
        if not choice.count() or not choice.is_visible():
            continue
        name = (choice.text_content() or "")[:40]
        try:
            choice.click(timeout=_SOON)
        except TooLate:
            continue  # what was chosen before has taken it away
        _settle(page)
        _unfold(page)
        yield name


@pytest.mark.parametrize("coder", [LEAD, CODERS[0]] if ALL else [LEAD], ids=["lead", "coder"][: 1 + ALL])
def test_no_script_runs_and_nothing_is_asked_for_on_any_page(
    address: str, chromium: Browser, coder: str
) -> None:
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(FIRST_PAGE)
    asked: list[str] = []
    talked: list[str] = []
    complaints: list[str] = []

    def answer(dialog: Dialog) -> None:
        talked.append(dialog.message)
        dialog.dismiss()

    context.on("request", lambda request: asked.append(request.url))
    page.on("dialog", answer)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    harm: dict[str, list[str]] = {}
    silent: set[str] = set()
    n_views, began = 0, time.monotonic()

    for known in PAGES:
        name = known.TITLE.lower()
        page.goto(f"{address}/{name}?{urlencode({'coder': coder, 'transcript': FIRST})}")
        expect(page.get_by_role("heading").or_(page.locator("[data-turn='1']")).first).to_be_visible(
            timeout=FIRST_PAGE
        )
        _settle(page)
        words = ""
        for view in _views(page):
            n_views += 1
            print(f"{time.monotonic() - began:6.0f} s {name}: {view}", flush=True)
            if found := page.evaluate(_HARM):
                harm[f"{name}, {view}"] = found
            if page.locator("[data-testid='stException']").count():
                harm.setdefault(f"{name}, {view}", []).append(
                    page.locator("[data-testid='stException']").first.inner_text()[:2_000]
                )
            words += page.evaluate(_WORDS)
        if SHOWN not in words:
            silent.add(name)

    Pane.open(page, address, CODERS[0], FIRST)
    assert SHOWN in (page.locator("[data-turn='2'] .text").text_content() or "")
    assert page.evaluate(_HARM) == []
    context.close()
    strangers = [
        url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ]
    print(f"{len(PAGES)} pages, {n_views} views, {len(asked)} requests, {time.monotonic() - began:.0f} s")
    assert harm == {}
    assert (strangers, talked, complaints) == ([], [], [])
    # What is shown there is in tables, which are drawn, or is of no study.
    assert silent <= {"home", "agreement", "exchange"}
