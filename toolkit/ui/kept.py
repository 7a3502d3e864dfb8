"""Tables kept from run to run: a page runs again at every click, and a table changes only with the study."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec

import streamlit as st

from toolkit.model.table import Table
from toolkit.workflow import reviewing
from toolkit.workflow.studies import Study

_MOST = 64
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
