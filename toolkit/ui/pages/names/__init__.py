"""Names: what may tell who somebody is, decided one by one, and replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts, state
from toolkit.ui.language import later, say
from toolkit.ui.pages.names import deciding, replacing
from toolkit.workflow import importing, redacting
from toolkit.workflow.studies import Study

TITLE: Final = "Names"
ICON: Final = ":material/shield_person:"

_VIEWS: Final[dict[str, Callable[[Study], None]]] = {
    later("Find and decide"): deciding.show,
    later("Replace"): replacing.show,
}


def show(study: Study) -> None:
    """Show the page to those who may replace names; tell others why they may not."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(say(TITLE), width="content")
        if _is_refused(study):
            return
        view = st.segmented_control(
            say("Show"),
            list(_VIEWS),
            format_func=say,
            default=next(iter(_VIEWS)),
            required=True,
            key="names view",
            label_visibility="collapsed",
        )
    _VIEWS[view or next(iter(_VIEWS))](study)


def _is_refused(study: Study) -> bool:
    """Say why there is nothing to do here, if so."""
    if state.reads_only():
        parts.ask_who(say("to replace names"))
        return True
    try:
        redacting.check_allowed(study)
    except ToolkitError as refused:
        if state.viewer() is None:
            parts.ask_who(say("to replace names"))
        else:
            for line in refused.lines():
                st.info(parts.plain(line))
        return True
    if not importing.present(study):
        parts.no_transcripts(
            say("There are no transcripts yet to look for names in. Import some on the page Transcripts.")
        )
        return True
    return False
