"""The page Findings: filters and their address, headings, and the passages behind a number."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from tests.conftest import small_conversation
from tests.ui.conftest import HOSTILE
from tests.ui.test_pages import shown, told
from toolkit.model.selection import Selection
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Speaker
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import parts, state
from toolkit.ui.pages.findings import address, behind, filters
from toolkit.ui.pages.findings.behind import By, Of
from toolkit.workflow import applying


def line(page: AppTest) -> str:
    """Return what the page says is chosen."""
    return next(each.value for each in page.markdown if "transcripts" in each.value).replace("\\", "")


def box(page: AppTest, label: str) -> list[str]:
    found: list[str] = next(each for each in page.multiselect if each.label == label).value
    return found


def asked(page: AppTest, name: str) -> list[str]:
    found: str | list[str] = page.query_params[name]
    return [found] if isinstance(found, str) else found


def choose(page: AppTest, label: str, *values: str) -> None:
    next(each for each in page.multiselect if each.label == label).set_value(list(values)).run()


def frequencies(page: AppTest) -> dict[str, int]:
    frame = page.dataframe[0].value
    return dict(zip(frame.code_id, frame.n_segments, strict=True))


def test_a_link_brings_back_view_and_filters(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="code-frequency", participants="P01", codes="trust")

    assert page.session_state[address.VIEW] == "Code frequency"
    assert box(page, "Participants") == ["P01"]
    assert frequencies(page) == {"trust": 2}
    assert line(page) == "**Participants: P01; Codes: Trust**: 1 of 3 participants, 1 of 3 transcripts"
    assert not page.caption or "Left aside" not in told(page)


def test_what_is_chosen_stands_in_the_address_until_it_is_cleared(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="code-frequency")
    assert line(page) == "**The whole study**: 3 of 3 participants, 3 of 3 transcripts"
    assert page.button(key="clear filters").disabled

    choose(page, "Role", "role=cook")
    assert asked(page, "where") == ["role=cook"]
    assert frequencies(page)["trust"] == 2
    choose(page, "Themes", "feelings")
    choose(page, "Codes", "trust", "care")
    assert asked(page, "codes") == ["trust", "care"]
    assert frequencies(page) == {"trust": 2, "care": 0}
    page.button(key="clear filters").click().run()

    assert not {"where", "themes", "codes"} & set(page.query_params)
    assert asked(page, "show") == ["code-frequency"]
    assert frequencies(page) == {"trust": 3, "doubt": 0, "care": 1}
    assert not page.exception


def test_names_the_study_does_not_know_are_left_aside_and_told(coded: Study) -> None:
    page = shown(coded.where, "findings", None, participants=HOSTILE, codes="trust", questions="9", show="x")

    assert not page.exception
    assert not page.error
    assert box(page, "Codes") == ["trust"]
    assert any(parts.plain(HOSTILE) in each.value for each in page.caption)
    choose(page, "Codes")
    assert "Left aside" not in told(page)


def test_values_that_are_missing_or_hostile_can_be_chosen(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="code-frequency")
    choose(page, "Role", f"role={HOSTILE}")
    assert frequencies(page) == {"trust": 1, "doubt": 0, "care": 1}
    assert parts.plain(HOSTILE) in next(each.value for each in page.markdown if "transcripts" in each.value)
    choose(page, "Role", "role=")
    assert line(page) == "**Role: not known**: 1 of 3 participants, 1 of 3 transcripts"
    assert not any("Size" in each.label for each in page.multiselect)


def test_filters_that_leave_nothing_say_so(coded: Study) -> None:
    page = shown(coded.where, "findings", None, participants="P03")
    assert "Nothing that is chosen here is coded. Clear filters" in told(page)
    assert not page.exception


def test_views_without_all_filters_say_which_count(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="coverage", participants="P01")
    assert "Of the filters, only" in told(page)
    page = shown(coded.where, "findings", None, show="participants", participants="P01")
    assert "Of the filters, only" in told(page)
    assert list(page.dataframe[0].value.participant) == ["P01"]
    assert "Of the filters" not in told(shown(coded.where, "findings", None, show="coverage"))


def test_headings_are_those_a_paper_prints_and_counts_tell_of_how_many(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="code-frequency")
    columns = json.loads(page.dataframe[0].proto.columns)
    assert columns["n_participants"]["label"] == "Participants"
    assert columns["n_participants"]["help"] == "n\\_participants"
    assert columns["n_participants"]["type_config"]["format"] == "%d of 3"
    assert page.dataframe[0].value.n_participants.max() == 2


@pytest.mark.parametrize(
    ("of", "by", "count"),
    [
        (Of(code="trust"), By(), 3),
        (Of(code="trust"), By(participant="P01"), 2),
        (Of(code="trust"), By(where=f"role={HOSTILE}"), 1),
        (Of(theme="feelings"), By(), 4),
        (Of(code="doubt"), By(), 0),
    ],
)
def test_the_passages_behind_a_number_are_as_many_as_it_says(
    coded: Study, of: Of, by: By, count: int
) -> None:
    page = shown(coded.where, "findings", None, show="code-frequency")
    assert not page.get("page_link")
    page.session_state["passages of"] = of
    page.session_state["passages by"] = by
    page.run()

    assert not page.exception
    assert len(page.get("page_link")) == count
    assert any(each.value.startswith(f"{count} segment") for each in page.markdown)
    for link in page.get("page_link"):
        assert link.proto.query_string.startswith("transcript=P0")
        assert "passage=" in link.proto.query_string


def test_a_participant_who_is_filtered_out_is_no_longer_asked_for(coded: Study) -> None:
    page = shown(coded.where, "findings", None, show="code-frequency")
    page.session_state["passages of"] = Of(code="trust")
    page.session_state["passages by"] = By(participant="P02")
    page.run()
    assert len(page.get("page_link")) == 1
    choose(page, "Participants", "P01")
    assert len(page.get("page_link")) == 2
    choose(page, "Codes", "care")
    assert not page.get("page_link")
    assert not page.exception


def test_more_than_fifty_passages_stand_on_several_pages(study: Study) -> None:
    with study.transaction("researcher") as records:
        for number in range(53):
            made = small_conversation(f"P{number:02}")
            transcripts.add(records, replace(made, speakers=(Speaker("I"), *made.speakers[1:])))
    for number in range(53):
        applying.code(study, coder="Ana", transcript=f"P{number:02}", start=60, end=70, code="trust")
    page = shown(study.where, "findings", None)
    page.session_state["passages of"] = Of(code="trust")
    page.run()
    assert len(page.get("page_link")) == 50
    assert any(each.value.startswith("53 segments") for each in page.markdown)


def test_a_click_in_a_cell_chooses_its_row_and_column(monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, object] = {}
    called: list[Callable[[], None]] = []
    monkeypatch.setattr(streamlit, "session_state", session)
    monkeypatch.setattr(parts, "grid", lambda *_, on_cell, **__: called.append(on_cell))
    rows = [None, Of(code="trust"), Of(code="care")]
    table = Table("X", (Column("code"), Column("P01"), Column("total")), ())
    behind.linked(table, "x", rows=rows, columns={"P01": By(participant="P01")})
    key = state.key("findings grid", "x")

    for cell, expected in (
        ((0, "P01"), (None, None)),
        ((1, "P01"), (Of(code="trust"), By(participant="P01"))),
        ((2, "total"), (Of(code="care"), By())),
        ((9, "total"), (Of(code="care"), By())),
    ):
        session[key] = {"selection": {"cells": [cell], "rows": [], "columns": []}}
        called[0]()
        assert (session.get("passages of"), session.get("passages by")) == expected


def test_of_several_values_of_an_attribute_a_column_keeps_its_own() -> None:
    asked = Selection(where=("role=cook", "role=guest", "size=1"))
    assert behind.narrowed(asked, Of(), By(where="role=cook")).where == ("size=1", "role=cook")


def test_an_attribute_that_no_selection_can_name_has_no_box() -> None:
    assert filters.can_be_named("org size")
    assert not any(map(filters.can_be_named, ("", " x", "a=b")))
