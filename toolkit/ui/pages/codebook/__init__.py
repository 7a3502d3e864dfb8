"""Codebook: the codes with their definitions, how they came about, and the next version of them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from toolkit.model.lineage import Lineage
from toolkit.ui import kept, parts, state
from toolkit.ui.language import later, say
from toolkit.ui.pages import drafting
from toolkit.ui.pages.codebook import changed, codes
from toolkit.workflow import drawing, revising
from toolkit.workflow.studies import Study

TITLE: Final = "Codebook"
ICON: Final = ":material/account_tree:"

_CODES, _CHANGED = later("Codes"), later("What changed")
_RIVER, _DRAFT = later("River"), later("Draft")
_VIEWS: Final = (_CODES, _CHANGED, _RIVER, _DRAFT)
_MANY: Final = 80
_COLUMNS: Final = 4


def show(study: Study) -> None:
    """Show the page."""
    edition = parts.version_switch(study)
    lineage = revising.lineage(study)
    book = lineage.at(edition.version)
    st.title(say("Codebook {version}", version=book.version))
    parts.tell_version(edition)
    st.caption(parts.plain(f"{book.title}. {book.provenance}"))
    # No default besides: a link in one view sets the view, which Streamlit takes for a contradiction.
    state.restore_view(_VIEWS)
    view = st.segmented_control(
        say("Show"),
        _VIEWS,
        format_func=say,
        required=True,
        key=state.VIEW,
        label_visibility="collapsed",
    )
    state.keep_view(view or _CODES)
    if view == _DRAFT:
        drafting.show(study)
    elif view == _CODES:
        codes.show(study, lineage, book)
    elif len(lineage.releases) == 1:
        st.info(say("There is one version so far. Write the next one under Draft."))
    elif view == _CHANGED:
        changed.show(study, lineage, edition)
    else:
        _river(lineage)


def _river(lineage: Lineage) -> None:
    """Draw how the codes of each version came to be those of the next."""
    shown = lineage.releases
    if len(shown) > _COLUMNS:
        first, last = st.select_slider(
            say("Versions"), lineage.versions, value=(lineage.versions[-_COLUMNS], lineage.versions[-1])
        )
        shown = shown[lineage.versions.index(first) : lineage.versions.index(last) + 1]
    many = max(len(book.codes) for book in shown) > _MANY
    only_changed = st.toggle(say("Only codes that changed"), value=many)
    if not kept.chart(drawing.river_of, "river", Lineage(shown), only_changed=only_changed):
        st.info(say("No code changed between these versions."))
        return
    st.caption(
        say(
            "Each column is a version, each line follows a code by its id and the change records. A plus "
            "marks what was added, a cross what went out of use. Point at a line or a code for the record "
            "and the reason."
        )
    )
