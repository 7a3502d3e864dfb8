"""Hostile files dropped on the pages: told what is wrong with each, and nothing is stored by looking at it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.hostile.corpus import TRANSCRIPT, Input, inputs
from tests.hostile.doors import base_study
from tests.ui import test_bringing, test_exchange, test_names
from toolkit.store.study import Study
from toolkit.workflow.studies import open_study

ALL = os.environ.get("INTERCODER_WALK") == "all"
_MOST_BYTES = 3_000_000
# What a browser would not send: Streamlit's own server bounds an upload.
_CHOSEN = (
    *(
        "million-laughs",
        "external-file",
        "slip-1",
        "bomb",
        "twin",
        "nul",
        "half-character",
        "script",
        "separators",
    ),
    *(
        "deep-lists",
        "alias-bomb",
        "circle",
        "endless-view",
        "kinds",
        "cut",
        "no-members",
        "nested",
        "formula",
    ),
)


def _of(doors: tuple[str, ...]) -> list[Input]:
    found = [each for each in inputs() if set(doors) & set(each.doors)]
    return found if ALL else [each for each in found if each.name.partition("/")[2] in _CHOSEN]


def _small(given: list[Input]) -> Iterator[tuple[str, bytes]]:
    for number, each in enumerate(given):
        data = each.make()
        if len(data) <= _MOST_BYTES:
            name = each.file.encode("utf-8", "replace").decode()
            yield (f"{number}-{name}" if each.kind != "name" else name), data


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    opened = open_study(base_study(tmp_path / "my.study"))
    yield opened
    opened.close()


def test_transcripts_dropped_all_at_once_are_each_told_what_is_wrong(tmp_path: Path) -> None:
    path = base_study(tmp_path / "my.study")
    before = path.read_bytes()
    page = AppTest.from_function(test_bringing._page, args=(str(path),), default_timeout=600).run()  # noqa: SLF001
    dropped = [(name, data, "text/plain") for name, data in _small(_of(TRANSCRIPT[:1]))]
    page.file_uploader[0].set_value(dropped).run()

    assert not page.exception
    assert len(page.dataframe[0].value) == len(dropped)
    assert path.read_bytes() == before
    print(f"{len(dropped)} files on the page Transcripts")


def test_projects_dropped_one_by_one_are_refused_or_shown(study: Study) -> None:
    path = Path(study.where)
    before = path.read_bytes()
    page = test_exchange.shown(study)
    dropped = list(_small(_of(("import-project",))))
    for name, data in dropped if ALL else dropped[::3]:
        page.file_uploader[0].upload(name, data).run()
        assert not page.exception, name
        assert page.error or page.metric, name
        for each in page.button:
            if "aside" in each.label:
                each.click().run()
                break
    assert path.read_bytes() == before
    print(f"{len(dropped)} files on the page Exchange")


def test_key_lists_dropped_on_the_page_are_refused_or_read(study: Study) -> None:
    page = test_names.shown(study)
    dropped = list(_small(_of(("leaks --keys",))))
    for name, data in dropped:
        page.file_uploader[0].upload(name, data).run()
        assert not page.exception, name
        assert page.error or page.success, name
    print(f"{len(dropped)} files on the page Names")
