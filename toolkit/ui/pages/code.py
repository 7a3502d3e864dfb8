"""Code: read a transcript and code it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.transcript import Span, Transcript
from toolkit.ui import parts, state
from toolkit.ui.annotator import (
    AddCoding,
    Operation,
    ProposeCode,
    Rejection,
    RemoveCoding,
    RemoveMemo,
    Restore,
    RewriteMemo,
    Snapshot,
    WithdrawCode,
    WriteMemo,
    annotator,
)
from toolkit.ui.language import say, say_as, say_many
from toolkit.workflow import applying, assigning, laying, showing, studies
from toolkit.workflow.studies import Study, transcript_names

TITLE: Final = "Code"
ICON: Final = ":material/edit_note:"

_FOLLOWED: Final = "followed"


def show(study: Study) -> None:
    """Show the page."""
    names = transcript_names(study)
    if not names:
        st.title(say_as("page", "Code"))
        parts.no_transcripts()
        return
    wanted = _follow_address(study)
    coder = state.coder()
    with st.container(key="desk", horizontal=True, vertical_alignment="center", width="content"):
        transcript = st.selectbox(
            say("Transcript"),
            names,
            key=state.TRANSCRIPT,
            bind="query-params",
            on_change=_forget_address,
            width=220,
        )
        others = _others_switch(study)
        desk = None if coder is None else laying.lay(study, transcript, coder).desk
        if coder is not None and desk is not None:
            _finish_switch(study, coder, desk)
    if coder is None or desk is None:
        parts.ask_who(say("to code"), in_sidebar=False)
    else:
        _tell_about(desk, st.session_state.pop(_refused_key(coder, transcript), ""))
    if wanted is not None and (told := _why_unseen(study, wanted, coder, others=others)):
        st.info(told)
    _pane(study, coder, transcript, wanted, others=others)


def _follow_address(study: Study) -> str | None:
    """Return the coding that the address leads to; open its transcript, once for each address."""
    wanted = st.query_params.get(state.CODING)
    if wanted is not None and st.session_state.get(_FOLLOWED) != wanted:
        st.session_state[_FOLLOWED] = wanted
        coding = showing.find_coding(study, wanted)
        if coding is not None:
            st.session_state[state.TRANSCRIPT] = coding.transcript
    return wanted


def _forget_address() -> None:
    """Take the coding or passage out of the address: the reader has gone on to another transcript."""
    st.query_params.pop(state.CODING, None)
    st.query_params.pop(state.PASSAGE, None)


def _passage(transcript: Transcript) -> Span | None:
    """Return the passage that the address leads to, as in `passage=120-180`; None if there is none such."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", st.query_params.get(state.PASSAGE, ""))
    if found is None or not int(found[1]) < int(found[2]):
        return None
    span = Span(int(found[1]), int(found[2]))
    turns = transcript.turns_in(span)
    is_spoken = turns and turns[0].span.start <= span.start and span.end <= turns[-1].span.end
    return span if is_spoken else None


def _why_unseen(study: Study, wanted: str, coder: str | None, *, others: bool) -> str:
    """Say why the pane cannot lead to the coding in the address; nothing if it can."""
    coding = showing.find_coding(study, wanted)
    if coding is None:
        return say(
            "The coding that the address leads to is not there: it was removed, or is of another study."
        )
    if coding.coder != coder and not others:
        return say(
            "The address leads to a coding by {coder}. Switch on *Show other coders' codings* to see it.",
            coder=parts.plain(coding.coder),
        )
    return ""


def _others_switch(study: Study) -> bool:
    """Let the reader see what others coded, unless a blind round hides it from them; then say so."""
    why = say("Off while you code: only independent readings can be compared.")
    told = studies.hidden(study)
    if told:
        st.session_state[state.OTHERS] = False
        hidden = parts.plain(told[0].upper() + told[1:])
        why = say("{hidden}, until you have finished all you were given.", hidden=hidden)
    return st.toggle(
        say("Show other coders' codings"),
        key=state.OTHERS,
        disabled=bool(told),
        help=why,
        width="content",
    )


def _finish_switch(study: Study, coder: str, desk: showing.Desk) -> None:
    """Let the coder declare the transcript read to the end."""
    transcript = desk.transcript.id
    key = state.key("finished", coder, transcript)

    def declare() -> None:
        try:
            # In a blind round transcripts are given out by leads.
            if not desk.blind:
                assigning.assign(study, transcript, coder=coder)
            assigning.finish(study, transcript, coder=coder, reopen=not st.session_state[key])
        except ToolkitError as error:
            st.session_state[_refused_key(coder, transcript)] = str(error)

    # What is on disk, whatever the switch shows: it may have been changed in a terminal, or not at all.
    st.session_state[key] = desk.finished
    st.toggle(
        say("I have read this transcript to the end"),
        key=key,
        on_change=declare,
        disabled=bool(desk.closed) and not desk.finished,
        help=" ".join(
            (
                say("Only then does a passage you left uncoded count as a no when coders are compared."),
                say("The round is blind: what you have finished you cannot change, unless you reopen it.")
                if desk.blind
                else say("You can still change your codings afterwards, and the changes count."),
            )
        ),
        width="content",
    )


def _tell_about(desk: showing.Desk, refused: str) -> None:
    """Say what the coder should know before coding on, and why a declaration was refused."""
    if desk.closed:
        name = parts.plain(desk.blind)
        st.info(
            say(
                "Round {name} is blind, and you have finished this transcript. To change something, switch "
                "off that you have read it to the end; once you can see the work of others, only a lead can "
                "reopen it.",
                name=name,
            )
            if desk.finished
            else say(
                "Round {name} is blind, and this transcript is not on your list: you can read it, and not "
                "code it. A lead can give it to you.",
                name=name,
            )
        )
    if desk.unread:
        st.warning(
            say_many(
                "The transcript was corrected after you finished it: {n} word is new to you. Read it, then "
                "switch off and on again that you have read the transcript to the end.",
                "The transcript was corrected after you finished it: {n} words are new to you. Read "
                "them, then switch off and on again that you have read it to the end.",
                desk.unread,
            )
        )
    if desk.waiting:
        st.warning(
            say_many(
                "{n} of your codings is not shown: it waits for its place in the corrected text, on the page "
                "Review.",
                "{n} of your codings are not shown: they wait for their place in the corrected text, on the "
                "page Review.",
                desk.waiting,
            )
        )
    if refused:
        st.error(parts.plain(refused))


def _refused_key(coder: str, transcript: str) -> str:
    return state.key("refused", coder, transcript)


@st.fragment
def _pane(study: Study, coder: str | None, transcript: str, wanted: str | None, *, others: bool) -> None:
    """Show the transcript; a fragment, so that a coding runs no more than this again."""
    me = coder or ""
    laid = laying.lay(study, transcript, me, others=others)
    desk = laid.desk

    def record(operations: tuple[Operation, ...]) -> Iterable[Rejection]:
        wishes = [_wish(operation, desk.transcript) for operation in operations]
        reasons = applying.change(study, me, wishes)
        told = zip(operations, reasons, strict=True)
        return [Rejection(operation.seq, reason) for operation, reason in told if reason is not None]

    annotator(
        Snapshot(
            desk.transcript,
            desk.codebook,
            desk.codings,
            me,
            laid.memos,
            laid.history,
            laid.event,
            jump=wanted or _passage(desk.transcript),
            read_only=coder is None or bool(desk.closed),
            proposals=laid.proposals,
            usable=laid.usable,
            units=desk.units,
        ),
        key=state.key(state.PANE, me, transcript),
        on_operations=record,
    )


def _wish(operation: Operation, shown: Transcript) -> applying.Wish:
    together = operation.together
    match operation:
        case AddCoding(id=name, span=span, code=code, certainty=certainty):
            return applying.Apply(name, shown.id, shown.sha256, span, code, certainty, together)
        case RemoveCoding(id=name, successor=successor):
            return applying.Remove(showing.original(name), successor, together)
        case Restore(id=name):
            return applying.Restore(showing.original(name), shown.id, shown.sha256, together)
        case WriteMemo() | RewriteMemo() | RemoveMemo():
            return _wish_on_memo(operation, shown)
        case ProposeCode(id=name, label=label, definition=definition):
            return applying.Propose(name, label, definition, shown.id, together)
        case WithdrawCode(id=name):
            return applying.Withdraw(name, shown.id, together)


def _wish_on_memo(operation: WriteMemo | RewriteMemo | RemoveMemo, shown: Transcript) -> applying.Wish:
    together = operation.together
    match operation:
        case WriteMemo(id=name, about=about, subject=subject, text=text):
            return applying.WriteMemo(name, about, showing.original(subject), text, shown.id, together)
        case RewriteMemo(id=name, seen=seen, text=text):
            return applying.RewriteMemo(name, seen, text, shown.id, together)
        case RemoveMemo(id=name, seen=seen):
            return applying.RemoveMemo(name, seen, shown.id, together)
