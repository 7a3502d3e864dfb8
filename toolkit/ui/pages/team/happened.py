"""What happened in the study, on the page Team: its log as sentences, the newest first."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts
from toolkit.ui.language import say
from toolkit.workflow import recounting, studies
from toolkit.workflow.studies import Study

_AT_ONCE: Final = 20
_MOST: Final = 500
_WHEN, _WHO, _WHAT = 0, 1, 2  # columns of the history


def show(study: Study) -> None:
    """Show the section; what is not open is not read."""
    section = st.expander(
        say("What happened"), icon=":material/history:", key="what happened", on_change="rerun"
    )
    if section.open:
        with section:
            _tell(study)


@st.fragment
def _tell(study: Study) -> None:
    """Tell it, as much as the reader asks for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            say("By"),
            studies.coders(study),
            index=None,
            placeholder=say("Anybody"),
            key="happened by",
            width=220,
        )
        day = st.date_input(say("From"), None, format="YYYY-MM-DD", key="happened from", width=180)
        last = st.number_input(
            say("At most"), 1, _MOST, _AT_ONCE, _AT_ONCE, key="happened at most", width=140
        )
    since = None if day is None else day.isoformat()
    try:
        told = recounting.history(study, by=who, since=since, last=last)
    except ToolkitError as refused:
        for line in refused.lines():
            st.info(parts.plain(line))
        return
    if not told.rows:
        st.info(say("Nothing happened then."))
        return
    lines = (
        f"- {row[_WHEN]} · **{parts.plain(str(row[_WHO]))}** {parts.plain(str(row[_WHAT]))}"
        for row in reversed(told.rows)
    )
    st.markdown("\n".join(lines))
    parts.notes(told.notes)
    parts.downloads(told, "history")
