"""Bringing transcripts in: drop files, look at how each was read, then import all of them or none.

A file is read once, when it is dropped. What was read waits in the session until it is imported or removed,
so that neither a click nor a look at another page reads it again or loses it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, cast, get_args

import streamlit as st

from toolkit.errors import Invalid, ToolkitError, on_one_line
from toolkit.model.submission import Submission
from toolkit.model.table import Column, Table, Value
from toolkit.model.transcript import Role, Source, Verbatim
from toolkit.ui import parts, state
from toolkit.workflow import files, importing, reading
from toolkit.workflow.reading import FileRead, Interview, Kind, Known
from toolkit.workflow.studies import Study

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_TYPES: Final = [ending.removeprefix(".") for ending in reading.ENDINGS]
_ROLES: Final = get_args(Role)
_LEVELS: Final = get_args(Verbatim)
_KINDS: Final[dict[Kind, str]] = {
    "transcript": "what was said, a row for each turn or cue",
    "participants": "participants, a row for each",
}
_AS_IN_FILE: Final = "as the file says"
_A_PAGE: Final = 25  # files of which sections are shown at a time
_MOST_TOLD: Final = 20  # faults told beside the button

# Keys of the session.
_WAITING: Final = "import waiting"
_ROUND: Final = "import round"  # counts up, so that the place to drop files begins anew
_TOLD: Final = "import told"
_DONE: Final = "import done"
_FOR_ALL: Final = "import for all"
_PLACE: Final = "import place"
_NUMBERS: Final = count()


@dataclass
class _Waiting:
    """A file that was dropped: how it was read, and what the researcher has said of it since.

    Attributes
    ----------
    source
        The file itself, if it is a table, of which a person may have to say what is in it.
    """

    number: int
    read: FileRead
    source: Source | None = None
    said: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def key(self, what: str) -> str:
        """Return the key of one of its switches."""
        return f"import {self.number} {what}"


@dataclass
class _ForAll:
    """What holds for every file of which nothing else is said."""

    asking: tuple[str, ...] = ()
    language: str = ""
    verbatim: str = _AS_IN_FILE


def show(study: Study) -> None:
    """Show the page."""
    _page(study)


@st.fragment
def _page(study: Study) -> None:
    """Show all of it; a fragment, so that a role chosen runs no more than this again."""
    _tell_done()
    _take_in()
    waiting = _waiting()
    if not waiting:
        if not importing.present(study):
            st.caption(
                "There are no transcripts yet. Nothing is stored before you have seen how it was read."
            )
        return
    if len(waiting) > 1:
        _for_all_files(waiting)
    present = importing.present(study)
    read, faults = _as_said(waiting)
    obstacles = (*faults, *importing.obstacles(present, read))
    parts.grid(_overview(read, present), wide=["look at"])
    _sections(waiting, read, present)
    _decide(study, read, obstacles)


def _waiting() -> dict[int, _Waiting]:
    found: dict[int, _Waiting] = st.session_state.setdefault(_WAITING, {})
    return found


# --- taking files in --------------------------------------------------------------------------------


def _take_in() -> None:
    """Read what is dropped, once, and make room for more."""
    turn = st.session_state.setdefault(_ROUND, 0)
    dropped = st.file_uploader(
        "Transcripts, tables of participants (.csv) and coders' bundles (.jsonl)",
        type=_TYPES,
        accept_multiple_files=True,
        key=f"import drop {turn}",
    )
    if not dropped:
        return
    waiting = _waiting()
    known = {(one.read.name, one.read.digest) for one in waiting.values()}
    bar = st.progress(0.0)
    for number, file in enumerate(dropped, 1):
        source = Source(_base_name(file.name), file.getvalue())
        bar.progress(number / len(dropped), _step(number, len(dropped), source.name))
        if (source.name, _digest(source)) not in known:
            one = _read(source)
            waiting[one.number] = one
    _forget(dropped, turn)
    st.rerun()


def _step(number: int, of: int, name: str) -> str:
    return parts.plain(on_one_line(f"Reading {number} of {of}: {name}"))


def _read(source: Source) -> _Waiting:
    return _Waiting(next(_NUMBERS), reading.read(source), source if reading.may_be_either(source) else None)


def _forget(dropped: Sequence[UploadedFile], turn: int) -> None:
    """Let go of the files as they came: what was read of them is kept."""
    for file in dropped:
        file.close()
    st.session_state[_ROUND] = turn + 1
    for told in (_TOLD, _DONE):
        st.session_state.pop(told, None)


def _base_name(name: str) -> str:
    """Return a file's name without the folders a browser, or somebody in its place, may send."""
    return files.composed(PurePosixPath(name.replace("\\", "/")).name)


def _digest(source: Source) -> str:
    return hashlib.sha256(source.data).hexdigest()


# --- what the researcher says -----------------------------------------------------------------------


def _for_all_files(waiting: dict[int, _Waiting]) -> None:
    """Let the researcher say what holds for every file, unless a file's own section says otherwise."""
    said, labels = _for_all(), _labels(waiting)
    for what, value in (
        ("asking", [label for label in said.asking if label in labels]),
        ("language", said.language),
        ("verbatim", said.verbatim),
    ):
        st.session_state[_general_key(what)] = value
    with st.expander("For all files"):
        asking, language, level = st.columns([2, 1, 1])
        asking.multiselect(
            "Who asks",
            labels,
            key=_general_key("asking"),
            on_change=_say_for_all,
            help="Labels of interviewers: their turns are context and are neither compared nor counted.",
        )
        language.text_input(
            "Language",
            key=_general_key("language"),
            on_change=_say_for_all,
            placeholder=_AS_IN_FILE,
            help="Two letters, as in en.",
        )
        level.selectbox(
            "Verbatim level",
            [_AS_IN_FILE, *_LEVELS],
            key=_general_key("verbatim"),
            on_change=_say_for_all,
        )


def _general_key(what: str) -> str:
    return f"{_FOR_ALL} {what}"


def _for_all() -> _ForAll:
    found: _ForAll = st.session_state.setdefault(_FOR_ALL, _ForAll())
    return found


def _say_for_all() -> None:
    """Keep what was chosen: a switch that is not shown loses its value."""
    asking, language, verbatim = (
        st.session_state[_general_key(what)] for what in ("asking", "language", "verbatim")
    )
    st.session_state[_FOR_ALL] = _ForAll(tuple(asking), language.strip(), verbatim)


def _labels(waiting: dict[int, _Waiting]) -> list[str]:
    contents = (one.read.content for one in waiting.values())
    found = (content.speakers for content in contents if isinstance(content, Interview))
    return sorted({speaker.label for speakers in found for speaker in speakers})


def _as_said(waiting: dict[int, _Waiting]) -> tuple[list[FileRead], list[ToolkitError]]:
    """Put together what was read and what was said of it; return also what cannot be said of a transcript."""
    read: list[FileRead] = []
    faults: list[ToolkitError] = []
    for one in waiting.values():
        try:
            read.append(replace(one.read, known=_known(one)))
        except Invalid as refused:
            faults.append(ToolkitError(one.read.name, refused.what, refused.remedy))
            read.append(one.read)
    return read, faults


def _known(one: _Waiting) -> Known:
    general = _for_all()
    asking: Role = "interviewer"
    level = one.said.get("verbatim") or (None if general.verbatim == _AS_IN_FILE else general.verbatim)
    return Known(
        id=one.said.get("id") or None,
        participant=one.said.get("participant") or None,
        language=one.said.get("language") or general.language or None,
        verbatim=cast("Verbatim | None", level),
        roles=dict.fromkeys(general.asking, asking) | one.roles,
    )


def _say(one: _Waiting, what: str) -> None:
    """Keep what was typed or chosen; what is emptied is again as the file says."""
    one.said[what] = st.session_state[one.key(what)].strip()


def _say_role(one: _Waiting, label: str, key: str) -> None:
    one.roles[label] = st.session_state[key]


def _say_kind(one: _Waiting, source: Source) -> None:
    one.read = reading.read(source, st.session_state[one.key("kind")])


def _remove(numbers: Sequence[int]) -> None:
    for number in numbers:
        _waiting().pop(number, None)
    st.session_state.pop(_TOLD, None)


# --- what was read ----------------------------------------------------------------------------------


def _overview(read: Sequence[FileRead], present: dict[str, str]) -> Table:
    """Return one row for each file."""
    columns = (
        *(Column(name) for name in ("file", "import", "transcript", "speakers")),
        *(Column(name, "count") for name in ("turns", "words", "words in turns")),
        Column("look at"),
    )
    return Table("Files", columns, tuple(_row(file, present) for file in read))


def _row(file: FileRead, present: dict[str, str]) -> tuple[Value, ...]:
    doubts = " ".join(reading.doubts(file))
    if not isinstance(file.content, Interview):
        return (file.name, _fate(file, present), None, _held(file), None, None, None, doubts)
    report = file.content.report
    speakers = ", ".join(
        f"{speaker.label} ({file.known.roles.get(speaker.label, speaker.role)})"
        for speaker in file.content.speakers
    )
    counts = (report.turns, report.words, report.words_in_turns)
    return (file.name, _fate(file, present), file.id, speakers, *counts, doubts)


def _fate(file: FileRead, present: dict[str, str]) -> str:
    """Tell in a word what an import would do with a file."""
    if file.faults:
        return "faulty"
    if not isinstance(file.content, Interview) or file.id not in present:
        return "new"
    return "there" if present[file.id] == file.content.sha256 else "taken"


def _held(file: FileRead) -> str | None:
    """Tell what a file holds that is no transcript."""
    if isinstance(file.content, Submission):
        return f"work of {file.content.coder}"
    return f"{len(file.content)} participants" if isinstance(file.content, dict) else None


def _sections(waiting: dict[int, _Waiting], read: Sequence[FileRead], present: dict[str, str]) -> None:
    """Show a section for each file, so many at a time as can be looked through."""
    pairs = list(zip(waiting.values(), read, strict=True))
    begin = _begin(len(pairs))
    for one, file in pairs[begin : begin + _A_PAGE]:
        # Open ones alone are drawn: twenty-five readings at once would make every click slow.
        section = st.expander(
            parts.plain(on_one_line(file.name)),
            icon=_icon(file),
            expanded=bool(file.faults) or len(waiting) == 1,
            key=one.key("section"),
            on_change="rerun",
        )
        if section.open:
            with section:
                _section(one, file, _fate(file, present))


def _begin(number: int) -> int:
    """Let the reader choose which files to look at, if there are many; return the place of the first."""
    if number <= _A_PAGE:
        return 0
    begins = range(0, number, _A_PAGE)
    # Files may have been removed since.
    st.session_state[_PLACE] = min(st.session_state.get(_PLACE, 0), begins[-1])
    begin: int = st.selectbox(
        "Files to look at",
        begins,
        format_func=lambda begin: f"{begin + 1} to {min(begin + _A_PAGE, number)}",
        key=_PLACE,
    )
    return begin


def _icon(file: FileRead) -> str:
    if file.faults:
        return ":material/error:"
    return ":material/warning:" if any(reading.doubts(file)) else ":material/description:"


def _section(one: _Waiting, file: FileRead, fate: str) -> None:
    """Show how one file was read, and let the researcher say what it does not."""
    for told in file.complaints:
        st.error(parts.plain(told))
    if fate == "there":
        st.info("The study has this text already: it is left alone, but for who asks.")
    for doubt in reading.doubts(file):
        st.warning(parts.plain(doubt[0].upper() + doubt[1:]))
    if one.source is not None:
        st.selectbox(
            "This table holds",
            list(_KINDS),
            index=list(_KINDS).index(file.kind),
            format_func=_KINDS.__getitem__,
            key=one.key("kind"),
            on_change=partial(_say_kind, one, one.source),
        )
    if isinstance(file.content, Interview):
        said, shown = st.columns(2, gap="medium")
        with said:
            _form(one, file, file.content)
            _speakers(one, file, file.content)
        with shown:
            _reading(file.content)
    elif isinstance(file.content, dict):
        columns = dict.fromkeys(name for known in file.content.values() for name in known)
        rows = tuple((name, *map(known.get, columns)) for name, known in file.content.items())
        head = ("participant", *columns)
        parts.grid(Table("Participants", tuple(map(Column, head)), rows))
    elif isinstance(file.content, Submission):
        told = (
            f"{len(file.content.codings)} codings and {len(file.content.memos)} memos of {file.content.coder}"
        )
        st.markdown(parts.plain(f"{told}, on {', '.join(file.content.texts)}."))
    st.button(
        "Remove from the list",
        icon=":material/close:",
        key=one.key("remove"),
        on_click=_remove,
        args=([one.number],),
    )


def _form(one: _Waiting, file: FileRead, found: Interview) -> None:
    """Let the researcher name the transcript and say what its file does not."""
    values = {
        "id": one.said.get("id") or found.id,
        "participant": one.said.get("participant") or one.said.get("id") or found.participant,
        "language": file.known.language or found.language,
        "verbatim": file.known.verbatim or found.verbatim,
    }
    for what, value in values.items():
        # What counts, whatever the switch showed: it may have been said for all files.
        st.session_state[one.key(what)] = value
    left, right = st.columns(2)
    for place, what, label in (
        (left, "id", "Transcript"),
        (right, "participant", "Participant"),
        (left, "language", "Language"),
    ):
        place.text_input(label, key=one.key(what), on_change=_say, args=(one, what))
    right.selectbox(
        "Verbatim level",
        _LEVELS,
        key=one.key("verbatim"),
        on_change=_say,
        args=(one, "verbatim"),
        help="Full keeps every um and pause; clean drops them; edited is reworded. It is printed in tables.",
    )


def _speakers(one: _Waiting, file: FileRead, found: Interview) -> None:
    """Let the researcher say who is who."""
    for place, speaker in enumerate(found.speakers):
        turns, words = found.speaking[speaker.label]
        key = one.key(f"role {place}")
        st.session_state[key] = file.known.roles.get(speaker.label, speaker.role)
        st.selectbox(
            parts.plain(f"{speaker.label}: {turns:,} turns, {words:,} words"),
            _ROLES,
            key=key,
            on_change=_say_role,
            args=(one, speaker.label, key),
        )


def _reading(found: Interview) -> None:
    """Show what the reader made of the file."""
    st.caption(parts.plain(" · ".join(_figures(found))))
    if found.report.left_out:
        st.caption(parts.plain(f"Outside of turns: {'; '.join(found.report.left_out)}"))
    for turn in found.opening:
        speaker = f"**{parts.plain(turn.speaker)}**" if turn.speaker is not None else "*no name*"
        st.markdown(f"{speaker} {parts.plain(turn.words)}")
    if (rest := found.report.turns - len(found.opening)) > 0:
        st.caption(f"… and {rest:,} more turns")


def _figures(found: Interview) -> Iterator[str]:
    report = found.report
    yield f"{report.format}, {report.encoding}" if report.encoding else report.format
    yield f"{report.words:,} words in the file, {report.words_in_turns:,} of them in {report.turns:,} turns"
    if report.cues:
        yield f"{report.cues:,} cues, {report.cues_merged:,} of them joined to the one before"
    if unnamed := report.unknown_speakers:
        yield f"turns without a speaker: {unnamed:,}"
    if report.time_backwards:
        yield f"time goes backwards: {report.time_backwards:,} times"
    if report.gaps:
        yield f"stretches of a minute or more without a word: {len(report.gaps):,}"


# --- importing --------------------------------------------------------------------------------------


def _decide(study: Study, read: Sequence[FileRead], obstacles: Sequence[ToolkitError]) -> None:
    """Offer the import, or say what stands in its way."""
    _tell_faults([line for fault in obstacles for line in fault.lines()])
    _tell_faults(st.session_state.get(_TOLD, ()))
    with st.container(horizontal=True):
        noun = "1 file" if len(read) == 1 else f"{len(read)} files"
        if st.button(f"Import {noun}", type="primary", key="import all", disabled=bool(obstacles)):
            _commit(study, read)
        if faulty := [one.number for one in _waiting().values() if one.read.faults]:
            st.button(f"Remove the {len(faulty)} that cannot be read", on_click=_remove, args=(faulty,))
        st.button("Remove all", key="import none", on_click=_remove, args=(list(_waiting()),))


def _tell_faults(lines: Sequence[str]) -> None:
    for told in lines[:_MOST_TOLD]:
        st.error(parts.plain(told))
    if (rest := len(lines) - _MOST_TOLD) > 0:
        st.error(f"… and {rest:,} more faults: see the sections of the files.")


def _commit(study: Study, read: Sequence[FileRead]) -> None:
    """Import all of it; what is refused is told and stays in the list."""
    try:
        with st.spinner("Importing …"):
            done = importing.commit(study, read)
    except ToolkitError as error:
        st.session_state[_TOLD] = error.lines()
    else:
        st.session_state[_DONE] = done
        st.session_state[_WAITING] = {}
        st.session_state[_FOR_ALL] = _ForAll()
        st.session_state.pop(_TOLD, None)
    st.rerun()


def _tell_done() -> None:
    """Say what the last import did, and where to go on."""
    done: Table | None = st.session_state.get(_DONE)
    if done is None:
        return
    states = done.column("state")
    told = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    st.success(f"Imported: {told}.", icon=":material/check:")
    st.page_link(state.page("Code"), label="Read and code them", icon=":material/arrow_forward:")
    parts.table_view(done, "imported", wide=["speakers", "left_out"])
