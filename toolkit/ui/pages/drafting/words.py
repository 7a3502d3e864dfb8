"""Change records in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, assert_never

from toolkit.model.change import CodebookChange, Effect
from toolkit.model.codebook import Codebook
from toolkit.ui import parts
from toolkit.ui.language import later, say

Label = Callable[[str], str]
_REDEFINED: Final[dict[Effect | None, str]] = {
    "narrower": later("Redefined {codes}, narrower"),
    "wider": later("Redefined {codes}, wider"),
    "same": later("Redefined {codes}, with the same meaning"),
    None: later("Redefined {codes}"),
}


def labels(books: Iterable[Codebook]) -> Label:
    """Return a function that gives the label of an id: that of the last version which has it."""
    known: dict[str, str] = {}
    for book in books:
        known |= {code.id: code.label for code in (*book.deprecated, *book.codes)}
        known |= {theme.id: theme.label for theme in book.themes}
    return lambda name: known.get(name, name)


def told(change: CodebookChange, label: Label) -> str:
    """Say in words what a change record did."""
    subjects = parts.listed(map(label, change.subjects))
    results = parts.listed(map(label, change.results), either=change.op == "retire")
    match change.op:
        case "add":
            said = say("Added {codes}", codes=results)
        case "rename":
            said = say("Renamed {codes}", codes=subjects)
        case "redefine":
            said = say(_REDEFINED[change.effect], codes=subjects)
        case "move":
            said = say("Moved {codes} under {results}", codes=subjects, results=results)
        case "merge":
            gone = parts.listed(map(label, change.gone)) or subjects
            said = say("Merged {codes} into {results}", codes=gone, results=results)
        case "split":
            said = say("Split {codes} into {results}", codes=subjects, results=results)
        case "retire" if results:
            said = say("Retired {codes}; consider {results}", codes=subjects, results=results)
        case "retire":
            said = say("Retired {codes}", codes=subjects)
        case "reinstate":
            said = say("Brought back {codes}", codes=subjects)
        case _:
            assert_never(change.op)
    return said
