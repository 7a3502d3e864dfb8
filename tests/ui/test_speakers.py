"""The view Speakers: what it shows, what its buttons do, and words that want to be more than words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from toolkit.model.codebook import Codebook
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import speaking, studies

HOSTILE = "**[x](javascript:alert(1))** :red[b] <script>"


def _view(path: str) -> None:
    """Be a script that shows the view; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    from toolkit.ui.pages.transcripts import speakers  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    study = open_study(Path(path))
    speakers.show(study)
    study.close()


def shown(study: Study) -> AppTest:
    return AppTest.from_function(_view, args=(study.where,), default_timeout=60).run()


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    made = studies.start(tmp_path / "talk.study", codebook)
    yield made
    made.close()


def add(study: Study, *said: tuple[str, str]) -> None:
    with study.transaction("x") as records:
        transcripts.add(records, conversation("P01", *said))


def labels(study: Study) -> list[str]:
    return [speaker.label for speaker in speaking.situation(study, "P01").transcript.speakers]


def said_on(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.error, page.toast)
    texts = [element.value for kind in kinds for element in kind]
    return "\n".join([*texts, *(button.label for button in page.button)])


def test_labels_that_look_alike_are_merged_and_parted_by_a_button_each(study: Study) -> None:
    add(study, ("I", "Why?"), ("P01", "So."), ("P1", "So too."), ("P01", "Yes."))
    page = shown(study)
    assert "**P1** and **P01** look alike" in said_on(page)

    next(button for button in page.button if button.label == "Merge into P01").click().run()
    assert not page.exception
    assert labels(study) == ["I", "P01"]

    page.button(key="take back").click().run()
    assert labels(study) == ["I", "P01", "P1"]
    assert "Take back" not in said_on(page)


def test_guesses_are_used_only_when_somebody_says_so(study: Study) -> None:
    add(study, *[("Ana", "Why?"), ("Ben", "Because it was there, I think.")] * 4)
    with study.transaction("x") as records:
        for label in ("Ana", "Ben"):
            transcripts.set_role(records, conversation("P01", ("Ana", "x")), label, "unknown")
    page = shown(study)
    assert set(speaking.situation(study, "P01").transcript.roles.values()) == {"unknown"}

    page.button(key="use the guesses").click().run()

    roles = speaking.situation(study, "P01").transcript.roles
    assert (roles["Ana"], roles["Ben"]) == ("interviewer", "participant")


def test_a_page_that_is_stale_says_so_in_one_line(study: Study) -> None:
    add(study, ("I", "Why?"), ("P01", "So."), ("P1", "So too."), ("P01", "Yes."))
    page = shown(study)
    speaking.merge(study, "P01", label=("P1",), into="Dana")

    next(button for button in page.button if button.label == "Merge into P01").click().run()

    assert [error.value.replace("\\", "") for error in page.error] == [
        "P01: has no speaker 'P1'; there are: I, P01, Dana"
    ]


def test_a_question_is_recognised_and_set_by_hand(study: Study) -> None:
    add(study, ("I", "1. What is it?"), ("P01", "So."), ("I", "2. Why so?"), ("P01", "Yes."))
    page = shown(study)
    assert "No turn knows its question yet." in said_on(page)

    page.button(key="recognise here").click().run()

    assert not page.exception
    assert [turn.question for turn in speaking.situation(study, "P01").transcript.turns] == [1, 1, 2, 2]


def test_hostile_labels_do_nothing(study: Study) -> None:
    add(study, (HOSTILE, "Why?"), (HOSTILE.upper(), HOSTILE), ("P01", "Yes."))
    page = shown(study)

    assert not page.exception
    assert "look alike" in said_on(page)
    assert "](javascript" not in said_on(page)
    assert "<script" not in said_on(page).replace("\\<", "")


def test_forty_speakers_are_shown(study: Study) -> None:
    add(study, *[(f"Speaker {number}", "I see.") for number in range(1, 41)])
    page = shown(study)

    assert not page.exception
    assert "look alike" not in said_on(page)


def test_a_study_without_transcripts_says_what_to_do(study: Study) -> None:
    assert "There are no transcripts yet" in shown(study).info[0].value
