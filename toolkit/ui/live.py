"""What is shown of a team at work, in fragments that run by the clock.

Each run asks the log for its end, and goes on to read only where that has moved. What is drawn again as it
was stays as it is in the browser: nothing jumps, and nobody loses what they type elsewhere.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.ui import parts, state
from toolkit.workflow import arranging
from toolkit.workflow.watching import Board, Work

__all__ = ["EVERY", "describe", "everybody", "queue"]

EVERY: Final = 5.0
"""Seconds from one look to the next."""
_WORK: Final = {
    "open": "Open: everybody can see everybody's codings.",
    "blind": "Blind: you see nothing of the others' work before you have finished all you were given.",
    "revealed": "Was blind and is revealed: everybody can see everybody's codings.",
}


def describe(board: Board) -> None:
    """Say what the present round is like."""
    each = board.round
    begun = f"; begun {each.begun_at[:10]}" if each.begun_at else ""
    pages = "; clean pages" if each.anew else ""
    st.markdown(
        f"**{parts.plain(each.purpose)}**: {arranging.told(each.unit)}, codebook "
        f"{parts.plain(each.codebook_version)}{pages}{begun}."
    )
    told = _WORK[arranging.sort(each)]
    if each.blind and not each.revealed_at and not board.goes_on:
        told = "Blind, and everybody has finished: everybody can see everybody's codings."
    elif each.blind and not each.revealed_at and board.role == "lead":
        told = (
            "Blind: coders see nothing of the others' work before they have finished. As a lead you see all."
        )
    st.caption(f":material/{'visibility_off' if board.goes_on else 'visibility'}: {told}")


def queue(board: Board) -> None:
    """List the transcripts the reader has to read in the present round, each with a way to it."""
    if not board.mine:
        told = "A lead gives them to you." if board.round.blind else "Code any on the page Code to begin."
        st.caption(f"No transcripts are on your list in this round. {told}")
        return
    done = sum(each.task.finished for each in board.mine)
    st.progress(done / len(board.mine), text=f"{done} of {len(board.mine)} finished")
    with st.container(key="queue"):
        for each in board.mine:
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                st.page_link(
                    state.page("Code"),
                    label=parts.plain(each.task.transcript),
                    icon=":material/check_circle:" if each.task.finished else ":material/edit_note:",
                    query_params={state.CODER: each.task.coder, state.TRANSCRIPT: each.task.transcript},
                    width="content",
                )
                st.caption(_told(each), width="content")


def _told(each: Work) -> str:
    """Say how far one is with a transcript."""
    parts_ = []
    if each.task.finished_at is not None:
        parts_.append(f"finished {each.task.finished_at[:10]}")
    elif each.turns_coded:
        parts_.append("reading")
    else:
        parts_.append("to read")
    if each.turns_coded:
        parts_.append(f"{each.turns_coded} of {each.turns} turns coded")
    if each.reopened:
        parts_.append(f"reopened {_times(len(each.reopened))}")
    return ", ".join(parts_)


def everybody(board: Board) -> None:
    """Tell how far each coder is in the present round; not how much they have coded."""
    for coder, work in board.by_coder.items():
        done = [each for each in work if each.task.finished]
        left = [each.task.transcript for each in work if not each.task.finished]
        told = f"**{parts.plain(coder)}**: {len(done)} of {len(work)} finished"
        if left:
            told += f"; still to read: {parts.plain(parts.some(left))}"
        if again := sum(len(each.reopened) for each in work):
            told += f"; reopened {_times(again)}"
        st.progress(len(done) / len(work), text=told)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
