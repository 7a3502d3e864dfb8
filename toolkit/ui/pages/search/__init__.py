"""Search: find words in what people say and code what was found; see what may deserve a code."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.ui import state
from toolkit.ui.language import later, say
from toolkit.ui.pages.search import passages, suggestions
from toolkit.workflow.studies import Study

TITLE: Final = "Search"
ICON: Final = ":material/search:"

_VIEWS: Final = {later("Transcripts"): passages.show, later("Suggestions"): suggestions.show}


def show(study: Study) -> None:
    """Show the page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(say(TITLE), width="content")
        chosen = st.segmented_control(
            say("Search in"),
            list(_VIEWS),
            format_func=say,
            default=next(iter(_VIEWS)),
            required=True,
            key=state.SEARCHED,
            label_visibility="collapsed",
        )
    _VIEWS[chosen](study)
