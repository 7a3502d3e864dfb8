"""The study on its way out: what each format keeps and loses, and the file to download."""

from __future__ import annotations

from typing import Final, NamedTuple

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts
from toolkit.ui.language import later, say
from toolkit.workflow import handing
from toolkit.workflow.handing import Program
from toolkit.workflow.studies import Study

_NAMES: Final[dict[Program, str]] = {
    "standard": later("The standard"),
    "nvivo": later("NVivo for Windows"),
    "atlasti": later("ATLAS.ti"),
    "maxqda": later("MAXQDA"),
}
_WRITTEN: Final[dict[Program, str]] = {
    "standard": later(
        "UTF-8 without a byte order mark, lines end in LF; positions count Unicode code points, the end is"
        " not part of the passage."
    ),
    "nvivo": later(
        "As NVivo for Windows writes: UTF-8 with a byte order mark, lines end in CR LF; positions count"
        " UTF-16 units, so that an emoji is two, CR and LF are one each, the byte order mark none."
    ),
    "atlasti": later(
        "Lines end in CR LF, and positions count such a line end as one character, as is told of ATLAS.ti for"
        " Mac; all else as in the standard."
    ),
    "maxqda": later(
        "Lines end in CR LF, and positions count such a line end as one character, as QualCoder writes for"
        " MAXQDA; all else as in the standard."
    ),
}


class _Key(NamedTuple):
    """What was asked for, and of which state of the study."""

    kind: str
    program: Program
    consensus: bool
    moment: str


@st.fragment
def show(study: Study) -> None:
    """Show the choice of a format, its file, and all formats beside one another."""
    formats = handing.formats()
    words = handing.kinds()
    which, options = st.columns([2, 3], gap="medium")
    kind = which.selectbox(
        say("Format"),
        list(words),
        key="exchange kind",
        format_func=lambda word: f"{handing.names()[word]} ({words[word]})",
    )
    program: Program = "standard"
    with options:
        consensus = st.checkbox(
            say("With the consensus"),
            key="exchange consensus",
            help=say(
                "What all coders agree on and what the team settled, marked as such beside their codings."
            ),
        )
        if kind == "qdpx":
            program = st.radio(
                say("Written for"),
                list(_NAMES),
                horizontal=True,
                key="exchange program",
                format_func=lambda word: say(_NAMES[word]),
            )
            st.caption(say(_WRITTEN[program]))
    _offer(study, kind, words[kind], program, consensus=consensus)
    st.header(say("What each format keeps and loses"))
    parts.grid(formats, wide=["keeps", "loses"], tall=True)


def _offer(study: Study, kind: str, ending: str, program: Program, *, consensus: bool) -> None:
    """Make the file when it is asked for, which takes seconds for a large study, and offer it."""
    key = _Key(kind, program, consensus, handing.moment(study))
    made = st.session_state.get("exchange made")
    if made is None or made[0] != key:
        if st.button(say("Make the file"), type="primary", key="exchange make"):
            with st.spinner(say("Making the file …")):
                _make(study, key, ending)
            st.rerun()
        return
    data, told, refused = made[1:]
    for line in refused:
        st.error(parts.plain(line))
    if data is not None:
        st.download_button(
            say("Download"),
            data,
            file_name=f"study{ending}",
            type="primary",
            key="exchange download",
            on_click="ignore",
        )
    for line in told:
        st.caption(parts.plain(line))


def _make(study: Study, key: _Key, ending: str) -> None:
    try:
        data, told = handing.made(study, key.kind, ending, key.program, consensus=key.consensus)
    except ToolkitError as refused:
        st.session_state["exchange made"] = (key, None, (), refused.lines())
    else:
        st.session_state["exchange made"] = (key, data, told, ())
