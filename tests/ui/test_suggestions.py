"""The page Search suggests codes only where somebody switched that on; one click codes, one takes it back."""

from __future__ import annotations

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from tests.workflow.taught import NAMES, NEW, switch_on, teach
from toolkit.store.study import Study
from toolkit.ui import state
from toolkit.ui.pages.search import suggestions
from toolkit.workflow import applying, showing, suggesting


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages import search  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    st.session_state.setdefault(state.SEARCHED, "Suggestions")
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    search.show(study)
    study.close()


def opened(study: Study, coder: str | None = "Ana") -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, coder), default_timeout=120).run()
    assert not page.exception
    return page


def asked(study: Study, coder: str = "Ana") -> AppTest:
    page = opened(study, coder)
    page.selectbox(key="suggestion transcript").set_value(NEW).run()
    assert not page.exception
    return page


def prose(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.info, page.error)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def codings(study: Study) -> list[str]:
    return [coding.quotation.text for coding in showing.desk(study, NEW, "Ana").codings]


def test_when_off_there_is_a_sentence_and_a_switch(study: Study) -> None:
    teach(study, "Ana")

    page = opened(study)

    assert "Suggestions are off in this study" in prose(page)
    assert not page.selectbox
    assert not page.button
    page.toggle(key="suggestions on").set_value(True).run()
    assert suggesting.is_on(study)
    assert "It is no coder" in prose(page)
    page.toggle(key="suggestions on").set_value(False).run()
    assert not suggesting.is_on(study)
    assert not page.exception


def test_a_passage_is_shown_with_the_words_behind_it_and_how_often_that_was_right(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)

    page = asked(study)

    told = prose(page)
    assert "I :blue-background[**trust the**]" in told or ":blue-background[**trust" in told
    assert "Of 10 such suggestions about" in told
    assert "trust +" in told
    assert "by Ana alone" in told
    links = [link.proto.query_string for link in page.get("page_link")]
    assert all("passage=" in link and f"transcript={NEW}" in link for link in links)
    assert list(page.dataframe[0].value.code) == ["trust", "doubt", "care"]


def test_one_is_coded_and_taken_back_and_the_list_stays(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)
    page = asked(study)
    count = len(page.checkbox)
    assert count >= 2
    assert page.button(key="code suggestions").disabled

    next(button for button in page.button if button.label == "Code it").click().run()

    assert len(codings(study)) == 1
    assert "1 passage coded as Trust" in prose(page)
    assert len(page.checkbox) == count - 1
    page.button(key="undo suggestion").click().run()
    assert codings(study) == []
    assert len(page.checkbox) == count
    assert not page.exception


def test_the_chosen_are_coded_as_one_act(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)
    page = asked(study)
    count = len(page.checkbox)
    for box in page.checkbox:
        box.set_value(True)
    page.run()

    page.button(key="code suggestions").click().run()

    assert len(codings(study)) == count
    assert f"{count} passages coded as Trust" in prose(page)
    assert "Nothing is suggested here" in prose(page)
    page.button(key="undo suggestion").click().run()
    assert codings(study) == []


def test_nothing_is_learned_twice_while_the_list_is_worked_down(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(study, "Ana", names=(*NAMES, NEW))
    mine = next(iter(showing.desk(study, NEW, "Ana").codings))
    applying.change(study, "Ana", [applying.Remove(mine.id)])
    switch_on(study)
    learned: list[str] = []
    learn = suggesting.learned

    def watched(found: suggesting.Material) -> suggesting.Lessons:
        learned.append(found.digest)
        return learn(found)

    monkeypatch.setattr(suggesting, "learned", watched)
    page = asked(study)
    before = len(learned)

    next(button for button in page.button if button.label == "Code it").click().run()
    page.button(key="undo suggestion").click().run()

    assert not page.exception
    assert len(learned) == before == 1


def test_a_card_of_a_list_that_is_shown_no_more_codes_nothing(study: Study) -> None:
    """A click can come while the next list is being learned and the last is still on the screen."""
    teach(study, "Ana")
    switch_on(study)
    page = asked(study)
    count = len(page.checkbox)
    del page.session_state["suggestions shown"]

    next(button for button in page.button if button.label == "Code it").click().run()

    assert codings(study) == []
    assert "Nothing was coded: the list was being made anew" in prose(page)
    assert len(page.checkbox) == count
    next(button for button in page.button if button.label == "Code it").click().run()
    assert len(codings(study)) == 1
    assert not page.exception


def test_while_the_next_list_is_learned_the_last_is_gone_and_what_goes_on_is_said(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    teach(study, "Ana")
    switch_on(study)
    page = asked(study)
    seen: list[bool] = []
    learn = suggesting.learned

    def watched(found: suggesting.Material) -> suggesting.Lessons:
        seen.append("suggestions shown" in streamlit.session_state)
        return learn(found)

    monkeypatch.setattr(suggesting, "learned", watched)
    page.button_group(key="suggestion unit").set_value("turn").run()

    assert not page.exception
    assert seen == [False]
    assert "Learning" not in prose(page)


def test_a_blind_coder_is_told_why_there_is_nothing(study: Study) -> None:
    teach(study, "Ben")
    switch_on(study)

    page = asked(study)

    assert "read independently, and Ana has finished no transcript" in prose(page)
    assert not page.checkbox


def test_a_bystander_and_an_empty_study_are_told_what_to_do(study: Study) -> None:
    switch_on(study)
    assert "There are no transcripts yet" in prose(opened(study))

    teach(study, "Ana")
    assert "Choose who you are" in prose(opened(study, None))


def test_whatever_a_passage_holds_it_shows_as_text() -> None:
    from toolkit.model.suggestion import Word  # noqa: PLC0415
    from toolkit.model.transcript import Span  # noqa: PLC0415

    words = "<b>x</b> [l](javascript:x) :red[trust] www.x.org"
    marked = suggestions._marked(  # noqa: SLF001 - the least that shows it
        words, [Word("trust", 1.0, (Span(32, 37),)), Word("red trust", 0.5, (Span(28, 37),))]
    )

    assert "](javascript" not in marked
    assert "<b>" not in marked
    assert marked.count(":blue-background[") == 1
    assert "\\[trust**]" in marked
    assert state.PASSAGE == "passage"
