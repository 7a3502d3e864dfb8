"""Page Exchange: a project is looked at before it is imported, and a study goes out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.test_review import press, text
from tests.workflow.test_admitting import PROJECT, state
from toolkit.formats.projects.refi import writing
from toolkit.model.project import ProjectCode
from toolkit.store import codings
from toolkit.store.study import Study
from toolkit.workflow import admitting

HOSTILE = "<b onclick=x>[l](javascript:x) :red[w] $x$ `c`"


def _page(where: str) -> None:
    import streamlit as st  # noqa: PLC0415 - runs as a script of its own

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages import exchange  # noqa: PLC0415
    from toolkit.workflow import studies  # noqa: PLC0415

    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    exchange.show(studies.open_study(where))


def shown(study: Study) -> AppTest:
    return AppTest.from_function(_page, args=(study.where,), default_timeout=60).run()


def dropped(study: Study, data: bytes, name: str = "theirs.qdpx") -> AppTest:
    page = shown(study)
    page.file_uploader[0].upload(name, data).run()
    return page


@pytest.fixture
def file() -> bytes:
    hostile = (*PROJECT.codes, ProjectCode("c9", HOSTILE))
    return writing.write(replace(PROJECT, codes=hostile, name=HOSTILE, coders=PROJECT.coders[:2]))


def test_a_project_is_looked_at_and_nothing_is_stored_until_it_is_imported(study: Study, file: bytes) -> None:
    before = state(study)
    page = dropped(study, file)
    assert not page.exception
    assert {each.label: each.value for each in page.metric} == {
        "Texts": "1", "Codes": "5", "Coders": "2", "Codings": "4", "Memos": "4", "Cases": "1",
    }  # fmt: skip
    assert "What would become of it" in [each.value for each in page.subheader]
    assert all(HOSTILE not in each.value for each in (*page.subheader, *page.markdown, *page.caption))
    assert state(study) == before

    press(page, "Import it")
    assert "The project is in." in text(page)
    with study.reading() as connection:
        assert codings.count(connection) == 4


def test_what_cannot_be_read_is_told_and_what_was_put_aside_is_gone(study: Study, file: bytes) -> None:
    page = dropped(study, b"PK\x03\x04 nothing")
    assert not page.exception
    assert page.error
    page = press(dropped(study, file), "Put it aside")
    assert not page.metric


def test_work_of_nobody_needs_a_name(study: Study) -> None:
    nobodys = replace(
        PROJECT, coders=(), memos=(), codings=tuple(replace(each, coder="") for each in PROJECT.codings)
    )
    page = dropped(study, writing.write(nobodys))
    assert "does not say who made 4" in text(page)
    page.text_input[0].set_value("Ben").run()
    press(page, "Import it")
    with study.reading() as connection:
        assert {each.coder for each in codings.everything(connection)} == {"Ben"}


def test_the_study_goes_out_in_the_format_that_is_chosen(study: Study) -> None:
    admitting.admit(study, PROJECT, b"file")
    page = shown(study)
    page.button_group[0].set_value("Export").run()
    assert not page.exception
    press(page, "Make the file")
    assert [each.proto.label for each in page.get("download_button")] == ["Download"]
    page.selectbox[0].select("doccano").run()
    assert [each.label for each in page.button] == ["Make the file"]


def test_what_is_written_is_an_archive(file: bytes) -> None:
    assert "project.qde" in zipfile.ZipFile(io.BytesIO(file)).namelist()
