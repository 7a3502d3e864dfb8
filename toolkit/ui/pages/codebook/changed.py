"""What changed between two versions, for reading; and the tables that report it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

import streamlit as st

from toolkit.model.codebook import Codebook
from toolkit.model.consensus import Verdict
from toolkit.model.lineage import Lineage
from toolkit.ui import parts
from toolkit.ui.language import later, number, say
from toolkit.ui.pages.codebook import telling
from toolkit.ui.parts import Edition
from toolkit.workflow import revising
from toolkit.workflow.revising import Alteration
from toolkit.workflow.studies import Study

_KINDS: Final = {
    "added": later("Added"),
    "in use again": later("In use again"),
    "out of use": later("Out of use"),
    "missing": later("No longer listed"),
    "redefined": later("Redefined"),
    "moved": later("Moved"),
    "renamed": later("Renamed"),
    "described": later("Described otherwise"),
}
_QUIET: Final = ("renamed", "described")
_RECORDS: Final = (
    "id",
    "version",
    "op",
    "subjects",
    "results",
    "rationale",
    "decided_by",
    "verdicts",
    "settled",
)


def show(study: Study, lineage: Lineage, edition: Edition) -> None:
    """Show what changed between two versions that the reader chooses."""
    old, new = _two_versions(lineage.versions, edition.version)
    found, led = revising.alterations(lineage, old, new), revising.led(study)
    counts = {kind: sum(each.kind == kind for each in found) for kind in _KINDS}
    st.markdown(
        " ".join(
            f":gray-badge[{say(_KINDS[kind])} {number(count)}]" for kind, count in counts.items() if count
        )
        or say("Nothing differs.")
    )
    for kind, heading in _KINDS.items():
        group = [each for each in found if each.kind == kind]
        if group:
            with (
                st.expander(f"{say(heading)} :gray[{number(counts[kind])}]", expanded=kind not in _QUIET),
                st.container(key=f"changes-{kind.replace(' ', '-')}"),
            ):
                _group(group, lineage, lineage.at(edition.version), led)
    st.header(say("Tables"))
    _tables(study, old, new)


def _two_versions(versions: Sequence[str], at: str) -> tuple[str, str]:
    """Let the reader choose a version and a later one; first the one the page is at, and that before it."""
    place = max(versions.index(at), 1)
    left, right, _ = st.columns([1, 1, 3])
    older = left.selectbox(say("From"), versions[:-1], index=place - 1, key=f"from {at}")
    later = versions[versions.index(older) + 1 :]
    first = later.index(versions[place]) if versions[place] in later else 0
    newer = right.selectbox(say("To"), later, index=first, key=f"to {at} {older}")
    return older, newer


def _group(
    group: Iterable[Alteration], lineage: Lineage, book: Codebook, led: Mapping[str, Sequence[Verdict]]
) -> None:
    """Show differences of one kind: those with the same records together, above what the records say."""
    by_records = sorted(group, key=lambda each: [change.id for change in each.records])
    for place, (records, same) in enumerate(groupby(by_records, key=lambda each: each.records)):
        if place:
            st.divider()
        for name, of_one in groupby(same, key=lambda each: each.id):
            _item(name, list(of_one), lineage, book)
        for change in records:
            telling.record(change, lineage, led.get(change.id, ()))


def _item(name: str, altered: Sequence[Alteration], lineage: Lineage, book: Codebook) -> None:
    """Show what changed in one theme or code, with a link to its card if the page is at a version with it."""
    first = altered[0]
    if name in book.code:
        st.button(
            f"**{parts.plain(first.label)}** :gray[{parts.plain(name)}]",
            key=f"{first.kind} {name}",
            type="tertiary",
            on_click=telling.choose,
            args=(name,),
        )
    else:
        told = parts.plain(name)
        if any(name in each.theme for each in lineage.releases):
            told = say("theme {name}", name=told)
        st.markdown(f"**{parts.plain(first.label)}** :gray[{told}]")
    telling.alterations(altered, lineage)


def _tables(study: Study, old: str, new: str) -> None:
    records, history, migration = st.tabs(
        [say("Change records"), say("History of the codebook"), say("Migration of codings")]
    )
    with records:
        table = revising.change_records(study, old, new)
        parts.table_view(
            table, f"change-records-{old}-{new}", show=_RECORDS, wide=["rationale"], tall=True, height=360
        )
    with history:
        parts.table_view(revising.history(study), "codebook-history", wide=["note"])
    with migration:
        st.caption(say("What became of codings made under earlier versions, seen at {version}.", version=new))
        parts.table_view(revising.migration(study, at=new), f"migration-{new}")
