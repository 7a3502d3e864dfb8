"""Tables and figures kept from run to run: a page runs at every click, they change with the study only."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Concatenate, Final, ParamSpec, TypeVar

import streamlit as st

from toolkit.model.figure import Figure
from toolkit.model.table import Table
from toolkit.ui import parts
from toolkit.ui.language import say
from toolkit.workflow import drawing, studies
from toolkit.workflow.studies import Study

_MOST: Final = 64
Options = ParamSpec("Options")
Made = TypeVar("Made", Table, Figure)


def table(
    journey: Callable[Concatenate[Study, Options], Made],
    study: Study,
    *args: Options.args,
    **options: Options.kwargs,
) -> Made:
    """Return the table or figure that a journey makes of a study, made anew only where the study has changed.

    Parameters
    ----------
    journey
        A function of `workflow` that reads the study and nothing else.

    Raises
    ------
    ToolkitError
        As the journey does.
    """
    # Each change is an event, and the end of the log has a hash that no other study's has.
    name = f"{journey.__module__}.{journey.__qualname__}"
    with st.spinner(say("Counting …")):
        return _made(
            studies.moment(study), name, args, options, _make=lambda: journey(study, *args, **options)
        )


@st.cache_resource(max_entries=_MOST, show_spinner=False)
def _made(
    state: str,  # noqa: ARG001 - part of what it is kept by
    name: str,  # noqa: ARG001 - likewise
    args: tuple[object, ...],  # noqa: ARG001 - likewise
    options: dict[str, object],  # noqa: ARG001 - likewise
    *,
    _make: Callable[[], Made],
) -> Made:
    return _make()


def figure(
    journey: Callable[Concatenate[Study, Options], Figure],
    study: Study,
    key: str,
    *args: Options.args,
    **options: Options.kwargs,
) -> bool:
    """Show the figure that a journey draws of a study, with its caption; say so if there is nothing to draw.

    Parameters
    ----------
    journey
        A function of `workflow.drawing`.
    key
        What files of it are called.
    """
    try:
        drawn = table(journey, study, *args, **options)
    except drawing.NothingToDraw as refused:
        st.info(parts.plain("; ".join(filter(None, (refused.what, refused.remedy)))))
        return False
    _show(drawn, key, drawn.notes)
    return True


def chart(draw: Callable[..., Figure | None], key: str, *args: Hashable, **options: Hashable) -> bool:
    """Show the figure of some tables, drawn anew only for others; tell whether there is one to show.

    Below it stands what the notes of the tables do not say: those stand below the tables.

    Parameters
    ----------
    draw
        A function of tables in `workflow.drawing`.
    key
        What files of it are called.
    """
    drawn = _drawn(draw, args, tuple(options.items()))
    if drawn is None:
        return False
    told = {note for table in args if isinstance(table, Table) for note in table.notes}
    _show(drawn, key, tuple(note for note in drawn.notes if note not in told))
    return True


def _show(drawn: Figure, key: str, notes: tuple[str, ...]) -> None:
    with st.container(key=f"drawn-{key}"):
        st.vega_lite_chart(json.loads(drawn.spec), width="stretch")
    parts.notes(notes)
    parts.figure_downloads(drawn, key)


@lru_cache(maxsize=_MOST)
def _drawn(
    draw: Callable[..., Figure | None],
    args: tuple[Hashable, ...],
    options: tuple[tuple[str, Hashable], ...],
) -> Figure | None:
    return draw(*args, **dict(options))
