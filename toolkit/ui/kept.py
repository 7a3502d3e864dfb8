"""Tables and charts kept from run to run: a page runs at every click, and they change with the study only."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Concatenate, Final, ParamSpec

import altair as alt
import streamlit as st

from toolkit.model.table import Table
from toolkit.workflow import reviewing
from toolkit.workflow.studies import Study

_MOST: Final = 64
# Once for all: Streamlit's own colours and sizes, as `st.altair_chart` would have, and every row there is.
alt.theme.enable("none")
alt.data_transformers.disable_max_rows()

Options = ParamSpec("Options")


def table(
    journey: Callable[Concatenate[Study, Options], Table],
    study: Study,
    *args: Options.args,
    **options: Options.kwargs,
) -> Table:
    """Return the table that a journey makes of a study, made anew only where the study has changed since.

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
    return _made(reviewing.moment(study), name, args, options, _make=lambda: journey(study, *args, **options))


@st.cache_resource(max_entries=_MOST, show_spinner=False)
def _made(
    state: str,  # noqa: ARG001 - part of what it is kept by
    name: str,  # noqa: ARG001 - likewise
    args: tuple[object, ...],  # noqa: ARG001 - likewise
    options: dict[str, object],  # noqa: ARG001 - likewise
    *,
    _make: Callable[[], Table],
) -> Table:
    return _make()


def chart(draw: Callable[..., alt.TopLevelMixin | None], *args: Hashable, **options: Hashable) -> bool:
    """Show the figure of some tables, drawn anew only for others; tell whether there is one to show.

    Parameters
    ----------
    draw
        A function of `figures`.
    """
    drawn = _drawn(draw, args, tuple(options.items()))
    if drawn is None:
        return False
    st.vega_lite_chart(json.loads(drawn), width="stretch")
    return True


@lru_cache(maxsize=_MOST)
def _drawn(
    draw: Callable[..., alt.TopLevelMixin | None],
    args: tuple[Hashable, ...],
    options: tuple[tuple[str, Hashable], ...],
) -> str | None:
    figure = draw(*args, **dict(options))
    return None if figure is None else figure.to_json()
