"""How many interviews two coders should both read."""

from __future__ import annotations

import streamlit as st

from toolkit.ui import kept, parts
from toolkit.ui.language import say
from toolkit.ui.pages.agreement.chosen import Chosen
from toolkit.workflow import drawing, planning, reporting
from toolkit.workflow.studies import Study


def show(study: Study, chosen: Chosen) -> None:
    """Show the view."""
    st.caption(
        say(
            "How wide will the interval of alpha be? Many studies are simulated, from the interviews that "
            "two coders have finished or from what you assume."
        )
    )
    people = kept.table(reporting.participants, study)
    attributes = [name for name in people.names if name not in ("participant", "transcripts")]
    with st.container(horizontal=True):
        width = st.number_input(say("Interval at most so wide"), 0.02, 2.0, 0.2, 0.02)
        sure = st.number_input(say("In this share of studies"), 0.05, 1.0, 0.8, 0.05)
        by = st.selectbox(say("Choose interviews by"), attributes, index=None, placeholder=say("At random"))
        assuming = st.toggle(say("From assumptions"))
    alpha = prevalence = units = None
    likeness = 0.05
    if assuming:
        with st.container(horizontal=True):
            alpha = st.number_input(say("Alpha"), 0.0, 1.0, 0.7, 0.05)
            prevalence = st.number_input(
                say("Share of units with the code"), 0.001, 0.999, 0.1, 0.01, format="%.3f"
            )
            units = st.number_input(say("Units in an interview"), 1, 100_000, 60)
            likeness = st.number_input(
                say("Likeness"),
                0.0,
                0.99,
                0.05,
                0.01,
                help=say("How alike the units of one interview are (ICC)."),
            )
    table = kept.table(
        planning.plan,
        study,
        width=width,
        sure=sure,
        by=by,
        unit=chosen.unit,
        coders=chosen.coders,
        alpha=alpha,
        prevalence=prevalence,
        units=units,
        likeness=likeness,
        simulations=400,
    )
    kept.chart(drawing.planned, "plan", table, width)
    parts.table_view(table, "plan", height=360, wide=["reason"])
