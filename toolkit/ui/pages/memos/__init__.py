"""Memos: what people think while they read, with what it rests on; find, read, write and take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from toolkit.model.coding import Subject
from toolkit.ui import kept, parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.memos import reading, writing
from toolkit.workflow import noting, recalling, revising
from toolkit.workflow.recalling import Note, Recalled, Wanted
from toolkit.workflow.studies import Study, transcript_names

TITLE: Final = "Memos"
ICON: Final = ":material/sticky_note_2:"

_KINDS: Final[dict[Subject, str]] = {
    "study": later("Study"),
    "code": later("Codes"),
    "transcript": later("Transcripts"),
    "coding": later("Codings"),
}
_PAGE: Final = 50
_TURNED: Final = "page of memos"


def show(study: Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    st.title(say(TITLE))
    parts.tell_version(edition)
    coder = state.coder()
    with st.sidebar:
        others = st.toggle(
            say("Others' memos, too"),
            key=state.OTHERS_MEMOS,
            help=say("Off while you code: only independent readings can be compared."),
        )
    found = recalling.recall(study, at=edition.version)
    seen = [note for note in found.notes if others or note.memo.author == coder]
    with st.container(key="memos"):
        left, right = st.columns([2, 3], gap="large")
    with left:
        wanted = _choices(study, seen)
        shown = [note for note in reversed(seen) if wanted.fits(note)]
        if coder is not None:
            writing.begin(coder)
        _list(shown, seen, coder)
    with right, st.container(key="memo"):
        _one(study, found, shown, seen, coder)
    if shown:
        _take_away(study, wanted, None if others else coder, edition.version)


def _one(
    study: Study, found: Recalled, shown: Sequence[Note], seen: Sequence[Note], coder: str | None
) -> None:
    """Show one memo, or what is being written."""
    if coder is not None:
        writing.tell(study, coder)
        if writing.is_open(coder):
            writing.show(study, coder, seen)
            return
    named = st.query_params.get(state.MEMO)
    note = next((note for note in seen if note.memo.id == named), None)
    if named is not None and note is None:
        st.info(
            say("The address leads to a memo that was removed, or is another coder's, or of another study.")
        )
    elif note is None:
        note = next(iter(shown), None)
    if note is not None:
        reading.show(note, found, seen)
        if coder == note.memo.author:
            writing.offer(study, coder, note.memo)


def _choices(study: Study, seen: Sequence[Note]) -> Wanted:
    """Let the reader choose which memos to see."""
    sought = st.text_input(
        say("Search memos"),
        key="memos sought",
        placeholder=say("Words of a memo, or of what it quotes"),
        icon=":material/search:",
    )
    kinds = st.pills(
        say("About"),
        list(_KINDS),
        format_func=lambda kind: say(_KINDS[kind]),
        selection_mode="multi",
        key="memos about",
    )
    book = revising.codebook(study)
    labels = {theme.id: theme.label for theme in book.themes} | {
        code.id: code.label for code in book.code.values()
    }
    with st.sidebar:
        authors = list(dict.fromkeys(note.memo.author for note in seen))
        coders = st.multiselect(say("By"), authors, placeholder=say("Anybody"), key="memos by")
        codes = st.multiselect(
            say("On codes"),
            list(labels),
            format_func=lambda name: labels.get(name, name),
            placeholder=say("All"),
            key="memos on codes",
            help=say("Memos about these codes, about codings with them, and memos that cite them."),
        )
        texts = st.multiselect(
            say("On transcripts"), transcript_names(study), placeholder=say("All"), key="memos on transcripts"
        )
    return Wanted(
        coder=tuple(coders),
        about=tuple(kinds),
        search=tuple((sought or "").split()),
        code=tuple(codes),
        transcript=tuple(texts),
    )


def _list(shown: Sequence[Note], seen: Sequence[Note], coder: str | None) -> None:
    """List memos, the newest first, so many at a time."""
    if not seen:
        if coder is None:
            parts.ask_who(say("to write memos"))
        else:
            st.info(
                say(
                    "You have written no memos yet. Write one here, or press M on a coding of the page Code "
                    "to write one about it."
                )
            )
        return
    last = max(len(shown) - 1, 0) // _PAGE
    page = min(st.session_state.get(_TURNED, 0), last)
    st.caption(
        say_many(
            "{shown} of {n} memo, the latest first.",
            "{shown} of {n} memos, the latest first.",
            len(seen),
            shown=number(len(shown)),
        )
    )
    with st.container(key="memo-list"):
        for note in shown[page * _PAGE : (page + 1) * _PAGE]:
            _line(note)
    if last:
        _turning(page, last)


def _line(note: Note) -> None:
    st.button(
        f"{reading.ICONS[note.memo.about]} {parts.plain(note.title)}",
        key=f"read {note.memo.id}",
        type="tertiary",
        on_click=reading.choose,
        args=(note.memo.id,),
    )
    st.caption(reading.signed(note))


def _turning(page: int, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to in ((later("Newer"), page - 1), (later("Older"), page + 1)):
            off = not 0 <= to <= last
            st.button(say(label), key=f"memos {label}", disabled=off, on_click=_turn, args=(to,))
        st.caption(say("Page {page} of {last}", page=number(page + 1), last=number(last + 1)))


def _turn(page: int) -> None:
    st.session_state[_TURNED] = page


def _take_away(study: Study, wanted: Wanted, coder: str | None, at: str) -> None:
    """Offer the memos listed as files."""
    with st.expander(say("Take these memos with you")):
        spell_out = st.toggle(
            say("As a document to read"),
            value=True,
            key="memos spelled out",
            help=say(
                "Few columns, and citations in words with what is quoted. Off: every column, with all ids."
            ),
        )
        table = kept.table(
            noting.memos,
            study,
            coder=wanted.coder or ((coder,) if coder is not None else ()),
            about=wanted.about,
            search=wanted.search,
            code=wanted.code,
            transcript=wanted.transcript,
            at=at,
            spell_out=spell_out,
        )
        parts.downloads(table, "memos")
