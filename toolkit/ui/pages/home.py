"""Home: what is in this study, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from toolkit.ui import live, parts, state
from toolkit.ui.language import number, say, say_many
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
    st.caption(
        say("Codebook {version}", version=found.version)
        if released == 1
        else say(
            "Codebook {version}, the last of {n} released versions",
            version=found.version,
            n=number(released),
        )
    )
    if found.profile.notice:
        st.info(parts.plain(found.profile.notice), icon=":material/info:")
    _figures(found)
    if found.transcripts:
        _round(study)
    st.header(say("What to do next"))
    for title, told in _next_steps(found):
        st.page_link(state.page(title), label=parts.plain(told), icon=":material/arrow_forward:")
    if not found.transcripts and not state.is_signed_in():
        _offer_sample()


def _offer_sample() -> None:
    """Let a finished study be seen first; on a server, where people sign in, it would be everybody's."""
    st.button(
        say("See the sample study"),
        icon=":material/science:",
        on_click=state.see_sample,
        kwargs={"sample": True},
    )
    st.caption(
        say(
            "A finished study with thirteen interviews, in which you can try everything; a button leads "
            "back. Your study stays as it is."
        )
    )


@st.fragment(run_every=live.EVERY)
def _round(study: Study) -> None:
    """Show the present round, what the reader has to read in it, and how far the others are."""
    board = watching.board(study)
    st.header(say("Round {name}", name=parts.plain(board.round.id)))
    live.describe(board)
    if board.viewer is not None:
        st.subheader(say("Your list"))
        live.queue(board)
    if board.work:
        st.subheader(say("Who has read what"))
        live.everybody(board)


def _figures(found: Overview) -> None:
    figures = {
        say("Transcripts"): len(found.transcripts),
        say("Participants"): found.n_participants,
        say("Participants' words"): found.n_words,
        say("Coders"): len(found.coders),
        say("Codings"): found.n_codings,
        say("Codes in use"): found.n_codes,
    }
    for column, (label, value) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(label, number(value))


def _next_steps(found: Overview) -> Iterator[tuple[str, str]]:
    """Yield pages worth going to, each with the reason."""
    if not found.transcripts:
        if not state.reads_only():
            yield "Transcripts", say("Import transcripts: drop the files and see how each was read")
        yield "Codebook", say("Read the codebook, or draft the next version of it")
        yield "Team", say("See who codes with you, and add people")
        return
    if found.n_pending:
        yield (
            "Review",
            say_many(
                "{n} coding waits for a decision since the codebook changed",
                "{n} codings wait for a decision since the codebook changed",
                found.n_pending,
            ),
        )
    if found.n_displaced:
        yield (
            "Review",
            say_many(
                "{n} coding waits for its place in corrected transcripts",
                "{n} codings wait for their place in corrected transcripts",
                found.n_displaced,
            ),
        )
    coder = state.coder()
    if state.reads_only():
        yield "Code", say("Read the transcripts with what was coded")
    elif coder is None:
        yield "Code", say("Choose who you are, then read and code a transcript")
    elif unfinished := found.unfinished(coder):
        names = parts.some(unfinished)
        yield (
            "Code",
            say("Go on coding: {transcripts} not finished by {coder}", transcripts=names, coder=coder),
        )
    yield from _out_of_date(found, coder)
    if found.shared:
        yield (
            "Agreement",
            say_many(
                "See how far coders agree: {n} transcript finished by two or more",
                "See how far coders agree: {n} transcripts finished by two or more",
                len(found.shared),
            ),
        )
    else:
        yield "Code", say("For agreement, two coders must finish the same transcript (switch on page Code)")
    if found.n_codings:
        yield "Findings", say("See the themes, who speaks of them, and take tables with you")


def _out_of_date(found: Overview, coder: str | None) -> Iterator[tuple[str, str]]:
    """Say which finished readings have not looked for every code there is now."""
    mine = [name for name in found.transcripts if (name, coder) in found.outdated]
    if mine:
        yield (
            "Code",
            say(
                "Read again for codes that are new or wider in {version}: {transcripts}, finished by {coder} "
                "under an earlier version",
                version=found.version,
                transcripts=parts.some(mine),
                coder=coder,
            ),
        )
    elif found.outdated:
        yield (
            "Findings",
            say_many(
                "{n} finished reading has not looked for every code of {version}: see Coverage there",
                "{n} finished readings have not looked for every code of {version}: see Coverage there",
                len(found.outdated),
                version=found.version,
            ),
        )
