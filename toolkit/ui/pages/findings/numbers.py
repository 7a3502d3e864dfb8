"""How tables read here: with their numbers, without, as 6 of 13, or in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.model.table import Counts, Table, Value
from toolkit.ui import kept, parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.findings import address
from toolkit.ui.parts import Edition
from toolkit.workflow import reporting
from toolkit.workflow.studies import Study

_NUMBERS: Final[dict[str, Counts | None]] = {
    later("As the approach has it"): None,
    later("None"): "none",
    later("6 of 13"): "n_of_N",
    later("In words"): "words",
}


def wanted() -> Counts | None:
    """Let the reader choose how numbers read; None is what the approach of the study has."""
    chosen: str = st.selectbox(
        say("Numbers"),
        list(_NUMBERS),
        format_func=say,
        key="numbers",
        width=220,
        persist_state="session",
        help=say(
            "Reflexive approaches leave numbers out, others give them. In words: a few, some, about half, "
            "many, most, all; the key stands in the notes."
        ),
    )
    return _NUMBERS[chosen]


def say_if_nothing(study: Study, selection: Selection, table: Table, column: str, edition: Edition) -> None:
    """Say what to do if a table counts nothing, whether or not it shows its numbers."""
    with st.container():
        if column in table.names and not _is_text(table, column):
            say_if_none(table.column(column), edition)
        else:
            counted = kept.table(reporting.frequency, study, counts="n_of_N", selection=selection)
            say_if_none(counted.column("n_segments"), edition)


def _is_text(table: Table, column: str) -> bool:
    return table.columns[table.names.index(column)].kind == "text"


def say_if_none(counts: Sequence[Value], edition: Edition) -> None:
    """Say what to do if all these are zero."""
    if any(counts):
        return
    if edition.is_older:
        st.info(
            say(
                "No coding counts at codebook {version}. What was coded under later versions is not there "
                "yet; the notes under the table tell how many that are.",
                version=edition.version,
            )
        )
    elif address.is_narrowed():
        st.info(say("Nothing that is chosen here is coded. Clear filters to see the whole study."))
    else:
        parts.nothing_coded(
            say(
                "No passage is coded yet. Choose a transcript on the page Code, and code what speaks of a "
                "theme."
            )
        )
