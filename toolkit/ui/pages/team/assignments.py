"""Who reads what, on the page Team: a table to tick, and the work divided by share, number or plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.table import Table
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.team.rounds import act
from toolkit.workflow import assigning, dividing, reporting
from toolkit.workflow.studies import Study
from toolkit.workflow.watching import Board

if TYPE_CHECKING:
    import pandas as pd

CODERS: Final = state.key("divide", "coders")
WAY: Final = state.key("divide", "way")
SHARE: Final = state.key("divide", "share")
NUMBER: Final = state.key("divide", "number")
WIDTH: Final = state.key("divide", "width")
READERS: Final = state.key("divide", "readers")
BY: Final = state.key("divide", "by")
SEED: Final = state.key("divide", "seed")
_BESIDE: Final = ("transcript", "words", "readers")
_WAYS: Final = {
    "none": later("None: one reader each"),
    "share": later("A share of all"),
    "number": later("A number of them"),
    "width": later("As many as a narrow interval needs"),
}


def show(study: Study, board: Board) -> None:
    """Show who reads what; to leads as a table to tick, with a way to divide the work."""
    table = dividing.assigned(study)
    *rows, _ = table.rows
    if not rows:
        return
    st.header(say("Who reads what"))
    if not board.may_arrange:
        parts.grid(table)
        return
    if len(table.names) > len(_BESIDE):
        _tick(study, table)
    else:
        st.caption(say("Nobody has joined yet. Name those who read below, and divide the work."))
    with st.expander(say("Divide the work"), icon=":material/call_split:"):
        _divide(study, board)


# --- by hand ------------------------------------------------------------------------------------------


def _tick(study: Study, table: Table) -> None:
    """Let a lead tick who reads what."""
    frame = _frame(table)
    # Ticks are kept by the table they were made on: another table begins without any.
    digest = hashlib.sha256(repr(table.rows).encode()).hexdigest()[:16]
    edited = st.data_editor(
        frame,
        key=state.key("ticks", digest),
        hide_index=True,
        disabled=["transcript", "words"],
        num_rows="fixed",
        column_config={
            "transcript": st.column_config.TextColumn(say("Transcript"), pinned=True),
            "words": st.column_config.NumberColumn(say("Words"), format="%d"),
            **{
                name: st.column_config.CheckboxColumn(name, width="small")
                for name in table.names
                if name not in _BESIDE
            },
        },
    )
    coders = _coders(table)
    loads = dict(zip(table.names, table.rows[-1], strict=True))
    told = ", ".join(f"{coders[name]} {number(int(str(loads[name])))}" for name in coders)
    st.caption(say("Words to read: {loads}. Tick who reads what, then save it.", loads=parts.plain(told)))
    given, taken = differences(frame, edited, coders)
    count = len(given) + len(taken)
    st.button(
        say_many("Save {n} change", "Save {n} changes", count) if count else say("Save"),
        key="save ticks",
        type="primary",
        disabled=not count,
        on_click=act,
        args=(assigning.rearrange, study),
        kwargs={"given": given, "taken": taken, "done": say("Saved who reads what.")},
    )


def _coders(table: Table) -> dict[str, str]:
    """Return coders by the names of their columns."""
    return {each.name: each.heading for each in table.columns if each.name not in _BESIDE}


def _frame(table: Table) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - slow to load

    *rows, _ = table.rows
    frame = pd.DataFrame(rows, columns=list(table.names)).drop(columns="readers")
    return frame.assign(**{name: frame[name] == "x" for name in _coders(table)})


def differences(
    before: pd.DataFrame, after: pd.DataFrame, coders: Mapping[str, str]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what was ticked and what no longer is: transcripts with their coders."""

    def changed(*, to: bool) -> Iterator[tuple[str, str]]:
        for column, coder in coders.items():
            ticked = (before[column] != after[column]) & (after[column] == to)
            yield from ((str(name), coder) for name in before.loc[ticked, "transcript"])

    return list(changed(to=True)), list(changed(to=False))


# --- by share, number or plan -------------------------------------------------------------------------


def _divide(study: Study, board: Board) -> None:
    """Let a lead see how the work would be divided, and divide it so."""
    known = [*board.coders, *board.leads]
    coders = st.multiselect(say("Coders"), known, board.coders, key=CODERS, accept_new_options=True)
    people = reporting.participants(study)
    attributes = [name for name in people.names if name not in ("participant", "transcripts")]
    with st.container(horizontal=True):
        way = st.selectbox(
            say("Read by several"),
            list(_WAYS),
            format_func=lambda name: say(_WAYS[name]),
            key=WAY,
            width=280,
        )
        options: dict[str, Any] = {}
        match way:
            case "share":
                share = st.number_input(say("Share"), 0.01, 1.0, 0.2, 0.05, key=SHARE, width=120)
                options["share"] = share
            case "number":
                options["number"] = st.number_input(say("Number"), 1, value=2, key=NUMBER, width=120)
            case "width":
                options["width"] = st.number_input(
                    say("Interval at most so wide"), 0.02, 2.0, 0.2, 0.02, key=WIDTH, width=180
                )
        if way != "none":
            options["readers"] = st.number_input(say("Readers of each"), 2, value=2, key=READERS, width=140)
            options["by"] = st.selectbox(
                say("Drawn by"), attributes, index=None, placeholder=say("At random"), key=BY, width=200
            )
        options["seed"] = st.number_input(
            say("Seed"),
            0,
            value=0,
            key=SEED,
            width=120,
            help=say("The same seed divides alike; the log keeps it."),
        )
    if not coders:
        st.info(say("Choose who reads."))
        return
    try:
        preview = dividing.divide(study, coders=tuple(coders), dry_run=True, **options)
    except ToolkitError as refused:
        for line in refused.lines():
            st.info(parts.plain(line))
        return
    parts.grid(preview)
    parts.notes(preview.notes)
    st.button(
        say("Give out as shown"),
        key="give out",
        type="primary",
        disabled=not any("x" in row for row in preview.rows),
        on_click=act,
        args=(dividing.divide, study),
        kwargs={"coders": tuple(coders), "done": say("Gave out the transcripts as shown."), **options},
    )
