"""What came of what people asked for in review: kept until the page is shown again, and told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts

_TOLD: Final = "review told"  # key of the session


def attempt(deed: Callable[[], None]) -> None:
    """Do something, or keep why it was refused."""
    try:
        deed()
    except ToolkitError as refused:
        keep("error", *refused.lines())


def keep(kind: Literal["error", "done"], *lines: str) -> None:
    """Keep what is to be told when the page is shown next."""
    st.session_state[_TOLD] = (kind, lines)


def tell() -> str:
    """Say why the last wish was refused, or return what was done: each is told once."""
    kind, lines = st.session_state.pop(_TOLD, ("done", ()))
    if kind == "done":
        return " ".join(lines)
    for line in lines:
        st.error(parts.plain(line))
    return ""
