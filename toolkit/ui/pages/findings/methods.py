"""The methods text, what each sentence rests on, what the team declares, and the reporting checklists."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Approach
from toolkit.model.declared import LONGEST_SAID, STATEMENTS, Declared
from toolkit.model.selection import Selection
from toolkit.ui import kept, parts, state
from toolkit.ui.language import later, say
from toolkit.ui.parts import Edition
from toolkit.workflow import declaring, describing, studies
from toolkit.workflow.declaring import ApproachSaid
from toolkit.workflow.describing import CALLED, Checklist, Coefficient
from toolkit.workflow.studies import Study

_NOBODY_TOLD: Final = "as-codebook"
_APPROACHES: Final[dict[ApproachSaid, str]] = {
    "as-codebook": later("As the codebook says"),
    "reflexive": later("Reflexive thematic analysis"),
    "codebook": later("Codebook approach"),
    "coding-reliability": later("Coding reliability"),
}
_ASKED: Final = {
    "citation": (later("Whom the approach follows"), "Braun and Clarke (2022)"),
    "agreement": (
        later("Why agreement is, or is not, reported"),
        "Agreement is reported to show where definitions fail.",
    ),
    "interviewer": (later("Who held the interviews"), "The first author held all interviews."),
    "recruitment": (later("How people came to take part"), "We wrote to maintainers of public repositories."),
    "ethics": (
        later("Consent and approval"),
        "All participants consented in writing; our board approved the study.",
    ),
    "medium": (later("Medium"), "by video call"),
    "recording": (later("How they were recorded"), "audio, with consent"),
    "transcription": (
        later("Who or what transcribed them"),
        "a professional service, checked by the first author",
    ),
    "language": (later("Language of the interviews"), "English"),
    "dates": (later("When they were held"), "March to May 2026"),
    "length": (later("How long they took"), "45 to 60 minutes"),
    "disagreements": (later("How disagreements were dealt with"), "Coders discussed every disagreement."),
    "published": (later("Where the codebook can be read"), "in the supplement"),
}
"""What is asked, and an answer as it would stand in the text, in the language of the paper."""
_CHECKLISTS: Final[dict[str, Checklist]] = {"COREQ": "coreq", "SRQR": "srqr"}


def methods(study: Study, selection: Selection, edition: Edition) -> None:  # noqa: ARG001 - as every view
    """Show the methods text and everything it is made of."""
    if edition.is_older:
        st.caption(say("The methods text is about the whole study and its latest codebook version."))
    chosen = _coefficient(declaring.approach(study))
    wanted, agreement = chosen or "alpha", chosen is not None
    table = kept.table(describing.grounds, study, coefficient=wanted, agreement=agreement)
    text = describing.text_of(table)
    # As code it is shown as it is, whatever it holds, and has a button to copy it.
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        say("Text"),
        text,
        file_name="methods.txt",
        key="methods.txt",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander(say("Where each sentence comes from")):
        parts.table_view(
            table,
            "grounds",
            show=("sentence", "facts", "source", "see"),
            wide=("sentence", "facts"),
            tall=True,
        )
    if not state.reads_only():
        with st.expander(say("What only you can tell")):
            _declare(study)
    for name, which in _CHECKLISTS.items():
        with st.expander(say("{name} checklist", name=name)):
            filled = kept.table(describing.checklist, study, which, coefficient=wanted, agreement=agreement)
            parts.table_view(filled, f"checklist-{which}", height=420, wide=("topic", "answer"), tall=True)


def _coefficient(approach: Approach) -> Coefficient | None:
    """Ask which coefficient to report, where the approach reports one at all."""
    if approach == "reflexive":
        return None
    chosen: Coefficient | None = st.selectbox(
        say("Agreement in the text"),
        [*get_args(Coefficient), None],
        format_func=lambda name: say("none") if name is None else CALLED[name],
        key="coefficient",
        width=360,
    )
    return chosen


def _declare(study: Study) -> None:
    """Let the team say what data cannot know."""
    before = declaring.said(study)
    st.caption(
        say(
            "Everything is printed word for word. A whole sentence, with its full stop, stands in the text "
            "as it is; a few words stand behind what they are about. What is empty is not told."
        )
    )
    with st.form("declared", border=False):
        approach = st.selectbox(
            say("Approach"),
            list(_APPROACHES),
            index=list(_APPROACHES).index(before.approach or _NOBODY_TOLD),
            format_func=lambda name: say(_APPROACHES[name]),
            key="declared approach",
            help=say("Decides what the text says of agreement, and how findings word numbers."),
        )
        statements = {name: _field(name, before) for name in STATEMENTS}
        known = dict(before.positions)
        positions = {
            coder: st.text_input(
                say("Coder {name}: role and training", name=parts.plain(coder)),
                known.get(coder, ""),
                max_chars=LONGEST_SAID,
                key=state.key("position", coder),
            )
            for coder in studies.coders(study)
        }
        if not st.form_submit_button(say("Keep"), type="primary"):
            return
    try:
        declaring.keep(study, approach=approach, statements=statements, positions=positions)
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))
    else:
        st.rerun()


def _field(name: str, before: Declared) -> str:
    label, example = _ASKED[name]
    return st.text_area(
        say(label),
        before.statements.get(name, ""),
        max_chars=LONGEST_SAID,
        height=68,
        placeholder=say("as in: {example}", example=example),
        key=state.key("declared", name),
    )
