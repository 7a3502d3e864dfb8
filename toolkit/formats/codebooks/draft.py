"""A native file on its way to a codebook: all its parts, and what is wrong with each and with the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from toolkit.errors import Fault
from toolkit.formats.codebooks.nodes import Listing, Mapping, Node, Path, doubted, is_nothing, line_at, shown
from toolkit.formats.codebooks.pieces import Piece, read_piece
from toolkit.formats.codebooks.spelling import spelt
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.soundness import Excerpt, Finding, findings

SCHEMA = "intercoder-codebook/1"

_T = TypeVar("_T", Theme, Code, CodebookChange)


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_KEYS = ("schema", "codebook", "themes", "codes", "deprecated", "rules", "changes")
_NEEDED = {
    "schema": f"write schema: {SCHEMA} at the top",
    "codebook": "write codebook: with id, title and version below it",
    "themes": "write themes: with a list below it",
    "codes": "write codes: with a list below it",
}
HEADER_KEYS = tuple(name for name in _names(Codebook) if name not in _KEYS)
_STAND_INS = {"label": "?", "when": "?", "title": "?", "version": "0.0.0", "deprecated_in": "0.0.0"}


_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Theme, Code, CodebookChange, Codebook)
}


@dataclass(frozen=True)
class _Group(Generic[_T]):
    """The themes, codes or deprecated codes that could be read.

    Attributes
    ----------
    unread
        Ids of those that could not be.
    complete
        Whether every id of the group is known.
    """

    pieces: tuple[Piece[_T], ...]
    unread: frozenset[str] = frozenset()
    complete: bool = True

    @property
    def values(self) -> tuple[_T, ...]:
        return tuple(piece.value for piece in self.pieces if piece.value is not None)


class Draft:
    """The parts of a file, each as far as it could be read.

    Attributes
    ----------
    faults
        What is wrong with single parts.
    hints
        What was read although it is not spelt as ours.
    """

    def __init__(self, root: Mapping) -> None:
        self.faults: list[Fault] = []
        self.hints: list[Fault] = []
        self._given = root
        self._root = self._spelt(root, _KEYS, "the file")
        self._check_needed()
        self._header = self._read_header()
        self._themes = self._read_group("themes", Theme, "theme")
        self._codes = self._read_group("codes", Code, "code")
        self._deprecated = self._read_group("deprecated", Code, "deprecated code")
        self._changes = self._read_group("changes", CodebookChange, "record")

    def judged(self) -> tuple[list[Fault], list[Fault]]:
        """Check the parts together; return errors and warnings, without what only follows from `faults`."""
        errors: list[Fault] = []
        warnings: list[Fault] = []
        for finding in findings(self._excerpt()):
            line = self._line_of(finding)
            if line is not None:
                kept = errors if finding.is_error else warnings
                kept.append(Fault(line, finding.what, finding.remedy))
        return errors, warnings

    def codebook(self) -> Codebook:
        """Return the codebook of a file without faults."""
        if self._header.value is None:
            raise ValueError("a faulty file was asked for its codebook")
        return replace(
            self._header.value,
            themes=self._themes.values,
            codes=self._codes.values,
            deprecated=self._deprecated.values,
            changes=self._changes.values,
        )

    def _excerpt(self) -> Excerpt:
        groups = (self._themes, self._codes, self._deprecated)
        # Records hold no ids that anything links to, so that an unread one hides nothing.
        header = self._header
        known = header.value is not None and not doubted(header.node, ("version",))
        return Excerpt(
            header.value.version if known and header.value is not None else None,
            self._themes.values,
            self._codes.values,
            self._deprecated.values,
            self._changes.values,
            unread=frozenset().union(*(group.unread for group in groups)),
            complete=all(group.complete for group in groups),
        )

    def _line_of(self, finding: Finding) -> int | None:
        """Return the line of a finding; None if it only follows from a fault already told."""
        group, index, *rest = finding.path
        node = self._nodes[str(group)][int(index)]
        return None if doubted(node, tuple(rest)) else line_at(node, tuple(rest))

    @cached_property
    def _nodes(self) -> dict[str, list[Node]]:
        """The part of the file behind each value, by group."""
        groups: dict[str, tuple[Piece[Any], ...]] = {
            "themes": self._themes.pieces,
            "codes": self._codes.pieces,
            "deprecated": self._deprecated.pieces,
            "changes": self._changes.pieces,
        }
        return {
            name: [piece.node for piece in pieces if piece.value is not None]
            for name, pieces in groups.items()
        }

    def line(self, path: Path) -> int:
        """Return the line of a place of the codebook, or of the nearest one above it that is in the file."""
        group, *rest = path or ("codebook",)
        if group not in self._nodes:
            return line_at(self._root, path)
        index, *deeper = rest or (0,)
        nodes = self._nodes[str(group)]
        if int(index) >= len(nodes):
            return self._root.key_lines.get(str(group), 0)
        return line_at(nodes[int(index)], tuple(deeper))

    def _spelt(self, node: Mapping, known: Sequence[str], owner: str) -> Mapping:
        spelling = spelt(node, known, owner)
        self.faults += spelling.faults
        self.hints += spelling.hints
        return spelling.node

    def _check_needed(self) -> None:
        for key, remedy in _NEEDED.items():
            if is_nothing(self._root.entries.get(key)) and not self._root.doubts(key):
                line = self._root.key_lines.get(key, 0)
                self.faults.append(Fault(line, f"{key} is missing", remedy))

    def _read_header(self) -> Piece[Codebook]:
        """Read the header and the rules as a codebook without codes, which is one the model accepts."""
        node = self._header_node()
        empty: dict[str, Node] = {"themes": Listing(node.line, ()), "codes": Listing(node.line, ())}
        rules = {key: value for key, value in self._root.entries.items() if key == "rules"}
        lines = {**node.key_lines, **self._root.key_lines}
        doubtful = node.doubtful | (self._root.doubtful & {"rules"})
        whole = replace(node, entries={**node.entries, **rules, **empty}, key_lines=lines, doubtful=doubtful)
        return self._kept(read_piece(_ADAPTERS[Codebook], whole, "codebook", {**_STAND_INS, "id": "unread"}))

    def _header_node(self) -> Mapping:
        node = self._root.entries.get("codebook")
        if isinstance(node, Mapping):
            return self._spelt(node, HEADER_KEYS, "codebook")
        if not is_nothing(node):
            what = "codebook must be keys with values"
            self.faults.append(Fault(self._root.key_lines["codebook"], what, _NEEDED["codebook"]))
        # Its keys are missing because it is; that was told.
        return Mapping(self._root.key_lines.get("codebook", 0), {}, {}, doubtful=frozenset(HEADER_KEYS))

    def _kept(self, piece: Piece[Any]) -> Piece[Any]:
        self.faults += piece.faults
        return piece

    def _read_group(self, key: str, kind: type[_T], called: str) -> _Group[_T]:
        node = self._root.entries.get(key)
        if isinstance(node, Listing):
            return self._read_members(node, kind, called, complete=not self._given.doubts(key))
        if not is_nothing(node):
            remedy = f"begin each {called} with a dash"
            self.faults.append(Fault(self._root.key_lines[key], f"{key} must be a list", remedy))
        optional = key not in _NEEDED
        return _Group((), complete=optional and is_nothing(node) and not self._given.doubts(key))

    def _read_members(self, node: Listing, kind: type[_T], called: str, *, complete: bool) -> _Group[_T]:
        members = [self._read_member(entry, kind, called, n) for n, entry in enumerate(node.entries, 1)]
        ids = [id_ for _, id_ in members]
        return _Group(
            tuple(piece for piece, _ in members),
            unread=frozenset(
                id_ for piece, id_ in members if piece.value is None or doubted(piece.node, ("id",))
            ),
            complete=complete and not node.gaps and all(ids),
        )

    def _read_member(self, node: Node, kind: type[_T], called: str, number: int) -> tuple[Piece[_T], str]:
        """Read one theme or code; return it with its id, which is empty if nobody can tell it."""
        id_, owner = "", f"{called} {number}"
        if isinstance(node, Mapping):
            owner = _owner(node, called, number)
            node = self._spelt(node, _names(kind), owner)
            id_, owner = node.text("id"), _owner(node, called, number)
            node = self._with_spelt_exclusions(node, owner)
        stand_ins = {**_STAND_INS, "id": f"{called.replace(' ', '-')}-{number}"}
        return self._kept(read_piece(_ADAPTERS[kind], node, owner, stand_ins)), id_

    def _with_spelt_exclusions(self, node: Mapping, owner: str) -> Mapping:
        exclusions = node.entries.get("exclude")
        if not isinstance(exclusions, Listing):
            return node
        entries = tuple(
            self._spelt(entry, _names(Exclusion), f"exclude of {owner}")
            if isinstance(entry, Mapping)
            else entry
            for entry in exclusions.entries
        )
        return replace(node, entries={**node.entries, "exclude": replace(exclusions, entries=entries)})


def _owner(node: Mapping, called: str, number: int) -> str:
    """Return what to call a theme or code in messages: by its id or, without one, by its place."""
    id_ = node.text("id")
    return f"{called} {shown(id_) if id_ else number}"
