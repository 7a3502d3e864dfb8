"""The browser's UTF-16 positions and Python's code points: there and back, on any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

import toolkit
from tests.property.test_quotations import SPOKEN

MODULE = Path(toolkit.__file__).parent / "ui" / "annotator" / "frontend" / "offsets.js"
LOAD = """async (source) => {
    const module = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
    window.Offsets = (await import(module)).Offsets;
}"""
CONVERT = """(text) => {
    const offsets = new Offsets(text), there = [];
    for (let point = 0; point <= offsets.codePoints; point++) there.push(offsets.toUtf16(point));
    return [there, there.map((unit) => offsets.toCodePoint(unit))];
}"""

CUT = """([text, start, end]) => {
    const offsets = new Offsets(text);
    return text.slice(offsets.toUtf16(start), offsets.toUtf16(end));
}"""


@pytest.fixture
def converter(page: Page) -> Page:
    page.evaluate(LOAD, MODULE.read_text("utf-8"))
    return page


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SPOKEN)
def test_positions_go_there_and_back(converter: Page, text: str) -> None:
    there, back = converter.evaluate(CONVERT, text)

    assert there == [len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)]
    assert back == list(range(len(text) + 1))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SPOKEN, data=st.data())
def test_what_the_browser_cuts_is_what_python_cuts(converter: Page, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    cut = converter.evaluate(CUT, [text, start, end])

    assert cut == text[start:end]
