"""Change records in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

from toolkit.model.change import CodebookChange
from toolkit.model.codebook import Codebook

Label = Callable[[str], str]


def labels(books: Iterable[Codebook]) -> Label:
    """Return a function that gives the label of an id: that of the last version which has it."""
    known: dict[str, str] = {}
    for book in books:
        known |= {code.id: code.label for code in (*book.deprecated, *book.codes)}
        known |= {theme.id: theme.label for theme in book.themes}
    return lambda name: known.get(name, name)


def told(change: CodebookChange, label: Label) -> str:
    """Say in words what a change record did."""
    subjects = _listed(map(label, change.subjects), "and")
    results = _listed(map(label, change.results), "or" if change.op == "retire" else "and")
    match change.op:
        case "add":
            said = f"Added {results}"
        case "rename":
            said = f"Renamed {subjects}"
        case "redefine":
            effect = "with the same meaning" if change.effect == "same" else change.effect
            said = f"Redefined {subjects}, {effect}"
        case "move":
            said = f"Moved {subjects} under {results}"
        case "merge":
            said = f"Merged {_listed(map(label, change.gone), 'and') or subjects} into {results}"
        case "split":
            said = f"Split {subjects} into {results}"
        case "retire":
            said = f"Retired {subjects}" + (f"; consider {results}" if results else "")
        case "reinstate":
            said = f"Brought back {subjects}"
        case _:
            assert_never(change.op)
    return said


def _listed(names: Iterable[str], joined: str) -> str:
    *first, last = [*names] or [""]
    return f"{', '.join(first)} {joined} {last}" if first else last
