"""Page Review, imported codings: what came without a sure place gets one from a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import HOSTILE
from tests.ui.test_review import press, shown, text
from tests.workflow.test_admitting import PROJECT
from toolkit.model.project import ProjectCoding
from toolkit.store import codings
from toolkit.store.study import Study
from toolkit.workflow import admitting, settling

STRAYS = (
    ProjectCoding("s1", "t1", "c2", "u1", 0, 5, "took care"),
    ProjectCoding("s2", "t1", "c2", "u1", 2, 6, HOSTILE),
    ProjectCoding("s3", "t1", "c2", "u1", 9_000, 9_010, "I trusted them"),
)


@pytest.fixture
def imported(study: Study) -> Study:
    project = replace(PROJECT, codings=(*PROJECT.codings[:2], *STRAYS), memos=())
    admitting.admit(study, project, b"file")
    return study


@pytest.fixture
def at(imported: Study) -> AppTest:
    return shown(imported)


def waits(study: Study) -> list[str]:
    return [each.stray.quote for each in settling.waiting(study)]


def test_what_waits_is_shown_with_the_place_it_may_have(at: AppTest) -> None:
    assert not at.exception
    assert "1 of 3 that wait" in text(at)
    assert "took care" in text(at)


def test_a_candidate_is_taken_and_taken_back(at: AppTest, imported: Study) -> None:
    press(at, "It stands here")
    assert not at.exception
    assert "took care" not in waits(imported)
    with imported.reading() as connection:
        assert "took care" in {each.quotation.text for each in codings.everything(connection)}
    press(at, "Take back")
    assert "took care" in waits(imported)


def test_all_that_have_one_candidate_are_settled_together(at: AppTest, imported: Study) -> None:
    press(at, "All 3 stand there")
    assert not at.exception
    assert waits(imported) == []
    assert "Every imported coding has its place." in text(at)


def test_words_of_others_are_shown_as_they_are_and_can_be_gone(at: AppTest, imported: Study) -> None:
    press(at, "Next")
    assert not at.exception
    assert HOSTILE in text(at)
    assert all(HOSTILE not in element.value for element in at.markdown)
    press(at, "The passage is gone")
    assert HOSTILE not in waits(imported)


def test_another_passage_is_pointed_to_by_its_words(at: AppTest, imported: Study) -> None:
    at.text_area[0].set_value("Nobody said so").run()
    press(at, "It is this passage")
    assert "stands nowhere" in text(at)
    at.text_area[0].set_value("Now I doubt").run()
    press(at, "It is this passage")
    with imported.reading() as connection:
        assert "Now I doubt" in {each.quotation.text for each in codings.everything(connection)}
