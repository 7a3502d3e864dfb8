"""The present round on the page Team: what it is like, and how leads change, reveal and follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.round import RoundUnit
from toolkit.ui import kinds, live, parts, state
from toolkit.ui.language import say
from toolkit.workflow import arranging
from toolkit.workflow.studies import Study
from toolkit.workflow.watching import Board

_OUTCOME: Final = "outcome on page Team"
NAME: Final = state.key("round", "name")
PURPOSE: Final = state.key("round", "purpose")
UNIT: Final = state.key("round", "unit")
BLIND: Final = state.key("round", "blind")
ANEW: Final = state.key("round", "anew")
HAND_ON: Final = state.key("round", "hand on")
SURE: Final = state.key("round", "sure")
OTHER_PURPOSE: Final = state.key("present round", "purpose")
OTHER_UNIT: Final = state.key("present round", "unit")


def act(what: Callable[..., object], *args: Any, done: str = "", **options: Any) -> None:  # noqa: ANN401 - theirs
    """Do something on a click, and keep for the run that follows what became of it."""
    try:
        told = what(*args, **options)
    except ToolkitError as refused:
        st.session_state[_OUTCOME] = (False, tuple(refused.lines()))
    else:
        st.session_state[_OUTCOME] = (True, (done or str(told),))


def tell_outcome() -> None:
    """Say what became of the last click."""
    well, lines = st.session_state.pop(_OUTCOME, (True, ()))
    for line in lines:
        (st.success if well else st.error)(parts.plain(line))


def show(study: Study, board: Board) -> None:
    """Show the present round, and to leads what they can do with it."""
    st.header(say("Round {name}", name=parts.plain(board.round.id)))
    live.describe(board)
    if not board.may_arrange:
        st.caption(say("Rounds are arranged by leads: {leads}.", leads=parts.plain(", ".join(board.leads))))
        return
    with st.container(horizontal=True):
        with st.popover(say("Change"), icon=":material/edit:"):
            _change(study, board)
        if board.goes_on:
            with st.popover(say("Reveal"), icon=":material/visibility:"):
                _reveal(study)
        with st.popover(say("Begin a new round"), icon=":material/add:"):
            _begin(study, board)


def _change(study: Study, board: Board) -> None:
    each = board.round
    with st.form("change the round", border=False):
        st.text_input(say("Purpose"), each.purpose, key=OTHER_PURPOSE, max_chars=200)
        st.selectbox(
            say("Coders code"),
            get_args(RoundUnit),
            get_args(RoundUnit).index(each.unit),
            format_func=kinds.coded,
            key=OTHER_UNIT,
            help=say("Only before the first coding of the round."),
        )
        st.form_submit_button(say("Change"), on_click=_changed, args=(study, board))


def _changed(study: Study, board: Board) -> None:
    chosen = {"purpose": st.session_state[OTHER_PURPOSE], "unit": st.session_state[OTHER_UNIT]}
    other = {name: value for name, value in chosen.items() if value != getattr(board.round, name)}
    if other:
        act(arranging.change, study, board.round.id, **other)


def _reveal(study: Study) -> None:
    st.markdown(
        say(
            "Everybody will see everything in this round. **This cannot be taken back**: what somebody has "
            "seen they have seen. Readings that are not finished yet will not count as blind in the methods "
            "text."
        )
    )
    sure = st.checkbox(say("Reveal it for good"), key=SURE)
    st.button(say("Reveal"), type="primary", disabled=not sure, on_click=act, args=(arranging.reveal, study))


def _begin(study: Study, board: Board) -> None:
    if board.goes_on:
        st.markdown(
            say("This round is blind and goes on. Wait until everybody has finished, or reveal it first.")
        )
        return
    left = [each.task for each in board.work if not each.task.finished]
    with st.form("begin a round", border=False):
        st.text_input(say("Name"), key=NAME, help=say("One word: pilot, reliability-1."), max_chars=200)
        st.text_input(say("Purpose"), key=PURPOSE, help=say("It is told in the methods text."), max_chars=200)
        st.selectbox(say("Coders code"), get_args(RoundUnit), format_func=kinds.coded, key=UNIT)
        st.checkbox(
            say("Blind"),
            key=BLIND,
            help=say(
                "Coders see nothing of one another's work until they have finished all they were given."
            ),
        )
        st.checkbox(
            say("Clean pages"),
            key=ANEW,
            help=say(
                "Earlier codings of a transcript are not before its coders, and no longer count once they "
                "have read it to the end again."
            ),
        )
        if left:
            told = parts.plain(arranging.by_coder(left))
            st.checkbox(say("Hand on what is not finished: {tasks}", tasks=told), value=True, key=HAND_ON)
        st.form_submit_button(say("Begin"), type="primary", on_click=_begun, args=(study,))


def _begun(study: Study) -> None:
    chosen = st.session_state
    act(
        arranging.begin,
        study,
        chosen[NAME].strip(),
        purpose=chosen[PURPOSE],
        unit=chosen[UNIT],
        blind=chosen[BLIND],
        anew=chosen[ANEW],
        hand_on=chosen.get(HAND_ON),
    )
