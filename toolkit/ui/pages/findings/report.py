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
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.findings import numbers
from toolkit.ui.parts import Edition
from toolkit.workflow import exporting, files, packing, studies, telling
from toolkit.workflow.studies import Study

_MADE: Final = "report pack made"
_ENDING: Final = ".zip"
_FIGURE: Final = "figure-"
_TEXTS: Final = ("methods", "codebook", "codebook-appendix", "codebook-history", "coreq", "srqr")
_CALLED: Final[Mapping[str, str]] = {
    "participants": later("Participants"),
    "themes": later("Themes"),
    "frequency": later("Frequency"),
    "matrix": later("Matrix"),
    "cooccurrence": later("Co-occurrence"),
    "saturation": later("Saturation"),
    "saturation-coding-order": later("Saturation coding order"),
    "saturation-random-order": later("Saturation random order"),
    "quotations": later("Quotations"),
    "words": later("Words"),
    "coverage": later("Coverage"),
    "agreement": later("Agreement"),
    "agreement-in-brief": later("Agreement in brief"),
    "disagreements": later("Disagreements"),
    "migration": later("Migration"),
    "codebook-appendix": later("Codebook appendix"),
    "codebook-history": later("Codebook history"),
    "coreq": later("COREQ checklist"),
    "srqr": later("SRQR checklist"),
    "figure-heatmap": later("Heat map"),
    "figure-saturation": later("Saturation"),
    "figure-cooccurrence": later("Co-occurrence"),
    "figure-tree": later("Code tree"),
    "figure-river": later("River of codes"),
    "figure-agreement": later("Agreement"),
    "figure-portrait": later("Portraits"),
    "methods": later("Methods text"),
    "codebook": later("Codebook files"),
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
        say(
            "Every table and figure, the codebook and the methods text in one archive, with the filters "
            "chosen here. Whoever has the study can make it again and have each file compared. Look through "
            "it before you share it: quotations and attributes may tell who somebody is."
        )
    )
    leave_out = _leave_out()
    with st.container(horizontal=True, vertical_alignment="bottom", key="report-controls"):
        counts = numbers.wanted()
        seed = int(
            st.number_input(
                say("Seed"),
                0,
                2**32 - 1,
                key="report seed",
                width=140,
                help=say("Where random numbers start: the same seed gives the same pack."),
            )
        )
        asked = _Asked(studies.moment(study), leave_out, seed, counts, selection)
        is_wanted = st.button(
            say("Make the report pack"),
            type="primary",
            icon=":material/folder_zip:",
            key="make report",
            disabled=len(leave_out) == len(packing.PARTS),
        )
    if is_wanted:
        _make(study, asked)
    _offer(asked)
    st.header(say("Check a pack"), anchor=False)
    _check(study)


# What it holds ---------------------------------------------------------------------------------------


def _leave_out() -> tuple[str, ...]:
    """Ask which parts to leave out."""
    left = [part for part in packing.PARTS if not st.session_state.get(_box_of(part), True)]
    # The label says nothing that changes: a box with another label would close at every click.
    with st.expander(say("What it holds"), icon=":material/checklist:", key="report parts"):
        for title, names in _kinds().items():
            st.markdown(f"**{title}**")
            with st.container(horizontal=True, gap="xsmall"):
                for part in names:
                    st.checkbox(
                        _called(part), value=True, key=_box_of(part), persist_state="session", width=210
                    )
    st.caption(parts.plain(_held(left)))
    return tuple(left)


def _held(left: Sequence[str]) -> str:
    """Say how much the pack will hold, and what it will not."""
    held, all_parts = len(packing.PARTS) - len(left), number(len(packing.PARTS))
    if not left:
        return say_many(
            "It will hold {n} part of {all}.", "It will hold {n} parts of {all}.", held, all=all_parts
        )
    return say_many(
        "It will hold {n} part of {all}; left out: {parts}.",
        "It will hold {n} parts of {all}; left out: {parts}.",
        held,
        all=all_parts,
        parts=", ".join(map(_called, left)),
    )


def _kinds() -> Mapping[str, Sequence[str]]:
    figures = [part for part in packing.PARTS if part.startswith(_FIGURE)]
    texts = [part for part in packing.PARTS if part in _TEXTS]
    tables = [part for part in packing.PARTS if part not in (*figures, *texts)]
    return {
        say("Tables"): tables,
        say("Figures"): figures,
        say("Codebook, methods and checklists"): texts,
    }


def _box_of(part: str) -> str:
    return f"report holds {part}"


def _called(part: str) -> str:
    """Return a part as it is called on the page."""
    return say(_CALLED[part])


# Made ------------------------------------------------------------------------------------------------


def _make(study: Study, asked: _Asked) -> None:
    """Make the pack and keep it for the download; making it takes a while, so the page says how far it is."""
    with st.status(say("Making the report pack; this may take a minute …")) as told:

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
            told.update(label=say("Packing"))
            data = exporting.as_bytes(pack, _ENDING)
        except ToolkitError as refused:
            told.update(label=say("Not made"), state="error")
            for line in refused.lines():
                st.error(parts.plain(line))
            return
        told.update(label=say("Made"), state="complete")
    st.session_state[_MADE] = _Made(asked, data, len(pack.files), pack.notes)


def _offer(asked: _Asked) -> None:
    """Offer the pack that was made, if it is still the one that is asked for."""
    made = st.session_state.get(_MADE)
    if not isinstance(made, _Made):
        return
    if made.asked != asked:
        st.info(
            say(
                "Something else is chosen now, or the study has changed, since the pack was made. "
                "Make it again."
            )
        )
        return
    st.success(
        say_many(
            "The pack is made: {n} file, {megabytes} MB.",
            "The pack is made: {n} files, {megabytes} MB.",
            made.n_files,
            megabytes=f"{len(made.data) / 2**20:.1f}",
        )
    )
    st.download_button(
        say("Download the pack"),
        made.data,
        file_name=f"report{_ENDING}",
        mime="application/zip",
        key="download report",
        icon=":material/download:",
        on_click="ignore",
    )
    if made.notes:
        st.markdown(say("**What could not be made, and why**"))
        st.markdown("\n".join(f"- {parts.plain(note)}" for note in made.notes))


# Checked ---------------------------------------------------------------------------------------------


def _check(study: Study) -> None:
    """Compare a pack, perhaps of somebody else's, with what this study gives."""
    uploaded = st.file_uploader(
        say("A report pack (.zip): it is made again from this study, and each file compared"),
        type=[_ENDING.removeprefix(".")],
        key="pack to check",
    )
    if uploaded is None or not st.button(say("Check it"), key="check pack", icon=":material/fact_check:"):
        return
    # Without the folders that a browser, or somebody in its place, may send.
    name = files.dropped_name(uploaded.name)
    with st.status(say("Making it again; this may take a minute …")) as told:

        def hear(line: str) -> None:
            if line:
                told.update(label=parts.plain(line))

        try:
            with telling.listening(hear):
                table = packing.compared(study, Source(name, uploaded.getvalue()))
        except ToolkitError as refused:
            told.update(label=say("Not checked"), state="error")
            for line in refused.lines():
                st.error(parts.plain(line))
            return
        told.update(label=say("Checked"), state="complete")
    differing = [str(path) for path, state in table.rows if state != "same"]
    if differing:
        st.warning(
            say_many(
                "{differing} of {n} file are not the same.",
                "{differing} of {n} files are not the same.",
                len(table.rows),
                differing=number(len(differing)),
            )
        )
    else:
        st.success(say("All {n} files are the same, byte for byte.", n=number(len(table.rows))))
    parts.table_view(table, "rebuilt", height=320)
