"""Which codes a reading under one version has looked for, seen at a later one.

A code that was added, widened or brought back since was not looked for: its absence says nothing.
"""

from __future__ import annotations

from typing import assert_never

from toolkit.model.change import CodebookChange
from toolkit.model.lineage import Lineage
from toolkit.model.version import Version


def searched(lineage: Lineage, made: str, at: str) -> frozenset[str]:
    """Return the codable ids of version `at` for which a reading under version `made` is complete.

    A merged code is complete if all its parts were; the codes of a split together are, once its codings are
    decided. A reading under a later version is not there yet, nor is anything coded in it.
    """
    book = lineage.at(at)
    if Version.of(made) > Version.of(at):
        return frozenset()
    known = set(lineage.at(made).codable)
    found = set(known)
    for change in lineage.between(made, at):
        _step(found, known, change)
    return frozenset(found) & frozenset(book.codable)


def _step(found: set[str], known: set[str], change: CodebookChange) -> None:
    """Change the ids searched, and the ids there have been so far, as one record does."""
    fresh = set(change.results) - known
    match change.op:
        case "merge" | "split":
            if found.issuperset(change.subjects):
                found |= fresh
            else:
                found -= set(change.results)
            found -= set(change.gone)
        case "retire" | "reinstate":
            found -= set(change.subjects)
        case "redefine":
            if change.effect == "wider":
                found -= set(change.subjects)
        case "add" | "rename" | "move":
            pass  # what is new was not searched; what is renamed or moved stays what it was
        case _:
            assert_never(change.op)
    known |= fresh


def unchanged(lineage: Lineage, one: str, other: str) -> frozenset[str]:
    """Return the codable ids that mean the same in two versions: what was coded under both is comparable."""
    older, newer = sorted((one, other), key=Version.of)
    touched = {
        name
        for change in lineage.between(older, newer)
        if change.op not in ("rename", "move") and change.effect != "same"
        # What a retirement suggests instead is not touched by it.
        for name in (change.subjects if change.op == "retire" else change.named)
    }
    return frozenset(lineage.at(older).codable) & frozenset(lineage.at(newer).codable) - touched
