"""Tables of findings: themes, frequencies, who speaks of what, who has read what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.model.table import Value
from toolkit.ui import kept, parts
from toolkit.ui.parts import Edition
from toolkit.workflow import drawing, reporting
from toolkit.workflow.studies import Study


def say_if_nothing(counts: Sequence[Value], edition: Edition) -> None:
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


def themes(study: Study, selection: Selection, edition: Edition) -> None:
    """Show the main findings table."""
    table = kept.table(reporting.themes, study, counts="n_of_N", selection=selection)
    say_if_nothing(table.column("n_segments"), edition)
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


def frequency(study: Study, selection: Selection, edition: Edition) -> None:
    """Show how many speak of each code."""
    table = kept.table(reporting.frequency, study, counts="n_of_N", selection=selection)
    say_if_nothing(table.column("n_segments"), edition)
    parts.table_view(table, "frequency", height=520)


def matrix(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who speaks of what."""
    table = kept.table(reporting.matrix, study, counts="n_of_N", selection=selection)
    say_if_nothing(table.column("total"), edition)
    kept.chart(drawing.heat_map, "heatmap", table)
    with st.expander("As a table"):
        parts.table_view(table, "matrix")


def coverage(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who has read what under which version, and what that leaves unsearched."""
    st.caption(
        "A code that was added, widened or brought back after a reading was not looked for in it: that "
        "nobody coded it there says nothing yet."
    )
    table = kept.table(reporting.coverage, study, at=edition.version)
    if coders := selection.coder:
        at = table.names.index("coder")
        table = replace(table, rows=tuple(row for row in table.rows if row[at] in coders))
    parts.table_view(table, "coverage", wide=["codes_not_yet_searched"])
