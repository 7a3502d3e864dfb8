"""Findings: themes, frequencies, who speaks of what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from toolkit.model.table import Value
from toolkit.ui import figures, parts
from toolkit.workflow import reporting, studies
from toolkit.workflow.studies import Study

TITLE: Final = "Findings"
ICON: Final = ":material/table_chart:"


def show(study: Study) -> None:
    """Show the page."""
    st.title("Findings")
    with st.sidebar:
        chosen = st.multiselect("Codings by", studies.coders(study), placeholder="All coders together")
    view = st.segmented_control(
        "Show", list(_VIEWS), default=next(iter(_VIEWS)), label_visibility="collapsed"
    )
    _VIEWS[view or next(iter(_VIEWS))](study, tuple(chosen))


def _say_if_nothing(counts: Sequence[Value]) -> None:
    """Say what to do if all these are zero."""
    if not any(counts):
        st.info(
            "No passage is coded yet. Choose a transcript on the page Code, and code what speaks of a theme."
        )


def _themes(study: Study, coders: tuple[str, ...]) -> None:
    table = reporting.themes(study, coder=coders)
    _say_if_nothing(table.column("n_segments"))
    shown = (
        "theme",
        "code",
        "n_participants",
        "participants",
        "n_segments",
        "quote",
        "quote_participant",
        "description",
    )
    parts.table_view(table, "themes", height=520, show=shown, wide=["quote", "description"], tall=True)


def _frequency(study: Study, coders: tuple[str, ...]) -> None:
    table = reporting.frequency(study, coder=coders)
    _say_if_nothing(table.column("n_segments"))
    parts.table_view(table, "frequency", height=520)


def _matrix(study: Study, coders: tuple[str, ...]) -> None:
    table = reporting.matrix(study, coder=coders)
    _say_if_nothing(table.column("total"))
    figure = figures.heat_map(table)
    if figure is not None:
        st.altair_chart(figure, width="stretch")
    with st.expander("As a table"):
        parts.table_view(table, "matrix")


_VIEWS: Final[dict[str, Callable[[Study, tuple[str, ...]], None]]] = {
    "Themes": _themes,
    "Code frequency": _frequency,
    "Codes by participant": _matrix,
}
