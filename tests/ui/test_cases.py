"""The page Review, where coders differ: one case after the other, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, ButtonGroup

from tests.workflow.test_discussing import HOSTILE, apply, begun, settle, the_case, where
from toolkit.model.codebook import Codebook
from toolkit.store import rounds
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import adjudicating, assigning, discussing, noting


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.pages import review  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    st.session_state.setdefault("review part", "Disagreements")
    study = open_study(Path(path))
    review.show(study.seen_by(coder))
    study.close()


def shown(study: Study, coder: str | None = "Cleo") -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, coder), default_timeout=60).run()
    assert not page.exception
    return page


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Return a confusion on `one two three`, an omission of `five` and other words for `seven eight`."""
    made = begun(tmp_path / "my.study", codebook)
    for coder, name, words in (
        ("Ana", "trust", "one two"),
        ("Ben", "doubt", "two three"),
        ("Ana", "care", "five"),
        ("Ana", "trust", "seven eight"),
        ("Ben", "trust", "eight nine"),
    ):
        apply(made, coder, name, words)
    for coder in ("Ana", "Ben"):
        assigning.finish(made, "P01", coder=coder)
    yield made
    made.close()


def text(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.info, page.success, page.error)
    progress = [element.proto.text for element in page.get("progress")]
    return "\n".join([element.value for kind in kinds for element in kind] + progress).replace("\\", "")


def button(page: AppTest, label: str) -> Button:
    (found,) = (each for each in page.button if label in each.label.replace("\\", ""))
    return found


def press(page: AppTest, *labels: str) -> AppTest:
    for label in labels:
        button(page, label).click().run()
        assert not page.exception
    return page


def reason(page: AppTest, words: str) -> None:
    (field,) = page.text_input
    field.set_value(words)


def control(page: AppTest, label: str, first: str) -> ButtonGroup[str]:
    """Return the row of buttons with a label, of which the first says so."""
    (found,) = (
        each
        for each in page.get("button_group")
        if isinstance(each, ButtonGroup) and (each.proto.label, each.options[0]) == (label, first)
    )
    return found


def verdicts(study: Study) -> list[tuple[object, ...]]:
    table = adjudicating.disagreements(study)
    return [
        (*row,)
        for row in zip(table.column("code"), table.column("verdict"), table.column("settled_as"), strict=True)
    ]


def test_a_case_shows_each_coder_with_their_words_memos_and_the_definitions(study: Study) -> None:
    case = the_case(study, "trust", "doubt")
    noting.memo(study, coder="Ben", coding=case.disagreements[1].codings[0].id, text=HOSTILE)
    page = shown(study)

    told = text(page)
    assert "0 of 2 settled" in told
    assert ":blue-background[:small[**Ana**] one]" in told
    assert ":gray-background[:small[**Ana and Ben**] two]" in told.replace("Ana, Ben", "Ana and Ben")
    assert ":orange-background[:small[**Ben**] three]" in told
    assert "**Trust** :small[on “one two”]" in told
    assert "does not give **Doubt**" in told
    assert "Talk of trust." in told
    assert "Talk of doubt." in told
    assert "One code or another" in told
    raw = "\n".join(element.value for element in page.markdown)
    assert r"\<script\>" in raw
    assert "[l](javascript" not in raw
    shortcuts = {each.label: each.proto.shortcut for each in page.button}
    assert [shortcuts[label] for label in ("Both", "Neither", "Other …", "Take back")] == ["3", "4", "5", "u"]


def test_an_answer_is_recorded_with_its_reason_and_the_next_case_comes(study: Study) -> None:
    page = press(shown(study), "**Ben**] is right")
    assert "**Doubt** holds on “two three”" in text(page)
    reason(page, HOSTILE)
    press(page, "Record and go on")

    assert verdicts(study) == [
        ("trust", "does not hold", ""),
        ("doubt", "holds", "two three"),
        ("care", "open", ""),
    ]
    assert adjudicating.disagreements(study).column("reason")[0] == HOSTILE.strip()
    assert adjudicating.disagreements(study).column("settled_by")[0] == "Cleo"
    assert "1 of 2 settled" in text(page)
    assert "**Care**" in text(page)

    press(page, "**Ana**] is right")
    reason(page, "Yes.")
    press(page, "Record and go on")
    assert "Everything here is settled." in text(page)


def test_without_an_answer_or_a_reason_nothing_is_recorded(study: Study) -> None:
    page = press(shown(study), "Record and go on")
    assert "nothing is chosen yet" in text(page)
    press(page, "Both", "Record and go on")
    assert "has no reason" in text(page)
    assert {verdict for _, verdict, _ in verdicts(study)} == {"open"}


def test_what_was_settled_last_is_taken_back_and_shown_again(study: Study) -> None:
    page = press(shown(study), "Neither")
    reason(page, "Nobody.")
    press(page, "Record and go on", "Take back")

    assert {verdict for _, verdict, _ in verdicts(study)} == {"open"}
    assert "0 of 2 settled" in text(page)
    assert page.text_input[0].value == "Nobody."


def test_other_codes_on_other_words_are_chosen_word_by_word(study: Study) -> None:
    page = press(shown(study), "Other …")
    holding = next(each for each in page.multiselect if each.label == "Codes that hold here")
    holding.set_value(["doubt", "care"]).run()
    control(page, "On which words", "As they were coded").set_value("other words").run()
    first, last = (each for each in page.selectbox if each.label.endswith("word"))
    first.set_value(3).run()
    last.set_value(1).run()
    assert "The passage:] “two three four”" in text(page)
    reason(page, "Both belong to it.")
    press(page, "Record and go on")

    settled = {code: (verdict, words) for code, verdict, words in verdicts(study)[:3]}
    assert settled["doubt"] == ("holds", "two three four")
    assert settled["trust"] == ("does not hold", "")


def test_settled_cases_show_their_verdict_can_be_opened_again(study: Study) -> None:
    settle(study, the_case(study, "care"), "Ana")
    page = shown(study)
    control(page, "Show", "Open").set_value("settled").run()

    told = text(page)
    assert "**Care** holds on “five”" in told
    assert "We talked." in told
    assert "settled by Cleo" in told

    press(page, "Open again")
    assert adjudicating.disagreements(study, open=True).column("code") == ("trust", "doubt", "care")


def test_somebody_who_was_first_is_not_overwritten(study: Study) -> None:
    page = press(shown(study), "Both")
    reason(page, "Both.")
    settle(study, the_case(study, "trust", "doubt"), "Ana", by="Dora")
    press(page, "Record and go on")

    assert "was settled or coded anew by somebody meanwhile" in text(page)
    assert set(adjudicating.disagreements(study).column("settled_by")) == {"Dora", ""}


def test_without_a_name_one_reads_and_settles_nothing(study: Study) -> None:
    page = shown(study, None)

    assert "Choose who you are in the sidebar to settle." in text(page)
    assert all(each.disabled for each in page.button if "is right" in each.label or "Record" in each.label)


def test_where_only_the_words_differ_is_shown_if_asked_for(study: Study) -> None:
    page = shown(study)
    page.toggle[0].set_value(True).run()
    assert "0 of 3 settled" in text(page)
    press(page, "Previous")
    assert "Which words" in text(page)
    assert discussing.docket(study).found.reached == ()


def test_filters_narrow_the_queue_down(study: Study) -> None:
    page = shown(study)
    next(each for each in page.multiselect if each.label == "Code or theme").set_value(["care"]).run()
    assert "0 of 1 settled" in text(page)
    assert "Coded or not" in text(page)
    next(each for each in page.multiselect if each.label == "In").set_value(["P01"]).run()
    next(each for each in page.multiselect if each.label == "They differ in").set_value(["confusion"]).run()
    assert "None among those you chose to see." in text(page)


def test_with_fewer_than_two_readings_the_page_says_what_is_missing(study: Study) -> None:
    assigning.finish(study, "P01", coder="Ben", reopen=True)

    assert "Nothing can be compared yet." in text(shown(study))


def test_while_the_round_is_blind_the_page_says_so_and_shows_nothing(study: Study) -> None:
    assigning.finish(study, "P01", coder="Ben", reopen=True)
    with study.transaction(RESEARCHER) as records:
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, blind=True, begun_at="2026-01-01T00:00:00Z"))

    told = text(shown(study, "Ben"))

    assert "is still blind" in told
    assert "one two" not in told
    assert "settled" not in told.replace("Nothing is settled meanwhile", "")
    assert where("one two")
