"""The methods text, what each sentence rests on, what the team declares, and the reporting checklists."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Approach
from toolkit.model.declared import LONGEST_SAID, STATEMENTS, Declared
from toolkit.model.selection import Selection
from toolkit.ui import kept, parts, state
from toolkit.ui.parts import Edition
from toolkit.workflow import declaring, describing, studies
from toolkit.workflow.declaring import ApproachSaid
from toolkit.workflow.describing import CALLED, Checklist, Coefficient
from toolkit.workflow.studies import Study

_NOBODY_TOLD: Final = "as-codebook"
_APPROACHES: Final[dict[ApproachSaid, str]] = {
    "as-codebook": "As the codebook says",
    "reflexive": "Reflexive thematic analysis",
    "codebook": "Codebook approach",
    "coding-reliability": "Coding reliability",
}
_ASKED: Final = {
    "citation": ("Whom the approach follows", "Braun and Clarke (2022)"),
    "agreement": (
        "Why agreement is, or is not, reported",
        "Agreement is reported to show where definitions fail.",
    ),
    "interviewer": ("Who held the interviews", "The first author held all interviews."),
    "recruitment": ("How people came to take part", "We wrote to maintainers of public repositories."),
    "ethics": (
        "Consent and approval",
        "All participants consented in writing; our board approved the study.",
    ),
    "medium": ("Medium", "by video call"),
    "recording": ("How they were recorded", "audio, with consent"),
    "transcription": ("Who or what transcribed them", "a professional service, checked by the first author"),
    "language": ("Language", "English"),
    "dates": ("When they were held", "March to May 2026"),
    "length": ("How long they took", "45 to 60 minutes"),
    "disagreements": ("How disagreements were dealt with", "Coders discussed every disagreement."),
    "published": ("Where the codebook can be read", "in the supplement"),
}
_CHECKLISTS: Final[dict[str, Checklist]] = {"COREQ": "coreq", "SRQR": "srqr"}
_NONE: Final = "none"


def methods(study: Study, selection: Selection, edition: Edition) -> None:  # noqa: ARG001 - as every view
    """Show the methods text and everything it is made of."""
    if edition.is_older:
        st.caption("The methods text is about the whole study and its latest codebook version.")
    chosen = _coefficient(declaring.approach(study))
    wanted, agreement = chosen or "alpha", chosen is not None
    table = kept.table(describing.grounds, study, coefficient=wanted, agreement=agreement)
    text = describing.text_of(table)
    # As code it is shown as it is, whatever it holds, and has a button to copy it.
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        "Text",
        text,
        file_name="methods.txt",
        key="methods.txt",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander("Where each sentence comes from"):
        parts.table_view(
            table,
            "grounds",
            show=("sentence", "facts", "source", "see"),
            wide=("sentence", "facts"),
            tall=True,
        )
    if not state.reads_only():
        with st.expander("What only you can tell"):
            _declare(study)
    for name, which in _CHECKLISTS.items():
        with st.expander(f"{name} checklist"):
            filled = kept.table(describing.checklist, study, which, coefficient=wanted, agreement=agreement)
            parts.table_view(filled, f"checklist-{which}", height=420, wide=("topic", "answer"), tall=True)


def _coefficient(approach: Approach) -> Coefficient | None:
    """Ask which coefficient to report, where the approach reports one at all."""
    if approach == "reflexive":
        return None
    chosen: Coefficient | None = st.selectbox(
        "Agreement in the text",
        [*get_args(Coefficient), None],
        format_func=lambda name: _NONE if name is None else CALLED[name],
        key="coefficient",
        width=360,
    )
    return chosen


def _declare(study: Study) -> None:
    """Let the team say what data cannot know."""
    before = declaring.said(study)
    st.caption(
        "Everything is printed word for word. A whole sentence, with its full stop, stands in the text as it "
        "is; a few words stand behind what they are about. What is empty is not told."
    )
    with st.form("declared", border=False):
        approach = st.selectbox(
            "Approach",
            list(_APPROACHES),
            index=list(_APPROACHES).index(before.approach or _NOBODY_TOLD),
            format_func=_APPROACHES.__getitem__,
            key="declared approach",
            help="Decides what the text says of agreement, and how findings word numbers.",
        )
        statements = {name: _field(name, *_ASKED[name], before) for name in STATEMENTS}
        known = dict(before.positions)
        positions = {
            coder: st.text_input(
                f"Coder {parts.plain(coder)}: role and training",
                known.get(coder, ""),
                max_chars=LONGEST_SAID,
                key=state.key("position", coder),
            )
            for coder in studies.coders(study)
        }
        if not st.form_submit_button("Keep", type="primary"):
            return
    try:
        declaring.keep(study, approach=approach, statements=statements, positions=positions)
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))
    else:
        st.rerun()


def _field(name: str, label: str, example: str, before: Declared) -> str:
    return st.text_area(
        label,
        before.statements.get(name, ""),
        max_chars=LONGEST_SAID,
        height=68,
        placeholder=f"as in: {example}",
        key=state.key("declared", name),
    )
