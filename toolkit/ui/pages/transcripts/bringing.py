"""Bringing transcripts in: drop files, look at how each was read, then import all of them or none.

A file is read once, when it is dropped. What was read waits in the session until it is imported or removed,
so that neither a click nor a look at another page reads it again or loses it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Final

import streamlit as st

from toolkit.errors import ToolkitError, on_one_line
from toolkit.model.table import Table
from toolkit.model.transcript import Source
from toolkit.ui import parts, state
from toolkit.ui.language import number, say, say_many
from toolkit.ui.pages.transcripts.sections import overview, sections
from toolkit.ui.pages.transcripts.waiting import (
    AS_IN_FILE,
    FOR_ALL,
    LEVELS,
    TOLD,
    WAITING,
    ForAll,
    Waiting,
    as_said,
    for_all,
    remove,
    waiting,
)
from toolkit.workflow import files, importing, reading
from toolkit.workflow.reading import FileRead, Interview
from toolkit.workflow.studies import Study

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_TYPES: Final = [ending.removeprefix(".") for ending in reading.ENDINGS]
_MOST_TOLD: Final = 20  # faults told beside the button

# Keys of the session.
_ROUND: Final = "import round"  # counts up, so that the place to drop files begins anew
_DONE: Final = "import done"
_NUMBERS: Final = count()


def show(study: Study) -> None:
    """Show the page."""
    _page(study)


@st.fragment
def _page(study: Study) -> None:
    """Show all of it; a fragment, so that a role chosen runs no more than this again."""
    _tell_done()
    _take_in()
    dropped = waiting()
    if not dropped:
        if not importing.present(study):
            st.caption(
                say("There are no transcripts yet. Nothing is stored before you have seen how it was read.")
            )
        return
    if len(dropped) > 1:
        _for_all_files(dropped)
    present = importing.present(study)
    read, faults = as_said(dropped)
    obstacles = (*faults, *importing.obstacles(present, read))
    parts.grid(overview(read, present), wide=["look at"])
    sections(dropped, read, present)
    _decide(study, read, obstacles)


# --- taking files in --------------------------------------------------------------------------------


def _take_in() -> None:
    """Read what is dropped, once, and make room for more."""
    turn = st.session_state.setdefault(_ROUND, 0)
    dropped = st.file_uploader(
        say("Transcripts, tables of participants (.csv) and coders' bundles (.jsonl)"),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"import drop {turn}",
    )
    if not dropped:
        return
    kept = waiting()
    known = {(one.read.name, one.read.digest) for one in kept.values()}
    bar = st.progress(0.0)
    for place, file in enumerate(dropped, 1):
        source = Source(files.dropped_name(file.name), file.getvalue())
        bar.progress(place / len(dropped), _step(place, len(dropped), source.name))
        if (source.name, _digest(source)) not in known:
            one = _read(source)
            kept[one.number] = one
    _forget(dropped, turn)
    st.rerun()


def _step(place: int, of: int, name: str) -> str:
    return parts.plain(
        on_one_line(say("Reading {place} of {count}: {file}", place=place, count=of, file=name))
    )


def _read(source: Source) -> Waiting:
    return Waiting(next(_NUMBERS), reading.read(source), source if reading.may_be_either(source) else None)


def _forget(dropped: Sequence[UploadedFile], turn: int) -> None:
    """Let go of the files as they came: what was read of them is kept."""
    for file in dropped:
        file.close()
    st.session_state[_ROUND] = turn + 1
    for told in (TOLD, _DONE):
        st.session_state.pop(told, None)


def _digest(source: Source) -> str:
    return hashlib.sha256(source.data).hexdigest()


# --- what the researcher says -----------------------------------------------------------------------


def _for_all_files(dropped: dict[int, Waiting]) -> None:
    """Let the researcher say what holds for every file, unless a file's own section says otherwise."""
    said, labels = for_all(), _labels(dropped)
    for what, value in (
        ("asking", [label for label in said.asking if label in labels]),
        ("language", said.language),
        ("verbatim", said.verbatim),
    ):
        st.session_state[_general_key(what)] = value
    with st.expander(say("For all files")):
        asking, language, level = st.columns([2, 1, 1])
        asking.multiselect(
            say("Who asks"),
            labels,
            key=_general_key("asking"),
            on_change=_say_for_all,
            help=say("Labels of interviewers: their turns are context and are neither compared nor counted."),
        )
        language.text_input(
            say("Language"),
            key=_general_key("language"),
            on_change=_say_for_all,
            placeholder=say(AS_IN_FILE),
            help=say("Two letters, as in en."),
        )
        level.selectbox(
            say("Verbatim level"),
            [AS_IN_FILE, *LEVELS],
            format_func=say,
            key=_general_key("verbatim"),
            on_change=_say_for_all,
        )


def _general_key(what: str) -> str:
    return f"{FOR_ALL} {what}"


def _say_for_all() -> None:
    """Keep what was chosen: a switch that is not shown loses its value."""
    asking, language, verbatim = (
        st.session_state[_general_key(what)] for what in ("asking", "language", "verbatim")
    )
    st.session_state[FOR_ALL] = ForAll(tuple(asking), language.strip(), verbatim)


def _labels(dropped: dict[int, Waiting]) -> list[str]:
    contents = (one.read.content for one in dropped.values())
    found = (content.speakers for content in contents if isinstance(content, Interview))
    return sorted({speaker.label for speakers in found for speaker in speakers})


# --- importing --------------------------------------------------------------------------------------


def _decide(study: Study, read: Sequence[FileRead], obstacles: Sequence[ToolkitError]) -> None:
    """Offer the import, or say what stands in its way."""
    _tell_faults([line for fault in obstacles for line in fault.lines()])
    _tell_faults(st.session_state.get(TOLD, ()))
    with st.container(horizontal=True):
        told = say_many("Import {n} file", "Import {n} files", len(read))
        if st.button(told, type="primary", key="import all", disabled=bool(obstacles)):
            _commit(study, read)
        if faulty := [one.number for one in waiting().values() if one.read.faults]:
            st.button(
                say_many(
                    "Remove the {n} that cannot be read", "Remove the {n} that cannot be read", len(faulty)
                ),
                on_click=remove,
                args=(faulty,),
            )
        st.button(
            say("Remove all"),
            key="import none",
            help=say("Your files stay where they are: drop them again to have them back."),
            on_click=remove,
            args=(list(waiting()),),
        )


def _tell_faults(lines: Sequence[str]) -> None:
    for told in lines[:_MOST_TOLD]:
        st.error(parts.plain(told))
    if (rest := len(lines) - _MOST_TOLD) > 0:
        st.error(
            say_many(
                "… and {n} more fault: see the sections of the files.",
                "… and {n} more faults: see the sections of the files.",
                rest,
            )
        )


def _commit(study: Study, read: Sequence[FileRead]) -> None:
    """Import all of it; what is refused is told and stays in the list."""
    try:
        with st.spinner(say("Importing …")):
            done = importing.commit(study, read)
    except ToolkitError as error:
        st.session_state[TOLD] = error.lines()
    else:
        st.session_state[_DONE] = done
        st.session_state[WAITING] = {}
        st.session_state[FOR_ALL] = ForAll()
        st.session_state.pop(TOLD, None)
    st.rerun()


def _tell_done() -> None:
    """Say what the last import did, and where to go on."""
    done: Table | None = st.session_state.get(_DONE)
    if done is None:
        return
    states = done.column("state")
    told = ", ".join(f"{number(states.count(fate))} {fate}" for fate in dict.fromkeys(states))
    st.success(say("Imported: {what}.", what=told), icon=":material/check:")
    st.page_link(state.page("Code"), label=say("Read and code them"), icon=":material/arrow_forward:")
    parts.table_view(done, "imported", wide=["speakers", "left_out"])
