"""A project file opened: its XML, and the files that lie beside it in the archive.

The XML is the one `.qde` file at the top, whatever it is called. Sources are found by the name at the end of
their path in any case of letters, whatever folder they lie in: programs write `sources`, `Sources` or none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from toolkit.errors import Fault, FaultyFile, ToolkitError
from toolkit.formats import limits
from toolkit.formats.archive import Archive
from toolkit.formats.markup import parsed
from toolkit.formats.projects.refi.account import Account
from toolkit.formats.projects.refi.elements import local
from toolkit.model.transcript import Source

ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENTRY = re.compile(rb"PK\x01\x02")
_NAME_LENGTH, _NAME = 28, 46
_HEAD = 10_000
_ROOT = re.compile(rb"<(?![?!])([\w.-]+:)?Project\b[^>]*", re.DOTALL)
_SPACE = b"urn:QDA-XML:project"
_MAC = "__MACOSX"
_INTERNAL = "internal://"
_OUTSIDE = ("relative://", "absolute://", "http://", "https://", "file://")
_AGAIN = "export the project again from its program, as REFI-QDA project (.qdpx)"
MOST_MARKS = 3_000_000
"""Elements and attributes of a project, each of which takes memory; 100,000 codings have about 2 million."""


def looks_like_one(source: Source) -> bool:
    """Tell whether the bytes are a zip archive with a `.qde` file in it, or such a file's XML."""
    data = source.data
    if data.startswith(ZIP):
        return any(
            _member_name(data, found.start()).endswith(b".qde")
            for number, found in enumerate(_ENTRY.finditer(data))
            if number <= limits.MOST_PROJECT_MEMBERS
        )
    head = data[:_HEAD].replace(b"\x00", b"")  # UTF-16 of Western letters is theirs between zeros
    root = _ROOT.search(head)
    return root is not None and _SPACE in root[0]


def _member_name(data: bytes, entry: int) -> bytes:
    """Return the name in an entry of the archive's directory, in lower case."""
    length = int.from_bytes(data[entry + _NAME_LENGTH : entry + _NAME_LENGTH + 2], "little")
    return data[entry + _NAME : entry + _NAME + length].lower()


class Files:
    """The files beside the XML.

    Parameters
    ----------
    archive
        None if the XML came alone.
    xml
        Name of the member that is the XML.
    """

    def __init__(self, archive: Archive | None, xml: str = "") -> None:
        self._archive = archive
        self._by_name: dict[str, list[str]] = {}
        for member in archive.names if archive else ():
            name = PurePosixPath(member).name.lower()
            if not member.endswith("/") and member != xml and not member.startswith(_MAC):
                self._by_name.setdefault(name, []).append(member)
        self._asked: set[str] = set()

    def find(self, path: str) -> tuple[str, str]:
        """Return the member a path names and, if there is none, why."""
        if self._archive is None:
            return "", "their files are not in a .qde alone; give the .qdpx"
        lowered = path.strip().lower()
        if lowered.startswith(_OUTSIDE):
            return "", "their files lie outside of the project"
        name = PurePosixPath(
            path.strip()[len(_INTERNAL) :] if lowered.startswith(_INTERNAL) else path.strip()
        ).name
        found = self._by_name.get(name.lower(), [])
        exact = [member for member in found if PurePosixPath(member).name == name]
        if len(found) > 1 and len(exact) != 1:
            return "", "two files of the project answer to their name"
        if not found:
            return "", "their files are not in the project"
        member = (exact or found)[0]
        self._asked.add(member)
        return member, ""

    def read(self, member: str) -> bytes:
        """Return the bytes of a member.

        Raises
        ------
        ToolkitError
            If it is damaged or larger than a file may be.
        """
        if self._archive is None:
            raise ToolkitError(member, "is not in the project")
        return self._archive.read(member)

    def pass_over(self, root: etree._Element) -> None:
        """Take down which files are named at all: media and formatted copies are not read."""
        for element in root.iter():
            for attribute in ("path", "richTextPath"):
                if path := element.get(attribute):
                    self.find(path)

    @property
    def never_named(self) -> int:
        """How many files nothing has asked for."""
        return sum(member not in self._asked for members in self._by_name.values() for member in members)


@dataclass(frozen=True, slots=True)
class Opened:
    """A project's XML and its files."""

    root: etree._Element
    files: Files


def opened(source: Source, account: Account) -> Opened:
    """Open a project.

    Raises
    ------
    ToolkitError
        If it is none, damaged, hostile or too large, or has no or several `.qde` files at the top.
    """
    if not source.data.startswith((ZIP, _EMPTY_ZIP)):
        return Opened(_root(source, source.name, source.data), Files(None))
    archive = Archive(source.name, source.data, limits.MOST_PROJECT_MEMBERS)
    xml = _xml_of(source, archive, account)
    return Opened(_root(source, xml, archive.read(xml)), Files(archive, xml))


def _xml_of(source: Source, archive: Archive, account: Account) -> str:
    every = [name for name in archive.names if name.lower().endswith(".qde") and not name.startswith(_MAC)]
    at_top = [name for name in every if "/" not in name]
    if len(at_top) > 1:
        what = f"holds {len(at_top)} projects: {', '.join(map(ascii, at_top[:5]))}"
        raise FaultyFile(source.name, [Fault(0, what, "give each as a file of its own")])
    if at_top:
        return at_top[0]
    if len(every) == 1:
        account.note(
            "The project lies in a folder of the archive and not at its top; it is read all the same."
        )
        return every[0]
    what = "holds no .qde file and so is no REFI-QDA project"
    raise FaultyFile(source.name, [Fault(0, what, _AGAIN)])


def _root(source: Source, name: str, data: bytes) -> etree._Element:
    if data.count(b"<") + data.count(b"=") > MOST_MARKS:
        what = f"has over {MOST_MARKS:,} elements and attributes in {name}"
        raise ToolkitError(source.name, what, "export a part of the project")
    root = parsed(source.name, name, data, limits.LARGEST_PROJECT_XML)
    if local(root) == "Project":
        return root
    if local(root) == "CodeBook":
        remedy = "import it as a codebook, or " + _AGAIN
        raise FaultyFile(source.name, [Fault(0, "is a codebook, not a project", remedy)])
    what = f"begins with <{local(root)[:40]}> and is no REFI-QDA project"
    raise FaultyFile(source.name, [Fault(0, what, _AGAIN)])
