"""Misspelt and foreign keys: told with the key that was probably meant, and read as that one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from toolkit.errors import Fault
from toolkit.formats.codebooks.nodes import Listing, Mapping, Node, shown

_LONGEST_GUESSED = 40
_LIKE_ENOUGH = 0.7

# What someone writes who comes from SKOS vocabularies: read as ours, with a hint.
_SKOS = {
    "prefLabel": "label",
    "altLabel": "alt_labels",
    "hiddenLabel": "alt_labels",
    "notation": "id",
    "broader": "parent",
    "scopeNote": "include",
    "editorialNote": "notes",
    "note": "notes",
    "exactMatch": "aligned_with",
    "closeMatch": "aligned_with",
    "broadMatch": "aligned_with",
    "narrowMatch": "aligned_with",
    "relatedMatch": "aligned_with",
}
_MEANT_BY_SKOS = {name.casefold(): meant for name, meant in _SKOS.items()}
# Words for the same thing that no likeness of letters would find.
_MEANT = {"name": "label", "color": "colour", "description": "definition"}


# Fields of ours that hold a list where SKOS repeats a property or gives one text.
_LISTS = {"alt_labels", "include", "aligned_with"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """Keys and values with known keys only.

    Attributes
    ----------
    faults
        One for each key that was not known.
    hints
        One for each key that was read as ours although it is spelt as in SKOS.
    """

    node: Mapping
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]


def spelt(node: Mapping, known: Sequence[str], owner: str) -> Spelling:
    """Replace keys that are not known: SKOS names by ours, misspelt ones by what was probably meant.

    Parameters
    ----------
    node
        Keys and values as in the file.
    known
        The keys that may stand there.
    owner
        What they belong to, for messages: `code 'audience'`.

    Returns
    -------
    Spelling
        Misspelt keys are doubted in its node, so that no more is said about them.
    """
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    doubtful = set(node.doubtful)
    faults, hints = [], []
    for key, value in node.entries.items():
        line = node.key_lines[key]
        if key in known:
            entries[key], lines[key] = value, line
        elif (ours := _from_skos(key, known)) is not None:
            added = _joined(entries.get(ours), value, ours)
            if added is None or (ours in node.entries and ours not in _LISTS):
                faults.append(Fault(line, f"{shown(key)} in {owner} repeats {ours}", "keep one of them"))
            else:
                hints.append(
                    Fault(line, f"{shown(key)} in {owner} is SKOS and read as {ours}", f"write {ours}")
                )
                entries[ours] = added
                lines.setdefault(ours, line)
        else:
            meant, remedy = _meant(key, known)
            faults.append(Fault(line, f"unknown key {shown(key)} in {owner}", remedy))
            if meant is not None and meant not in node.entries and meant not in entries:
                doubtful.add(meant)
                entries[meant], lines[meant] = value, line
    read = replace(node, entries=entries, key_lines=lines, doubtful=frozenset(doubtful))
    return Spelling(read, tuple(faults), tuple(hints))


def _from_skos(key: str, known: Sequence[str]) -> str | None:
    found = _MEANT_BY_SKOS.get(key.removeprefix("skos:").casefold())
    return found if found in known else None


def _joined(there: Node | None, value: Node, field: str) -> Node | None:
    """Add what a SKOS key holds to what its field has by now; None if the field holds one text only."""
    if field not in _LISTS:
        return value if there is None else None
    added = value if isinstance(value, Listing) else Listing(value.line, (value,))
    if there is None:
        return added
    return replace(there, entries=(*there.entries, *added.entries)) if isinstance(there, Listing) else None


def _meant(key: str, known: Sequence[str]) -> tuple[str | None, str]:
    """Return the known key probably meant, and what to do about it."""
    folded = key.casefold()
    if (found := _MEANT.get(folded) or _alike(folded, known)) in known:
        return found, f"did you mean {found!r}?"
    return None, f"use one of {', '.join(known)}"


def _alike(key: str, known: Sequence[str]) -> str | None:
    if len(key) > _LONGEST_GUESSED:
        return None
    found = difflib.get_close_matches(key.replace("-", "_").replace(" ", "_"), known, 1, _LIKE_ENOUGH)
    return found[0] if found else None
