"""Findings: themes, frequencies, who speaks of what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from toolkit.model.table import Value
from toolkit.ui import figures, kept, parts
from toolkit.ui.parts import Edition
from toolkit.workflow import reporting, studies
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
    _VIEWS[view](study, tuple(chosen), edition)


def _say_if_nothing(counts: Sequence[Value], edition: Edition) -> None:
    """Say what to do if all these are zero."""
    if any(counts):
        return
    if edition.is_older:
        st.info(
            f"No coding counts at codebook {edition.version}. What was coded under later versions is not "
            "there yet; the notes under the table tell how many that are."
        )
    else:
        st.info(
            "No passage is coded yet. Choose a transcript on the page Code, and code what speaks of a theme."
        )


def _themes(study: Study, coders: tuple[str, ...], edition: Edition) -> None:
    table = kept.table(reporting.themes, study, coder=coders, at=edition.version)
    _say_if_nothing(table.column("n_segments"), edition)
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


def _frequency(study: Study, coders: tuple[str, ...], edition: Edition) -> None:
    table = kept.table(reporting.frequency, study, coder=coders, at=edition.version)
    _say_if_nothing(table.column("n_segments"), edition)
    parts.table_view(table, "frequency", height=520)


def _matrix(study: Study, coders: tuple[str, ...], edition: Edition) -> None:
    table = kept.table(reporting.matrix, study, coder=coders, at=edition.version)
    _say_if_nothing(table.column("total"), edition)
    kept.chart(figures.heat_map, table)
    with st.expander("As a table"):
        parts.table_view(table, "matrix")


def _coverage(study: Study, coders: tuple[str, ...], edition: Edition) -> None:
    """Show who has read what under which version, and what that leaves unsearched."""
    st.caption(
        "A code that was added, widened or brought back after a reading was not looked for in it: that "
        "nobody coded it there says nothing yet."
    )
    table = kept.table(reporting.coverage, study, at=edition.version)
    if coders:
        at = table.names.index("coder")
        table = replace(table, rows=tuple(row for row in table.rows if row[at] in coders))
    parts.table_view(table, "coverage", wide=["codes_not_yet_searched"])


_ORDERS: Final[dict[str, Literal["interview", "coding", "random"]]] = {
    "Interview order": "interview",
    "Coding order": "coding",
    "Random order": "random",
}


_SATURATION: Final = (
    "order",
    "document",
    "codes_in_document",
    "new_codes",
    "cumulative",
    "pct_codes",
    "run",
    "new_information",
    "saturation",
    "new_code_ids",
)


def _saturation(study: Study, coders: tuple[str, ...], edition: Edition) -> None:
    """Show how many codes were seen after each transcript, in three orders."""
    st.caption(
        "The curves tell whether new codes still came. Code saturation is not meaning saturation (Hennink, "
        "Kaiser & Marconi 2017), and reflexive thematic analysis does not take it as a criterion (Braun & "
        "Clarke 2019)."
    )
    with st.container(horizontal=True):
        base = st.number_input("Base", 1, value=4, key="base", help="Transcripts that make up the base.")
        run = st.number_input("Run", 1, value=2, key="run", help="Transcripts in a row that confirm it.")
        percent = st.number_input(
            "Threshold (%)",
            0.0,
            100.0,
            value=5.0,
            step=1.0,
            format="%g",
            key="threshold",
            help="Saturation is reached with the first run that brings no more new codes than this share of "
            "those in the base (Guest, Namey & Chen 2020).",
        )
    tables = {
        name: kept.table(
            reporting.saturation,
            study,
            order=order,
            coder=coders,
            at=edition.version,
            base=base,
            run=run,
            threshold=percent / 100,
        )
        for name, order in _ORDERS.items()
    }
    interview, coding, chance = tables.values()
    _say_if_nothing(interview.column("cumulative"), edition)
    kept.chart(figures.saturation, interview, coding, chance, version=edition.version)
    chosen = st.segmented_control(
        "Order", list(tables), default=next(iter(tables)), required=True, key="saturation order"
    )
    table = tables[chosen]
    if table is not chance:
        st.markdown(parts.plain(table.notes[0]))
    shown = () if table is chance else _SATURATION
    parts.table_view(table, f"saturation-{_ORDERS[chosen]}", height=490, show=shown, wide=["new_code_ids"])


_VIEWS: Final[dict[str, Callable[[Study, tuple[str, ...], Edition], None]]] = {
    "Themes": _themes,
    "Code frequency": _frequency,
    "Codes by participant": _matrix,
    "Saturation": _saturation,
    "Coverage": _coverage,
}
