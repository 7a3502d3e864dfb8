"""Review: what only people can settle: after changes of codebook and transcripts, and where coders differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.ui.pages.review import cases, codes, moved
from toolkit.workflow import repairing
from toolkit.workflow.studies import Study

TITLE: Final = "Review"
ICON: Final = ":material/rule:"

_CODES, _MOVED, _CASES = "Codebook changes", "Corrected transcripts", "Disagreements"
_SHOWN: Final[dict[str, Callable[[Study], None]]] = {
    _CODES: codes.show,
    _MOVED: moved.show,
    _CASES: cases.show,
}


def show(study: Study) -> None:
    """Show the page; its second part only where a transcript was corrected."""
    repairs = repairing.repairs(study)
    parts = [_CODES, *([_MOVED] if repairs.corrected else []), _CASES]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(TITLE, width="content")
        part = st.segmented_control(
            "Show",
            parts,
            default=_MOVED if repairs.open else _CODES,
            required=True,
            key="review part",
            label_visibility="collapsed",
        )
    if part != _MOVED and repairs.open:
        st.caption(f"{len(repairs.open)} codings wait for their place: see {_MOVED}.")
    _SHOWN[part or _CODES](study)
