"""What of a study the page Findings looks at, in its address.

The address is read when the page opens and when somebody went back or forward to another one; at any other
time the filters say what is chosen, and the address follows them. Names that the study does not know are left
aside, and the page says so: a link may be older than the study, or made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from toolkit.ui.pages.findings import filters
from toolkit.workflow.tracing import Choices

VIEW: Final = "findings"
SHOW: Final = "show"
_KEPT: Final = "kept findings"
_WRITTEN: Final = "address of findings"
_TOUCHED: Final = "filter touched"
_UNKNOWN: Final = "unknown in the address"

Address = dict[str, tuple[str, ...]]


def follow(known: Choices, views: Sequence[str]) -> None:
    """Set the filters and the view to what the address says, if it has changed by other hands than ours."""
    asked = _asked()
    is_touched = st.session_state.pop(_TOUCHED, False)
    if VIEW not in st.session_state:
        # The page opens. From another page one comes without an address: then as it was left.
        _set(asked if any(asked.values()) else st.session_state.get(_KEPT, {}), known, views)
    elif not is_touched and asked != st.session_state.get(_WRITTEN):
        _set(asked, known, views)


def _asked() -> Address:
    return {name: tuple(st.query_params.get_all(name)) for name in (SHOW, *filters.NAMES)}


def _set(asked: Mapping[str, Sequence[str]], known: Choices, views: Sequence[str]) -> None:
    titles = {slug(title): title for title in views}
    wanted = asked.get(SHOW, ())
    strange = [each for each in wanted if each not in titles]
    st.session_state[VIEW] = next((titles[each] for each in wanted if each in titles), views[0])
    boxes = tuple(filters.all_of(known))
    for name in filters.NAMES:
        offered = [each for each in boxes if each.name == name]
        values = asked.get(name, ())
        for each in offered:
            st.session_state[each.key] = [value for value in dict.fromkeys(values) if value in each.options]
        strange += [value for value in values if not any(value in each.options for each in offered)]
    st.session_state[_UNKNOWN] = tuple(dict.fromkeys(strange))


def slug(title: str) -> str:
    """Return how the address writes the title of a view.

    >>> slug("Codes by participant")
    'codes-by-participant'
    """
    return title.lower().replace(" ", "-")


def unknown() -> tuple[str, ...]:
    """Return what the address asked for that the study does not have."""
    names: tuple[str, ...] = st.session_state.get(_UNKNOWN, ())
    return names


def touched() -> None:
    """Note that somebody chose something on the page: the browser may not have the new address yet."""
    st.session_state[_TOUCHED] = True
    st.session_state[_UNKNOWN] = ()


def is_narrowed() -> bool:
    """Tell whether any filter is chosen, as of when the page last ran as a whole."""
    return any(values for name, values in st.session_state.get(_KEPT, {}).items() if name != SHOW)


def write(view: str, first: str, known: Choices) -> None:
    """Write what is chosen into the address, and keep it for when one comes back from another page."""
    chosen: Address = {SHOW: () if view == first else (slug(view),)} | filters.chosen(known)
    st.session_state[_KEPT] = chosen
    st.session_state[_WRITTEN] = chosen
    now = _asked()
    for name, values in chosen.items():
        if values and values != now[name]:
            st.query_params[name] = list(values)
        elif not values and name in st.query_params:
            del st.query_params[name]
