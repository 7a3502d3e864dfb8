"""All transcripts of the study, with what is known of their participants."""

from __future__ import annotations

import streamlit as st

from toolkit.ui import parts
from toolkit.ui.language import say
from toolkit.workflow import reporting
from toolkit.workflow.studies import Study


def show(study: Study) -> None:
    """Show the transcripts and the participants."""
    table = reporting.transcripts(study)
    if not table.rows:
        st.info(say("There are no transcripts yet. Bring some in under Import."))
        return
    parts.table_view(table, "transcripts", wide=["speakers"])
    described = reporting.participants(study)
    if described.rows:
        st.header(say("Participants"))
        parts.table_view(described, "participants")
