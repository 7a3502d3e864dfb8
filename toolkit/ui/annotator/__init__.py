"""The coding pane: a transcript to read, select in and code, in the browser.

The only module that touches the component. The pane paints a coding at once and keeps it in its *outbox*
until the page says it is on disk; `protocol` describes the messages, the JavaScript is in `frontend`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

import toolkit
from toolkit.errors import ToolkitError
from toolkit.ui import language, parts
from toolkit.ui.annotator.down import Conversation
from toolkit.ui.annotator.protocol import (
    Acknowledgement,
    AddCoding,
    Operation,
    Outbox,
    ProposeCode,
    Rejection,
    RemoveCoding,
    RemoveMemo,
    Restore,
    RewriteMemo,
    Snapshot,
    WithdrawCode,
    WriteMemo,
    answer,
    unanswered,
)
from toolkit.ui.annotator.up import decode, screen
from toolkit.ui.language import say

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = [
    "AddCoding",
    "Operation",
    "ProposeCode",
    "RecordOperations",
    "Rejection",
    "RemoveCoding",
    "RemoveMemo",
    "Restore",
    "RewriteMemo",
    "Snapshot",
    "WithdrawCode",
    "WriteMemo",
    "annotator",
]

RecordOperations = Callable[[tuple[Operation, ...]], Iterable[Rejection]]
"""Puts operations on disk, in one transaction and in order, and returns those it had to reject."""

_PROJECT, _COMPONENT = "intercoder", "annotator"
_NAME = f"{_PROJECT}.{_COMPONENT}"
_PACKAGE = Path(toolkit.__file__).parent
_ASSETS = (Path(__file__).parent / "frontend").relative_to(_PACKAGE).as_posix()


def annotator(snapshot: Snapshot, *, key: str, on_operations: RecordOperations) -> None:
    """Show a transcript to code, and record what the coder does.

    Call it in a fragment of its own: everything else on the page would be drawn again at each coding.

    Parameters
    ----------
    snapshot
        What to show. Read the codings from the records just before the call, after `on_operations` ran.
    key
        Name of the pane in the session; keep it the same from run to run.
    on_operations
        Receives operations that fit the snapshot shown last. What it does not reject must be on disk when
        it returns. The same operation may come twice, also long after: an id that was ever added is not
        added again, and removing what is gone is no fault. If it raises, the pane stays, keeps the
        operations, tells the coder that they are not saved, and sends them again.
    """
    key = _undivided(key)

    def receive() -> None:
        # Whatever goes wrong here goes wrong again after mounting, where it can be told without taking
        # the pane, and with it the work not saved, off the page.
        with suppress(Exception):
            _record(_sent(st.session_state.get(key)), snapshot, key, on_operations)

    _declare()
    message = _conversation(key).message(snapshot, _ack(key), _held(key))
    if "since" not in message:
        # A view that is new; and only another page has the switch for the language.
        message["words"] = language.for_the_browser()
    shown = _renderer()(key=key, data=message, on_outbox_change=receive)
    _stay_reachable()
    try:
        # The first run after a lost connection comes without a callback.
        news = _record(_sent(shown), snapshot, key, on_operations)
    except ToolkitError as error:
        st.error(parts.plain(say("Not saved: {reason}.", reason=error)))
        return
    if news:
        st.rerun()


def _undivided(key: str) -> str:
    """Return a key without two underscores in a row, by which Streamlit parts a key from what happened there.

    Names of people and transcripts may hold them, and two keys stay two.
    """
    return key.replace("_", "_.")


def _sent(state: Mapping[str, object] | None) -> Outbox | None:
    message = (state or {}).get("outbox")
    return None if message is None else decode(message)


def _record(outbox: Outbox | None, snapshot: Snapshot, key: str, on_operations: RecordOperations) -> bool:
    """Record what of the outbox is new and say whether anything was."""
    before = _ack(key)
    if outbox is None:
        return False
    # Another transcript's outbox is left over; what of it was not acknowledged, the browser has kept.
    if outbox.transcript != snapshot.transcript.id or not unanswered(outbox, before).seqs:
        return False
    fitting, misfits = screen(unanswered(outbox, before), snapshot)
    refused = tuple(on_operations(fitting)) if fitting else ()
    st.session_state[_ack_key(key)] = answer(outbox, (*misfits, *refused), before)
    return True


def _ack_key(key: str) -> str:
    return f"{key}.acknowledged"


def _ack(key: str) -> Acknowledgement | None:
    ack: Acknowledgement | None = st.session_state.get(_ack_key(key))
    return ack


def _conversation(key: str) -> Conversation:
    conversation: Conversation = st.session_state.setdefault(f"{key}.conversation", Conversation())
    return conversation


def _held(key: str) -> str | None:
    """Return which state the view in the browser says it holds; a fresh one has said nothing yet."""
    with suppress(ToolkitError):
        outbox = _sent(st.session_state.get(key))
        return None if outbox is None else outbox.rev
    return None


def _declare() -> None:
    """Tell Streamlit where the pane's files are, once for each server.

    A manifest in a file would be found in an installed wheel only: in a checkout Streamlit looks for it in a
    folder named like the distribution, `intercoder`, and not in `toolkit`.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_NAME) is None:
        manifest = ComponentManifest(_PROJECT, toolkit.__version__, [ComponentConfig(_COMPONENT, _ASSETS)])
        manager.register_from_manifest(manifest, _PACKAGE)


@st.fragment(run_every="1d")
def _stay_reachable() -> None:
    """Do nothing, daily.

    When the server was restarted, the browser connects again by itself, but asks for a run of the page only
    if the page runs something by the clock. Without a run the server knows no fragment, and what was coded
    meanwhile would wait until the coder uses something outside the pane.
    """


@cache
def _renderer() -> ComponentRenderer:
    return st.components.v2.component(_NAME, js="index.js", css="style.css")
