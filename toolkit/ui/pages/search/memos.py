"""The memos, with the way to what each is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from toolkit.model.table import Value
from toolkit.ui import parts, state
from toolkit.workflow import noting, revising
from toolkit.workflow.studies import Study

_MOST: Final = 100
_ICONS: Final = {
    "coding": ":material/format_quote:",
    "transcript": ":material/description:",
    "code": ":material/sell:",
    "study": ":material/folder:",
}

Row = Mapping[str, Value]


def show(study: Study) -> None:
    """Show the view."""
    coder = state.coder()
    if coder is None:
        st.info("Choose who you are in the sidebar to see your memos.")
        return
    _list(study, coder)


@st.fragment
def _list(study: Study, coder: str) -> None:
    """List memos; a fragment, because nothing else on the page depends on it."""
    table = noting.memos(study)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            "Search memos", key="memos sought", placeholder="Words of a memo", icon=":material/search:"
        )
        others = st.toggle(
            "Others' memos, too",
            key="memos of others",
            help="Off while you code: only independent readings can be compared.",
        )
    rows: list[Row] = [dict(zip(table.names, row, strict=True)) for row in table.rows]
    mine = [row for row in rows if others or row["coder"] == coder]
    found = [row for row in mine if (sought or "").casefold() in str(row["memo"]).casefold()]
    if not mine:
        st.info("You have written no memos yet. Press M on a coding of the page Code to write one.")
        return
    st.caption(f"{len(found)} of {len(mine)} memos, the latest first.")
    labels = _labels(study)
    for row in reversed(found[-_MOST:]):
        _memo(row, labels)
    if len(found) > _MOST:
        st.caption(f"These are the latest {_MOST}. Search for words to see others.")
    parts.downloads(table if others else noting.memos(study, coder=(coder,)), "memos")


def _labels(study: Study) -> dict[str, str]:
    """Return what codes and themes are called, by their ids."""
    book = revising.codebook(study)
    return {theme.id: theme.label for theme in book.themes} | {
        code.id: code.label for code in book.code.values()
    }


def _memo(row: Row, labels: Mapping[str, str]) -> None:
    with st.container(border=True):
        code = str(row["code"] or "")
        told = [
            row["transcript"],
            labels.get(code, code),
            row["coder"],
            str(row["made_at"])[:10],
            row["state"],
        ]
        shown = " · ".join(parts.plain(str(each)) for each in told if each)
        st.caption(f"{_ICONS[str(row['about'])]} {shown}")
        if row["quotation"]:
            st.markdown(f"> {parts.plain(str(row['quotation']))}")
        for line in str(row["memo"]).splitlines():
            st.markdown(parts.plain(line))
        _way(row)


def _way(row: Row) -> None:
    """Link to what the memo is about, where there is a place for it."""
    if row["transcript"] is None or row["state"] is not None:
        return
    address = {state.TRANSCRIPT: str(row["transcript"]), state.CODER: state.coder() or ""}
    if row["about"] == "coding":
        address[state.CODING] = str(row["subject"])
    st.page_link(
        state.page("Code"),
        label="Show it in the text",
        icon=":material/arrow_forward:",
        query_params=address,
    )
