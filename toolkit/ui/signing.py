"""Signing in: who sits at the screen where a provider says so (OpenID Connect, by way of Streamlit).

Streamlit does the talking with the provider and keeps what it said in a signed cookie, which it reads when a
browser tab connects. What it leaves to us: whether the address was verified, when the sign-in ends, that a
person who signs out in one tab is out in all of them, and who of the study they are.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.door import MUST_SIGN_IN, NOBODY_SIGNS_IN, is_here
from toolkit.model.identity import Identity
from toolkit.model.round import Coder
from toolkit.ui import parts, state
from toolkit.ui.language import say
from toolkit.workflow import signing
from toolkit.workflow.studies import Study

__all__ = ["enter", "is_wanted", "refuse_strangers", "sign_out_button"]

_DEFAULT: Final = "default"
_SOON: Final = 60.0  # seconds after which a tab notices what happened in another one
_NARROW: Final = 480
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_LOG: Final = logging.getLogger(__name__)

_wanted = threading.Event()  # once people sign in here, they do until the server ends
_out: dict[str, float] = {}  # tickets of who signed out, with when they would have ended by themselves


# Whether ---------------------------------------------------------------------------------------------


def is_wanted() -> bool:
    """Tell whether people sign in here. A secrets file that is lost while the server runs changes nothing."""
    # Streamlit says whether somebody is signed in exactly where a file says how.
    if MUST_SIGN_IN in _words() or "is_logged_in" in _claims():
        _wanted.set()
    return _wanted.is_set()


def refuse_strangers() -> None:
    """Refuse to show anything where others can reach the page and nobody signs in.

    This is asked by the app itself, because it can be started in other ways than by `intercoder open`.
    """
    if is_wanted():
        if st.get_option("server.trustedUserHeaders"):
            raise ToolkitError(
                "server.trustedUserHeaders", "says who people are, and so does signing in", "drop it"
            )
        return
    if NOBODY_SIGNS_IN in _words():
        return
    remedy = "have people sign in: see intercoder open --help"
    if not is_here(st.get_option("server.address")):
        raise ToolkitError("this page", "is reached from other machines, and nobody signs in", remedy)
    if _came_from_elsewhere(st.context.headers):
        raise ToolkitError("this page", "is passed on to other machines, and nobody signs in", remedy)


def _came_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser reached the page by way of a proxy or under another name than this machine's."""
    host = headers.get("Host", "localhost")
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return not is_here(name) or any(headers.get(each) for each in _FORWARDED)


def _words() -> Sequence[str]:
    return sys.argv[2:]


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()


# Coming in -------------------------------------------------------------------------------------------


def enter(opened: Callable[[], Study]) -> tuple[Study, Coder] | None:
    """Return the study as who signed in may see it, and who they are; None if nobody of it has.

    Then the page to sign in is shown, and nothing of the study: it is not even opened before.
    """
    state.sign_in(None)
    st.session_state.pop(state.CODER, None)
    try:
        known = _known()
    except signing.NotSignedIn as refused:
        with st.container(width=_NARROW):
            _door(str(refused) if _claims().get("is_logged_in") else "")
        return None
    try:
        study, me = signing.admit(_opened(opened), known, is_out=is_out)
    except signing.NotSignedIn as refused:
        with st.container(width=_NARROW):
            _door(str(refused), known)
        return None
    state.sign_in(me.name)
    _stay_awake(known)
    return study, me


def _known() -> Identity:
    known = signing.identify(_claims())
    if is_out(known.ticket):
        raise signing.NotSignedIn("", "you have signed out", "sign in again")
    return known


def _opened(open_study: Callable[[], Study]) -> Study:
    """Open the study; why it cannot be is told to the server's log, and not to people from elsewhere."""
    try:
        return open_study()
    except ToolkitError as fault:
        _LOG.error("%s", fault)
        remedy = "ask who runs this server to look at its log"
        raise ToolkitError("", "the study cannot be opened", remedy) from None


def _door(told: str, known: Identity | None = None) -> None:
    """Show where to sign in, and why it did not help if somebody has."""
    st.title("Intercoder")
    if told and known is None:
        st.warning(parts.plain(f"{told[0].upper()}{told[1:]}."))
    if known is None:
        st.markdown(say("Sign in to go on."))
    else:
        st.warning(say("You are signed in, and not in this study. Ask a lead to add your address:"))
        st.code(known.email, language=None)
        st.markdown(say("Or sign in with another account."))
    for name in _providers():
        asked = say("Sign in with {provider}", provider=parts.plain(name))
        label = say("Sign in") if name == _DEFAULT else asked
        if st.button(label, type="primary", icon=":material/login:", key=state.key("sign in", name)):
            st.login(None if name == _DEFAULT else name)
    if known is not None:
        sign_out_button(known)


def _providers() -> list[str]:
    """Return the providers that the secrets file names."""
    said: Mapping[str, Any] = st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}
    named = [name for name, each in said.items() if isinstance(each, Mapping) and "client_id" in each]
    return [_DEFAULT, *named] if "client_id" in said else named


# Going out -------------------------------------------------------------------------------------------


def sign_out_button(known: Identity | None = None) -> None:
    """Let somebody sign out, here and in every other tab of their browser."""
    if st.button(say("Sign out"), icon=":material/logout:", key="sign out", type="tertiary"):
        known = known or signing.identify(_claims())
        now = time.time()
        for ticket in [ticket for ticket, until in _out.items() if until < now]:
            _out.pop(ticket, None)
        _out[known.ticket] = known.until
        state.sign_in(None)
        st.logout()
        st.stop()


def is_out(ticket: str) -> bool:
    """Tell whether the holder of a ticket has signed out, with this process of the server."""
    return ticket in _out


def _stay_awake(known: Identity) -> None:
    """Take the study off the screen when the sign-in ends, also if nobody touches anything."""
    left = max(1.0, known.until - time.time() + 0.5)
    st.fragment(_look_again, run_every=min(left, _SOON))(known)


def _look_again(known: Identity) -> None:
    if is_out(known.ticket) or time.time() >= known.until:
        st.rerun()
