"""Tables of findings: themes, frequencies, who speaks of what, who takes part, who has read what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.model.table import Table, Value
from toolkit.ui import kept, parts
from toolkit.ui.pages.findings import behind, choosing
from toolkit.ui.pages.findings.behind import By, Of
from toolkit.ui.parts import Edition
from toolkit.workflow import drawing, reporting
from toolkit.workflow.studies import Study
from toolkit.workflow.tracing import Choices

_HEIGHT: Final = 420
_COUNTED: Final[dict[str, Literal["segments", "presence", "words"]]] = {
    "Segments": "segments",
    "Yes or no": "presence",
    "Words": "words",
}
_OWN_COLUMNS: Final = ("code_id", "label", "theme", "total")


def say_if_nothing(counts: Sequence[Value], edition: Edition) -> None:
    """Say what to do if all these are zero."""
    if any(counts):
        return
    if edition.is_older:
        st.info(
            f"No coding counts at codebook {edition.version}. What was coded under later versions is not "
            "there yet; the notes under the table tell how many that are."
        )
    elif choosing.is_narrowed():
        st.info("Nothing that is chosen here is coded. Clear filters to see the whole study.")
    else:
        st.info(
            "No passage is coded yet. Choose a transcript on the page Code, and code what speaks of a theme."
        )


def themes(study: Study, selection: Selection, edition: Edition) -> None:
    """Show the main findings table."""
    table = kept.table(reporting.themes, study, counts="n_of_N", selection=selection)
    with st.container():
        say_if_nothing(table.column("n_segments"), edition)
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
    table = kept.table(reporting.frequency, study, counts="n_of_N", selection=selection)
    with st.container():
        say_if_nothing(table.column("n_segments"), edition)
    behind.linked(table, "frequency", rows=_of_codes(table), height=_HEIGHT, show=_labels_first(table))
    behind.passages(study, selection, edition)
    _below(table, "frequency")


def _of_codes(table: Table) -> list[Of | None]:
    return [Of(code=str(code)) for code in table.column("code_id")]


def _labels_first(table: Table, last: Sequence[str] = ("code_id",)) -> list[str]:
    """Return the columns so that numbers stand beside labels, on a narrow screen, too."""
    return ["label", *(name for name in table.names if name not in ("label", *last)), *last]


def matrix(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who speaks of what, as a figure and as a table."""
    counted = st.segmented_control(
        "Cells tell",
        list(_COUNTED),
        default=next(iter(_COUNTED)),
        required=True,
        key="matrix values",
        persist_state="session",
    )
    table = kept.table(
        reporting.matrix, study, values=_COUNTED[counted], counts="n_of_N", selection=selection
    )
    with st.container():
        say_if_nothing(table.column("total"), edition)
    known = choosing.choices(study, edition.version)
    behind.linked(
        table,
        "matrix",
        rows=_of_codes(table),
        columns=_columns(table, known),
        height=_HEIGHT,
        show=_labels_first(table, last=("theme", "code_id")),
    )
    behind.passages(study, selection, edition)
    _below(table, "matrix")
    with st.expander("As a figure", expanded=True):
        kept.chart(drawing.heat_map, "heatmap", table)


def _columns(table: Table, known: Choices) -> dict[str, By]:
    """Return whom each column counts: a participant whose name another column has is called so."""
    people = set(known.participants)
    found = {}
    for name in table.names:
        person = name
        while person not in people and person.startswith("participant "):
            person = person.removeprefix("participant ")
        if name not in _OWN_COLUMNS and person in people:
            found[name] = By(participant=person)
    return found


def participants(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who takes part, with what is known of them."""
    _tell_filters("those by participants and what is known of them")
    known = choosing.choices(study, edition.version)
    left = {known.people[name] for name in known.remaining(selection)}
    table = kept.table(reporting.participants, study)
    everybody = not selection.participant and not selection.where
    people = table.column("participant")
    rows = tuple(row for person, row in zip(people, table.rows, strict=True) if everybody or person in left)
    if not table.rows:
        st.info("Nothing is known of the participants yet. Import a table of them on the page Transcripts.")
    parts.table_view(replace(table, rows=rows), "participants", height=_HEIGHT)


def coverage(study: Study, selection: Selection, edition: Edition) -> None:
    """Show who has read what under which version, and what that leaves unsearched."""
    st.caption(
        "A code that was added, widened or brought back after a reading was not looked for in it: that "
        "nobody coded it there says nothing yet."
    )
    _tell_filters("that by coders")
    table = kept.table(reporting.coverage, study, at=edition.version)
    if coders := selection.coder:
        at = table.names.index("coder")
        table = replace(table, rows=tuple(row for row in table.rows if row[at] in coders))
    parts.table_view(table, "coverage", wide=["codes_not_yet_searched"])


def _tell_filters(which: str) -> None:
    if choosing.is_narrowed():
        st.caption(f":material/filter_alt: Of the filters, only {which} and the version count in this view.")


def _below(table: Table, key: str) -> None:
    """Show the notes of a table, and offer it as a file."""
    st.caption(parts.plain(" ".join(table.notes)))
    parts.downloads(table, key)
