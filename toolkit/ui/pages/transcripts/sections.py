"""How each file was read, to be looked at before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import on_one_line
from toolkit.model.submission import Submission
from toolkit.model.table import Column, Table, Value
from toolkit.ui import parts
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.transcripts.waiting import (
    LEVELS,
    ROLES,
    Waiting,
    hear,
    hear_kind,
    hear_revises,
    hear_role,
    remove,
)
from toolkit.workflow import reading
from toolkit.workflow.reading import FileRead, Interview, Kind

_KINDS: Final[dict[Kind, str]] = {
    "transcript": later("what was said, a row for each turn or cue"),
    "participants": later("participants, a row for each"),
}
_A_PAGE: Final = 25  # files of which sections are shown at a time
_PLACE: Final = "import place"


def overview(read: Sequence[FileRead], present: dict[str, str]) -> Table:
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
    if present[file.id] == file.content.sha256:
        return "there"
    return "correction" if file.known.revises else "taken"


def _held(file: FileRead) -> str | None:
    """Tell what a file holds that is no transcript."""
    if isinstance(file.content, Submission):
        return say("work of {coder}", coder=file.content.coder)
    if isinstance(file.content, dict):
        return say_many("{n} participant", "{n} participants", len(file.content))
    return None


def sections(dropped: dict[int, Waiting], read: Sequence[FileRead], present: dict[str, str]) -> None:
    """Show a section for each file, so many at a time as can be looked through."""
    pairs = list(zip(dropped.values(), read, strict=True))
    begin = _begin(len(pairs))
    for one, file in pairs[begin : begin + _A_PAGE]:
        # Open ones alone are drawn: twenty-five readings at once would make every click slow.
        section = st.expander(
            parts.plain(on_one_line(file.name)),
            icon=_icon(file),
            expanded=bool(file.faults) or len(dropped) == 1,
            key=one.key("section"),
            on_change="rerun",
        )
        if section.open:
            with section:
                _section(one, file, _fate(file, present))


def _begin(count: int) -> int:
    """Let the reader choose which files to look at, if there are many; return the place of the first."""
    if count <= _A_PAGE:
        return 0
    begins = range(0, count, _A_PAGE)
    # Files may have been removed since.
    st.session_state[_PLACE] = min(st.session_state.get(_PLACE, 0), begins[-1])
    begin: int = st.selectbox(
        say("Files to look at"),
        begins,
        format_func=lambda begin: say("{first} to {last}", first=begin + 1, last=min(begin + _A_PAGE, count)),
        key=_PLACE,
    )
    return begin


def _icon(file: FileRead) -> str:
    if file.faults:
        return ":material/error:"
    return ":material/warning:" if any(reading.doubts(file)) else ":material/description:"


def _section(one: Waiting, file: FileRead, fate: str) -> None:
    """Show how one file was read, and let the researcher say what it does not."""
    for told in file.complaints:
        st.error(parts.plain(told))
    if fate == "there":
        st.info(say("The study has this text already: it is left alone, but for who asks."))
    if fate in ("taken", "correction"):
        # What counts, whatever the switch showed: the file may have had another name meanwhile.
        st.session_state[one.key("revises")] = one.revises
        st.checkbox(
            parts.plain(say("This is the corrected text of {transcript}", transcript=file.id)),
            key=one.key("revises"),
            on_change=hear_revises,
            args=(one,),
            help=say(
                "It is kept as the next revision beside the earlier ones. Codings are carried over where "
                "their passages are certain; the others wait on the page Review."
            ),
        )
    for doubt in reading.doubts(file):
        st.warning(parts.plain(doubt[0].upper() + doubt[1:]))
    if one.source is not None:
        st.selectbox(
            say("This table holds"),
            list(_KINDS),
            index=list(_KINDS).index(file.kind),
            format_func=lambda kind: say(_KINDS[kind]),
            key=one.key("kind"),
            on_change=partial(hear_kind, one, one.source),
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
        told = say(
            "{codings} and {memos} of {coder}, on {transcripts}.",
            codings=say_many("{n} coding", "{n} codings", len(file.content.codings)),
            memos=say_many("{n} memo", "{n} memos", len(file.content.memos)),
            coder=file.content.coder,
            transcripts=", ".join(file.content.texts),
        )
        st.markdown(parts.plain(told))
    st.button(
        say("Remove from the list"),
        icon=":material/close:",
        key=one.key("remove"),
        help=say("Your file stays where it is: drop it again to have it back."),
        on_click=remove,
        args=([one.number],),
    )


def _form(one: Waiting, file: FileRead, found: Interview) -> None:
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
        (left, "id", say("Transcript")),
        (right, "participant", say("Participant")),
        (left, "language", say("Language")),
    ):
        place.text_input(label, key=one.key(what), on_change=hear, args=(one, what))
    right.selectbox(
        say("Verbatim level"),
        list(LEVELS),
        format_func=say,
        key=one.key("verbatim"),
        on_change=hear,
        args=(one, "verbatim"),
        help=say(
            "Full keeps every um and pause; clean drops them; edited is reworded. It is printed in tables."
        ),
    )


def _speakers(one: Waiting, file: FileRead, found: Interview) -> None:
    """Let the researcher say who is who."""
    for place, speaker in enumerate(found.speakers):
        turns, words = found.speaking[speaker.label]
        key = one.key(f"role {place}")
        st.session_state[key] = file.known.roles.get(speaker.label, speaker.role)
        st.selectbox(
            parts.plain(_spoke(speaker.label, turns, words)),
            list(ROLES),
            format_func=say,
            key=key,
            on_change=hear_role,
            args=(one, speaker.label, key),
        )


def _spoke(label: str, turns: int, words: int) -> str:
    return say(
        "{speaker}: {turns}, {words}",
        speaker=label,
        turns=say_many("{n} turn", "{n} turns", turns),
        words=say_many("{n} word", "{n} words", words),
    )


def _reading(found: Interview) -> None:
    """Show what the reader made of the file."""
    st.caption(parts.plain(" · ".join(_figures(found))))
    if found.report.left_out:
        st.caption(parts.plain(say("Outside of turns: {what}", what="; ".join(found.report.left_out))))
    for turn in found.opening:
        speaker = f"**{parts.plain(turn.speaker)}**" if turn.speaker is not None else say("*no name*")
        st.markdown(f"{speaker} {parts.plain(turn.words)}")
    if (rest := found.report.turns - len(found.opening)) > 0:
        st.caption(say_many("… and {n} more turn", "… and {n} more turns", rest))


def _figures(found: Interview) -> Iterator[str]:
    report = found.report
    yield f"{report.format}, {report.encoding}" if report.encoding else report.format
    yield say(
        "{words} words in the file, {inside} of them in {turns} turns",
        words=number(report.words),
        inside=number(report.words_in_turns),
        turns=number(report.turns),
    )
    if report.cues:
        yield say(
            "{cues} cues, {joined} of them joined to the one before",
            cues=number(report.cues),
            joined=number(report.cues_merged),
        )
    if unnamed := report.unknown_speakers:
        yield say("turns without a speaker: {count}", count=number(unnamed))
    if report.time_backwards:
        yield say("time goes backwards: {count} times", count=number(report.time_backwards))
    if report.gaps:
        yield say("stretches of a minute or more without a word: {count}", count=number(len(report.gaps)))
