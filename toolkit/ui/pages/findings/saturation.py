"""Saturation: whether new codes still came."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.ui import kept, parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.findings import numbers
from toolkit.ui.parts import Edition
from toolkit.workflow import drawing, reporting
from toolkit.workflow.studies import Study

_ORDERS: Final[dict[str, Literal["interview", "coding", "random"]]] = {
    later("Interview order"): "interview",
    later("Coding order"): "coding",
    later("Random order"): "random",
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


def saturation(study: Study, selection: Selection, edition: Edition) -> None:
    """Show how many codes were seen after each transcript, in three orders."""
    st.caption(
        say(
            "The curves tell whether new codes still came. Code saturation is not meaning saturation "
            "(Hennink, Kaiser & Marconi 2017), and reflexive thematic analysis does not take it as a "
            "criterion (Braun & Clarke 2019)."
        )
    )
    with st.container(horizontal=True):
        base = st.number_input(
            say("Base"), 1, value=4, key="base", help=say("Transcripts that make up the base.")
        )
        run = st.number_input(
            say("Run"), 1, value=2, key="run", help=say("Transcripts in a row that confirm it.")
        )
        percent = st.number_input(
            say("Threshold (%)"),
            0.0,
            100.0,
            value=5.0,
            step=1.0,
            format="%g",
            key="threshold",
            help=say(
                "Saturation is reached with the first run that brings no more new codes than this share of "
                "those in the base (Guest, Namey & Chen 2020)."
            ),
        )
    tables = {
        name: kept.table(
            reporting.saturation,
            study,
            order=order,
            selection=selection,
            base=base,
            run=run,
            threshold=percent / 100,
        )
        for name, order in _ORDERS.items()
    }
    interview, coding, chance = tables.values()
    numbers.say_if_none(interview.column("cumulative"), edition)
    kept.chart(drawing.saturation_curve, "saturation", interview, coding, chance, version=edition.version)
    chosen = st.segmented_control(
        say("Order"),
        list(tables),
        format_func=say,
        default=next(iter(tables)),
        required=True,
        key="saturation order",
    )
    table = tables[chosen]
    if table is not chance:
        st.markdown(parts.plain(table.notes[0]))
    shown = () if table is chance else _SATURATION
    parts.table_view(table, f"saturation-{_ORDERS[chosen]}", height=490, show=shown, wide=["new_code_ids"])
