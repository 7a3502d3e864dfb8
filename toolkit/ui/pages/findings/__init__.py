"""Findings: themes, frequencies, who speaks of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.selection import Selection
from toolkit.ui import parts
from toolkit.ui.pages.findings import choosing
from toolkit.ui.pages.findings.drawings import portrait, tree
from toolkit.ui.pages.findings.methods import methods
from toolkit.ui.pages.findings.quotations import quotations
from toolkit.ui.pages.findings.saturation import saturation
from toolkit.ui.pages.findings.tables import coverage, frequency, matrix, participants, themes
from toolkit.ui.pages.findings.words import words
from toolkit.ui.parts import Edition
from toolkit.workflow.studies import Study

TITLE: Final = "Findings"
ICON: Final = ":material/table_chart:"

View = Callable[[Study, Selection, Edition], None]


def show(study: Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    known = choosing.choices(study, edition.version)
    choosing.follow_address(known, list(_VIEWS))
    st.title(TITLE)
    parts.tell_version(edition)
    with st.container(key="views"):
        view = st.pills(
            "Show",
            list(_VIEWS),
            required=True,
            key=choosing.VIEW,
            label_visibility="collapsed",
            on_change=choosing.touched,
        )
    view = view or next(iter(_VIEWS))
    selection = choosing.choose(known, edition.version)
    choosing.write_address(view, next(iter(_VIEWS)), known)
    choosing.tell(known, selection)
    _show(view, study, selection, edition)


@st.fragment
def _show(view: str, study: Study, selection: Selection, edition: Edition) -> None:
    """Show a view; a fragment, so that a click in a table runs no more than this again."""
    try:
        _VIEWS[view](study, selection, edition)
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))


# One word for each view. They stand in the order in which a paper uses them, and wrap where they do not fit.
_VIEWS: Final[dict[str, View]] = {
    "Themes": themes,
    "Code frequency": frequency,
    "Codes by participant": matrix,
    "Quotations": quotations,
    "Saturation": saturation,
    "Code tree": tree,
    "Portraits": portrait,
    "Words": words,
    "Participants": participants,
    "Coverage": coverage,
    "Methods text": methods,
}
