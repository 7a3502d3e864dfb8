"""Agreement: how far independent coders agree, code by code."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from toolkit.model.reliability import UnitKind
from toolkit.ui import figures, parts
from toolkit.workflow import adjudicating, comparing, studies

TITLE: Final = "Agreement"
ICON: Final = ":material/balance:"


def show(study: studies.Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    st.title("Agreement")
    parts.tell_version(edition)
    with st.sidebar:
        unit: UnitKind = st.selectbox(
            "Unit", get_args(UnitKind), help="The stretch of text on which coders are compared."
        )
        coders = st.multiselect("Coders", studies.coders(study), placeholder="Everybody who finished")
    table = comparing.agreement(study, unit=unit, coders=tuple(coders), at=edition.version)
    figure = figures.dot_plot(table)
    if figure is None and edition.is_older:
        st.info(
            f"No value is defined at codebook {edition.version}: readings finished under later versions do "
            "not belong to it. The last column says why, code by code."
        )
    elif figure is None:
        st.info(
            "No value is defined yet. The last column says why, code by code; "
            "the notes under the table say what to do."
        )
    listed, plotted, disputed = st.tabs(["Table", "Figure", "Disagreements"])
    with listed:
        shown = ("label", "n_units", "n_positive", "percent", "cohen", "alpha", "reason")
        parts.table_view(table, "agreement", height=480, show=shown, wide=["reason"])
    with plotted:
        if figure is not None:
            st.altair_chart(figure, width="stretch")
    with disputed:
        _disagreements(study, edition)


def _disagreements(study: studies.Study, edition: parts.Edition) -> None:
    """Show where coders differ, and what the team settled."""
    table = adjudicating.disagreements(study, at=edition.version)
    if not table.rows:
        st.info(
            "There is nothing to settle. Disagreements show here as soon as two coders have finished the "
            "same transcript and differ."
        )
        return
    st.caption(
        "A verdict settles a passage for the findings; the codings stay as they were made, and agreement "
        "goes on to compare those. Settle with: intercoder settle"
    )
    shown = ("transcript", "code", "quotation", "coded_by", "passed_by", "undecided", "verdict", "reason")
    parts.table_view(table, "disagreements", height=480, show=shown, wide=["quotation", "reason"], tall=True)
