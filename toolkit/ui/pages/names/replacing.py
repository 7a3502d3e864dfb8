"""Replacing what was confirmed: in a new revision of each transcript, and in a copy to give away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.names import KeyList
from toolkit.model.table import Table
from toolkit.ui import parts
from toolkit.ui.language import number, say, say_many
from toolkit.ui.pages.names import keeping
from toolkit.ui.pages.names.held import Held, decider, held
from toolkit.workflow import redacting, sharing, studies
from toolkit.workflow.studies import Study

_SEEN: Final = "names seen"
_DONE: Final = "names done"
_COPY: Final = "names copy"
_MOST_TOLD: Final = 20  # places that still hold a name


@dataclass(frozen=True)
class _Foreseen:
    """What would become of a study: only this may be done."""

    keys: KeyList
    moment: str
    table: Table | None
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class _Copy:
    """A copy that was made, or why there is none."""

    keys: KeyList
    moment: str
    numbered: bool
    data: bytes = b""
    table: Table | None = None
    refused: Sequence[str] = ()


@st.fragment
def show(study: Study) -> None:
    """Show both ways; a fragment, so that a click runs no more than this again."""
    kept = held()
    _tell_done()
    if not kept.keys.replaced:
        st.info(
            say("Nothing is to be replaced yet. Decide about the candidates first, or drop a key list there.")
        )
        return
    if decider() is None:
        parts.ask_who(say("to replace names"))
    wanted = say("To be replaced: {count}", count=number(len(kept.keys.replaced)))
    left = say("undecided, and left as they are: {count}", count=number(len(kept.undecided)))
    st.markdown(f"**{wanted}** · {left}" if kept.undecided else f"**{wanted}**")
    keeping.offer()
    here, copy = st.columns(2, gap="large")
    with here:
        _in_this_study(study, kept)
    with copy:
        _in_a_copy(study, kept)


# --- in this study ----------------------------------------------------------------------------------


def _in_this_study(study: Study, kept: Held) -> None:
    st.subheader(say("In this study"))
    st.markdown(
        say(
            "Every transcript that holds an original gets a new revision, in which the replacement stands. "
            "Codings stay on their words, as these are then. **The originals are kept:** earlier revisions, "
            "the log and what people wrote in memos still hold the names. So this study is not one to give "
            "away."
        )
    )
    moment = studies.moment(study)
    seen: _Foreseen | None = st.session_state.get(_SEEN)
    if seen is None or (seen.keys, seen.moment) != (kept.keys, moment):
        if st.button(say("See what would change"), key="names foresee", disabled=decider() is None):
            with st.spinner(say("Looking for what would change …")):
                _foresee(study, kept.keys)
            st.rerun()
        return
    for line in seen.refused:
        st.error(parts.plain(line))
    if seen.table is None:
        return
    parts.grid(seen.table, show=["transcript", "revision", "replaced", "codings"])
    if seen.table.rows:
        st.caption(
            say(
                "What is replaced is changed again by a further revision only. "
                "Earlier revisions stay as they are."
            )
        )
        if st.button(say("Replace in a new revision"), type="primary", key="names replace"):
            with st.spinner(say("Replacing …")):
                _replace(study, kept.keys)
            st.rerun()
    else:
        parts.notes(seen.table.notes)


def _foresee(study: Study, keys: KeyList) -> None:
    moment = studies.moment(study)
    try:
        table = redacting.apply(study, keys, by=decider() or "", dry_run=True)
    except ToolkitError as refused:
        st.session_state[_SEEN] = _Foreseen(keys, moment, None, refused.lines())
    else:
        st.session_state[_SEEN] = _Foreseen(keys, moment, table)


def _replace(study: Study, keys: KeyList) -> None:
    by = decider()
    if by is None:
        return
    try:
        done = redacting.apply(study, keys, by=by)
    except ToolkitError as refused:
        st.session_state[_SEEN] = _Foreseen(keys, studies.moment(study), None, refused.lines())
    else:
        st.session_state[_DONE] = done
        st.session_state.pop(_SEEN, None)


def _tell_done() -> None:
    done: Table | None = st.session_state.pop(_DONE, None)
    if done is None:
        return
    told = say_many(
        "The names are replaced in {n} new revision.",
        "The names are replaced in {n} new revisions.",
        len(done.rows),
    )
    st.success(told, icon=":material/check:")
    parts.table_view(done, "redacted", show=["transcript", "revision", "replaced", "codings"])


# --- in a copy --------------------------------------------------------------------------------------


def _in_a_copy(study: Study, kept: Held) -> None:
    st.subheader(say("In a copy to give away"))
    st.markdown(
        say(
            "A new study with the same work, in which no name was ever written: neither in a transcript, an "
            "earlier revision or a memo, nor in the log. It is searched for every name and for what is like "
            "one; as long as any is left, there is no copy. This study is not changed."
        )
    )
    numbered = st.checkbox(say("Call the coders C1, C2 …"), key="names numbered coders")
    made: _Copy | None = st.session_state.get(_COPY)
    wanted = (kept.keys, studies.moment(study), numbered)
    if made is None or (made.keys, made.moment, made.numbered) != wanted:
        if st.button(say("Make the copy"), key="names make copy", disabled=decider() is None):
            with st.spinner(say("Making the copy …")):
                _make(study, *wanted)
            st.rerun()
        return
    if made.refused:
        st.error(
            say_many(
                "There is no copy: {n} place would still tell a name.",
                "There is no copy: {n} places would still tell a name.",
                len(made.refused),
            )
        )
        for line in made.refused[:_MOST_TOLD]:
            st.markdown(f"- {parts.plain(line)}")
        if (rest := len(made.refused) - _MOST_TOLD) > 0:
            st.caption(say_many("… and {n} more.", "… and {n} more.", rest))
    if made.table is not None:
        st.download_button(
            say("Download the copy"),
            made.data,
            file_name="shared.study",
            type="primary",
            icon=":material/download:",
            key="names download copy",
            on_click="ignore",
        )
        parts.notes(made.table.notes)


def _make(study: Study, keys: KeyList, moment: str, numbered: bool) -> None:  # noqa: FBT001 - from a tuple
    try:
        data, table = sharing.copy_of(study, keys, number_coders=numbered)
    except ToolkitError as refused:
        st.session_state[_COPY] = _Copy(keys, moment, numbered, refused=refused.lines())
    else:
        st.session_state[_COPY] = _Copy(keys, moment, numbered, data, table)
