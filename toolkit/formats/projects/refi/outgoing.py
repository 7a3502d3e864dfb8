"""A project on its way into XML: what everything goes by, and the elements as they are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from lxml import etree

from toolkit.formats.codebooks.outline import named
from toolkit.formats.codebooks.sections import cleaned
from toolkit.formats.projects.refi.guids import CERTAINTIES, CONSENSUS, Guids, normal
from toolkit.formats.projects.refi.outgoing_cases import types, with_participants
from toolkit.formats.projects.refi.outgoing_codes import OutgoingCodes
from toolkit.formats.projects.refi.passages import Passage, passages
from toolkit.formats.projects.refi.restoring import (
    Restored,
    completed,
    restored,
    with_own_guids,
    without_files,
    without_loose_ends,
)
from toolkit.formats.projects.refi.shapes import NAMESPACE, local
from toolkit.formats.projects.refi.targets import ORIGINS, Counting, Target, encoded
from toolkit.formats.projects.refi.typed import as_long, first_words, moment, visible
from toolkit.model.project import Project, ProjectCase, ProjectCoding, ProjectMemo, ProjectText

CONSENSUS_NAME: Final = "Consensus"
CONSENSUS_TOLD: Final = (
    "The user Consensus is nobody: codings by this user are what the team settled on, made from the codings"
    " of all coders and from decisions on where they disagree."
)
"""Stands in the description of a project that holds such codings."""

_CERTAINTY_TOLD: Final = {
    "sure": "The coder was sure of the codings that point to this note.",
    "unsure": "The coder was unsure of the codings that point to this note.",
}
_FRAME: Final = (
    f'<Project xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{NAMESPACE} '
    'http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"/>'
)
_ENDS: Final = ("startPosition", "endPosition")
_FOLDER: Final = "sources"


class Outgoing:
    """A project, drawn up once.

    Parameters
    ----------
    apart
        Whether texts lie in files of their own.
    """

    def __init__(self, project: Project, target: Target = "standard", *, apart: bool = True) -> None:
        self._project = project
        self._target: Target = target
        self._apart = apart
        self._guids = Guids(project.key)
        self.passages = passages(project)
        self.codes = OutgoingCodes(project, self._guids)
        self._nobody = _nobody(project)
        self._cases = with_participants(project)
        self._texts = {text.key: self._guids.of("text", text.key) for text in project.texts}
        self.restored = self._restored()
        self._known = {_name(each): each for each in reversed(self.restored.parts.pop("Variables", []))}
        self._types = types(
            project, {name: each.get("typeOfVariable", "") for name, each in self._known.items()}
        )
        self._take_guids()
        self._notes = self._notes_by_subject()
        # What was kept comes last: whatever the project holds itself has its guid first.
        with_own_guids(self.restored, self._guids)

    def xml(self) -> bytes:
        """Return the whole as the bytes of a .qde; to be asked for once."""
        root = self._root()
        made = {
            "Users": self._users(),
            "CodeBook": self._codebook(),
            "Variables": self._variables(),
            "Cases": map(self._case, self._cases),
            "Sources": self._sources(),
            "Notes": self._note_elements(),
            **{name: iter(self.restored.parts.get(name, [])) for name in ("Links", "Sets", "Graphs")},
        }
        for name, elements in made.items():
            _add(root, name).extend(list(elements))
        if told := self._description():
            _add(root, "Description", told)
        self._point_to_notes(root, "study", "")
        if self._project.kept:
            without_files(root, self._members(), self.restored.left_out)
            without_loose_ends(root, self.restored.left_out)
        for container in [child for child in root if _is_empty(child)]:
            root.remove(container)
        etree.indent(root)
        written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        return written + b"\n"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the text files with their names in the archive."""
        for text in self._project.texts:
            yield f"{_FOLDER}/{self._file(text)}", encoded(text.text, self._target)

    def _restored(self) -> Restored:
        held = {
            "Cases": frozenset(case.key for case in self._cases),
            "Notes": frozenset(memo.key for memo in self._project.memos),
            "Within": frozenset(self._texts),
        }
        return restored(self._project.kept, held)

    def _take_guids(self) -> None:
        """Give everything its guid, in an order that is the same each time."""
        for coder in self._project.coders:
            self._coder(coder.key)
        for coding in self._project.codings:
            if self.passages.written_as[coding.key] == coding.key:
                self._guids.of("coding", coding.key)
        for memo in self._project.memos:
            self._guids.of("memo", memo.key)
        for case in self._cases:
            self._guids.of("case", case.key)
        for name in self._types:
            known = self._known.get(name)
            self._guids.of("variable", name, "" if known is None else known.get("guid", ""))
        for text, found in self.passages.of.items():
            for passage in found:
                self._selection(text, passage)

    def _coder(self, key: str) -> str:
        is_nobody = key in self._nobody or normal(key) == CONSENSUS
        return CONSENSUS if is_nobody else self._guids.of("coder", key)

    def _selection(self, text: str, passage: Passage) -> str:
        return self._guids.of("selection", f"{self._texts[text]} {passage.start} {passage.end}")

    def _file(self, text: ProjectText) -> str:
        return f"{self._called(text)}.txt"

    def _members(self) -> frozenset[str]:
        return frozenset(self._file(text) for text in self._project.texts if self._apart)

    def _called(self, text: ProjectText) -> str:
        """Return what the element of a text goes by, which for the text of a PDF may be another guid."""
        return self.restored.inner.get(text.key, self._texts[text.key])

    # --- the whole ------------------------------------------------------------------------------------

    def _root(self) -> etree._Element:
        root = etree.fromstring(_FRAME)
        root.set("name", visible(self._project.name))
        root.set("origin", ORIGINS[self._target])
        return root

    def _description(self) -> str:
        told = visible(self._project.description)
        if not self._has_consensus() or CONSENSUS_TOLD in told:
            return told
        return f"{told}\n\n{CONSENSUS_TOLD}" if told else CONSENSUS_TOLD

    def _has_consensus(self) -> bool:
        return any(coding.consensus for coding in self._project.codings)

    def _users(self) -> Iterator[etree._Element]:
        names = {self._coder(coder.key): visible(coder.name) for coder in self._project.coders}
        if self._has_consensus() or CONSENSUS in names:
            names[CONSENSUS] = CONSENSUS_NAME
        for guid, name in names.items():
            yield _element("User", guid=guid, name=name)

    def _codebook(self) -> Iterator[etree._Element]:
        key_of = {guid: key for key, guid in self.codes.guid.items()}
        codes = self.codes.elements(lambda guid: self._notes["code", key_of[guid]])
        if codes:
            held = _element("Codes")
            held.extend(codes)
            yield held

    # --- variables and cases --------------------------------------------------------------------------

    def _variables(self) -> Iterator[etree._Element]:
        for name, kind in self._types.items():
            guid = self._guids.of("variable", name)
            made = _element("Variable", guid=guid, name=visible(name), typeOfVariable=kind)
            if name in self._known:
                made.extend(list(self._known[name]))
            yield made

    def _case(self, case: ProjectCase) -> etree._Element:
        made = _element("Case", guid=self._guids.of("case", case.key), name=visible(case.name))
        _describe(made, case.description)
        self._give_values(made, case)
        for text in case.texts:
            _add(made, "SourceRef", targetGUID=self._texts[text])
        completed(made, self.restored.inside.get(("Cases", case.key), []))
        return made

    def _give_values(self, element: etree._Element, owner: ProjectCase | ProjectText) -> None:
        for name, value in owner.attributes.items():
            if value:
                held = _add(element, "VariableValue")
                _add(held, "VariableRef", targetGUID=self._guids.of("variable", name))
                _add(held, f"{self._types[name]}Value", visible(value))

    # --- sources --------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[etree._Element]:
        """Yield the sources: texts in their order, those of PDFs in these, then what was kept besides."""
        for text in self._project.texts:
            pdf = self.restored.around.get(text.key)
            if pdf is None:
                yield self._text(text, "TextSource")
            else:
                pdf.set("guid", self._texts[text.key])
                completed(pdf, [self._text(text, "Representation")])
                yield pdf
        yield from self.restored.parts.get("Sources", [])

    def _text(self, text: ProjectText, name: str) -> etree._Element:
        made = _element(name, guid=self._called(text), name=visible(text.name))
        if self._apart:
            made.set("plainTextPath", f"internal://{self._file(text)}")
        _set_moment(made, text.made_at)
        _describe(made, text.description)
        if not self._apart:
            _add(made, "PlainTextContent", as_long(text.text))
        counting = Counting(text.text, self._target)
        for passage in self.passages.of[text.key]:
            made.append(self._passage(text, passage, counting))
        self._point_to_notes(made, "transcript", text.key)
        self._give_values(made, text)
        completed(made, self._kept_of("Within", text.key, text.text, counting))
        return made

    def _kept_of(self, place: str, key: str, text: str, counting: Counting) -> list[etree._Element]:
        """Return what was kept of a text or note; passages in it, whose positions are ours, as counted."""
        found = []
        for each in self.restored.inside.get((place, key), []):
            if local(each) == "PlainTextSelection":
                start, end = (int(each.get(name, "")) for name in _ENDS)
                if not 0 <= start <= end <= len(text):
                    self.restored.left_out[local(each)] += 1
                    continue
                for name, position in zip(_ENDS, (start, end), strict=True):
                    each.set(name, str(counting.at(position)))
            found.append(each)
        return found

    def _passage(self, text: ProjectText, passage: Passage, counting: Counting) -> etree._Element:
        made = _element(
            "PlainTextSelection",
            guid=self._selection(text.key, passage),
            name=first_words(text.text[passage.start : passage.end]),
            startPosition=str(counting.at(passage.start)),
            endPosition=str(counting.at(passage.end)),
        )
        self._sign(made, passage.codings[0])
        for coding in passage.codings:
            made.append(self._coding(coding))
        return made

    def _coding(self, coding: ProjectCoding) -> etree._Element:
        made = _element("Coding", guid=self._guids.of("coding", coding.key))
        self._sign(made, coding)
        _add(made, "CodeRef", targetGUID=self.codes.guid[coding.code])
        if coding.certainty is not None:
            _add(made, "NoteRef", targetGUID=CERTAINTIES[coding.certainty])
        self._point_to_notes(made, "coding", coding.key)
        return made

    def _sign(self, element: etree._Element, coding: ProjectCoding) -> None:
        """Say who made it, and when."""
        coder = CONSENSUS if coding.consensus else self._coder(coding.coder) if coding.coder else ""
        if coder:
            element.set("creatingUser", coder)
        _set_moment(element, coding.made_at)

    # --- notes ----------------------------------------------------------------------------------------

    def _notes_by_subject(self) -> defaultdict[tuple[str, str], list[str]]:
        """Return guids of notes by what they are on: the text, if it is a coding that is not written."""
        text_of = {coding.key: coding.text for coding in self._project.codings}
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for memo in self._project.memos:
            about, subject = memo.about, "" if memo.about == "study" else memo.subject
            if about == "coding":
                subject = self.passages.written_as[memo.subject]
                about, subject = (about, subject) if subject else ("transcript", text_of[memo.subject])
            found[about, subject].append(self._guids.of("memo", memo.key))
        return found

    def _point_to_notes(self, element: etree._Element, about: str, subject: str) -> None:
        for guid in self._notes[about, subject]:
            _add(element, "NoteRef", targetGUID=guid)

    def _note_elements(self) -> Iterator[etree._Element]:
        yield from map(self._note, self._project.memos)
        said = {
            coding.certainty
            for coding in self._project.codings
            if self.passages.written_as[coding.key] == coding.key
        }
        for certainty, guid in CERTAINTIES.items():
            if certainty in said:
                made = _element("Note", guid=guid, name=f"Certainty: {certainty}")
                _add(made, "PlainTextContent", _CERTAINTY_TOLD[certainty])
                yield made
        yield from self.restored.parts.get("Notes", [])

    def _note(self, memo: ProjectMemo) -> etree._Element:
        title = visible(memo.title) or first_words(memo.text)
        made = _element("Note", guid=self._guids.of("memo", memo.key), name=title)
        if memo.author:
            made.set("creatingUser", self._coder(memo.author))
        _set_moment(made, memo.made_at)
        text = visible(memo.text)
        _add(made, "PlainTextContent", text)
        completed(made, self._kept_of("Notes", memo.key, text, Counting(text, "standard")))
        return made


def _nobody(project: Project) -> set[str]:
    """Return the coders who stand for the consensus: who did nothing but what the team settled on."""
    settled = {coding.coder for coding in project.codings if coding.consensus}
    did = {coding.coder for coding in project.codings if not coding.consensus}
    return settled - did - {memo.author for memo in project.memos} - {""}


def _element(tag: str, /, **attributes: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{tag}", attributes)


def _add(parent: etree._Element, tag: str, text: str = "", /, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    made.text = text or None
    return made


def _name(variable: etree._Element) -> str:
    """Return what values are found by: the name as it is read."""
    return named(cleaned(variable.get("name", "")))


def _describe(element: etree._Element, text: str) -> None:
    if text:
        _add(element, "Description", visible(text))


def _set_moment(element: etree._Element, told: str) -> None:
    if made_at := moment(told):
        element.set("creationDateTime", made_at)


def _is_empty(element: etree._Element) -> bool:
    return not len(element) and not element.text and not element.attrib
