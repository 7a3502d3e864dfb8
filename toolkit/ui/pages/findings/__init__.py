"""Findings: themes, frequencies, who speaks of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.ui import parts
from toolkit.ui.pages.findings.drawings import portrait, tree
from toolkit.ui.pages.findings.methods import methods
from toolkit.ui.pages.findings.quotations import quotations
from toolkit.ui.pages.findings.saturation import saturation
from toolkit.ui.pages.findings.tables import coverage, frequency, matrix, themes
from toolkit.ui.pages.findings.words import words
from toolkit.ui.parts import Edition
from toolkit.workflow import studies
from toolkit.workflow.studies import Study

TITLE: Final = "Findings"
ICON: Final = ":material/table_chart:"


def show(study: Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    st.title("Findings")
    parts.tell_version(edition)
    view = st.segmented_control(
        "Show",
        list(_VIEWS),
        default=next(iter(_VIEWS)),
        required=True,
        key="findings",
        label_visibility="collapsed",
    )
    with st.sidebar:
        chosen = st.multiselect(
            "Codings by",
            studies.coders(study),
            placeholder="The consensus",
            help="With nobody chosen: the consensus and, on transcripts without one, what any coder coded.",
        )
    _VIEWS[view](study, Selection(tuple(chosen), edition.version), edition)


_VIEWS: Final[dict[str, Callable[[Study, Selection, Edition], None]]] = {
    "Themes": themes,
    "Code frequency": frequency,
    "Codes by participant": matrix,
    "Quotations": quotations,
    "Saturation": saturation,
    "Code tree": tree,
    "Portraits": portrait,
    "Words": words,
    "Coverage": coverage,
    "Methods text": methods,
}
