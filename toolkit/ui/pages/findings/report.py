"""Report pack: everything in one archive, and whether an archive is what this study gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.selection import Selection
from toolkit.model.table import Counts
from toolkit.model.transcript import Source
from toolkit.ui import parts
from toolkit.ui.pages.findings import numbers
from toolkit.ui.parts import Edition
from toolkit.workflow import exporting, files, packing, reviewing, telling
from toolkit.workflow.studies import Study

_MADE: Final = "report pack made"
_ENDING: Final = ".zip"
_FIGURE: Final = "figure-"
_TEXTS: Final = ("methods", "codebook", "codebook-appendix", "codebook-history", "coreq", "srqr")
_NAMES: Final = {
    "coreq": "COREQ checklist",
    "srqr": "SRQR checklist",
    "codebook": "Codebook files",
    "methods": "Methods text",
}


@dataclass(frozen=True)
class _Asked:
    """What a pack was made of: it is offered as long as this is what is asked for."""

    moment: str
    leave_out: tuple[str, ...]
    seed: int
    counts: Counts | None
    selection: Selection


@dataclass(frozen=True)
class _Made:
    """A pack as a file, and what it tells."""

    asked: _Asked
    data: bytes
    n_files: int
    notes: tuple[str, ...]


def report(study: Study, selection: Selection, edition: Edition) -> None:  # noqa: ARG001 - as every view
    """Let the reader choose what a report pack holds, make it and check one."""
    st.caption(
        "Every table and figure, the codebook and the methods text in one archive, with the filters chosen "
        "here. Whoever has the study can make it again and have each file compared. Look through it before "
        "you share it: quotations and attributes may tell who somebody is."
    )
    leave_out = _leave_out()
    with st.container(horizontal=True, vertical_alignment="bottom", key="report-controls"):
        counts = numbers.wanted()
        seed = int(
            st.number_input(
                "Seed",
                0,
                2**32 - 1,
                key="report seed",
                width=140,
                help="Where random numbers start: the same seed gives the same pack.",
            )
        )
        asked = _Asked(reviewing.moment(study), leave_out, seed, counts, selection)
        is_wanted = st.button(
            "Make the report pack",
            type="primary",
            icon=":material/folder_zip:",
            key="make report",
            disabled=len(leave_out) == len(packing.PARTS),
        )
    if is_wanted:
        _make(study, asked)
    _offer(asked)
    st.header("Check a pack", anchor=False)
    _check(study)


# What it holds ---------------------------------------------------------------------------------------


def _leave_out() -> tuple[str, ...]:
    """Ask which parts to leave out."""
    left = [part for part in packing.PARTS if not st.session_state.get(_box_of(part), True)]
    held = len(packing.PARTS) - len(left)
    # The label says nothing that changes: a box with another label would close at every click.
    with st.expander("What it holds", icon=":material/checklist:", key="report parts"):
        for title, names in _kinds().items():
            st.markdown(f"**{title}**")
            with st.container(horizontal=True, gap="xsmall"):
                for part in names:
                    st.checkbox(
                        _called(part), value=True, key=_box_of(part), persist_state="session", width=210
                    )
    several = "parts" if held != 1 else "part"
    left_out = f"; left out: {', '.join(map(_called, left))}" if left else ""
    st.caption(parts.plain(f"It will hold {held} {several} of {len(packing.PARTS)}{left_out}."))
    return tuple(left)


def _kinds() -> Mapping[str, Sequence[str]]:
    figures = [part for part in packing.PARTS if part.startswith(_FIGURE)]
    texts = [part for part in packing.PARTS if part in _TEXTS]
    tables = [part for part in packing.PARTS if part not in (*figures, *texts)]
    return {"Tables": tables, "Figures": figures, "Codebook, methods and checklists": texts}


def _box_of(part: str) -> str:
    return f"report holds {part}"


def _called(part: str) -> str:
    """Return a part as it is called on the page."""
    return _NAMES.get(part) or part.removeprefix(_FIGURE).replace("-", " ").capitalize()


# Made ------------------------------------------------------------------------------------------------


def _make(study: Study, asked: _Asked) -> None:
    """Make the pack and keep it for the download; making it takes a while, so the page says how far it is."""
    with st.status("Making the report pack; this may take a minute …") as told:

        def hear(line: str) -> None:
            if line:
                told.update(label=parts.plain(line))

        try:
            with telling.listening(hear):
                pack = packing.report(
                    study,
                    leave_out=asked.leave_out,
                    seed=asked.seed,
                    counts=asked.counts,
                    selection=asked.selection,
                )
            told.update(label="Packing")
            data = exporting.as_bytes(pack, _ENDING)
        except ToolkitError as refused:
            told.update(label="Not made", state="error")
            for line in refused.lines():
                st.error(parts.plain(line))
            return
        told.update(label="Made", state="complete")
    st.session_state[_MADE] = _Made(asked, data, len(pack.files), pack.notes)


def _offer(asked: _Asked) -> None:
    """Offer the pack that was made, if it is still the one that is asked for."""
    made = st.session_state.get(_MADE)
    if not isinstance(made, _Made):
        return
    if made.asked != asked:
        st.info(
            "Something else is chosen now, or the study has changed, since the pack was made. Make it again."
        )
        return
    st.success(f"The pack is made: {made.n_files} files, {len(made.data) / 2**20:.1f} MB.")
    st.download_button(
        "Download the pack",
        made.data,
        file_name=f"report{_ENDING}",
        mime="application/zip",
        key="download report",
        icon=":material/download:",
        on_click="ignore",
    )
    if made.notes:
        st.markdown("**What could not be made, and why**")
        st.markdown("\n".join(f"- {parts.plain(note)}" for note in made.notes))


# Checked ---------------------------------------------------------------------------------------------


def _check(study: Study) -> None:
    """Compare a pack, perhaps of somebody else's, with what this study gives."""
    uploaded = st.file_uploader(
        "A report pack (.zip): it is made again from this study, and each file compared",
        type=[_ENDING.removeprefix(".")],
        key="pack to check",
    )
    if uploaded is None or not st.button("Check it", key="check pack", icon=":material/fact_check:"):
        return
    # Without the folders that a browser, or somebody in its place, may send.
    name = files.dropped_name(uploaded.name)
    with st.status("Making it again; this may take a minute …") as told:

        def hear(line: str) -> None:
            if line:
                told.update(label=parts.plain(line))

        try:
            with telling.listening(hear):
                table = packing.compared(study, Source(name, uploaded.getvalue()))
        except ToolkitError as refused:
            told.update(label="Not checked", state="error")
            for line in refused.lines():
                st.error(parts.plain(line))
            return
        told.update(label="Checked", state="complete")
    differing = [str(path) for path, state in table.rows if state != "same"]
    if differing:
        st.warning(f"{len(differing)} of {len(table.rows)} files are not the same.")
    else:
        st.success(f"All {len(table.rows)} files are the same, byte for byte.")
    parts.table_view(table, "rebuilt", height=320)
