"""The page Search: hits are coded and taken back with one click each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import state
from toolkit.workflow import showing
from toolkit.workflow.searching import Query

HOSTILE = "<script>x</script> [l](javascript:x) :red[r] **b** $x$ trust"


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages import search  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    search.show(study)
    study.close()


@pytest.fixture
def spoken(study: Study, transcript: Transcript) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
        transcripts.add(records, conversation("P02", ("I", "Trust?"), ("P02", f"I trust. {HOSTILE}")))
    return study


def opened(study: Study, coder: str | None = "Ana") -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, coder), default_timeout=60).run()
    assert not page.exception
    return page


def everybody(page: AppTest) -> AppTest:
    return page.multiselect(key="search roles").set_value([]).run()


def look_for(page: AppTest, words: str) -> AppTest:
    page.text_input(key="search words").set_value(words).run()
    assert not page.exception
    return page


def prose(page: AppTest) -> str:
    return "\n".join(
        element.value for kind in (page.markdown, page.caption, page.info, page.error) for element in kind
    )


def codings(study: Study) -> list[str]:
    return [
        coding.quotation.text
        for name in ("P01", "P02")
        for coding in showing.desk(study, name, "Ana").codings
    ]


def test_hits_are_shown_in_context(spoken: Study) -> None:
    page = look_for(everybody(opened(spoken)), "trust, trusted")

    frame = page.dataframe[0].value
    assert list(frame.hit) == ["trusted", "Trust", "trust", "trust"]
    assert frame.before[0] == "I "
    assert frame.after[0].startswith(" them")
    assert list(frame.speaker) == ["P01", "I", "P02", "P02"]
    assert [row.hit for row in look_for(opened(spoken), "trust").dataframe[0].value.itertuples()] == [
        "trust"
    ] * 2
    assert "4 hits in 2 of 2 transcripts" in prose(page).replace("\\", "")


def test_all_hits_are_coded_and_taken_back_with_one_click_each(spoken: Study) -> None:
    page = look_for(everybody(opened(spoken)), "trust*")
    assert page.button(key="code all").disabled
    page.selectbox(key="search code").set_value("trust").run()

    page.button(key="code all").click().run()
    assert codings(spoken) == ["trusted", "Trust", "trust", "trust"]
    assert "4 passages coded as Trust" in prose(page)

    page.button(key="undo search").click().run()
    assert codings(spoken) == []
    assert not page.exception
    assert "coded as" not in prose(page)


def test_the_extent_is_chosen_and_what_has_the_code_is_told(spoken: Study) -> None:
    page = look_for(everybody(opened(spoken)), "trust*")
    page.selectbox(key="search code").set_value("trust").run()
    page.button_group(key="search extent").set_value("turn").run()

    page.button(key="code all").click().run()

    assert [text[:7] for text in codings(spoken)] == ["I trust", "Trust?", "I trust"]
    assert "3 passages coded as Trust. Of the others, 1 had the code already" in prose(page)


def test_hits_in_a_text_that_was_corrected_meanwhile_are_not_coded_and_that_is_told(spoken: Study) -> None:
    page = look_for(everybody(opened(spoken)), "trust*")
    page.selectbox(key="search code").set_value("trust").run()
    said = conversation("P02", ("I", "Trust?"), ("P02", "I trust."))
    with spoken.transaction("researcher") as records:
        transcripts.add(records, replace(said, revision=2))

    page.button(key="code all").click().run()

    assert "nothing was coded" in prose(page)
    assert codings(spoken) == []
    assert len(page.dataframe[0].value) == 3


@pytest.mark.parametrize("words", ["(", "a*b", "x" * 500])
@pytest.mark.parametrize("manner", ["words", "lemma", "pattern"])
def test_whatever_is_looked_for_the_page_stays(spoken: Study, manner: str, words: str) -> None:
    page = opened(spoken)
    page.button_group(key="search manner").set_value(manner).run()

    look_for(page, words)


def test_hostile_words_do_nothing(spoken: Study) -> None:
    page = look_for(opened(spoken), "[l](javascript:x), trust")

    assert not page.exception
    assert "](javascript" not in prose(page)


def test_of_a_hit_that_is_chosen_more_is_shown_and_it_is_coded_alone(spoken: Study) -> None:
    page = look_for(opened(spoken), "trust*")
    page.selectbox(key="search code").set_value("trust").run()
    assert page.button(key="code chosen").disabled
    name = state.key("hits", repr(Query(("trust*",), roles=("participant", "other", "unknown"))))
    page.session_state[name] = {"selection": {"rows": [1, 99], "columns": [], "cells": []}}
    page.run()

    assert "P02, turn 2, P02" in prose(page).replace("\\", "")
    page.session_state[name] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    page.button(key="code chosen").click().run()

    assert codings(spoken) == ["trust"]
    assert not page.exception


def test_a_bystander_finds_but_does_not_code(spoken: Study) -> None:
    page = look_for(opened(spoken, None), "trust")

    assert len(page.dataframe[0].value) == 2
    assert "Choose who you are in the sidebar to code" in prose(page)
    assert not [button for button in page.button if button.key == "code all"]
