"""The page Review: one question after the other, alone or while others decide as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from tests.conftest import conversation
from toolkit.errors import ToolkitError
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.review import Review
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import answering, applying, drafting, revising, studies
from toolkit.workflow.answering import Wanted
from toolkit.workflow.drafting import Step

HOSTILE = "<b onclick=x>[l](javascript:x) :red[w] **b** $x$ `c`"
MIRRORED = "\u202edesrever\u202c <i>"


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.pages import review  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    study = open_study(Path(path))
    review.show(study)
    study.close()


def shown(study: Study, coder: str | None = "Ana") -> AppTest:
    return AppTest.from_function(_page, args=(study.where, coder), default_timeout=60).run()


@pytest.fixture
def coded(tmp_path: Path, codebook: Codebook, transcript: Transcript) -> Iterator[Study]:
    """Make a study in which Ana and Ben coded trust three times each, and doubt once."""
    study = studies.start(tmp_path / "my.study", codebook)
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    said = transcript.turns[1].span
    for coder in ("Ana", "Ben"):
        for place in range(3):
            start = said.start + 5 * place
            code(study, coder, start, start + 9, "trust")
        code(study, coder, said.start, said.start + 3, "doubt")
    yield study
    study.close()


def code(study: Study, coder: str, start: int, end: int, name: str) -> None:
    applying.code(study, coder=coder, transcript="P01", start=start, end=end, code=name)


PEOPLE = Code("people", "Trust in people", "feelings", definition="Somebody is trusted.")
THINGS = Code(
    "things",
    "Trust in things",
    "feelings",
    definition="Something is trusted.",
    include=("tools",),
    exclude=(Exclusion("it is a person", "people"), Exclusion("nothing holds", "doubt")),
)


@pytest.fixture
def split(coded: Study) -> Study:
    step = Step("split", ("trust",), ("people", "things"), (PEOPLE, THINGS), rationale="Two were one.")
    drafting.take(coded, step, by="Ana")
    revising.release_draft(coded, by="Ana")
    return coded


ALIKE = "Decide all {} alike the same way …"


def text(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.info, page.success, page.error)
    progress = [element.proto.text for element in page.get("progress")]
    return "\n".join([element.value for kind in kinds for element in kind] + progress).replace("\\", "")


def button(page: AppTest, label: str) -> Button:
    (found,) = (each for each in page.button if each.label == label)
    return found


def press(page: AppTest, *labels: str) -> AppTest:
    for label in labels:
        button(page, label).click().run()
        assert not page.exception
    return page


def choices(study: Study) -> list[tuple[str, ...]]:
    return [made.chosen for made in answering.queue(study).decided]


def waiting(study: Study) -> list[Review]:
    return list(answering.queue(study).open)


def test_the_question_shows_passage_old_definition_change_and_candidates(split: Study) -> None:
    page = shown(split)

    assert not page.exception
    told = text(page)
    assert "0 of 6 decided" in told
    assert ":blue-background[**" in told
    assert "coded by Ana" in told
    assert "under codebook 1.0.0" in told
    assert "Talk of trust." in told
    assert "Split Trust into Trust in people and Trust in things" in told
    assert "Two were one." in told
    assert "Somebody is trusted." in told
    assert "it is a person → Trust in people" in told
    shortcuts = {each.label: each.proto.shortcut for each in page.button}
    assert shortcuts["Trust in people"] == "1"
    assert shortcuts["Trust in things"] == "2"
    assert shortcuts["None of them"] == "0"
    assert shortcuts["Record and go on"] == "enter"
    assert shortcuts["Take back"] == "u"


def test_one_both_or_none_is_recorded_with_who_and_why(split: Study) -> None:
    page = shown(split, "Cleo")
    press(page, "Trust in people")
    page.text_input[0].set_value("It is the nurse.")
    press(page, "Record and go on")
    press(page, "Trust in people", "Trust in things", "Record and go on")
    press(page, "None of them", "Record and go on")

    queue = answering.queue(split)
    assert choices(split) == [("people",), ("people", "things"), ()]
    assert [made.reason for made in queue.decided] == ["It is the nurse.", "", ""]
    assert {made.decided_by for made in queue.decided} == {"Cleo"}
    assert "3 of 6 decided" in text(page)


def test_a_choice_is_taken_back_by_choosing_again_and_none_excludes_the_others(split: Study) -> None:
    page = press(shown(split), "Trust in people", "Trust in people", "Record and go on")
    assert "nothing is chosen yet; press a digit" in text(page)
    assert choices(split) == []

    press(page, "Trust in people", "None of them", "Record and go on")
    assert choices(split) == [()]


def test_another_code_of_the_new_version_may_fit(split: Study) -> None:
    page = shown(split)
    others = next(each for each in page.multiselect if each.label == "Another code")
    others.select("care").run()
    press(page, "Trust in things", "Record and go on")

    assert choices(split) == [("care", "things")]


def test_undo_brings_the_question_back_with_what_was_answered(split: Study) -> None:
    page = shown(split)
    press(page, "Trust in people")
    page.text_input[0].set_value("Because.")
    first = page.text_input[0].key
    press(page, "Record and go on")
    assert page.text_input[0].key != first

    press(page, "Take back")
    assert choices(split) == []
    assert page.text_input[0].key == first
    assert page.text_input[0].value == "Because."
    assert button(page, "Trust in people").proto.type == "primary"
    assert button(page, "Take back").disabled


def test_going_round_visits_every_question(split: Study) -> None:
    page = shown(split)
    seen = [page.text_input[0].key]
    for _ in range(6):
        press(page, "Next")
        seen.append(page.text_input[0].key)
    assert len(set(seen)) == 6
    assert seen[0] == seen[-1]

    press(page, "Previous")
    assert page.text_input[0].key == seen[-2]


def test_all_alike_are_decided_at_once_each_with_its_own_record_and_taken_back_at_once(split: Study) -> None:
    page = press(shown(split, "Cleo"), "Trust in people", ALIKE.format(6))
    assert choices(split) == []
    assert "Decide all of them as **Trust in people**?" in text(page)
    page.text_input[0].set_value("Always people here.")
    press(page, "Decide all 6")

    assert choices(split) == [("people",)] * 6
    assert {made.reason for made in answering.queue(split).decided} == {"Always people here."}
    assert len({made.id for made in answering.queue(split).decided}) == 6
    assert "Everything that waited is decided." in text(page)

    press(page, "Take back")
    assert choices(split) == []
    assert "0 of 6 decided" in text(page)


def test_what_was_asked_about_all_can_be_declined(split: Study) -> None:
    page = press(shown(split), "Trust in people", ALIKE.format(6), "Not all")
    assert choices(split) == []

    press(page, "Record and go on")
    assert choices(split) == [("people",)]


def test_enter_that_comes_with_the_wish_to_decide_all_decides_nothing_yet(split: Study) -> None:
    page = press(shown(split), "Trust in people")
    button(page, "Record and go on").click()
    button(page, ALIKE.format(6)).click().run()

    assert choices(split) == []
    assert "Decide all of them as **Trust in people**?" in text(page)


def test_bulk_keeps_to_the_filter(split: Study) -> None:
    page = shown(split, "Cleo")
    coders = next(each for each in page.multiselect if each.label == "Coded by")
    coders.select("Ben").run()
    assert "0 of 3 decided" in text(page)
    press(page, "Trust in things", ALIKE.format(3), "Decide all 3")

    assert {each.coding.coder for each in waiting(split)} == {"Ana"}
    assert "3 of 3 decided" in text(page)
    assert "Nothing waits among those you chose to see; 3 codings wait in all." in text(page)


def test_the_place_is_kept_when_others_decide_meanwhile(split: Study) -> None:
    page = press(shown(split), "Next", "Next")
    here = page.text_input[0].key
    first, second, third, fourth, *_ = waiting(split)

    answering.answer(split, [first, second], ("people",), by="Ben")
    page.run()
    assert page.text_input[0].key == here
    assert "2 of 6 decided" in text(page)

    answering.answer(split, [third], ("things",), by="Ben")
    page.run()
    assert fourth.coding.id in str(page.text_input[0].key)
    assert "Ben decided the coding you were at: Trust in things." in text(page)


def test_what_somebody_else_decided_first_is_not_decided_again(split: Study) -> None:
    page = press(shown(split), "Trust in people")
    answering.answer(split, waiting(split)[:1], ("things",), by="Ben")

    press(page, "Record and go on")

    assert choices(split) == [("things",)]
    assert "Ben decided the coding you were at" in text(page)


def test_a_refused_decision_is_told_once_on_one_line(split: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ToolkitError("my *study*", "is locked", "close the other window")

    monkeypatch.setattr(answering, "answer", refuse)
    page = press(shown(split), "Trust in people", "Record and go on")

    assert [error.value.replace("\\", "") for error in page.error] == [
        "my *study*: is locked; close the other window"
    ]
    assert button(page, "Trust in people").proto.type == "primary"
    page.run()
    assert not page.error


def test_without_a_coder_one_can_read_but_not_decide(split: Study) -> None:
    page = shown(split, None)

    assert "Choose who you are in the sidebar" in text(page)
    assert "Somebody is trusted." in text(page)
    acting = [each for each in page.button if each.label not in ("Previous", "Next")]
    assert all(each.disabled for each in acting)


def test_an_empty_queue_says_why_and_what_fills_it(coded: Study) -> None:
    page = shown(coded)

    assert not page.exception
    assert "Nothing waits for a decision under codebook 1.0.0" in text(page)
    assert "when a new version splits their code or narrows its definition" in text(page)


def test_what_counts_by_default_is_shown_on_demand(coded: Study) -> None:
    wider = Code("trust", "Trust", "feelings", definition="Talk of trust and hope.")
    step = Step("redefine", ("trust",), codes=(wider,), effect="wider", rationale="Hope too.")
    drafting.take(coded, step, by="Ana")
    revising.release_draft(coded, by="Ana")
    page = shown(coded)
    assert "6 codings count as they are" in text(page)
    assert not page.text_input

    page.toggle[0].set_value(True).run()
    assert "0 of 6 decided" in text(page)
    assert "It counts as it is until you decide otherwise." in text(page)
    press(page, "Trust", "Record and go on")
    assert choices(coded) == [("trust",)]
    assert "1 of 6 decided" in text(page)


def test_keys_that_come_at_once_are_taken_in_the_order_of_sense(split: Study) -> None:
    page = shown(split)
    # A fast typist's digit and Enter reach the server together.
    button(page, "Record and go on").click()
    button(page, "Trust in people").click().run()

    assert not page.exception
    assert choices(split) == [("people",)]


def test_hostile_labels_and_quotations_show_as_written(tmp_path: Path) -> None:
    theme = Theme("bad", HOSTILE)
    old = Code("old", HOSTILE, "bad", definition=MIRRORED + HOSTILE, include=(HOSTILE,))
    book = Codebook("hostile", HOSTILE, "1.0.0", (theme,), (old,))
    study = studies.start(tmp_path / "h.study", book)
    transcript = conversation("P01", (HOSTILE[:40].strip(), HOSTILE + MIRRORED))
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    span = transcript.turns[0].span
    code(study, HOSTILE, span.start, span.end, "old")
    new = (
        Code("one", HOSTILE, "bad", definition=HOSTILE, exclude=(Exclusion(HOSTILE, "two"),)),
        Code("two", f"{HOSTILE} 2", "bad", definition=MIRRORED),
    )
    step = Step("split", ("old",), ("one", "two"), new, rationale=HOSTILE, discussion=MIRRORED)
    drafting.take(study, step, by=HOSTILE)
    revising.release_draft(study, by=HOSTILE)

    page = shown(study)

    assert not page.exception
    for element in (*page.markdown, *page.caption, *page.info):
        assert not element.allow_html
        assert "[l](" not in element.value
        assert ":red[" not in element.value
        assert "<b" not in element.value.replace("\\<b", "")
    for each in page.button:
        assert "[l](" not in each.label
    press(page, page.button[0].label, "Record and go on")
    assert len(answering.queue(study, Wanted()).decided) == 1
    study.close()
