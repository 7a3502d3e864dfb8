"""The page shows the methods text, what it rests on, and takes what only the team can tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import small_conversation
from tests.ui.test_pages import shown
from toolkit.model.codebook import Codebook
from toolkit.store import transcripts
from toolkit.workflow import assigning, declaring, studies
from toolkit.workflow.studies import Study


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Study:
    made = studies.start(tmp_path / "my.study", codebook)
    with made.transaction("researcher") as records:
        transcripts.add(records, small_conversation())
    assigning.assign(made, "P01", coder="[Ana](x)")
    assigning.finish(made, "P01", coder="[Ana](x)")
    return made


def view(study: Study) -> AppTest:
    page = shown(study.where, "findings", None)
    page.button_group[0].set_value("Write-up").run()
    assert not page.exception
    return page


def field(page: AppTest, label: str) -> object:
    return next(each for each in [*page.text_area, *page.text_input] if each.label.startswith(label))


def test_the_text_is_shown_as_code_with_everything_behind_it(study: Study) -> None:
    page = view(study)

    assert page.code[0].value.startswith("The study holds one transcript of one participant.")
    assert "One coder, [Ana](x), read the one transcript to the end." in page.code[0].value
    labels = [each.label for each in page.expander]
    assert [label for label in labels if not label.endswith("more notes")] == [
        "Where each sentence comes from",
        "What only you can tell",
        "COREQ checklist",
        "SRQR checklist",
    ]
    assert [len(each.value) for each in page.dataframe[1:]] == [32, 21]


def test_what_the_team_tells_is_kept_and_in_the_text_at_once(study: Study) -> None:
    page = view(study)

    field(page, "Medium").set_value("on <b>site</b>\nor by telephone")  # type: ignore[attr-defined]
    field(page, "Coder").set_value("first author")  # type: ignore[attr-defined]
    next(each for each in page.selectbox if each.label == "Approach").set_value("reflexive")
    next(each for each in page.button if each.label == "Keep").click().run()

    assert not page.exception
    assert not page.error
    said = declaring.said(study)
    assert (said.approach, said.medium) == ("reflexive", "on <b>site</b> or by telephone")
    assert said.positions == (("[Ana](x)", "first author"),)
    assert "Medium of the interviews: on <b>site</b> or by telephone." in page.code[0].value
    assert "No coefficient of agreement is reported" in page.code[0].value
    assert not [each for each in page.selectbox if each.label == "Agreement in the text"]


def test_what_cannot_be_printed_is_refused_and_nothing_is_kept(study: Study) -> None:
    page = view(study)

    field(page, "Medium").set_value("turned \u202e round")  # type: ignore[attr-defined]
    next(each for each in page.button if each.label == "Keep").click().run()

    assert [error.value for error in page.error] == [
        "medium holds the unprintable character U\\+202E\\; remove it"
    ]
    assert declaring.said(study).medium == ""
