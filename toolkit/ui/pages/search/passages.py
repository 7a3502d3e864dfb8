"""Hits in context, and coding them: the chosen ones or all, as one act that one click takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, get_args

import pandas as pd
import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Role
from toolkit.ui import kinds, parts, state
from toolkit.ui.language import later, say, say_many
from toolkit.workflow import revising, searching, undoing
from toolkit.workflow.searching import Coded, Extent, Found, Hit, Manner, Query
from toolkit.workflow.studies import Study, transcript_names

_MANNERS: Final[dict[Manner, str]] = {
    "words": later("Words"),
    "lemma": later("All forms"),
    "pattern": later("Pattern"),
}
_EXTENTS: Final[dict[Extent, str]] = {
    "hit": later("The words found"),
    "sentence": later("Their sentences"),
    "turn": later("Their turns"),
}
_FOUND: Final = "found"
_CONTEXT, _LETTER, _PADDING = 320, 8, 24  # widths in pixels
_AROUND: Final = 44  # letters that fit in the width of a context
_WIDELY: Final = 400  # letters shown around the one hit that is chosen
_DONE: Final = "coded by search"
_HELP: Final[dict[Manner, str]] = {
    "words": later("Words or phrases, with commas between them. trust* finds trusted, too."),
    "lemma": later("Words or phrases in all their forms, with commas between them: run finds running."),
    "pattern": later(r"A regular expression of Python, as in \b(very|really) \w+"),
}


def show(study: Study) -> None:
    """Show the view."""
    names = transcript_names(study)
    if not names:
        parts.no_transcripts()
        return
    with st.sidebar:
        transcripts = st.multiselect(
            say("Transcripts"), names, placeholder=say("All"), key="search transcripts"
        )
        roles = st.multiselect(
            say("Said by"),
            get_args(Role),
            default=[role for role in get_args(Role) if role != "interviewer"],
            format_func=kinds.speaker,
            placeholder=say("Anybody"),
            key="search roles",
            help=say(
                "Interviewers are context and not coded, so that they are left out unless you choose them."
            ),
        )
        same_case = st.toggle(say("Tell capital letters from small ones"), key="search case")
    _search(study, Query((), "words", same_case, tuple(transcripts), tuple(roles)))


@st.fragment
def _search(study: Study, where: Query) -> None:
    """Ask, and show what is found; a fragment, because nothing else on the page depends on it."""
    query = _ask(where)
    if not query.sought:
        st.caption(say("Nothing is searched for yet."))
        return
    try:
        found = _found(study, query)
    except ToolkitError as error:
        for line in error.lines():
            st.error(parts.plain(line))
        return
    st.caption(parts.plain(" ".join(found.notes)))
    if found.hits:
        above = st.container()  # where it stays in sight, though it depends on what is chosen below
        chosen = _hits(found, query)
        with above:
            _coding(study, found.hits, chosen)


def _ask(where: Query) -> Query:
    """Let the reader say what to look for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        manner = st.segmented_control(
            say("Find"),
            list(_MANNERS),
            format_func=lambda manner: say(_MANNERS[manner]),
            default="words",
            required=True,
            key="search manner",
        )
        written = st.text_input(
            say("What to look for"),
            key="search words",
            placeholder=say(_HELP[manner]),
            max_chars=500,
            icon=":material/search:",
        )
    sought = [written] if manner == "pattern" else (written or "").split(",")
    return replace(where, sought=tuple(part for part in sought if part and part.strip()), manner=manner)


def _found(study: Study, query: Query) -> Found:
    """Search, unless what was found last still holds."""
    asked = (query, searching.texts(study))
    kept = st.session_state.get(_FOUND)
    if kept is None or kept[0] != asked:
        with st.spinner(say("Searching …")):
            st.session_state[_FOUND] = kept = (asked, searching.find(study, query))
    found: Found = kept[1]
    return found


def _hits(found: Found, query: Query) -> list[Hit]:
    """Show hits in their context and return those that are chosen."""
    rows = [
        (hit.transcript, hit.turn.speaker or "", hit.before(_AROUND), hit.words, hit.after(_AROUND))
        for hit in found.hits
    ]
    columns = ["transcript", "speaker", "before", "hit", "after"]
    shown = st.dataframe(
        pd.DataFrame(rows, columns=columns, dtype=object),
        hide_index=True,
        height=360,
        column_config={
            "transcript": st.column_config.TextColumn(say("transcript")),
            "speaker": st.column_config.TextColumn(say("speaker"), width="small"),
            "before": st.column_config.TextColumn(say("before"), width=_CONTEXT, alignment="right"),
            "hit": st.column_config.TextColumn(say("hit"), width=_width(hit.words for hit in found.hits)),
            "after": st.column_config.TextColumn(say("after"), width=_CONTEXT),
        },
        on_select="rerun",
        selection_mode="multi-row",
        key=state.key("hits", repr(query)),
    )
    chosen = [found.hits[row] for row in shown["selection"]["rows"] if row < len(found.hits)]
    if len(chosen) == 1:
        _whole_turn(chosen[0])
    return chosen


def _width(words: Iterable[str]) -> int:
    """Return the width in pixels that shows each of them, within reason."""
    return min(_LETTER * max(map(len, words)) + _PADDING, _CONTEXT)


def _whole_turn(hit: Hit) -> None:
    """Show what a hit stands in, with the way to it."""
    with st.container(border=True):
        told = say(
            "{transcript}, turn {number}, {speaker}",
            transcript=hit.transcript,
            number=hit.turn.number,
            speaker=hit.turn.speaker or say("speaker unknown"),
        )
        st.caption(parts.plain(told))
        before, after = parts.plain(hit.before(_WIDELY)), parts.plain(hit.after(_WIDELY))
        st.markdown(f"{before}:blue-background[**{parts.plain(hit.words)}**]{after}")
        query = {state.TRANSCRIPT: hit.transcript, state.CODER: state.coder() or ""}
        st.page_link(
            state.page("Code"),
            label=say("Read {transcript}", transcript=parts.plain(hit.transcript)),
            icon=":material/edit_note:",
            query_params={name: value for name, value in query.items() if value},
        )


def _coding(study: Study, hits: Sequence[Hit], chosen: Sequence[Hit]) -> None:
    """Let a coder give the hits a code, and take that back."""
    coder = state.coder()
    if coder is None:
        parts.ask_who(say("to code what is found"))
        return
    book = revising.codebook(study)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            say("Code to give"),
            list(book.codable),
            index=None,
            format_func=lambda name: _label(book, name),
            placeholder=say("Choose a code"),
            key="search code",
        )
        extent = st.segmented_control(
            say("How far a coding reaches"),
            list(_EXTENTS),
            format_func=lambda extent: say(_EXTENTS[extent]),
            default="hit",
            required=True,
            key="search extent",
        )
        st.button(
            code_chosen(len(chosen)),
            key="code chosen",
            type="primary",
            disabled=code is None or not chosen,
            on_click=_code,
            args=(study, coder, tuple(chosen), code, extent),
        )
        st.button(
            say_many("Code the {n} hit", "Code all {n} hits", len(hits)),
            key="code all",
            disabled=code is None,
            on_click=_code,
            args=(study, coder, tuple(hits), code, extent),
        )
    _tell(study, coder, book)


def _label(book: Codebook, name: str) -> str:
    theme = book.theme_of.get(name)
    return f"{book.codable[name]} ({theme.label})" if theme else book.codable[name]


def code_chosen(count: int) -> str:
    """Return what a button says that codes so many chosen passages."""
    return say_many("Code the {n} chosen", "Code the {n} chosen", count) if count else say("Code the chosen")


def _code(study: Study, coder: str, hits: Sequence[Hit], code: str, extent: Extent) -> None:
    """Code hits, and keep what became of it for the next run to tell."""
    try:
        st.session_state[_DONE] = (coder, code, searching.code_hits(study, coder, hits, code, extent=extent))
    except ToolkitError as error:
        st.session_state[_DONE] = str(error)


def _undo(study: Study, coder: str, act: str) -> None:
    try:
        undoing.undo(study, coder, act)
        st.session_state[_DONE] = None
    except ToolkitError as error:
        st.session_state[_DONE] = str(error)


def _tell(study: Study, coder: str, book: Codebook) -> None:
    """Say what became of coding last, with the way back."""
    done = st.session_state.get(_DONE)
    if isinstance(done, str):
        st.error(parts.plain(done))
    elif done is not None and done[0] == coder:
        _, code, coded = done
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/check: {_told(coded, book.codable.get(code, code))}", width="content")
            if coded.act is not None:
                st.button(
                    say("Take it back"), key="undo search", on_click=_undo, args=(study, coder, coded.act)
                )


def _told(coded: Coded, label: str) -> str:
    if not coded.made:
        return say_many(
            "Nothing was left to code: {n} had the code already, or are one with another hit.",
            "Nothing was left to code: {n} had the code already, or are one with another hit.",
            coded.already,
        )
    told = coded_as(coded.made, parts.plain(label))
    if not coded.already:
        return told
    others = say_many(
        "Of the others, {n} had the code already, or are one with another hit.",
        "Of the others, {n} had the code already, or are one with another hit.",
        coded.already,
    )
    return f"{told} {others}"


def coded_as(count: int, codes: str) -> str:
    """Say how many passages were coded, and how."""
    return say_many("{n} passage coded as {codes}.", "{n} passages coded as {codes}.", count, codes=codes)
