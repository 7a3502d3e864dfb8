"""The pages Home, Team and Code of a team that reads blindly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from toolkit.model.round import Coder
from toolkit.store import rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.ui import state
from toolkit.ui.pages.team import assignments
from toolkit.ui.pages.team import rounds as arranged
from toolkit.workflow import applying, arranging, assigning, watching

HOSTILE = "Ben [x](javascript:x) :red[r]"


def _page(path: str, name: str, coder: str | None) -> None:
    """Be a script that shows one page as the application does."""
    from importlib import import_module  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    import_module(f"toolkit.ui.pages.{name}").show(study.seen_by(coder))
    study.close()


def shown(study: Study, name: str, coder: str | None, **address: str) -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, name, coder), default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def told(page: AppTest) -> str:
    texts = [each.value for kind in (page.markdown, page.caption, page.info, page.success) for each in kind]
    texts += [each.value for each in page.error]
    bars = [each.proto.text for each in page.get("progress")]
    links = [each.proto.label for each in page.get("page_link")]
    return "\n".join(texts + bars + links).replace("\\", "")


def test_where_nobody_is_in_the_study_yet_the_page_says_how_people_come_to_it(study: Study) -> None:
    page = shown(study, "team", None)
    assert "Nobody is in the study yet. People join with their first coding, or are added here." in told(page)


@pytest.fixture
def blind(study: Study) -> Study:
    """A blind round in which Ana has two transcripts and a coder with a hostile name one."""
    with study.transaction(RESEARCHER) as records:
        for name in ("P01", "P02"):
            transcripts.add(
                records, conversation(name, ("I", "How?"), ("P", "I trusted them."), ("P", "Yes."))
            )
        for person in (Coder("Ana"), Coder(HOSTILE), Coder("Lea", "lead")):
            rounds.add_coder(records, person)
    lea = study.seen_by("Lea")
    arranging.begin(lea, "check", purpose="how *far* we agree", unit="turn", blind=True)
    assigning.assign(lea, coder="Ana")
    assigning.assign(lea, "P01", coder=HOSTILE)
    return study


def test_home_shows_ones_list_and_how_far_the_others_are(blind: Study) -> None:
    assigning.finish(blind.seen_by(HOSTILE), coder=HOSTILE)
    assigning.finish(blind.seen_by("Ana"), "P02", coder="Ana")
    page = shown(blind, "home", "Ana")
    assert "how *far* we agree" in told(page)
    assert "Blind: you see nothing of the others' work" in told(page)
    assert "1 of 2 finished" in told(page)
    links = [each.proto.label for each in page.get("page_link")]
    assert {"P01", "P02"} <= set(links)
    assert f"**{HOSTILE}**: 1 of 1 finished" in told(page)
    assert "](javascript" not in "".join(each.proto.text for each in page.get("progress"))


def test_home_of_somebody_without_work_says_who_gives_it(blind: Study) -> None:
    assert "No transcripts are on your list in this round. A lead gives them to you." in told(
        shown(blind, "home", "New")
    )
    assert "Your list" not in [each.value for each in shown(blind, "home", None).subheader]


def test_the_page_code_hides_others_and_says_why(blind: Study) -> None:
    page = shown(blind, "code", "Ana", transcript="P01")
    others, finished = page.toggle
    assert (others.disabled, others.value, finished.disabled) == (True, False, False)
    assert "is blind: what others do in it is not shown" in others.proto.help.replace("\\", "")
    finished.set_value(True).run()
    assert "you have finished this transcript" in told(page)
    assert [each.state for each in watching.board(blind.seen_by("Ana")).mine] == ["finished", "reading"]
    page.toggle[1].set_value(False).run()
    assert "you have finished this transcript" not in told(page)
    assert not page.error


def test_a_transcript_that_was_not_given_is_for_reading_only(blind: Study) -> None:
    page = shown(blind, "code", HOSTILE, transcript="P02")
    assert "this transcript is not on your list" in told(page)
    assert page.toggle[1].disabled


def test_what_others_have_seen_only_a_lead_reopens_and_the_page_says_so(blind: Study) -> None:
    assigning.finish(blind.seen_by("Ana"), coder="Ana")
    page = shown(blind, "code", "Ana", transcript="P01")
    assert not page.toggle[0].disabled
    page.toggle[1].set_value(False).run()
    assert "stays finished, as Ana can see the work of others" in told(page)
    assert page.toggle[1].value


def test_coders_look_at_the_page_team_and_change_nothing(blind: Study) -> None:
    page = shown(blind, "team", "Ana")
    assert "Rounds are arranged by leads: Lea." in told(page)
    assert len(page.button) == 0
    assert f"**{HOSTILE}**: 0 of 1 finished; still to read: P01" in told(page)


def test_a_lead_changes_reveals_and_begins_rounds_on_the_page(blind: Study) -> None:
    page = shown(blind, "team", "Lea")
    assert "As a lead you see all" in told(page)
    page.text_input(key=arranged.OTHER_PURPOSE).set_value("reliability")
    next(each for each in page.button if each.label == "Change").click().run()
    assert "round check: is for reliability" in told(page)
    assert "Wait until everybody has finished, or reveal it first" in told(page)

    page.checkbox(key=arranged.SURE).check().run()
    next(each for each in page.button if each.label == "Reveal").click().run()
    assert "round check: is revealed, and stays so" in told(page)

    page.text_input(key=arranged.NAME).set_value("1.0.1")
    next(each for each in page.button if each.label == "Begin").click().run()
    assert "is called like a version of the codebook" in told(page)
    page.text_input(key=arranged.NAME).set_value("next")
    page.checkbox(key=arranged.BLIND).check()
    next(each for each in page.button if each.label == "Begin").click().run()
    assert "round next: is begun" in told(page)
    board = watching.board(blind.seen_by("Lea"))
    assert (board.round.id, board.round.blind, board.goes_on) == ("next", True, True)
    assert len(board.work) == 3


def test_a_lead_sees_how_the_work_would_be_divided_before_it_is(blind: Study) -> None:
    page = shown(blind, "team", "Lea")
    before = blind.head()
    page.multiselect(key=assignments.CODERS).set_value(["Ana", HOSTILE]).run()
    page.selectbox(key=assignments.WAY).set_value("number").run()
    assert "Dry run: nothing was given out. Read by several: 2 of 2 transcripts" in told(page)
    assert blind.head() == before
    page.button(key="give out").click().run()
    assert "Gave out the transcripts as shown." in told(page)
    assert len(watching.board(blind.seen_by("Lea")).work) == 4
    assert page.button(key="give out").disabled

    page.multiselect(key=assignments.CODERS).set_value([]).run()
    assert "Choose who reads." in told(page)


def test_ticks_are_told_apart_from_what_was_there() -> None:
    before = pd.DataFrame({"transcript": ["P1", "P2"], "a": [True, False], "b": [False, False]})
    after = before.assign(a=[False, False], b=[False, True])
    coders = {"a": "Ana", "b": "Ben"}
    assert assignments.differences(before, after, coders) == ([("P2", "Ben")], [("P1", "Ana")])
    assert assignments.differences(before, before, coders) == ([], [])


def test_a_team_without_leads_arranges_together(study: Study) -> None:
    page = shown(study, "team", None)
    assert {"Change", "Begin"} <= {each.label for each in page.button}
    assert Path(study.where).exists()
    assert state.TRANSCRIPT not in page.query_params


# --- what happened ----------------------------------------------------------------------------------


def happened(page: AppTest) -> list[str]:
    """Return the lines of what happened, the newest first, once a reader has opened the section."""
    page.session_state["what happened"] = True
    page.run()
    assert not page.exception
    lines = next((each.value for each in page.markdown if each.value.startswith("- 2")), "")
    return [line.partition(" · ")[2].replace("\\", "") for line in lines.splitlines()]


def codings(lines: list[str]) -> list[str]:
    return [line for line in lines if " the code " in line]


def test_what_happened_is_told_the_newest_first(coded: Study) -> None:
    applying.code(coded, coder="Ben", transcript="P01", start=40, end=48, code="care")
    page = shown(coded, "team", "Ana")
    assert "the code" not in told(page)

    latest, before, *_ = codings(happened(page))
    assert latest.startswith("**Ben** gave")
    assert before.startswith("**Ana** gave")
    page.selectbox(key="happened by").set_value("Ana")
    page.number_input(key="happened at most").set_value(1)
    assert happened(page) == [before]
    page.date_input(key="happened from").set_value(datetime.now(UTC).date() + timedelta(days=2))
    assert happened(page) == []


def test_what_a_blind_round_hides_did_not_happen_yet(blind: Study) -> None:
    applying.code(blind, coder=HOSTILE, transcript="P01", start=12, end=27, code="trust")

    assert codings(happened(shown(blind, "team", "Ana"))) == []
    (seen_by_themselves,) = codings(happened(shown(blind, "team", HOSTILE)))
    assert seen_by_themselves.startswith(f"**{HOSTILE}** gave")
