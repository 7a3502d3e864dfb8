"""What a browser tab remembers: every key of the session in one place.

`CODER`, `TRANSCRIPT`, `VERSION`, `VIEW`, `LANGUAGE` and `SAMPLE` also stand in the address, so that a reload
and a bookmark keep them; `CODING` and `MEMO` stand only there, to lead to a coding or memo. The coder in the
address is no login: that is for the local mode, in which whoever sits at the machine says who they are. Where
people sign in, who they are comes from there (`toolkit.ui.signing`), at each run anew; neither the address
nor a switch counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from toolkit.model.round import Role

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

CODER: Final = "coder"
TRANSCRIPT: Final = "transcript"
CODING: Final = "coding"
PASSAGE: Final = "passage"
SEARCHED: Final = "searched"
VERSION: Final = "version"
VIEW: Final = "view"
OTHERS: Final = "others"
OTHERS_MEMOS: Final = "memos of others"
MEMO: Final = "memo"
WRITING: Final = "writing"
PANE: Final = "pane"
CODE: Final = "code"
COMPARED: Final = "compared"
EXPLAINED: Final = "explained"
LANGUAGE: Final = "language"
SAMPLE: Final = "sample"
_PAGES: Final = "pages"
_SIGNED_IN: Final = "signed in"
_ROLE: Final = "role"
_KEPT: Final = "kept version"
_SPOKEN: Final = "kept language"
_BOUND: Final = {CODER: None, VERSION: ""}
"""What Streamlit itself writes into the address of pages that lead to the sample or back, when not chosen."""


def key(what: str, *names: str) -> str:
    """Return a key of the session for something that belongs to a coder, transcript or both.

    Names may hold blanks, so joining them by one would give two things one key.

    >>> key("pane", "Ana B", "C") == key("pane", "Ana", "B C")
    False
    """
    return repr((what, *names))


def viewer() -> str | None:
    """Return who sits at the screen, or None if they have not said."""
    signed_in = st.session_state.get(_SIGNED_IN)
    chosen = st.session_state.get(CODER) if signed_in is None else signed_in
    return chosen if isinstance(chosen, str) else None


def coder() -> str | None:
    """Return who sits at the screen and may change the study; None if they have not said, or only read."""
    return None if reads_only() else viewer()


def reads_only() -> bool:
    """Tell whether who sits at the screen is known, and as one who changes nothing."""
    return st.session_state.get(_ROLE) == (viewer(), "reader")


def leads() -> bool:
    """Tell whether who sits at the screen is known as a lead."""
    return st.session_state.get(_ROLE) == (viewer(), "lead")


def sign_in(name: str | None) -> None:
    """Say who signed in; None where nobody does."""
    st.session_state[_SIGNED_IN] = name


def is_signed_in() -> bool:
    """Tell whether who sits at the screen has signed in, and did not just say who they are."""
    return st.session_state.get(_SIGNED_IN) is not None


def know_role(role: Role | None) -> None:
    """Keep the role that who sits at the screen has in the study."""
    st.session_state[_ROLE] = (viewer(), role)


def sees_sample() -> bool:
    """Tell whether who sits at the screen looks at the sample study and not at the one that was opened."""
    return bool(st.session_state.get(SAMPLE, False))


def see_sample(*, sample: bool) -> None:
    """Go to the sample study, or back; but for the language, nothing chosen in one is taken along."""
    spoken = st.session_state.get(_SPOKEN)
    for name in [*st.session_state]:
        if name not in _BOUND:
            del st.session_state[name]
    for name in [*st.query_params]:
        if name not in _BOUND:
            del st.query_params[name]
    # What Streamlit itself writes into the address it takes out again when nothing is chosen.
    st.session_state.update(_BOUND)
    st.session_state[SAMPLE] = sample
    st.session_state[_SPOKEN] = spoken


def bring_sample_along() -> None:
    """Put into the address that the sample is seen: going to a page takes it out, and a reload needs it."""
    if st.session_state.setdefault(SAMPLE, SAMPLE in st.query_params):
        st.query_params[SAMPLE] = "yes"
    else:
        st.query_params.pop(SAMPLE, None)


def restore_version() -> None:
    """Bring the version along from another page.

    Streamlit takes a switch on another page for another switch, and begins it with its default, unless its
    value is set before.
    """
    kept = st.session_state.get(VERSION, st.session_state.get(_KEPT))
    if kept is not None:
        st.session_state[VERSION] = kept


def keep_version(version: str) -> None:
    """Keep the version chosen on this page for the others."""
    st.session_state[_KEPT] = version


def restore_view(views: Sequence[str]) -> None:
    """Open the view that the address asks for, or the first, unless one is open.

    Streamlit would read the address by what the switch shows, which is in the reader's language.
    """
    asked = st.query_params.get(VIEW, "")
    st.session_state.setdefault(VIEW, asked if asked in views else views[0])


def keep_view(view: str) -> None:
    """Put the view that is open into the address."""
    st.query_params[VIEW] = view


def language() -> str:
    """Return the code of the language that the person at the screen reads: chosen, or that of the browser."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return "en"  # outside of a page nobody reads
    return st.session_state.get(_SPOKEN) or (st.context.locale or "en").partition("-")[0]


def keep_language(chosen: str) -> None:
    """Keep the language chosen for all pages; it stands in the address, too, so that a reload keeps it."""
    st.session_state[_SPOKEN] = chosen
    st.query_params[LANGUAGE] = chosen


def bring_language_along() -> None:
    """Put the language chosen into the address of the page that is open: going to a page takes it out."""
    if (chosen := st.session_state.get(_SPOKEN)) is not None:
        st.query_params[LANGUAGE] = chosen
    elif (asked := st.query_params.get(LANGUAGE)) is not None:
        st.session_state[_SPOKEN] = asked


def remember_pages(pages: Mapping[str, StreamlitPage]) -> None:
    """Keep the pages, so that one can link to another."""
    st.session_state[_PAGES] = pages


def page(title: str) -> StreamlitPage:
    """Return the page with this title."""
    found: StreamlitPage = st.session_state[_PAGES][title]
    return found
