"""Misspelt and foreign keys: told with the key that was probably meant, and read as that one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from toolkit.errors import Fault
from toolkit.formats.codebooks.nodes import Mapping, Node, shown

_LONGEST_GUESSED = 40
_LIKE_ENOUGH = 0.7

# What someone writes who comes from SKOS vocabularies.
_SKOS = {
    "prefLabel": "label",
    "altLabel": "alt_labels",
    "hiddenLabel": "alt_labels",
    "notation": "id",
    "broader": "parent",
    "scopeNote": "include",
    "editorialNote": "notes",
    "note": "notes",
    "related": "exclude",
    "exactMatch": "aligned_with",
    "closeMatch": "aligned_with",
    "broadMatch": "aligned_with",
    "narrowMatch": "aligned_with",
    "relatedMatch": "aligned_with",
}
_MEANT_BY_SKOS = {name.casefold(): meant for name, meant in _SKOS.items()}
# Words for the same thing that no likeness of letters would find.
_MEANT = {"name": "label", "color": "colour", "description": "definition"}


def spelt(node: Mapping, known: Sequence[str], owner: str) -> tuple[Mapping, list[Fault]]:
    """Replace keys that are not known.

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
    tuple
        The node with known keys only, misspelt ones renamed (and doubted, so that no more is said about
        them), and one fault for each key that was not known.
    """
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    doubtful = set(node.doubtful)
    faults = []
    for key, value in node.entries.items():
        meant: str | None = key
        if key not in known:
            meant, remedy = _meant(key, known)
            what = f"unknown key {shown(key)} in {owner}"
            faults.append(Fault(node.key_lines[key], what, remedy))
            if meant is None or meant in node.entries or meant in entries:
                continue
            doubtful.add(meant)
        if meant is not None:
            entries[meant], lines[meant] = value, node.key_lines[key]
    return replace(node, entries=entries, key_lines=lines, doubtful=frozenset(doubtful)), faults


def _meant(key: str, known: Sequence[str]) -> tuple[str | None, str]:
    """Return the known key probably meant, and what to do about it."""
    folded = key.removeprefix("skos:").casefold()
    if (found := _MEANT_BY_SKOS.get(folded)) in known:
        return found, f"this is SKOS; write {found}"
    if (found := _MEANT.get(folded) or _alike(folded, known)) in known:
        return found, f"did you mean {found!r}?"
    return None, f"use one of {', '.join(known)}"


def _alike(key: str, known: Sequence[str]) -> str | None:
    if len(key) > _LONGEST_GUESSED:
        return None
    found = difflib.get_close_matches(key.replace("-", "_").replace(" ", "_"), known, 1, _LIKE_ENOUGH)
    return found[0] if found else None
