"""Transcripts: which interviews there are, who speaks in them, and how they come into the study."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.ui.pages.transcripts import listing, speakers
from toolkit.workflow.studies import Study

TITLE: Final = "Transcripts"
ICON: Final = ":material/forum:"


def show(study: Study) -> None:
    """Show the page."""
    st.title("Transcripts")
    if len(_VIEWS) == 1:
        listing.show(study)
        return
    view = st.segmented_control(
        "Show",
        list(_VIEWS),
        default=next(iter(_VIEWS)),
        required=True,
        key="transcripts view",
        label_visibility="collapsed",
    )
    _VIEWS[view](study)


_VIEWS: Final[dict[str, Callable[[Study], None]]] = {
    "All": listing.show,
    "Speakers": speakers.show,
}
