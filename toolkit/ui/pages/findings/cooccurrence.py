"""Co-occurrence: which codes stand together."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.ui import kept, parts
from toolkit.ui.language import later, say
from toolkit.ui.pages.findings import behind, choosing, filters, numbers
from toolkit.ui.pages.findings.behind import Of, Together
from toolkit.ui.parts import Edition
from toolkit.workflow import drawing, reporting
from toolkit.workflow.studies import Study
from toolkit.workflow.tracing import Choices

_HEIGHT: Final = 320
_WITHIN: Final[dict[str, Literal["passage", "overlap", "turns"]]] = {
    later("Overlapping"): "overlap",
    later("Same passage"): "passage",
    later("Turns nearby"): "turns",
}
_SHOWN: Final = (
    *("label_a", "label_b", "n_segments", "n_participants"),
    *("jaccard", "n_a", "n_b", "code_a", "code_b"),
)


def cooccurrence(study: Study, selection: Selection, edition: Edition) -> None:
    """Show which codes stand together, as a map and as a table of pairs."""
    with st.container(horizontal=True, key="together-controls"):
        chosen = st.segmented_control(
            say("Two codes stand together"),
            list(_WITHIN),
            format_func=say,
            default=next(iter(_WITHIN)),
            required=True,
            key="together within",
            persist_state="session",
        )
        within = _WITHIN[chosen]
        turns = 1
        if within == "turns":
            turns = int(
                st.number_input(
                    say("Turns apart, at most"),
                    0,
                    value=1,
                    key="together turns",
                    width=180,
                    help=say(
                        "0 is the same turn. Turns that do not count, as interviewers', are not counted."
                    ),
                )
            )
        counts = numbers.wanted()
    table = kept.table(
        reporting.cooccurrence, study, within=within, turns=turns, counts=counts, selection=selection
    )
    if not table.rows:
        numbers.say_if_nothing(study, selection, table, "", edition)
        st.info(
            say(
                "No two codes stand together in this way. Turns nearby finds more than passages that overlap."
            )
        )
    rows = [
        Of(code=str(a), other=str(b)) for a, b in zip(*map(table.column, ("code_a", "code_b")), strict=True)
    ]
    labels = _labels(rows, choosing.choices(study, edition.version))
    behind.linked(table, "cooccurrence", rows=rows, height=_height(table), show=_SHOWN)
    behind.passages(study, selection, edition, together=Together(labels, within, turns))
    parts.notes(table.notes)
    parts.downloads(table, "cooccurrence")
    if table.rows:
        with st.expander(say("As a figure"), expanded=True):
            # A figure is drawn of numbers, whatever the table shows.
            drawn = kept.table(
                reporting.cooccurrence,
                study,
                within=within,
                turns=turns,
                counts="n_of_N",
                selection=selection,
            )
            kept.chart(drawing.cooccurrence_map, "cooccurrence", drawn)


def _height(table: Table) -> int | None:
    """Return how high the table is, None for as high as its few rows."""
    return _HEIGHT if len(table.rows) > _HEIGHT // 40 else None


def _labels(rows: list[Of], known: Choices) -> dict[Of, str]:
    """Return what each pair is called."""
    labels = filters.labels(known.codes)
    return {of: say("{a} and {b}", a=labels[of.code], b=labels[of.other]) for of in rows}
