"""The key list on its way in and out of the tab: a file of the team's own, apart from the study."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.names import KeyList
from toolkit.model.transcript import Source
from toolkit.ui import parts
from toolkit.ui.language import say, say_many
from toolkit.ui.pages.names.held import held
from toolkit.workflow import files, redacting

_ROUND: Final = "names round"
_READ: Final = "names read"


def offer() -> None:
    """Offer the key list, and say what it is."""
    kept = held()
    if not kept.keys.keys:
        return
    st.warning(
        say(
            "**Keep the key list apart from the study.** It leads from every pseudonym to a person: whoever "
            "has both knows who is who. It is never stored in the study: until you download it, this tab "
            "alone has it, and closing or reloading the tab loses it."
        ),
        icon=":material/key:",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            say("Download the key list"),
            partial(redacting.as_csv, kept.keys),
            file_name="key-list.csv",
            mime="text/csv",
            icon=":material/download:",
            key="names download",
            type="primary" if kept.unsaved else "secondary",
            on_click=_saved,
            args=(kept.keys,),
        )
        decisions = say_many("{n} decision", "{n} decisions", len(kept.keys.keys))
        told = (
            say_many("{n} change not downloaded yet", "{n} changes not downloaded yet", kept.unsaved)
            if kept.unsaved
            else say("downloaded")
        )
        st.caption(f"{decisions}, {told}.", width="content")


def _saved(keys: KeyList) -> None:
    held().saved = keys


def take() -> None:
    """Read an earlier key list, once; what was decided here since stays as it is."""
    turn = st.session_state.setdefault(_ROUND, 0)
    dropped = st.file_uploader(say("A key list that you have (.csv)"), type=["csv"], key=f"names drop {turn}")
    if dropped is not None:
        source = Source(files.dropped_name(dropped.name), dropped.getvalue())
        dropped.close()
        st.session_state[_READ] = _took(source)
        st.session_state[_ROUND] = turn + 1
        st.rerun()
    done, lines = st.session_state.pop(_READ, (True, ()))
    for line in lines:
        (st.success if done else st.error)(parts.plain(line))


def _took(source: Source) -> tuple[bool, tuple[str, ...]]:
    kept = held()
    try:
        told = redacting.key_list(source)
        kept.keys = told.with_(kept.keys.keys)
    except Invalid as refused:
        return False, (
            say(
                "{file}: with what was decided here, a line {what}; {remedy}",
                file=source.name,
                what=refused.what,
                remedy=refused.remedy,
            ),
        )
    except ToolkitError as refused:
        return False, tuple(refused.lines())
    kept.saved = told
    kept.look = None
    return True, (
        say_many(
            "{n} decision read. Look for names to see where it stands.",
            "{n} decisions read. Look for names to see where they stand.",
            len(told.keys),
        ),
    )
