"""Code: read a transcript and code it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts, state
from toolkit.ui.annotator import AddCoding, Operation, Rejection, RemoveCoding, Snapshot, annotator
from toolkit.workflow import applying
from toolkit.workflow.studies import Study, transcript_names

TITLE: Final = "Code"
ICON: Final = ":material/edit_note:"


def show(study: Study) -> None:
    """Show the page."""
    names = transcript_names(study)
    if not names:
        st.info("There are no transcripts yet. Import some on the page Transcripts.")
        return
    with st.sidebar:
        transcript = st.selectbox("Transcript", names, key=state.TRANSCRIPT, bind="query-params")
        others = st.toggle(
            "Show other coders' codings",
            key=state.OTHERS,
            help="Off while you code: only independent readings can be compared.",
        )
    coder = state.coder()
    if coder is None:
        st.info("Choose who you are in the sidebar to code. Until then you can read.")
    else:
        with st.sidebar:
            _finish_switch(study, coder, transcript)
    _pane(study, coder, transcript, others=others)


def _finish_switch(study: Study, coder: str, transcript: str) -> None:
    """Let the coder declare the transcript read to the end."""
    key = state.key("finished", coder, transcript)
    refused = state.key("refused", coder, transcript)

    def declare() -> None:
        try:
            applying.assign(study, transcript, coder=coder)
            applying.finish(study, transcript, coder=coder, reopen=not st.session_state[key])
        except ToolkitError as error:
            st.session_state[refused] = str(error)

    # What is on disk, whatever the switch shows: it may have been changed in a terminal, or not at all.
    finished = st.session_state[key] = applying.desk(study, transcript, coder).finished
    st.toggle(
        "I have read this transcript to the end",
        key=key,
        on_change=declare,
        help="Only then does a passage you left uncoded count as a no when coders are compared.",
    )
    if finished:
        st.caption("You can still change your codings, and the changes count.")
    if told := st.session_state.pop(refused, ""):
        st.error(parts.plain(told))


@st.fragment
def _pane(study: Study, coder: str | None, transcript: str, *, others: bool) -> None:
    """Show the transcript; a fragment, so that a coding runs no more than this again."""
    me = coder or ""
    desk = applying.desk(study, transcript, me, others=others)

    def record(operations: tuple[Operation, ...]) -> Iterable[Rejection]:
        known = [each for each in operations if isinstance(each, (AddCoding, RemoveCoding))]
        wishes = [_wish(operation, transcript, desk.transcript.sha256) for operation in known]
        reasons = applying.change(study, me, wishes)
        told = dict(zip((each.seq for each in known), reasons, strict=True))
        asked = ((each.seq, told.get(each.seq, "this cannot be recorded")) for each in operations)
        return [Rejection(seq, reason) for seq, reason in asked if reason is not None]

    annotator(
        Snapshot(desk.transcript, desk.codebook, desk.codings, me, read_only=coder is None),
        key=state.key(state.PANE, me, transcript),
        on_operations=record,
    )


def _wish(
    operation: AddCoding | RemoveCoding, transcript: str, sha256: str
) -> applying.Apply | applying.Remove:
    if isinstance(operation, AddCoding):
        return applying.Apply(
            operation.id, transcript, sha256, operation.span, operation.code, operation.certainty
        )
    return applying.Remove(applying.original(operation.id))
