"""A project of another program: drop it, see what it holds and what would become of it, then import it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.project import LeftOut, Project
from toolkit.model.table import Table
from toolkit.model.transcript import Source
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say
from toolkit.workflow import accounting, admitting, files
from toolkit.workflow.studies import Study

_HELD: Final = "exchange held"
_DONE: Final = "exchange done"
_ROUND: Final = "exchange round"
_RULE: Final = "exchange positions"
_AUTO: Final = later("auto")


@dataclass(frozen=True)
class _Held:
    """A project that was dropped, as it was read."""

    source: Source
    project: Project
    positions: str = _AUTO


@st.fragment
def show(study: Study) -> None:
    """Show all of it; a fragment, so that a choice runs no more than this again."""
    _tell_done()
    _take()
    held: _Held | None = st.session_state.get(_HELD)
    if held is None:
        st.caption(
            say(
                "A project of NVivo, ATLAS.ti, MAXQDA or another program that writes REFI-QDA (.qdpx), of "
                "Taguette, QualCoder, RQDA, requal, INCEpTION, doccano, Label Studio, coded Word files, or "
                "any table of codings. Nothing is stored before you have seen what is in it."
            )
        )
        return
    _describe(held)
    coder, finished = _ask(held)
    commit = partial(admitting.admit, study, held.project, held.source.data, coder=coder, finished=finished)
    try:
        foreseen = commit(dry_run=True)
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))
        _buttons(commit, off=True)
        return
    st.subheader(say("What would become of it"))
    _buttons(commit, off=False)
    parts.grid(foreseen, wide=["told"])
    parts.notes(foreseen.notes)


def _take() -> None:
    """Read what is dropped, once."""
    turn = st.session_state.setdefault(_ROUND, 0)
    dropped = st.file_uploader(say("A project of another program"), key=f"exchange drop {turn}")
    if dropped is None:
        return
    name = files.dropped_name(dropped.name)
    source = Source(name, dropped.getvalue())
    dropped.close()
    try:
        with st.spinner(say("Reading …")):
            project = admitting.project_of(source)
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))
        return
    st.session_state[_HELD] = _Held(source, project)
    st.session_state[_ROUND] = turn + 1
    st.session_state.pop(_DONE, None)
    st.rerun()


def _describe(held: _Held) -> None:
    project = held.project
    told = say("from {program}", program=project.origin) if project.origin else project.tool
    st.subheader(parts.plain(project.name or held.source.name))
    st.caption(parts.plain(f"{held.source.name}, {told}"))
    counts = (
        (say("Texts"), project.texts),
        (say("Codes"), project.codes),
        (say("Coders"), [each for each in project.coders if not each.is_program]),
        (say("Codings"), project.codings),
        (say("Memos"), project.memos),
        (say("Cases"), project.cases),
    )
    for column, (label, things) in zip(st.columns(len(counts)), counts, strict=True):
        column.metric(label, number(len(things)))
    for line in accounting.positions_told(project):
        st.info(parts.plain(line), icon=":material/straighten:")
    lost = [each for each in project.left_out if not each.kept]
    kept = [each for each in project.left_out if each.kept]
    if lost:
        st.markdown(say("**Not taken over:** {things}", things=_listed(lost)))
    if kept:
        st.markdown(
            say(
                "**Not shown here, but kept and put back when the study goes out again:** {things}",
                things=_listed(kept),
            )
        )


def _listed(left_out: Iterable[LeftOut]) -> str:
    return parts.plain(", ".join(f"{number(each.count)} {each.what}" for each in left_out))


def _ask(held: _Held) -> tuple[str, bool]:
    """Let the researcher say what the project does not."""
    who, read, rule = st.columns([2, 2, 2], vertical_alignment="bottom")
    coder = who.text_input(
        say("Who did what nobody is said to have done"),
        key="exchange coder",
        help=say("Some programs do not say who coded."),
    )
    finished = read.checkbox(
        say("They read what they coded to the end"),
        key="exchange finished",
        help=say("Only then does a passage without a code count as a “no” when coders are compared."),
    )
    if held.project.tool == admitting.REFI:
        rule.selectbox(
            say("Positions are counted"),
            [_AUTO, *admitting.RULES],
            format_func=say,
            key=_RULE,
            on_change=_read_again,
            help=say(
                "Only where what was found out is wrong: see whether the passages below begin and end well."
            ),
        )
    return coder.strip(), finished


def _read_again() -> None:
    held: _Held = st.session_state[_HELD]
    rule = st.session_state[_RULE]
    try:
        st.session_state[_HELD] = _Held(held.source, admitting.project_of(held.source, rule), rule)
    except ToolkitError as refused:
        st.session_state[_DONE] = refused


def _buttons(commit: Callable[[], Table], *, off: bool) -> None:
    with st.container(horizontal=True):
        if st.button(say("Import it"), type="primary", key="exchange import", disabled=off):
            _commit(commit)
        st.button(say("Put it aside"), key="exchange aside", on_click=_forget)


def _commit(commit: Callable[[], Table]) -> None:
    try:
        with st.spinner(say("Importing …")):
            done = commit()
    except ToolkitError as refused:
        st.session_state[_DONE] = refused
    else:
        _forget()
        st.session_state[_DONE] = done
    st.rerun()


def _forget() -> None:
    for told in (_HELD, _DONE):
        st.session_state.pop(told, None)


def _tell_done() -> None:
    """Say what the last import did, and where to go on."""
    done: Table | ToolkitError | None = st.session_state.get(_DONE)
    if isinstance(done, ToolkitError):
        for line in done.lines():
            st.error(parts.plain(line))
    elif done is not None:
        st.success(say("The project is in."), icon=":material/check:")
        with st.container(horizontal=True):
            for page, label in (("Code", say("Read its texts")), ("Review", say("Settle what waits"))):
                st.page_link(state.page(page), label=label, icon=":material/arrow_forward:")
        parts.table_view(done, "admitted", wide=["told"])
