"""The application: which study, which pages."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Protocol

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts, state
from toolkit.ui.pages import agreement, code, codebook, findings, home, memos, review, search, transcripts
from toolkit.workflow import demonstrating, studies

_HERE = Path(__file__).parent


class Page(Protocol):
    """What every module in `toolkit.ui.pages` offers."""

    @property
    def TITLE(self) -> str:  # noqa: N802 - a constant of the module
        """Name in the navigation, and in lower case in the address."""

    @property
    def ICON(self) -> str:  # noqa: N802 - likewise
        """Icon beside it."""

    def show(self, study: studies.Study) -> None:
        """Show the page."""


PAGES: tuple[Page, ...] = (
    home,
    transcripts,
    code,
    search,
    codebook,
    review,
    memos,
    agreement,
    findings,
)


def run() -> None:
    """Run the page that is open. Streamlit calls this again at every interaction."""
    # A named icon would be fetched from the network; ours is a file.
    st.set_page_config(page_title="Intercoder", page_icon=str(_HERE / "icon.svg"), layout="wide")
    st.html(_HERE / "style.css")
    try:
        study = _study(sys.argv[1] if len(sys.argv) > 1 else None)
        _show(study)
    except ToolkitError as error:
        for line in error.lines():
            st.error(parts.plain(line))


def _show(study: studies.Study) -> None:
    pages = [
        st.Page(
            partial(page.show, study),
            title=page.TITLE,
            icon=page.ICON,
            url_path=_address(page),
            default=not number,
        )
        for number, page in enumerate(PAGES)
    ]
    chosen = st.navigation(pages, position="top")
    state.remember_pages({page.TITLE: shown for page, shown in zip(PAGES, pages, strict=True)})
    if chosen.title == code.TITLE:
        # The page needs the width: what others have in the sidebar stands in a line above the text.
        with st.container(key="who", width="content"):
            parts.coder_picker(study)
    else:
        with st.sidebar:
            st.markdown(f"**{parts.plain(study.profile.title)}**")
            parts.coder_picker(study)
    chosen.run()


def _address(page: Page) -> str:
    return page.TITLE.lower()


@st.cache_resource(show_spinner="Opening the study …")
def _study(named: str | None) -> studies.Study:
    """Open the study named on the command line, or a fresh copy of the sample study; once for the server."""
    return (
        demonstrating.sample(demonstrating.fresh_path()) if named is None else studies.open_study(Path(named))
    )
