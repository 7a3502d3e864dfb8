"""Agreement: how far independent coders agree, code by code, and where they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.reliability import UnitKind
from toolkit.ui import kinds, parts, state
from toolkit.ui.language import later, say
from toolkit.ui.pages.agreement import codes, passages, planned, tables
from toolkit.ui.pages.agreement.chosen import Chosen
from toolkit.workflow import arranging, comparing, studies
from toolkit.workflow.studies import Study

TITLE: Final = "Agreement"
ICON: Final = ":material/balance:"

_VIEWS: Final[Mapping[str, Callable[[Study, Chosen], None]]] = {
    later("Codes"): codes.show,
    later("Coders"): tables.pairs,
    later("Units"): tables.units,
    later("Rounds"): tables.rounds,
    later("Passages"): passages.show,
    later("Disagreements"): codes.disagreements,
    later("Plan"): planned.show,
}


def show(study: Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(say(TITLE), width="content")
        view = st.segmented_control(
            say("Show"),
            list(_VIEWS),
            format_func=say,
            default=next(iter(_VIEWS)),
            required=True,
            key=state.COMPARED,
            label_visibility="collapsed",
        )
    parts.tell_version(edition)
    chosen = _choose(study, edition)
    try:
        _VIEWS[view or next(iter(_VIEWS))](study, chosen)
    except ToolkitError as refused:
        for line in refused.lines():
            st.info(parts.plain(line))


def _choose(study: Study, edition: parts.Edition) -> Chosen:
    """Let the reader choose what is compared."""
    with st.sidebar:
        unit: UnitKind = st.selectbox(
            say("Unit"),
            get_args(UnitKind),
            index=get_args(UnitKind).index(comparing.usual_unit(study)),
            format_func=kinds.unit,
            help=say(
                "The stretch of text on which coders are compared. A segment is a stretch in which no coding "
                "begins or ends. Choose before you look at the numbers."
            ),
        )
        coders = st.multiselect(
            say("Coders"), studies.coders(study), placeholder=say("Everybody who finished")
        )
        known = [str(name) for name in arranging.rounds(study).column("round")]
        name = (
            st.selectbox(
                say("Round"),
                ["", *known],
                format_func=lambda name: name or say("Last readings of all"),
                help=say("Only the readings of one round, as they were at its end."),
            )
            if len(known) > 1
            else ""
        )
    # A round stands under a version of its own, whatever the page is seen at.
    return Chosen(unit, tuple(coders), name or None, None if name else edition.version, edition)
