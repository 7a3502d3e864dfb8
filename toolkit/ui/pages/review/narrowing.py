"""Which cases somebody wants to see: the filters beside the queue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from toolkit.model.consensus import DisagreementKind
from toolkit.ui.language import later, say
from toolkit.ui.pages.drafting.words import labels
from toolkit.workflow import discussing
from toolkit.workflow.discussing import Docket, State, Wanted

# Keys of the session.
_CODES: Final = "cases codes"
_CODERS: Final = "cases coders"
_TEXTS: Final = "cases transcripts"
_KINDS: Final = "cases kinds"
_STATE: Final = "cases state"
_BOUNDARIES: Final = "cases boundaries"

_STATES: Final[dict[State, str]] = {
    "open": later("Open"),
    "settled": later("Settled"),
    "all": later("All"),
}


def wanted() -> Wanted:
    """Return what the filters were set to, by default all that is open."""
    codes, coders, texts, kinds = (
        tuple(st.session_state.get(name, ())) for name in (_CODES, _CODERS, _TEXTS, _KINDS)
    )
    chosen: State = st.session_state.get(_STATE) or "open"
    return Wanted(codes, coders, texts, kinds, chosen, bool(st.session_state.get(_BOUNDARIES)))


def filters(there: Docket) -> None:
    """Let the reader narrow the queue down."""
    label = labels(there.lineage.releases)
    used = dict.fromkeys(code for case in there.cases for code in case.codes)
    themes = dict.fromkeys(
        there.codebook.theme_of[code].id for code in used if code in there.codebook.theme_of
    )
    kinds: list[DisagreementKind] = list(
        dict.fromkeys(each.kind for case in there.cases for each in case.disagreements)
    )
    st.segmented_control(
        say("Show"),
        list(_STATES),
        default="open",
        required=True,
        key=_STATE,
        format_func=lambda name: say(_STATES[name]),
        persist_state="session",
    )
    offered: tuple[tuple[str, str, Sequence[str], str], ...] = (
        (_CODES, say("Code or theme"), [*themes, *sorted(used, key=label)], say("All codes")),
        (_CODERS, say("Coders"), list(there.found.coders), say("All coders")),
        (
            _TEXTS,
            say("In"),
            list(dict.fromkeys(case.transcript for case in there.cases)),
            say("All transcripts"),
        ),
        (_KINDS, say("They differ in"), kinds, say("Anything")),
    )
    for name, title, names, everything in offered:
        # What is filtered for stays on offer when the last of it is settled.
        kept = [each for each in st.session_state.get(name, ()) if each not in names]
        st.multiselect(
            title,
            [*names, *kept],
            format_func=partial(_filter_told, name, there),
            key=name,
            placeholder=everything,
            persist_state="session",
            help=say("Two or more: only where these do not say the same.") if name == _CODERS else None,
        )
    st.toggle(
        say("Also where only the words differ"),
        key=_BOUNDARIES,
        persist_state="session",
        help=say(
            "Passages that all gave the same code, on different words. They count in the consensus with all "
            "the words coded, until you settle which."
        ),
    )


def _filter_told(of: str, there: Docket, name: str) -> str:
    if of == _KINDS:
        return kind_told(name)
    if of != _CODES:
        return name
    called = labels(there.lineage.releases)(name)
    return say("{label} (theme)", label=called) if name in there.codebook.theme else called


def kind_told(kind: str) -> str:
    """Return how a kind of disagreement is called at the head of a line."""
    told = next((told for name, told in discussing.KINDS.items() if name == kind), kind)
    return f"{told[:1].upper()}{told[1:]}"
