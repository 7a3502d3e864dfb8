"""Findings that are figures alone: the tree of codes, portraits of transcripts."""

from __future__ import annotations

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.ui import kept
from toolkit.ui.language import say
from toolkit.ui.parts import Edition
from toolkit.workflow import drawing, reporting
from toolkit.workflow.studies import Study


def tree(study: Study, selection: Selection, _edition: Edition) -> None:
    """Show themes and codes, each as large as the number of participants."""
    kept.figure(drawing.tree, study, "tree", selection=selection)


def portrait(study: Study, selection: Selection, _edition: Edition) -> None:
    """Show where codes stand in one transcript, or themes in all of them."""
    chosen = st.selectbox(
        say("Transcript"),
        [str(name) for name in kept.table(reporting.transcripts, study).column("transcript")],
        index=None,
        placeholder=say("All, with a lane for each theme"),
        key="portrait of",
    )
    kept.figure(
        drawing.portrait, study, "portrait", transcript=(chosen,) if chosen else (), selection=selection
    )
