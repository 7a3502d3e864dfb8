"""Transcripts: which interviews there are, who speaks in them, and how they come into the study."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.ui import state
from toolkit.ui.language import later, say
from toolkit.ui.pages.transcripts import bringing, listing, speakers
from toolkit.workflow.studies import Study, transcript_names

TITLE: Final = "Transcripts"
ICON: Final = ":material/forum:"

_VIEW: Final = "transcripts view"


def show(study: Study) -> None:
    """Show the page."""
    st.title(say(TITLE))
    if state.reads_only():
        listing.show(study)
        return
    # Set, and no default: that changes with the first import, and would take the reader elsewhere.
    st.session_state.setdefault(_VIEW, _first(study))
    view = st.segmented_control(
        say("Show"),
        list(_VIEWS),
        format_func=say,
        required=True,
        key=_VIEW,
        label_visibility="collapsed",
    )
    _VIEWS[view or _first(study)](study)


def _first(study: Study) -> str:
    """Return the view to begin with: without transcripts, that which brings some in."""
    return next(iter(_VIEWS)) if transcript_names(study) else "Import"


_VIEWS: Final[dict[str, Callable[[Study], None]]] = {
    later("All"): listing.show,
    later("Import"): bringing.show,
    later("Speakers"): speakers.show,
}
