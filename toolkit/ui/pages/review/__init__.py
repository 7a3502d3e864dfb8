"""Review: what only people can settle: after changes of codebook and transcripts, and where coders differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.ui.language import later, say, say_many
from toolkit.ui.pages.review import cases, codes, moved, strays
from toolkit.workflow import repairing, settling
from toolkit.workflow.studies import Study

TITLE: Final = "Review"
ICON: Final = ":material/rule:"

_CODES, _MOVED = later("Codebook changes"), later("Corrected transcripts")
_STRAYS, _CASES = later("Imported codings"), later("Disagreements")
_SHOWN: Final[dict[str, Callable[[Study], None]]] = {
    _CODES: codes.show,
    _MOVED: moved.show,
    _STRAYS: strays.show,
    _CASES: cases.show,
}


def show(study: Study) -> None:
    """Show the page; some of its parts only where there is, or was, something to do in them."""
    repairs, came = repairing.repairs(study), settling.waiting(study)
    imported = bool(settling.names_of_projects(study))
    parts = [_CODES, *([_MOVED] if repairs.corrected else []), *([_STRAYS] if imported else []), _CASES]
    waiting = {_MOVED: len(repairs.open), _STRAYS: len(came)}
    first = next((part for part, count in waiting.items() if count), _CODES)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(say(TITLE), width="content")
        part = st.segmented_control(
            say("Show"),
            parts,
            format_func=say,
            default=first,
            required=True,
            key="review part",
            label_visibility="collapsed",
        )
    for other, count in waiting.items():
        if count and other != part:
            st.caption(
                say_many(
                    "{n} coding waits for its place: see {part}.",
                    "{n} codings wait for their place: see {part}.",
                    count,
                    part=say(other),
                )
            )
    _SHOWN[part or _CODES](study)
