"""Parts that several pages show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from toolkit.errors import Invalid
from toolkit.model.figure import Figure
from toolkit.model.round import Coder
from toolkit.model.table import Column, Kind, Table
from toolkit.ui import state
from toolkit.ui.language import later, number, say, say_many
from toolkit.workflow import studies

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
# Addresses become links, -- a dash and -> an arrow, whatever is escaped in them. A word joiner, which no
# reader sees, takes them apart.
_ADDRESS = re.compile(
    r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=@)|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)", re.IGNORECASE
)
_JOINER = "\N{WORD JOINER}"
_PICTURES = {".svg": "SVG", ".png": "PNG", ".json": "JSON"}
_ENDINGS = {
    ".xlsx": ("Excel", later("Numbers to go on with; a second sheet has the title and the notes.")),
    ".docx": ("Word", later("To paste into a paper: caption, headings on every page, notes.")),
    ".tex": ("LaTeX", later("For \\\\input; its first lines say which packages the paper needs.")),
    ".html": ("HTML", later("A page to read, print or send.")),
    ".md": ("Markdown", later("For notes and repositories.")),
    ".csv": (
        "CSV",
        later("For statistics programs, and for Excel, which knows by a mark in it that it is UTF-8."),
    ),
    ".json": ("JSON", later("For programs: everything there is, nothing rounded.")),
}
_MARKED = ".csv"
_FORMATS: dict[Kind, str] = {"count": "%d", "share": "percent", "number": "%.3f"}

_NOTES_AT_ONCE = 320  # letters, for the second note to stand beside the first
_FEW = 8  # names that a line can hold
_TALL = 88  # a row with three lines of running text: lower ones are not wrapped


def plain(text: str) -> str:
    r"""Make text from a study safe to put into Markdown: it shows as written and does nothing.

    Streamlit reads labels and captions as Markdown, where text could draw links, pictures from elsewhere,
    formulas or icons. A backslash before every ASCII punctuation mark takes that away (CommonMark, 2.4), but
    for addresses, which GitHub's extension of Markdown links by itself (GFM, 6.9).

    >>> plain("[x](y) :red[b]")
    '\\[x\\]\\(y\\) \\:red\\[b\\]'
    >>> plain("www.x.org") == "www\N{WORD JOINER}\\.x\\.org"
    True
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(_JOINER, text.replace("\n", " ")))


def some(names: Sequence[str]) -> str:
    """Name a few of many: a line is no list.

    >>> some(["P1", "P2", "P3"])
    'P1, P2, P3'
    """
    named = ", ".join(names[:_FEW])
    if len(names) <= _FEW:
        return named
    return say("{names} and {n} more", names=named, n=number(len(names) - _FEW))


def listed(names: Iterable[str], *, either: bool = False) -> str:
    """Name all of some things, as in a sentence.

    >>> listed(["P1", "P2", "P3"])
    'P1, P2 and P3'
    """
    *first, last = [*names] or [""]
    if not first:
        return last
    joined = later("{names} or {last}") if either else later("{names} and {last}")
    return say(joined, names=", ".join(first), last=last)


def coder_picker(study: studies.Study) -> None:
    """Let the person at the screen say who they are, or join by a new name."""
    known = studies.coders(study)
    chosen = st.selectbox(
        say("You are"),
        known,
        index=None,
        key=state.CODER,
        placeholder=say("Choose or type your name"),
        accept_new_options=True,
        bind="query-params",
    )
    if chosen is None or chosen in known:
        return
    try:
        Coder(chosen)
        st.caption(say("{name} is new here and joins with the first coding.", name=plain(chosen)))
    except Invalid as refused:
        st.error(plain(str(refused)))
        st.stop()


def ask_who(wanted: str, *, in_sidebar: bool = True) -> None:
    """Tell somebody who cannot change the study why not: they have not said who they are, or they only read.

    Parameters
    ----------
    wanted
        What they would do, in their language: "to code".
    in_sidebar
        Whether they can say there who they are.
    """
    if state.reads_only():
        told = say(
            "You read this study and change nothing in it. Ask a lead for another role {wanted}.",
            wanted=wanted,
        )
    elif in_sidebar:
        told = say("Choose who you are in the sidebar {wanted}. Until then you can read.", wanted=wanted)
    else:
        told = say("Choose who you are {wanted}. Until then you can read.", wanted=wanted)
    st.info(told)


def no_transcripts(told: str = "") -> None:
    """Say that there is nothing to read yet, in these words or the usual, and lead to where some come in."""
    usual = say("There are no transcripts yet. Import some on the page Transcripts.")
    _nothing_yet(told or usual, "Transcripts", say("Import transcripts"))


def nothing_coded(told: str) -> None:
    """Say in these words that no passage is coded yet, and lead to where it is done."""
    _nothing_yet(told, "Code", say("Read and code a transcript"))


def _nothing_yet(told: str, page: str, label: str) -> None:
    st.info(told)
    if not state.reads_only():
        st.page_link(state.page(page), label=label, icon=":material/arrow_forward:")


@dataclass(frozen=True)
class Edition:
    """The release of the codebook at which a page shows the study, and the latest there is."""

    version: str
    latest: str

    @property
    def is_older(self) -> bool:
        """Whether there is a later one."""
        return self.version != self.latest


def version_switch(study: studies.Study) -> Edition:
    """Let the reader choose at which release to see the study; there is nothing to choose with only one.

    Whoever chooses nothing sees the latest, also after the next release: so that is stored as no choice.
    """
    from toolkit.workflow import revising  # noqa: PLC0415 - slow to load, and not on every page

    *older, latest = revising.versions(study)
    if not older:
        return Edition(latest, latest)
    state.restore_version()
    with st.sidebar:
        chosen = st.selectbox(
            say("Codebook version"),
            ["", *reversed(older)],
            format_func=lambda version: version or say("{version} (latest)", version=latest),
            key=state.VERSION,
            bind="query-params",
            help=say(
                "Codings are never rewritten: each is seen at this version by way of the change records."
            ),
        )
    state.keep_version(chosen)
    return Edition(chosen or latest, latest)


def tell_version(edition: Edition) -> None:
    """Say so if the page shows an older release, with a way back."""
    if edition.is_older:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            seen = say(
                "Seen at codebook {version}; the latest is {latest}. Coding always happens under the latest.",
                version=edition.version,
                latest=edition.latest,
            )
            st.caption(f":material/history: {seen}", width="content")
            st.button(say("See the latest"), type="tertiary", on_click=_see_latest, key="see the latest")


def _see_latest() -> None:
    st.session_state[state.VERSION] = ""


def reworded(stretches: Iterable[tuple[str, str]]) -> str:
    r"""Return two wordings in one as Markdown: what went is struck out, what came is marked.

    The marks differ in form, not in colour alone, so that they survive grey print.

    >>> reworded([("same", "who "), ("gone", "writes"), ("new", "approves"), ("same", " it")])
    'who :red[~~writes~~]:green-background[**approves**] it'
    """
    return "".join(_stretch(kind, text) for kind, text in stretches)


def _stretch(kind: str, text: str) -> str:
    """Mark the words of a stretch, and not the blanks around them: Markdown wants marks next to letters."""
    words = text.strip()
    if kind == "same" or not words:
        return plain(text)
    marked = f":red[~~{plain(words)}~~]" if kind == "gone" else f":green-background[**{plain(words)}**]"
    before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
    return f"{plain(before)}{marked}{plain(after)}"


def table_view(
    table: Table,
    key: str,
    *,
    height: int | None = None,
    show: Sequence[str] = (),
    wide: Sequence[str] = (),
    tall: bool = False,
) -> None:
    """Show a table with its notes and buttons to download it.

    The downloads hold all columns, whichever are shown; see `grid` for the others.
    """
    grid(table, height=height, show=show, wide=wide, tall=tall)
    notes(table.notes)
    downloads(table, key)


def notes(told: Sequence[str]) -> None:
    """Show the first notes on a table or figure, at most two, and the others where they are asked for.

    Files hold all of them.
    """
    at_once = 2 if sum(map(len, told[:2])) <= _NOTES_AT_ONCE else 1
    first, more = told[:at_once], told[at_once:]
    if len(more) == 1:
        first, more = told, ()
    if first:
        st.caption(plain(" ".join(first)))
    if more:
        with st.expander(say_many("{n} more note", "{n} more notes", len(more)), icon=":material/notes:"):
            st.caption("\n".join(f"- {plain(note)}" for note in more))


def grid(
    table: Table,
    *,
    height: int | None = None,
    show: Sequence[str] = (),
    wide: Sequence[str] = (),
    tall: bool = False,
    key: str | None = None,
    on_cell: Callable[[], None] | None = None,
) -> None:
    """Show the cells of a table, under the headings a paper prints; their names are told beside.

    Parameters
    ----------
    height
        In pixels; by default as high as the table is, up to ten rows.
    show
        The columns to show, in this order; by default all.
    wide
        Columns of running text, which get room to be read.
    tall
        Give each row three lines.
    key, on_cell
        What to call when somebody chooses a cell, and where the session then says which.
    """
    import pandas as pd  # noqa: PLC0415 - likewise

    frame = pd.DataFrame(list(table.rows), columns=list(table.names), dtype=object)
    for column in table.columns:
        if column.kind != "text":
            frame[column.name] = pd.to_numeric(frame[column.name])
    chosen: dict[str, Any] = {"key": key, "on_select": on_cell, "selection_mode": "single-cell"}
    st.dataframe(
        frame,
        hide_index=True,
        # A table without numbers lacks some of them.
        column_order=[name for name in show if name in table.names] or None,
        column_config={
            column.name: _configured(column, wide=column.name in wide) for column in table.columns
        },
        height=height or "auto",
        row_height=_TALL if tall else None,
        placeholder="",
        alt=table.title,
        **(chosen if on_cell else {}),
    )


def _configured(column: Column, *, wide: bool) -> ColumnConfig:
    # Headings are drawn as they are; what is told about them is read as Markdown.
    told = None if column.printed == column.name else plain(column.name)
    if column.kind == "text":
        return st.column_config.TextColumn(column.printed, help=told, width="large" if wide else None)
    form = _FORMATS[column.kind] if column.of is None else f"%d of {column.of}"
    return st.column_config.NumberColumn(column.printed, help=told, format=form)


def downloads(table: Table, key: str) -> None:
    """Offer the table in every format it can be written to; the file is made when it is asked for."""
    from toolkit.workflow import exporting  # noqa: PLC0415 - likewise

    with st.popover(say("Download"), icon=":material/download:"):
        for ending, (name, what_for) in _ENDINGS.items():
            st.download_button(
                name,
                partial(exporting.as_bytes, table, ending, bom=ending == _MARKED),
                file_name=f"{key}{ending}",
                key=f"{key}{ending}",
                help=say(what_for),
                on_click="ignore",
                width="stretch",
            )


def figure_downloads(figure: Figure, key: str) -> None:
    """Offer the figure with its title and caption, as `downloads` does a table."""
    from toolkit.workflow import exporting  # noqa: PLC0415 - likewise

    with st.container(horizontal=True):
        for ending, name in _PICTURES.items():
            st.download_button(
                name,
                partial(exporting.as_bytes, figure, ending),
                file_name=f"figure-{key}{ending}",
                key=f"figure-{key}{ending}",
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
            )
