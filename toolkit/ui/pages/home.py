"""Home: what is in this study, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from toolkit.ui import live, parts, state
from toolkit.workflow import watching
from toolkit.workflow.revising import versions
from toolkit.workflow.studies import Overview, Study, overview

TITLE: Final = "Home"
ICON: Final = ":material/home:"


def show(study: Study) -> None:
    """Show the page."""
    found = overview(study)
    st.title(parts.plain(found.profile.title))
    released = len(versions(study))
    history = f", the last of {released} released versions" if released > 1 else ""
    st.caption(f"Codebook {found.version}{history}")
    if found.profile.notice:
        st.info(parts.plain(found.profile.notice), icon=":material/info:")
    _figures(found)
    if found.transcripts:
        _round(study)
    st.header("What to do next")
    for title, told in _next_steps(found):
        st.page_link(state.page(title), label=parts.plain(told), icon=":material/arrow_forward:")


@st.fragment(run_every=live.EVERY)
def _round(study: Study) -> None:
    """Show the present round, what the reader has to read in it, and how far the others are."""
    board = watching.board(study)
    st.header(f"Round {parts.plain(board.round.id)}")
    live.describe(board)
    if board.viewer is not None:
        st.subheader("Your list")
        live.queue(board)
    if board.work:
        st.subheader("Who has read what")
        live.everybody(board)


def _figures(found: Overview) -> None:
    figures: dict[str, int | str] = {
        "Transcripts": len(found.transcripts),
        "Participants": found.n_participants,
        "Participants' words": f"{found.n_words:,}",
        "Coders": len(found.coders),
        "Codings": f"{found.n_codings:,}",
        "Codes in use": found.n_codes,
    }
    for column, (label, value) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(label, value)


def _next_steps(found: Overview) -> Iterator[tuple[str, str]]:
    """Yield pages worth going to, each with the reason."""
    if not found.transcripts:
        yield "Transcripts", "Import transcripts: drop the files and see how each was read"
        yield "Codebook", "Read the codebook"
        return
    if found.n_pending:
        waiting = "coding waits" if found.n_pending == 1 else "codings wait"
        yield "Review", f"{found.n_pending} {waiting} for a decision since the codebook changed"
    if found.n_displaced:
        waiting = "coding waits for its" if found.n_displaced == 1 else "codings wait for their"
        yield "Review", f"{found.n_displaced} {waiting} place in corrected transcripts"
    coder = state.coder()
    if state.reads_only():
        yield "Code", "Read the transcripts with what was coded"
    elif coder is None:
        yield "Code", "Choose who you are, then read and code a transcript"
    elif unfinished := found.unfinished(coder):
        yield "Code", f"Go on coding: {parts.some(unfinished)} not finished by {coder}"
    yield from _out_of_date(found, coder)
    if found.shared:
        yield (
            "Agreement",
            f"See how far coders agree: {len(found.shared)} transcripts finished by two or more",
        )
    else:
        yield "Code", "For agreement, two coders must finish the same transcript (switch on page Code)"
    if found.n_codings:
        yield "Findings", "See the themes, who speaks of them, and take tables with you"


def _out_of_date(found: Overview, coder: str | None) -> Iterator[tuple[str, str]]:
    """Say which finished readings have not looked for every code there is now."""
    mine = [name for name in found.transcripts if (name, coder) in found.outdated]
    if mine:
        told = f"Read again for codes that are new or wider in {found.version}: {parts.some(mine)}"
        yield "Code", f"{told}, finished by {coder} under an earlier version"
    elif found.outdated:
        told = (
            "1 finished reading has"
            if len(found.outdated) == 1
            else f"{len(found.outdated)} finished readings have"
        )
        yield "Findings", f"{told} not looked for every code of {found.version}: see Coverage there"
