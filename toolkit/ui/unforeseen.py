"""What a page shows of what nobody foresaw: one line with its kind and its place in the program.

Streamlit would log the words of the exception, which may be those of an interview, and show on the page that
there was one, not which.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st
from streamlit import error_util

from toolkit.errors import ToolkitError
from toolkit.ui import parts
from toolkit.ui.language import say
from toolkit.workflow import guarding, studies


class Unforeseen(Exception):
    """A bug, as a page tells of it."""


def tell_calmly(named: Callable[[], str | None]) -> None:
    """Have logs and pages of this server tell of bugs without what they were about.

    Parameters
    ----------
    named
        Returns the place of the study that a page shows, or None if nobody else could have changed it.
    """
    guarding.guard()

    def show(fault: BaseException) -> None:
        _show(fault, named())

    # Not around the page alone: callbacks and fragments run apart from it, and Streamlit has no setting for
    # them. It would print whole exceptions where the library rich is installed. A Streamlit without these
    # names shows only that there was an error (`showErrorDetails`), and logs by what `guard` did.
    for name, ours in (("_log_uncaught_app_exception", _log), ("show_uncaught_app_exception", show)):
        if hasattr(error_util, name) and not guarding.shows_values():
            setattr(error_util, name, ours)


def _log(fault: BaseException) -> None:
    logging.getLogger("streamlit.error_util").error("Uncaught app execution", exc_info=fault)


def _show(fault: BaseException, place: str | None) -> None:
    fault = fault if isinstance(fault, ToolkitError) or place is None else _of_study(place) or fault
    if isinstance(fault, ToolkitError):
        for line in fault.lines():
            st.error(parts.plain(line))
        return
    told = guarding.Bug.of(fault).line
    remedy = say(
        "What was saved is saved. Load the page again; if this comes back, please report it: nothing of the "
        "study is in it."
    )
    st.exception(Unforeseen(f"{told[0].upper()}{told[1:]}. {remedy}"))


@st.cache_data(ttl=60, show_spinner=False)  # a page that fails does so at every click
def _of_study(place: str) -> ToolkitError | None:
    """Return what tells that a study was changed behind its back; None if it is as it was written."""
    try:
        studies.check_untouched(place)
    except ToolkitError as refused:
        return refused
    except Exception as second:  # noqa: BLE001 - the first is told, and not what came of looking into it
        _log(second)
    return None
