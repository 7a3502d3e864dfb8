"""Review: what only a person can settle since the codebook or a transcript changed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.ui.pages.review import codes, moved
from toolkit.workflow import repairing
from toolkit.workflow.studies import Study

TITLE: Final = "Review"
ICON: Final = ":material/rule:"

_CODES, _MOVED = "Codebook changes", "Corrected transcripts"


def show(study: Study) -> None:
    """Show the page; its second part only where a transcript was corrected."""
    st.title(TITLE)
    repairs = repairing.repairs(study)
    if repairs.corrected:
        part = st.segmented_control(
            "Show",
            [_CODES, _MOVED],
            default=_MOVED if repairs.open else _CODES,
            required=True,
            key="review part",
            label_visibility="collapsed",
        )
        if part == _MOVED:
            moved.show(study)
            return
        if repairs.open:
            st.caption(f"{len(repairs.open)} codings wait for their place: see {_MOVED}.")
    codes.show(study)
