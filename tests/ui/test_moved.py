"""The second part of the page Review: passages of corrected transcripts, placed by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1.element_tree import ButtonGroup

from tests.conftest import conversation
from tests.ui.test_review import button, press, shown, text
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying, repairing, reviewing, studies

HOSTILE = "<b onclick=x>[l](javascript:x) :red[w] **b** $x$ `c`"
BEFORE = conversation(
    "P01",
    ("I", "How was it?"),
    ("P01", f"I trusted the machine that they had put there. {HOSTILE}"),
    ("I", "And now?"),
    ("P01", "Now I doubt all that it says about us."),
)
AFTER = replace(
    conversation(
        "P01",
        ("I", "How was it?"),
        ("P01", f"I trusted the machines that they had put there. {HOSTILE}"),
        ("I", "And now?"),
        ("P01", "We both doubt all of what it says about us."),
    ),
    revision=2,
)


@pytest.fixture
def corrected(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Ana gave one passage two codes and another one; then both were corrected."""
    study = studies.start(tmp_path / "my.study", codebook)
    keep(study, BEFORE)
    for words, code in (
        ("trusted the machine", "trust"),
        ("trusted the machine", "care"),
        ("Now I doubt all that", "doubt"),
    ):
        start = BEFORE.text.index(words)
        applying.code(study, coder="Ana", transcript="P01", start=start, end=start + len(words), code=code)
    keep(study, AFTER)
    yield study
    study.close()


def keep(study: Study, transcript: Transcript) -> None:
    with study.transaction("x") as records:
        transcripts.add(records, transcript)


def places(study: Study) -> list[str | None]:
    said = repairing.repairs(study).said
    return [made.quotation.text if made.quotation else None for made in said]


def test_the_page_shows_the_passage_as_it_was_and_as_it_may_be_now(corrected: Study) -> None:
    page = shown(corrected)
    assert not page.exception
    told = text(page)
    assert "1 of 3 that wait" in told
    assert "As it read in revision 1" in told
    assert "**trusted the machine**" in told
    assert ":red[~~machine~~]:green-background[**machines**]" in told
    assert all(HOSTILE not in element.value for element in page.markdown)


def test_one_answer_places_all_codings_of_the_passage_and_can_be_taken_back(corrected: Study) -> None:
    page = press(shown(corrected), "It stands here")
    assert places(corrected) == ["trusted the machines"] * 2
    assert "Recorded for 2 codings: it stands there." in text(page)
    assert "1 of 1 that wait" in text(page)
    press(page, "Take back")
    assert places(corrected) == []
    assert "1 of 3 that wait" in text(page)
    studies.verify(corrected)


def test_the_passage_may_be_gone_and_why_is_kept(corrected: Study) -> None:
    page = shown(corrected)
    page.text_input[0].input("cut by the participant").run()
    press(page, "The passage is gone")
    assert places(corrected) == [None, None]
    assert set(reviewing.decided(corrected).column("reason")) == {"cut by the participant"}


def test_another_passage_is_given_by_its_words_or_its_turn(corrected: Study) -> None:
    page = shown(corrected)
    press(page, "It is this passage")
    assert "is not given" in text(page)
    page.text_area[0].input("nowhere to be found").run()
    press(page, "It is this passage")
    assert "stands nowhere in P01" in text(page)
    page.text_area[0].input("they had put there").run()
    press(page, "It is this passage")
    assert places(corrected) == ["they had put there"] * 2
    page.selectbox[-1].select_index(3).run()
    press(page, "It is this passage")
    assert places(corrected)[-1] == "We both doubt all of what it says about us."
    assert "Every coding has its place" in text(page)


def test_those_with_one_candidate_can_be_accepted_together(corrected: Study) -> None:
    page = press(shown(corrected), "All 3 stand there")
    assert len(places(corrected)) == 3
    assert "Every coding has its place" in text(page)
    assert repairing.repairs(corrected).open == ()


def test_somebody_who_has_not_said_who_they_are_can_only_read(corrected: Study) -> None:
    page = shown(corrected, None)
    assert button(page, "It stands here").disabled
    assert button(page, "The passage is gone").disabled
    assert not button(page, "Next").disabled


def test_what_somebody_else_placed_meanwhile_is_not_placed_again(corrected: Study) -> None:
    page = shown(corrected)
    repairing.put(corrected, repairing.repairs(corrected).open, None, by="Ben")
    press(page, "It stands here")
    assert places(corrected) == [None] * 3
    assert "somebody else meanwhile" in text(page)


def test_without_a_correction_there_is_no_part_for_it(tmp_path: Path, codebook: Codebook) -> None:
    study = studies.start(tmp_path / "my.study", codebook)
    keep(study, BEFORE)
    (part,) = shown(study).get("button_group")
    assert isinstance(part, ButtonGroup)
    assert part.options == ["Codebook changes", "Disagreements"]
    study.close()
