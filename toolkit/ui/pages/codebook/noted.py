"""What was noted about a code: memos about it, and memos that cite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from toolkit.model.citation import Citation
from toolkit.ui import parts, state
from toolkit.ui.language import number, say
from toolkit.ui.pages.memos import reading
from toolkit.workflow import recalling
from toolkit.workflow.recalling import Note
from toolkit.workflow.studies import Study

_MOST: Final = 20


def show(study: Study, name: str, version: str) -> None:
    """Show the memos of a code with the way to each; others' only if asked."""
    found = recalling.recall(study, at=version)
    about = [note for note in found.notes if (note.memo.about, note.memo.subject) == ("code", name)]
    citing = [note for note in found.cited_by(Citation("code", name)) if note not in about]
    if not about and not citing:
        return
    me = state.coder()
    with st.expander(say("Memos"), icon=":material/sticky_note_2:"):
        others = st.toggle(
            say("Others' memos, too"),
            key=state.OTHERS_MEMOS,
            help=say("Off while you code: only independent readings can be compared."),
        )
        mine = [note for note in (*about, *citing) if others or note.memo.author == me]
        _list(say("About this code"), [note for note in about if note in mine])
        _list(say("Citing this code"), [note for note in citing if note in mine])
        if not mine:
            st.caption(say("None of them is yours."))


def _list(heading: str, notes: Sequence[Note]) -> None:
    """Link to memos, the latest first."""
    if not notes:
        return
    st.markdown(f"**{heading}**")
    for note in notes[: -_MOST - 1 : -1]:
        address = {state.MEMO: note.memo.id, state.CODER: state.coder() or ""}
        st.page_link(
            state.page("Memos"),
            label=parts.plain(note.title),
            icon=":material/arrow_forward:",
            query_params={key: value for key, value in address.items() if value},
        )
        st.caption(reading.signed(note))
    if len(notes) > _MOST:
        st.caption(
            say(
                "These are the latest {shown} of {all}. The page Memos has all of them.",
                shown=number(_MOST),
                all=number(len(notes)),
            )
        )
