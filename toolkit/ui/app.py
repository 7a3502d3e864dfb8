"""The application: which study, which pages."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.ui import parts, state
from toolkit.workflow import studies

_HERE = Path(__file__).parent


class Module(Protocol):
    """What every module in `toolkit.ui.pages` offers, beside its TITLE and ICON."""

    def show(self, study: studies.Study) -> None:
        """Show the page."""


@dataclass(frozen=True)
class Page:
    """A page in the navigation.

    Its module is loaded when it is opened first: some need libraries for tables and charts that take a second
    or two, and whoever begins with another page should not wait for them.

    Attributes
    ----------
    TITLE
        Name in the navigation, and in lower case in the address and of the module.
    ICON
        Icon beside it.
    """

    TITLE: str
    ICON: str

    @property
    def module(self) -> Module:
        """The module of the page."""
        return cast("Module", import_module(f"toolkit.ui.pages.{_address(self)}"))

    def show(self, study: studies.Study) -> None:
        """Show the page."""
        self.module.show(study)


CODE = Page("Code", ":material/edit_note:")
PAGES = (
    Page("Home", ":material/home:"),
    Page("Transcripts", ":material/forum:"),
    CODE,
    Page("Search", ":material/search:"),
    Page("Codebook", ":material/account_tree:"),
    Page("Review", ":material/rule:"),
    Page("Memos", ":material/sticky_note_2:"),
    Page("Agreement", ":material/balance:"),
    Page("Findings", ":material/table_chart:"),
    Page("Team", ":material/groups:"),
)
_SOON = 8.0  # seconds: by then the first page is on screen


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
            partial(_show_page, page, study),
            title=page.TITLE,
            icon=page.ICON,
            url_path=_address(page),
            default=not number,
        )
        for number, page in enumerate(PAGES)
    ]
    chosen = st.navigation(pages, position="top")
    state.remember_pages({page.TITLE: shown for page, shown in zip(PAGES, pages, strict=True)})
    if chosen.title == CODE.TITLE:
        # The page needs the width: what others have in the sidebar stands in a line above the text.
        with st.container(key="who", width="content"):
            parts.coder_picker(study)
    else:
        with st.sidebar:
            st.markdown(f"**{parts.plain(study.profile.title)}**")
            parts.coder_picker(study)
            if left_out := studies.hidden(study.seen_by(state.coder())):
                st.caption(parts.plain(f"{left_out[0].upper()}{left_out[1:]}."))
    chosen.run()
    _load_soon()


def _show_page(page: Page, study: studies.Study) -> None:
    """Show a page as whoever sits at the screen may see the study."""
    page.show(study.seen_by(state.coder()))


def _address(page: Page) -> str:
    return page.TITLE.lower()


@st.cache_resource(show_spinner="Opening the study …")
def _study(named: str | None) -> studies.Study:
    """Open the study named on the command line, or a fresh copy of the sample study; once for the server."""
    if named is not None:
        return studies.open_study(named)
    from toolkit.workflow import demonstrating  # noqa: PLC0415 - only without a study of one's own

    return demonstrating.sample(demonstrating.fresh_path())


@st.cache_resource(show_spinner=False)
def _load_soon() -> None:
    """Load the pages not opened yet once the first is on screen, so that the next opens at once."""

    def load() -> None:
        for page in PAGES:
            _ = page.module

    timer = threading.Timer(_SOON, load)
    timer.daemon = True
    timer.start()
