"""Exchange: projects of other programs on their way in, and the study on its way out to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from toolkit.ui import state
from toolkit.ui.language import later, say
from toolkit.ui.pages.exchange import admitting, handing
from toolkit.workflow.studies import Study

TITLE: Final = "Exchange"
ICON: Final = ":material/sync_alt:"

_IMPORT: Final = later("Import a project")


def show(study: Study) -> None:
    """Show the page; who only reads sends out and takes nothing in."""
    views = {name: view for name, view in _VIEWS.items() if name != _IMPORT or not state.reads_only()}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(say(TITLE), width="content")
        view = st.segmented_control(
            say("Show"),
            list(views),
            format_func=say,
            default=next(iter(views)),
            required=True,
            key="exchange view",
            label_visibility="collapsed",
        )
    views[view or next(iter(views))](study)


_VIEWS: Final[dict[str, Callable[[Study], None]]] = {_IMPORT: admitting.show, later("Export"): handing.show}
