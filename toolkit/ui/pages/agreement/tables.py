"""Views of agreement that are one table or two: by pairs of coders, by unit, by round."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.reliability import UnitKind
from toolkit.ui import kept, kinds, parts
from toolkit.ui.language import say
from toolkit.ui.pages.agreement.chosen import Chosen
from toolkit.workflow import drawing, pairing, studies, varying
from toolkit.workflow.studies import Study

_NUMBERS: Final = ("n_units", "n_positive", "percent", "alpha", "alpha_low", "alpha_high", "reason")


def pairs(study: Study, chosen: Chosen) -> None:
    """Show each pair of coders, and which codes stand for one another."""
    table = kept.table(pairing.pairs, study, unit=chosen.unit, **chosen.scope)
    parts.table_view(
        table, "pairs", height=360, show=("coder_a", "coder_b", "label", *_NUMBERS), wide=["reason"]
    )
    st.header(say("Which codes stand for one another"))
    met = kept.table(pairing.confusion, study, unit=chosen.unit, **chosen.scope)
    kept.chart(drawing.confusion, "confusion", met)
    parts.table_view(met, "confusion", height=360)


def units(study: Study, chosen: Chosen) -> None:
    """Show the same codings on units of every kind."""
    registered = st.selectbox(
        say("Unit chosen beforehand"),
        get_args(UnitKind),
        index=None,
        format_func=kinds.unit,
        placeholder=say("None was named"),
        help=say("Marked in the table, so that a reader sees which number was meant before any was seen."),
    )
    table = kept.table(varying.sensitivity, study, registered=registered, **chosen.scope)
    kept.chart(drawing.by_unit, "sensitivity", table)
    parts.table_view(
        table, "sensitivity", height=420, show=("unit", "registered", "label", *_NUMBERS), wide=["reason"]
    )


def rounds(study: Study, chosen: Chosen) -> None:
    """Show agreement round by round, and each coder against their own earlier reading."""
    table = kept.table(varying.trajectory, study, unit=chosen.unit, coders=chosen.coders)
    kept.chart(drawing.trajectory, "trajectory", table)
    parts.table_view(
        table, "trajectory", height=420, show=("round", "label", *_NUMBERS, "changed"), wide=["changed"]
    )
    st.header(say("The same coder twice"))
    coder = st.selectbox(
        say("Coder"),
        studies.coders(study),
        index=None,
        placeholder=say("Choose whom to compare with themselves"),
    )
    if coder is None:
        return
    try:
        stable = kept.table(
            varying.stability, study, coder=coder, unit=chosen.unit, at=chosen.edition.version
        )
    except ToolkitError as refused:
        st.info(parts.plain(str(refused)))
        return
    parts.table_view(stable, "stability", height=360, wide=["reason"])
