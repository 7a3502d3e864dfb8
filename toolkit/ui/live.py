"""What is shown of a team at work, in fragments that run by the clock.

Each run asks the log for its end, and goes on to read only where that has moved. What is drawn again as it
was stays as it is in the browser: nothing jumps, and nobody loses what they type elsewhere.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.model.round import RoundUnit
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.workflow import arranging
from toolkit.workflow.watching import Board, Work

__all__ = ["EVERY", "describe", "everybody", "queue"]

EVERY: Final = 5.0
"""Seconds from one look to the next."""
_WORK: Final = {
    "open": later("Open: everybody can see everybody's codings."),
    "blind": later("Blind: you see nothing of the others' work before you have finished all you were given."),
    "revealed": later("Was blind and is revealed: everybody can see everybody's codings."),
}
_USUAL: Final = later("coding")  # the purpose of a round for which nobody worded one
_UNITS: Final[dict[RoundUnit, str]] = {
    "free": later("any words"),
    "sentence": later("whole sentences"),
    "paragraph": later("whole paragraphs"),
    "turn": later("whole turns"),
}


def describe(board: Board) -> None:
    """Say what the present round is like."""
    each = board.round
    facts = [
        say("{units}, codebook {version}", units=say(_UNITS[each.unit]), version=each.codebook_version),
        say("clean pages") if each.anew else "",
        say("begun {date}", date=each.begun_at[:10]) if each.begun_at else "",
    ]
    purpose = say(_USUAL) if each.purpose == _USUAL else each.purpose
    st.markdown(f"**{parts.plain(purpose)}**: {parts.plain('; '.join(filter(None, facts)))}.")
    told = say(_WORK[arranging.sort(each)])
    if each.blind and not each.revealed_at and not board.goes_on:
        told = say("Blind, and everybody has finished: everybody can see everybody's codings.")
    elif each.blind and not each.revealed_at and board.role == "lead":
        told = say(
            "Blind: coders see nothing of the others' work before they have finished. As a lead you see all."
        )
    st.caption(f":material/{'visibility_off' if board.goes_on else 'visibility'}: {told}")


def queue(board: Board) -> None:
    """List the transcripts the reader has to read in the present round, each with a way to it."""
    if not board.mine:
        st.caption(
            say("No transcripts are on your list in this round. A lead gives them to you.")
            if board.round.blind
            else say("No transcripts are on your list in this round. Code any on the page Code to begin.")
        )
        return
    done = sum(each.task.finished for each in board.mine)
    st.progress(done / len(board.mine), text=_finished(done, len(board.mine)))
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
    facts = []
    if each.task.finished_at is not None:
        facts.append(say("finished {date}", date=each.task.finished_at[:10]))
    elif each.turns_coded:
        facts.append(say("reading"))
    else:
        facts.append(say("to read"))
    if each.turns_coded and each.turns:
        coded, turns = number(each.turns_coded), number(each.turns)
        facts.append(say("{coded} of {turns} turns coded", coded=coded, turns=turns))
    if each.reopened:
        facts.append(_reopened(len(each.reopened)))
    return ", ".join(facts)


def everybody(board: Board) -> None:
    """Tell how far each coder is in the present round; not how much they have coded."""
    for coder, work in board.by_coder.items():
        done = [each for each in work if each.task.finished]
        left = [each.task.transcript for each in work if not each.task.finished]
        facts = [_finished(len(done), len(work))]
        if left:
            facts.append(say("still to read: {transcripts}", transcripts=parts.plain(parts.some(left))))
        if again := sum(len(each.reopened) for each in work):
            facts.append(_reopened(again))
        st.progress(len(done) / len(work), text=f"**{parts.plain(coder)}**: {'; '.join(facts)}")


def _finished(done: int, of: int) -> str:
    return say("{done} of {of} finished", done=number(done), of=number(of))


def _reopened(times: int) -> str:
    return say_many("reopened once", "reopened {n} times", times)
