"""The application: which study, which pages."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.round import Coder
from toolkit.ui import language, parts, signing, state, unforeseen
from toolkit.ui.language import later, say, say_as
from toolkit.workflow import enrolling, keeping, studies

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

    @property
    def name(self) -> str:
        """What the page is called in the reader's language."""
        # It is called by what people do there; everywhere else a code is a thing.
        return say_as("page", "Code") if self is CODE else say(self.TITLE)

    def show(self, study: studies.Study) -> None:
        """Show the page."""
        self.module.show(study)


CODE = Page("Code", ":material/edit_note:")
PAGES = (
    Page(later("Home"), ":material/home:"),
    Page(later("Transcripts"), ":material/forum:"),
    CODE,
    Page(later("Search"), ":material/search:"),
    Page(later("Codebook"), ":material/account_tree:"),
    Page(later("Review"), ":material/rule:"),
    Page(later("Memos"), ":material/sticky_note_2:"),
    Page(later("Agreement"), ":material/balance:"),
    Page(later("Findings"), ":material/table_chart:"),
    Page(later("Team"), ":material/groups:"),
    Page(later("Names"), ":material/shield_person:"),
    Page(later("Exchange"), ":material/sync_alt:"),
)
_ROLES = {"lead": later("lead"), "coder": later("coder"), "reader": later("reader")}
_SOON = 8.0  # seconds: by then the first page is on screen


def run() -> None:
    """Run the page that is open. Streamlit calls this again at every interaction."""
    unforeseen.tell_calmly(_named)
    studies.make_room()
    state.bring_language_along()
    # A named icon would be fetched from the network; ours is a file.
    st.set_page_config(page_title="Intercoder", page_icon=str(_HERE / "icon.svg"), layout="wide")
    st.html(_HERE / "style.css")
    language.tell_the_browser()
    try:
        signing.refuse_strangers()
        if signing.is_wanted():
            _show_signed_in()
        else:
            state.sign_in(None)
            state.bring_sample_along()
            _show(_study(_named()), _picked)
    except ToolkitError as error:
        for line in error.lines():
            st.error(parts.plain(line))


def _named() -> str | None:
    """Return the place of the study to show, or None for the sample study."""
    return _given() if not state.sees_sample() else None


def _given() -> str | None:
    return sys.argv[1] if len(sys.argv) > 1 else None


def _show_signed_in() -> None:
    """Show the study to those of it who signed in, as they may see it, and to others where to sign in."""
    if (entered := signing.enter(lambda: _study(_named()))) is None:
        # The addresses of pages are known to all, and one that is not would be complained about.
        pages = [
            st.Page(_nothing, title=say("Sign in"), url_path=_address(page), default=page is PAGES[0])
            for page in PAGES
        ]
        st.navigation(pages, position="hidden").run()
        return
    study, me = entered
    _show(study, lambda opened: _signed(opened, me))


def _nothing() -> None:
    """Show nothing besides where to sign in."""


def _picked(study: studies.Study) -> studies.Study:
    """Let who sits at the screen say who they are; return the study as they may see it."""
    parts.coder_picker(study)
    return study.seen_by(state.viewer())


def _signed(study: studies.Study, me: Coder) -> studies.Study:
    """Tell who signed in; return the study, which is theirs already."""
    name = parts.plain(me.name)
    told = name if me.role == "coder" else f"{name} ({say(_ROLES[me.role])})"
    with st.container(key="me", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/account_circle: {told}", width="content")
        signing.sign_out_button()
    return study


Who = Callable[[studies.Study], studies.Study]


def _show(study: studies.Study, who: Who) -> None:
    seen = study
    if (named := _named()) is not None and (warned := _backed_up_today(named)):
        st.warning(parts.plain(warned))

    def show(page: Page) -> None:
        page.show(seen)

    pages = [
        st.Page(
            partial(show, page),
            title=page.name,
            icon=page.ICON,
            url_path=_address(page),
            default=not number,
        )
        for number, page in enumerate(PAGES)
    ]
    chosen = st.navigation(pages, position="top")
    state.remember_pages({page.TITLE: shown for page, shown in zip(PAGES, pages, strict=True)})
    # Tabs, the history and screen readers tell pages apart by this.
    st.set_page_config(page_title=f"{chosen.title} · Intercoder")
    has_sidebar = chosen is not pages[PAGES.index(CODE)]
    if has_sidebar:
        with st.sidebar:
            st.markdown(f"**{parts.plain(study.profile.title)}**")
            _lead_back()
            seen = who(study)
            if left_out := studies.hidden(seen):
                st.caption(parts.plain(f"{left_out[0].upper()}{left_out[1:]}."))
    else:
        # The page needs the width: what others have in the sidebar stands in a line above the text.
        with st.container(key="who", width="content"):
            seen = who(study)
        _lead_back()
    state.know_role(enrolling.role(seen))
    chosen.run()
    if has_sidebar:
        with st.sidebar:
            language.picker()
    _load_soon()


def _lead_back() -> None:
    """Lead from the sample study to the one that was opened."""
    if not state.sees_sample() or _given() is None:
        return
    with st.container(key="back", width="content"):
        st.button(
            say("Back to your study"),
            icon=":material/arrow_back:",
            on_click=state.see_sample,
            kwargs={"sample": False},
        )


def _address(page: Page) -> str:
    return page.TITLE.lower()


def _study(named: str | None) -> studies.Study:
    """Return the study named on the command line, or the sample study; whoever waits for it is told so."""
    with st.spinner(say("Opening the study …")):
        return _opened(named)


@st.cache_resource(show_spinner=False)
def _opened(named: str | None) -> studies.Study:
    """Open a study, or a fresh copy of the sample study; once for the server."""
    if named is not None:
        return studies.open_study(named)
    from toolkit.workflow import demonstrating  # noqa: PLC0415 - only without a study of one's own

    return demonstrating.passing()


@st.cache_resource(ttl=timedelta(days=1), show_spinner=False)
def _backed_up_today(named: str) -> str:
    """Make the backup of the day, for whoever comes first; return what has to be told of it, or nothing."""
    return keeping.today(_opened(named))


@st.cache_resource(show_spinner=False)
def _load_soon() -> None:
    """Load the pages not opened yet once the first is on screen, so that the next opens at once.

    What programs that were killed have left is cleared away then, too.
    """

    def load() -> None:
        from toolkit.workflow import demonstrating  # noqa: PLC0415 - likewise

        for page in PAGES:
            _ = page.module
        demonstrating.clear_away()

    timer = threading.Timer(_SOON, load)
    timer.daemon = True
    timer.start()
