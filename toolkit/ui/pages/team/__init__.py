"""Team: the present round, who reads what in it, and how far everybody is."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.ui import live, parts
from toolkit.ui.language import say
from toolkit.ui.pages.team import assignments, happened, people, rounds
from toolkit.workflow import arranging, watching
from toolkit.workflow.studies import Study

TITLE: Final = "Team"
ICON: Final = ":material/groups:"


def show(study: Study) -> None:
    """Show the page."""
    st.title(say(TITLE))
    rounds.tell_outcome()
    board = watching.board(study)
    rounds.show(study, board)
    assignments.show(study, board)
    _progress(study)
    st.header(say("All rounds"))
    parts.grid(arranging.rounds(study), wide=["purpose"])
    with st.expander(say("Every reading"), icon=":material/table_rows:"):
        parts.table_view(watching.progress(study), "progress")
    people.show(study)
    happened.show(study)


@st.fragment(run_every=live.EVERY)
def _progress(study: Study) -> None:
    """Show how far everybody is, and go on showing it."""
    board = watching.board(study)
    if board.work:
        st.header(say("How far everybody is"))
        live.everybody(board)
