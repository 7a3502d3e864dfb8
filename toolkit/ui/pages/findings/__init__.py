"""Findings: themes, frequencies, who speaks of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.selection import Selection
from toolkit.ui import parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.findings import address, choosing
from toolkit.ui.pages.findings.cooccurrence import cooccurrence
from toolkit.ui.pages.findings.drawings import portrait, tree
from toolkit.ui.pages.findings.methods import methods
from toolkit.ui.pages.findings.quotations import quotations
from toolkit.ui.pages.findings.report import report
from toolkit.ui.pages.findings.saturation import saturation
from toolkit.ui.pages.findings.tables import coverage, frequency, matrix, participants, themes
from toolkit.ui.pages.findings.words import words
from toolkit.ui.parts import Edition
from toolkit.workflow.studies import Study

TITLE: Final = "Findings"
ICON: Final = ":material/table_chart:"

_GROUP: Final = "findings group"
_SEEN: Final = "findings seen"

View = Callable[[Study, Selection, Edition], None]


def show(study: Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    known = choosing.choices(study, edition.version)
    address.follow(known, list(_VIEWS))
    st.title(say(TITLE))
    parts.tell_version(edition)
    view = _choose_view()
    selection = choosing.choose(known, edition.version)
    address.write(view, next(iter(_VIEWS)), known)
    choosing.tell(known, selection)
    _show(view, study, selection, edition)


def _choose_view() -> str:
    """Let the reader choose a view: those of one kind stand together, so that each row is short."""
    group_of = {view: group for group, views in GROUPS.items() for view in views}
    # The address may have brought the view, so its group follows it.
    st.session_state[_GROUP] = group_of[st.session_state[address.VIEW]]
    with st.container(key="views", gap="xsmall"):
        group: str = st.segmented_control(
            say("What to look at"),
            list(GROUPS),
            format_func=say,
            required=True,
            key=_GROUP,
            label_visibility="collapsed",
            on_change=_change_group,
        ) or next(iter(GROUPS))
        view: str = st.pills(
            say("Show"),
            list(GROUPS[group]),
            format_func=say,
            required=True,
            key=address.VIEW,
            label_visibility="collapsed",
            on_change=_change_view,
        ) or next(iter(GROUPS[group]))
    return view


def _change_group() -> None:
    """Show the view of the group that was seen last, else its first."""
    address.touched()
    group = st.session_state[_GROUP]
    seen = st.session_state.get(_SEEN, {}).get(group)
    st.session_state[address.VIEW] = seen or next(iter(GROUPS[group]))


def _change_view() -> None:
    address.touched()
    seen = st.session_state.get(_SEEN, {})
    st.session_state[_SEEN] = seen | {st.session_state[_GROUP]: st.session_state[address.VIEW]}


@st.fragment
def _show(view: str, study: Study, selection: Selection, edition: Edition) -> None:
    """Show a view; a fragment, so that a click in a table runs no more than this again."""
    try:
        _VIEWS[view](study, selection, edition)
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))


# Groups and views stand in the order in which a paper uses them.
GROUPS: Final[dict[str, dict[str, View]]] = {
    later("Tables"): {
        later("Themes"): themes,
        later("Code frequency"): frequency,
        later("Codes by participant"): matrix,
        later("Co-occurrence"): cooccurrence,
    },
    later("People"): {later("Participants"): participants, later("Coverage"): coverage},
    later("Text"): {later("Quotations"): quotations, later("Words"): words},
    later("Figures"): {
        later("Saturation"): saturation,
        later("Code tree"): tree,
        later("Portraits"): portrait,
    },
    later("Write-up"): {later("Methods text"): methods, later("Report pack"): report},
}
_VIEWS: Final = {name: view for views in GROUPS.values() for name, view in views.items()}
