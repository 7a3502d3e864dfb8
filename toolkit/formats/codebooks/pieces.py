"""One theme, code or header at a time: from nodes to the model's own dataclass, every fault with its line.

A faulty piece is mended as far as possible (a wrong entry is left out, a wrong label stood in for), so that
the rest of it can be judged too, and nothing is said that only follows from a fault already told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from toolkit.errors import Fault, Invalid
from toolkit.formats.codebooks.nodes import (
    Listing,
    Mapping,
    Node,
    Path,
    Text,
    at,
    doubted,
    is_nothing,
    line_at,
    plain,
    shown,
)
from toolkit.model.checks import InvalidFields

_T = TypeVar("_T")
# Faults come in layers: types, then each exclusion as a whole, then the piece as a whole, then its links to
# itself; two more in case. The bound keeps a stand-in that is itself refused from being tried for ever.
_LAYERS = 6

_MUST_BE = {
    "string_type": ("must be text", "write words after the colon"),
    "tuple_type": ("must be a list", "begin each entry on a line of its own with a dash"),
    "bool_parsing": ("must be true or false", ""),
    "bool_type": ("must be true or false", ""),
    "dict_type": ("must be keys with values", "indent them below it"),
}
_TEXT_LIKE = {"version": "1.0.0", "since": "0.1.0", "deprecated_in": "0.2.0", "colour": "#1f77b4"}


@dataclass(frozen=True)
class Piece(Generic[_T]):
    """A part of the file as far as it could be read.

    Attributes
    ----------
    value
        The noun, with stand-ins and gaps where the file is at fault; None if too little is left.
    node
        The part of the file `value` was made from; it knows which of its keys are doubted.
    """

    value: _T | None
    node: Node
    faults: tuple[Fault, ...]


def read_piece(adapter: TypeAdapter[_T], node: Node, owner: str, stand_ins: dict[str, str]) -> Piece[_T]:
    """Build one noun from its node.

    Parameters
    ----------
    adapter
        Builds the dataclass.
    node
        What the file holds for it, with known keys only.
    owner
        What to call it in messages, such as `code 'audience'`.
    stand_ins
        Text to go on with for required keys that are missing or wrong; the fault is told nevertheless.
    """
    faults: list[Fault] = []
    for _ in range(_LAYERS):
        try:
            return Piece(adapter.validate_python(plain(node)), node, tuple(faults))
        except ValidationError as error:
            told = [words for details in error.errors() for words in _told(details, node, owner)]
        faults += [
            Fault(line_at(node, path), what, remedy) for path, what, remedy in told if not doubted(node, path)
        ]
        causes = {_cause(node, path, stand_ins) for path, _, _ in told}
        if () in causes:
            break
        node = _without(node, causes, stand_ins)
    return Piece(None, node, tuple(faults))


def _told(error: ErrorDetails, node: Node, owner: str) -> Iterator[tuple[Path, str, str]]:
    """Yield where, what and remedy of one error of the validator, in words for a reader of the file."""
    path, kind = error["loc"], error["type"]
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, InvalidFields):
        for name, invalid in raised.by_field.items():
            yield (*path, name), invalid.what, invalid.remedy
    elif isinstance(raised, Invalid):
        yield path, raised.what, raised.remedy
    elif kind == "missing":
        key = path[-1]
        yield path, f"{_named(owner, path[:-1])} has no {key}", f"write {key}: with its text"
    elif kind == "dataclass_type":
        keys = "when: and, for the code to use instead, use:" if path else "id:, label: and so on"
        yield path, f"{_named(owner, path)} must be keys with values", f"write {keys}"
    elif kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        what = f"{path[-1]} must not be {shown(str(error['input']))}"
        yield path, f"{_named(owner, path[:-1])}: {what}", f"use one of {expected}"
    elif is_nothing(at(node, path)):
        yield path, f"{_named(owner, path)} is empty", "fill it or remove its dash"
    else:
        must, remedy = _MUST_BE.get(kind, (f"cannot be used ({error['msg']})", ""))
        if like := _TEXT_LIKE.get(str(path[-1])):
            must, remedy = f"must be text like {like}", ""
        yield path, f"{_named(owner, path)} {must}", remedy


def _named(owner: str, path: Path) -> str:
    """Say in words where a path leads.

    >>> _named("code 'audience'", ("exclude", 1, "use"))
    "code 'audience': exclude, entry 2, use"
    """
    said = ", ".join(f"entry {step + 1}" if isinstance(step, int) else step for step in path)
    return f"{owner}: {said}" if said else owner


def _cause(node: Node, path: Path, stand_ins: dict[str, str]) -> Path:
    """Return the path to the smallest part that can be left out or stood in for."""
    while path and path[-1] not in stand_ins and at(node, path) is None:
        path = path[:-1]
    return path


def _without(node: Node, causes: set[Path], stand_ins: dict[str, str], here: Path = ()) -> Node:
    """Return the node without the parts at fault, or with stand-ins for them; their keys are doubted."""
    if isinstance(node, Listing):
        kept = [
            _without(entry, causes, stand_ins, (*here, place))
            for place, entry in enumerate(node.entries)
            if (*here, place) not in causes
        ]
        return replace(node, entries=tuple(kept))
    if isinstance(node, Mapping):
        entries = {
            key: _without(entry, causes, stand_ins, (*here, key))
            for key, entry in node.entries.items()
            if (*here, key) not in causes
        }
        doubtful = {str(path[-1]) for path in causes if path[:-1] == here}
        entries |= {key: Text(node.line, stand_ins[key]) for key in doubtful if key in stand_ins}
        lines = {**dict.fromkeys(entries, node.line), **node.key_lines}
        return replace(node, entries=entries, key_lines=lines, doubtful=node.doubtful | doubtful)
    return node
