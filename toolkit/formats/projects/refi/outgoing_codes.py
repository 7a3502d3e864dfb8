"""The codes of a project on their way out: as our codebook has them, and those that are in no codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from toolkit.formats.codebooks import refi, sections
from toolkit.formats.codebooks.sections import CODE_ID, Content
from toolkit.formats.projects.refi.guids import Guids, normal
from toolkit.formats.projects.refi.shapes import NAMESPACE
from toolkit.formats.projects.refi.typed import colour, visible
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.project import Project, ProjectCode

DEEPEST: Final = 100
"""Levels of codes that are written; programs that read XML go no deeper than some 250."""

_FLAGS: Final = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code as it is written; `parent` is the guid of the one it lies under."""

    guid: str
    parent: str
    name: str
    codable: bool
    colour: str
    description: str


class OutgoingCodes:
    """The codes of a project.

    Attributes
    ----------
    guid
        What each goes by, by its key in the project.
    flattened
        How many lie too deep and are put beside the code they lie under.
    """

    def __init__(self, project: Project, guids: Guids) -> None:
        self.guid: dict[str, str] = {}
        self._entries: list[_Entry] = []
        if project.codebook is not None:
            self._take_codebook(project, project.codebook, guids)
        self._take_others(project, guids)
        self._parents, self.flattened = _bounded({entry.guid: entry.parent for entry in self._entries})

    def elements(self, notes: Callable[[str], Iterable[str]]) -> list[etree._Element]:
        """Return the codes at the top, with those below them inside.

        Parameters
        ----------
        notes
            Guids of the notes on a code, by its guid.
        """
        made = {entry.guid: _element(entry, notes(entry.guid)) for entry in self._entries}
        for entry in self._entries:
            if parent := self._parents[entry.guid]:
                made[parent].append(made[entry.guid])
        return [made[entry.guid] for entry in self._entries if not entry.parent]

    def _take_codebook(self, project: Project, codebook: Codebook, guids: Guids) -> None:
        by_id = _by_id(project.codes)
        of: dict[str | None, str] = {}
        items: tuple[Theme | Code, ...] = (*codebook.themes, *codebook.codes)
        for item in items:
            known = by_id.get(item.id)
            key = item.id if known is None else known.key
            of[item.id] = guids.of("code", key, normal(key) or refi.guid(codebook.id, item.id))
            self.guid[key] = of[item.id]
        for theme in codebook.themes:
            text = refi.described(codebook, theme)
            self._add(of[theme.id], "", theme.label, theme.colour or "", text, codable=theme.codable)
        for code in codebook.codes:
            text = refi.described(codebook, code)
            self._add(of[code.id], of[code.parent], code.label, code.colour or "", text, codable=code.codable)

    def _take_others(self, project: Project, guids: Guids) -> None:
        book = "" if project.codebook is None else project.codebook.id
        others = [code for code in project.codes if code.key not in self.guid]
        for code in others:
            wanted = normal(code.key) or (refi.guid(book, code.id) if book and code.id else "")
            self.guid[code.key] = guids.of("code", code.key, wanted)
        for code in others:
            above = self.guid[code.parent] if code.parent else ""
            text = described(code)
            self._add(self.guid[code.key], above, code.name, code.colour, text, codable=code.codable)

    def _add(self, guid: str, parent: str, name: str, shade: str, text: str, *, codable: bool) -> None:
        self._entries.append(_Entry(guid, parent, visible(name), codable, colour(shade), visible(text)))


def described(code: ProjectCode) -> str:
    """Return the description of a code that is in no codebook; its definition alone if that is all there is.

    >>> described(ProjectCode("1", "Trust", definition="Relying on others."))
    'Relying on others.'
    """
    content = Content(
        definition=code.definition,
        include=code.include,
        exclude=code.exclude,
        example=code.example,
        boundary=code.boundary,
        alt_labels=code.alt_labels,
        aligned_with=code.aligned_with,
        notes=code.notes,
        facts={CODE_ID: code.id} if code.id else {},
    )
    is_plain = content == Content(definition=code.definition) == sections.parted(code.definition)
    return code.definition if is_plain else sections.composed(content)


def _bounded(parents: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Return parents by which no code lies too deep, and how many codes had others."""
    level = {"": 0}
    bounded: dict[str, str] = {}
    for code in parents:
        path = [code]
        while parents[path[-1]] not in level:
            path.append(parents[path[-1]])
        for each in reversed(path):
            if each in level:
                continue
            parent = parents[each]
            bounded[each] = bounded[parent] if level[parent] == DEEPEST else parent
            level[each] = min(level[parent] + 1, DEEPEST)
    return bounded, sum(bounded[code] != parent for code, parent in parents.items())


def _by_id(codes: Iterable[ProjectCode]) -> dict[str, ProjectCode]:
    """Return the code that stands for each id of the codebook: the one that says so, or has it as key."""
    found: dict[str, ProjectCode] = {}
    told: Iterator[tuple[str, ProjectCode]] = iter(
        [
            *((code.id, code) for code in codes if code.id),
            *((code.key, code) for code in codes if not code.id),
        ]
    )
    for id_, code in told:
        found.setdefault(id_, code)
    return found


def _element(entry: _Entry, notes: Iterable[str]) -> etree._Element:
    attributes = {"guid": entry.guid, "name": entry.name, "isCodable": _FLAGS[entry.codable]}
    if entry.colour:
        attributes["color"] = entry.colour
    element = etree.Element(f"{{{NAMESPACE}}}Code", attributes)
    if entry.description:
        etree.SubElement(element, f"{{{NAMESPACE}}}Description").text = entry.description
    for note in notes:
        etree.SubElement(element, f"{{{NAMESPACE}}}NoteRef", targetGUID=note)
    return element
