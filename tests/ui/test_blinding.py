"""No page tells a coder of a blind round what another did in it, whatever its address and memory say."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.twins import WHISPER, Twins, told
from toolkit.ui.app import PAGES

NAMES = [page.TITLE.lower() for page in PAGES]


def _page(path: str, name: str) -> None:
    """Be a script that shows one page to B; it runs on its own, so it imports for itself."""
    from importlib import import_module  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = "B"
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    import_module(f"toolkit.ui.pages.{name}").show(study.seen_by("B"))
    study.close()


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    return Twins(tmp_path_factory.mktemp("twins"))


def everything(page: AppTest) -> str:
    """Return all that a page sends to the browser, as text."""
    parts = [repr(page), *(str(element.proto) for element in page.main if hasattr(element, "proto"))]
    walked = [str(getattr(node, "proto", "")) for node in page._tree]  # noqa: SLF001 - components have no name
    return "\n".join((*parts, *walked))


@pytest.mark.parametrize("hostile", [False, True], ids=["as it is", "asked for others"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_the_same_whatever_the_other_did(twins: Twins, name: str, *, hostile: bool) -> None:
    heard = []
    for study in twins.copies():
        page = AppTest.from_function(_page, args=(study.where, name), default_timeout=120)
        if hostile:
            for key, value in (("coder", "A"), ("transcript", "P01"), ("coding", twins.ids["coding"])):
                page.query_params[key] = value
            page.session_state["others"] = True
            page.session_state["others of memos"] = True
        page.run()
        if hostile:
            for switch in (each for each in page.toggle if not each.disabled):
                switch.set_value(True)
            page.run()
        assert not page.exception
        heard.append(told(lambda: everything(page)))  # noqa: B023 - called at once
    assert heard[0] == heard[1]
    assert WHISPER not in heard[1]
