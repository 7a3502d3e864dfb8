"""Tables of findings: themes, frequencies, who speaks of what, who takes part, who has read what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Sequence
from functools import partial
from typing import Final, Literal

import streamlit as st

from toolkit.model.consensus import CONSENSUS
from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.ui import kept, parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.findings import address, behind, choosing, filters, numbers
from toolkit.ui.pages.findings.behind import By, Of
from toolkit.ui.parts import Edition
from toolkit.workflow import drawing, reporting
from toolkit.workflow.studies import Study
from toolkit.workflow.tracing import Choices

_HEIGHT: Final = 420
_COUNTED: Final[dict[str, Literal["segments", "presence", "words", "percent"]]] = {
    later("Segments"): "segments",
    later("Yes or no"): "presence",
    later("Words"): "words",
    later("% of words"): "percent",
}
_PARTICIPANT: Final = "participant"
_COLUMNS: Final = "matrix columns"
_DROPPED: Final = "participants dropped"
_OWN_COLUMNS: Final = ("code_id", "label", "theme", "total")


def themes(study: Study, selection: Selection, edition: Edition) -> None:
    """Show the main findings table."""
    table = kept.table(reporting.themes, study, counts=numbers.wanted(), selection=selection)
    numbers.say_if_nothing(study, selection, table, "n_segments", edition)
    shown = (
        "theme",
        "code",
        "n_participants",
        "participants",
        "n_segments",
        "quote",
        "quote_participant",
        "description",
    )
    behind.linked(
        table,
        "themes",
        rows=list(_of_themes(table, choosing.choices(study, edition.version))),
        height=_HEIGHT,
        show=shown,
        wide=["quote", "description"],
        tall=True,
    )
    behind.passages(study, selection, edition)
    _below(table, "themes")


def _of_themes(table: Table, known: Choices) -> Iterator[Of | None]:
    """Yield what each row counts: the table tells themes and codes by label only, in their order."""
    themes = iter(known.themes)
    theme, codes = "", iter(known.codes)
    for label, code in zip(table.column("theme"), table.column("code"), strict=True):
        if code is None:
            theme = next((each.id for each in themes if each.label == label), "")
            codes = iter([each for each in known.codes if each.theme == theme])
            yield Of(theme=theme) if theme else None
        else:
            found = next((each.id for each in codes if each.label == code), "")
            yield Of(code=found) if found else None


def frequency(study: Study, selection: Selection, edition: Edition) -> None:
    """Show how many speak of each code."""
    table = kept.table(reporting.frequency, study, counts=numbers.wanted(), selection=selection)
    numbers.say_if_nothing(study, selection, table, "n_segments", edition)
    behind.linked(table, "frequency", rows=_of_codes(table), height=_HEIGHT, show=_labels_first(table))
    behind.passages(study, selection, edition)
    _below(table, "frequency")


def _of_codes(table: Table) -> list[Of | None]:
    return [Of(code=str(code)) for code in table.column("code_id")]


def _labels_first(table: Table, last: Sequence[str] = ("code_id",)) -> list[str]:
    """Return the columns so that numbers stand beside labels, on a narrow screen, too."""
    return ["label", *(name for name in table.names if name not in ("label", *last)), *last]


def matrix(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who speaks of what, as a figure and as a table, by participants or by what they have in common."""
    known = choosing.choices(study, edition.version)
    with st.container(horizontal=True, key="matrix-controls"):
        by = _columns_are(known)
        counted = st.segmented_control(
            say("Cells tell"),
            list(_COUNTED),
            format_func=say,
            default=next(iter(_COUNTED)),
            required=True,
            key="matrix values",
            persist_state="session",
        )
        counts = numbers.wanted()
    values = _COUNTED[counted]
    table = kept.table(reporting.matrix, study, by=by, values=values, counts=counts, selection=selection)
    numbers.say_if_nothing(study, selection, table, "total", edition)
    leading = _people_of if by == _PARTICIPANT else partial(_groups_of, by, behind.people(known, selection))
    behind.linked(
        table,
        f"matrix {by}",
        rows=_of_codes(table),
        columns=leading(table, known),
        height=_HEIGHT,
        show=_labels_first(table, last=("theme", "code_id")),
    )
    behind.passages(study, selection, edition)
    _below(table, "matrix")
    with st.expander(say("As a figure"), expanded=True):
        # A figure is drawn of numbers, whatever the table shows.
        drawn = kept.table(
            reporting.matrix, study, by=by, values=values, counts="n_of_N", selection=selection
        )
        kept.chart(drawing.heat_map, "heatmap", drawn)


def _columns_are(known: Choices) -> str:
    """Ask what the columns are: participants, or the values of something that is known of them."""
    groups = [
        name
        for name in known.attributes
        if name != _PARTICIPANT
        and filters.can_be_named(name)
        and len(known.values(name)) < filters.MOST_VALUES
    ]
    options = [_PARTICIPANT, *groups]
    if st.session_state.get(_COLUMNS) not in options:
        st.session_state[_COLUMNS] = _PARTICIPANT
    chosen: str = st.selectbox(
        say("Columns"),
        options,
        format_func=lambda name: say("Participant") if name == _PARTICIPANT else filters.heading(name),
        key=_COLUMNS,
        width=220,
        persist_state="session",
    )
    return chosen


def _people_of(table: Table, known: Choices) -> dict[str, By]:
    """Return whom each column counts: a participant whose name another column has is called so."""
    people = set(known.participants)
    found = {}
    for name in table.names:
        person = _without_prefix(name, people)
        if name not in _OWN_COLUMNS and person in people:
            found[name] = By(participant=person)
    return found


def _groups_of(attribute: str, offered: Collection[By], table: Table, known: Choices) -> dict[str, By]:
    """Return which participants each column counts, as far as one value of the attribute names them."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for value in known.values(attribute):
        values[reporting.group_name(value)].append(value)
    found: dict[str, By] = {}
    for name in table.names:
        group = _without_prefix(name, values)
        if name not in _OWN_COLUMNS and len(values.get(group, ())) == 1:
            by = By(where=f"{attribute}={values[group][0]}")
            found |= {name: by} if by in offered else {}
    return found


def _without_prefix(name: str, known: Container[str]) -> str:
    while name not in known and name.startswith("participant "):
        name = name.removeprefix("participant ")
    return name


def participants(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who takes part, with what is known of them, and by what somebody could be recognised."""
    _tell_filters(
        say(
            ":material/filter_alt: Of the filters, only those by participants and what is known of them, and "
            "for words who speaks and questions, and the version count in this view."
        )
    )
    everything = kept.table(reporting.participants, study, selection=Selection(at=edition.version))
    columns = [name for name in everything.names if name != _PARTICIPANT]
    if st.session_state.get(_DROPPED):
        st.session_state[_DROPPED] = [name for name in st.session_state[_DROPPED] if name in columns]
    with st.container(horizontal=True, vertical_alignment="bottom", key="participants-controls"):
        drop = st.multiselect(
            say("Leave out"),
            columns,
            placeholder=say("No column"),
            key=_DROPPED,
            format_func=filters.heading,
            persist_state="session",
            width=360,
        )
        smallest = int(
            st.number_input(
                say("Small cells: fewer than"),
                1,
                value=3,
                key="smallest cell",
                width=160,
                help=say("The notes list what fewer participants share: it may tell who they are."),
            )
        )
        extent = st.toggle(say("Transcripts and words"), key="extent", persist_state="session")
    table = kept.table(
        reporting.participants, study, drop=tuple(drop), smallest=smallest, extent=extent, selection=selection
    )
    if not columns:
        st.info(
            say(
                "Nothing more is known of the participants yet. Import a table of them on the page "
                "Transcripts."
            )
        )
    parts.table_view(table, "participants", height=_HEIGHT)


def coverage(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who has read what under which version, and what that leaves unsearched."""
    st.caption(
        say(
            "A code that was added, widened or brought back after a reading was not looked for in it: that "
            "nobody coded it there says nothing yet."
        )
    )
    _tell_filters(
        say(":material/filter_alt: Of the filters, only that by coders and the version count in this view.")
    )
    coders = tuple(name for name in selection.coder if name != CONSENSUS)
    table = kept.table(reporting.coverage, study, coder=coders, at=edition.version)
    parts.table_view(table, "coverage", wide=["codes_not_yet_searched"])


def _tell_filters(told: str) -> None:
    if address.is_narrowed():
        st.caption(told)


def _below(table: Table, key: str) -> None:
    """Show the notes of a table, and offer it as a file."""
    parts.notes(table.notes)
    parts.downloads(table, key)
