"""Regular expressions made to run for years end in time, wherever one can be typed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import conversation, small_codebook
from tests.ui.test_search import look_for, opened, prose
from toolkit.errors import ToolkitError
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.text import search
from toolkit.workflow import concording, searching
from toolkit.workflow.studies import start

ENDLESS = (
    "(a+)+$",
    "(a|aa)+$",
    "(a|a?)+$",
    "(.*a){25}$",
    r"([a-z]+)*\d",
    r"^(\w+\s?)*$",
    r"(?:(?:a?){30}){30}b",
    r"(a*)*\1b",
    r"(?=(a+))\1b|(a+)+c",
)
NONSENSE = (
    "(",
    "[",
    "a{99999999999}",
    "(?P<",
    "\\",
    "*",
    "(?<=a*)b",
    "(" * 200,
    "(?i" * 9,
)


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Study]:
    study = start(tmp_path / "my.study", small_codebook())
    with study.transaction("researcher") as records:
        transcripts.add(records, conversation("P1", ("I", "Why?"), ("P1", "a" * 5_000 + " !")))
    yield study
    study.close()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> float:
    """Give patterns a second instead of ten: what is shown is that the bound holds."""
    as_it_is = search.pattern
    seconds = 1.0

    def hurried(*words: object, **options: object) -> object:
        return as_it_is(*words, **{**options, "seconds": seconds})  # type: ignore[arg-type]

    monkeypatch.setattr(search, "pattern", hurried)
    return seconds


@pytest.mark.parametrize("expression", ENDLESS[:3])
def test_a_command_with_an_endless_pattern_ends(spoken: Study, soon: float, expression: str) -> None:
    for journey in (searching.search, concording.concordance):
        began = time.monotonic()
        with pytest.raises(ToolkitError, match="was not through after 1 seconds"):
            journey(spoken, expression, pattern=True)
        assert time.monotonic() - began < 20 * soon


@pytest.mark.parametrize("expression", ENDLESS)
def test_an_endless_pattern_is_ended_in_time(expression: str) -> None:
    began = time.monotonic()
    try:
        search.pattern(["a" * 5_000 + "!", "ab " * 30_000], expression, seconds=0.3)
    except ToolkitError as refused:
        assert len(refused.lines()) == 1  # noqa: PT017 - some of them are quick
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("expression", NONSENSE)
def test_what_is_no_pattern_is_refused_on_one_line(spoken: Study, expression: str) -> None:
    with pytest.raises(ToolkitError) as refused:
        searching.search(spoken, expression, pattern=True)
    assert len(refused.value.lines()) == 1


def test_the_page_says_that_a_pattern_takes_too_long(spoken: Study, soon: float) -> None:
    page = opened(spoken)
    page.button_group(key="search manner").set_value("pattern").run()
    look_for(page, "(a+)+$")
    assert "was not through after 1 seconds" in prose(page).replace("\\", "")
