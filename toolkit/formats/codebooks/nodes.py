"""YAML without surprises: keys, lists and text, each with its line.

A coding team's file needs no more. What YAML can do beyond (anchors and aliases, merge keys, tags, several
documents) lets a file say something else than it seems to, so it is refused with its line. Text stays text:
the label `no` is a word and 1.0 is no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from toolkit.errors import Fault, FaultyFile
from toolkit.model.transcript import Source

LARGEST = 5_000_000
DEEPEST = 20
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML counts lines
_LONGEST_SHOWN = 60

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar; `value` is None where the file has nothing after the colon or dash."""

    line: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list.

    `gaps` tells that entries were refused and are not in `entries`.
    """

    line: int
    entries: tuple[Node, ...]
    gaps: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values.

    Attributes
    ----------
    entries
        Value by key, without those that were refused.
    key_lines
        Line of each key.
    doubtful
        Keys that were given in a way that is refused; nothing more should be said about them.
    merged
        Whether a merge key may have supplied any key.
    """

    line: int
    entries: dict[str, Node]
    key_lines: dict[str, int]
    doubtful: frozenset[str] = frozenset()
    merged: bool = False

    def doubts(self, key: str) -> bool:
        """Tell whether a fault about the key would only follow from one already told."""
        return key in self.doubtful or (self.merged and key not in self.entries)

    def text(self, key: str) -> str:
        """Return the text of a key; empty if there is none."""
        found = self.entries.get(key)
        return (found.value or "") if isinstance(found, Text) else ""


Node = Text | Listing | Mapping


def shown(text: str) -> str:
    """Return text from a file as it can stand in a one-line message."""
    short = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return repr(short)


def is_nothing(node: Node | None) -> bool:
    """Tell whether the file has nothing there."""
    return node is None or (isinstance(node, Text) and node.value is None)


def plain(node: Node) -> Plain:
    """Return the node as dictionaries, lists and text; a key with nothing after it counts as not written."""
    match node:
        case Text():
            return node.value
        case Listing():
            return [plain(entry) for entry in node.entries]
        case Mapping():
            return {key: plain(entry) for key, entry in node.entries.items() if not is_nothing(entry)}


def at(node: Node, path: Path) -> Node | None:
    """Return the node the path leads to, or None."""
    for step in path:
        found: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            found = node.entries.get(step)
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.entries):
            found = node.entries[step]
        if found is None:
            return None
        node = found
    return node


def line_at(node: Node, path: Path) -> int:
    """Return the line of the key or entry the path leads to, or of the last one that is there."""
    line = node.line
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            line, node = node.key_lines[step], node.entries[step]
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.entries):
            node = node.entries[step]
            line = node.line
        else:
            break
    return line


def doubted(node: Node, path: Path) -> bool:
    """Tell whether a fault at the path would only follow from one already told."""
    for step in path:
        if isinstance(node, Mapping) and node.doubts(str(step)):
            return True
        found = at(node, (step,))
        if found is None:
            return False
        node = found
    return False


def read(source: Source) -> tuple[Node, list[Fault]]:
    """Read a file as one YAML document.

    Parameters
    ----------
    source
        The file: UTF-8, with or without a byte order mark.

    Returns
    -------
    tuple
        The root, without the parts that are refused, and a fault for each of those.

    Raises
    ------
    FaultyFile
        If there is no document to go on with: not text, not YAML, empty, too large or too deep.
    """
    text = _decoded(source)
    building = _Building(source.name, iter(yaml.parse(text, Loader=yaml.CSafeLoader)))
    try:
        root = building.document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(source.name, error) from error
    if root is None:
        raise FaultyFile(source.name, [Fault(0, "is empty", "write the codebook into it")])
    return root, building.faults


def _decoded(source: Source) -> str:
    if len(source.data) > LARGEST:
        what = f"has {len(source.data):,} bytes, and a codebook file may have {LARGEST:,}"
        raise FaultyFile(source.name, [Fault(0, what, "give a codebook, not data")])
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 text (byte 0x{source.data[error.start]:02X})"
        raise FaultyFile(source.name, [Fault(line, what, "save it as plain text in UTF-8")]) from error
    if found := _FORBIDDEN.search(text):
        line = _lines_before(text, found.start()) + 1
        what = f"holds the unprintable character U+{ord(found[0]):04X}"
        raise FaultyFile(source.name, [Fault(line, what, "remove it")])
    return text


def _lines_before(text: str, position: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(text, 0, position))


def _syntax_fault(name: str, error: yaml.MarkedYAMLError) -> FaultyFile:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    told = " ".join(part for part in (error.context, error.problem) if part)
    remedy = "check the indentation, and put quotes around text that holds ': ' or begins with a special sign"
    return FaultyFile(name, [Fault(line, f"cannot be read as YAML ({told})", remedy)])


@dataclass
class _Building:
    """Builds the tree from the parser's events, noting what is refused on the way."""

    name: str
    events: Iterator[yaml.Event]
    faults: list[Fault] = field(default_factory=list)
    anchored: dict[str, Node | None] = field(default_factory=dict)

    def document(self) -> Node | None:
        """Return the root of the first document; more documents are a fault."""
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins here", "keep one codebook in one file")
                    break
                root = self._node(next(self.events), depth=1)
        # A file of blanks and comments has no document, or one empty scalar.
        return None if isinstance(root, Text) and root.value is None else root

    def _refuse(self, event: yaml.Event, what: str, remedy: str) -> None:
        self.faults.append(Fault(_line(event), what, remedy))

    def _node(self, event: yaml.Event, depth: int) -> Node | None:
        """Return what begins with `event`; None if it is refused."""
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            raise TypeError(f"no node begins with {event!r}")
        self._check_anchor_and_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            node: Node = Text(_line(event), _scalar(event))
        elif depth > DEEPEST:
            # Going on would let a small file keep the parser busy for hours.
            self._refuse(event, f"goes more than {DEEPEST} levels deep", "a codebook needs six")
            raise FaultyFile(self.name, self.faults)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._listing(event, depth)
        else:
            node = self._mapping(event, depth)
        if event.anchor is not None:
            # Only text is handed on: repeating larger parts could blow a small file up.
            self.anchored[event.anchor] = node if isinstance(node, Text) else None
        return node

    def _alias(self, event: yaml.AliasEvent) -> Node | None:
        self._refuse(event, f"repeats another place by the alias *{event.anchor}", "write the text out")
        meant = self.anchored.get(event.anchor or "")
        return Text(_line(event), meant.value) if isinstance(meant, Text) else None

    def _check_anchor_and_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, f"has the anchor &{event.anchor}", "remove it; every text stands for itself")
        if event.tag is not None:
            what = f"has the tag {shown(event.tag.replace('tag:yaml.org,2002:', '!!'))}"
            self._refuse(event, what, "remove it, or put quotes around text that begins with !")

    def _listing(self, start: yaml.Event, depth: int) -> Listing:
        found = [self._node(event, depth + 1) for event in self._until(yaml.SequenceEndEvent)]
        entries = tuple(node for node in found if node is not None)
        return Listing(_line(start), entries, gaps=len(entries) < len(found))

    def _mapping(self, start: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        doubtful: set[str] = set()
        merged = False
        for event in self._until(yaml.MappingEndEvent):
            if _is_merge_key(event):
                self._refuse(event, "has the merge key <<", "write the keys out")
                self._pass_over(depth)
                merged = True
                continue
            key = self._key(event, depth)
            value = self._node(next(self.events), depth + 1)
            if key is None:
                continue
            if key in lines:
                what = f"key {shown(key)} stands twice, on lines {lines[key]} and {_line(event)}"
                self._refuse(event, what, "keep one of them")
                doubtful.add(key)
                continue
            lines[key] = _line(event)
            if value is None or isinstance(event, yaml.AliasEvent):
                doubtful.add(key)
            if value is not None:
                entries[key] = value
        return Mapping(_line(start), entries, lines, frozenset(doubtful), merged)

    def _key(self, event: yaml.Event, depth: int) -> str | None:
        node = self._node(event, depth + 1)
        if isinstance(node, Text) and node.value:
            return node.value
        if node is not None:
            self._refuse(event, "has a key that is no word", "write a word before the colon")
        return None

    def _pass_over(self, depth: int) -> None:
        """Read one node without a word about what is in it."""
        told = len(self.faults)
        self._node(next(self.events), depth + 1)
        del self.faults[told:]

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _scalar(event: yaml.ScalarEvent) -> str | None:
    nothing = not event.value and event.implicit[0]
    return None if nothing else event.value


def _is_merge_key(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]
