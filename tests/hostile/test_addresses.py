"""What somebody writes into the address of a page: it shows the page, and at most says that it knows no such thing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.hostile.doors import base_study
from tests.hostile.texts import FORMULAS, LETTERS, MARKUP
from tests.ui.test_pages import NAMES, shown
from toolkit.ui import state
from toolkit.ui.pages.findings import address, filters

ALL = os.environ.get("INTERCODER_WALK") == "all"
PARAMETERS = (
    *(
        state.TRANSCRIPT,
        state.CODING,
        state.PASSAGE,
        state.VERSION,
        state.VIEW,
        state.MEMO,
        state.CODE,
    ),
    *(address.SHOW, *filters.NAMES),  # a new filter is tried as well
)
VALUES = {
    "everything": " ".join(" ".join(MARKUP.values()).split()),
    "formula": FORMULAS["hyperlink"],
    "letters": LETTERS["bidirectional"] + LETTERS["escapes"] + "\x00",
    "path": "../../../../etc/passwd",
    "numbers": "99999999999999999999-1",
    "backwards": "9-3",
    "odd-digits": "\u0661-\u0662",
    "long": "a" * 20_000,
    "statement": "'; DROP TABLE codings; --",
    "blank": "",
    "version": "1.0.0.0.0",
    "half": "P1\ud800",
}
_SOON = ("everything", "letters", "numbers")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return base_study(tmp_path_factory.mktemp("addresses") / "my.study")


@pytest.mark.parametrize("value", VALUES if ALL else _SOON)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_whatever_its_address_says(path: Path, name: str, value: str) -> None:
    before = path.read_bytes()
    page = shown(path, name, "Ana", **dict.fromkeys(PARAMETERS, VALUES[value]))

    assert not page.exception
    for each in (*page.markdown, *page.caption, *page.info, *page.warning, *page.error):
        assert not getattr(each, "allow_html", False)
        assert not re.search(r"(?<!\\)<(script|img|svg|iframe)|(?<!\\)\]\(javascript", each.value)
    assert path.read_bytes() == before
