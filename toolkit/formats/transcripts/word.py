"""Word documents (.docx), by a walk of our own over the document: every word a reader sees, once.

Paragraphs are joined by line ends, cells of a table row by tabs. Tracked insertions, moved text where it
went, links, form fields and text boxes are read; field codes and the doubles kept for older programs are not.
Page headers and footers, notes, comments and tracked deletions are left out and counted.

In the report, `words` counts runs of non-blank characters in the text and in the parts left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.archive import Archive
from toolkit.formats.markup import parsed
from toolkit.formats.transcripts.assemble import LeftOut, told
from toolkit.formats.transcripts.pages import reading_of_page
from toolkit.formats.transcripts.script import Script, page_of
from toolkit.formats.transcripts.signatures import ZIP, disguise
from toolkit.model.transcript import Reading, Source

NAME = "Word document"
ENDINGS = (".docx", ".docm")

# Names of members stand in the archive as they are; the first of the folder lies near the beginning.
_MEMBER = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)
_WORDS = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
)
_MATHS = frozenset(
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    )
)
_ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_RELATIONS = "_rels/.rels"
_USUAL_PLACE = "word/document.xml"

_PARTS_BESIDE = (
    (re.compile(r"header\d*\.xml"), "page headers"),
    (re.compile(r"footer\d*\.xml"), "page footers"),
    (re.compile(r"footnotes\.xml"), "footnotes"),
    (re.compile(r"endnotes\.xml"), "endnotes"),
    (re.compile(r"comments\.xml"), "comments"),
)
# Elements with nothing in them that is text on the page.
_SKIPPED = frozenset(
    (
        *("del", "moveFrom", "instrText", "delInstrText", "rt"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sectPr"),
    )
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MARKS = frozenset(("commentRangeStart", "commentRangeEnd"))
_FALSE = frozenset(("0", "false", "off", "none"))
_LINE_ENDS = str.maketrans("\r\n", "  ")


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin a zip archive with a `word/` folder."""
    return head.startswith(ZIP) and bool(_MEMBER.search(head))


def read(source: Source) -> Reading:
    """Read a Word document.

    Raises
    ------
    ToolkitError
        If it is no Word document, damaged, locked, hostile, or holds nothing spoken.
    """
    archive, place, script = walked(source)
    beside = [*_parts_beside(source, archive, place), ("tracked deletions", _words(script.deleted))]
    page = page_of(
        source,
        script,
        beside=(*_counts(beside), *_unread(script.unread)),
        words_beside=sum(words for _, words in beside),
    )
    return reading_of_page(source, page, format_name=NAME)


def walked(source: Source) -> tuple[Archive, str, Script]:
    """Walk over a Word document: its archive, the member with the text, and what the walk wrote.

    Raises
    ------
    ToolkitError
        If it is no Word document, damaged, locked or hostile.
    """
    archive = Archive(source.name, _checked(source))
    place = _main_part(source, archive)
    return archive, place, _script(source, archive, place)


def words_in(file: str, element: etree._Element) -> str:
    """Return the text of one element of a Word document, as it would stand in a transcript."""
    script = Script(file)
    _walk(element, script, 0, bold=False)
    return script.text


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute of an element, whatever the namespace it is in."""
    return next(
        (element.get(key) for key in map(str, element.attrib) if etree.QName(key).localname == name), None
    )


def _checked(source: Source) -> bytes:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if not source.data.startswith(ZIP):
        kind, remedy = disguise(source.data) or (
            "no Word document",
            "save it as .docx, or name it for what it is",
        )
        raise ToolkitError(source.name, f"is {kind}", remedy)
    return source.data


def _main_part(source: Source, archive: Archive) -> str:
    """Return the name of the member with the text, which the archive's relations tell."""
    if _RELATIONS in archive.names:
        for relation in parsed(source.name, _RELATIONS, archive.read(_RELATIONS)):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in archive.names:
                return _only_words(source, target)
    if _USUAL_PLACE in archive.names:
        return _USUAL_PLACE
    raise _no_word(source)


def _only_words(source: Source, place: str) -> str:
    if place.startswith(("xl/", "ppt/")):
        raise _no_word(source)
    return place


def _no_word(source: Source) -> ToolkitError:
    kind, remedy = disguise(source.data) or ("a zip archive", "give a .docx as Word saves it")
    return ToolkitError(source.name, f"is {kind} without Word text in it", remedy)


def _script(source: Source, archive: Archive, member: str) -> Script:
    root = parsed(source.name, member, archive.read(member))
    if etree.QName(root).namespace not in _WORDS:
        raise ToolkitError(source.name, f"holds no Word text in {member}", "save it again as .docx")
    script = Script(source.name)
    _walk(root, script, 0, bold=False)
    script.deleted.extend(_deletions(root))
    return script


def _walk(element: etree._Element, script: Script, depth: int, *, bold: bool) -> None:
    """Write an element's text. What is not known to be otherwise is a wrapper: its children are walked."""
    if depth > limits.DEEPEST_XML:
        raise ToolkitError(script.file, "is nested too deeply", "save it again in its own program")
    name = _name(element)
    if name in _SKIPPED:
        return
    if (written := _written(element, name)) is not None:
        script.write(written, bold=bold)
    elif name == "p":
        _walk_paragraph(element, script, depth)
    elif name == "tc":
        _walk_cell(element, script, depth)
    elif name == "altChunk":
        script.unread += 1
    elif name in _MARKS:
        script.marks.append((element, script.length))
    elif name == "txbxContent" and script.open_paragraphs:
        script.boxes.append((element, depth))
    elif name == "AlternateContent":
        # The same content twice, for newer and for older programs.
        _walk_children(list(element)[:1], script, depth, bold=bold)
    else:
        _walk_children(element, script, depth, bold=_is_bold(element) if name == "r" else bold)


def _written(element: etree._Element, name: str) -> str | None:
    """Return the characters an element stands for; None if it stands for none by itself."""
    if name == "t":
        return (element.text or "").translate(_LINE_ENDS)
    return _symbol(element) if name == "sym" else _SIGNS.get(name)


def _walk_children(children: Iterable[etree._Element], script: Script, depth: int, *, bold: bool) -> None:
    for child in children:
        _walk(child, script, depth + 1, bold=bold)


def _walk_paragraph(element: etree._Element, script: Script, depth: int) -> None:
    script.begin_paragraph()
    around, script.boxes = script.boxes, []
    script.open_paragraphs += 1
    _walk_children(element, script, depth, bold=False)
    script.open_paragraphs -= 1
    boxes, script.boxes = script.boxes, around
    # A text box hangs in the middle of a paragraph's words; it is read after them.
    for box, box_depth in boxes:
        _walk_children(box, script, box_depth, bold=False)


def _walk_cell(element: etree._Element, script: Script, depth: int) -> None:
    if any(_name(other) == "tc" for other in element.itersiblings(preceding=True)):
        script.joint = "\t"
    _walk_children(element, script, depth, bold=False)


def _name(element: etree._Element) -> str:
    """Return an element's name if it is one of Word's, or text of a formula; else empty."""
    return _name_of_tag(element.tag)


@lru_cache(maxsize=1024)
def _name_of_tag(tag: str) -> str:
    name = etree.QName(tag)
    if name.namespace in _WORDS:
        return name.localname
    if name.namespace in _MATHS:
        return "t" if name.localname == "t" else ""
    return name.localname if name.namespace == _ALTERNATIVES else ""


def _is_bold(run: etree._Element) -> bool:
    for properties in run:
        if _name(properties) != "rPr":
            continue
        for one in properties:
            if _name(one) == "b":
                return (attribute(one, "val") or "true") not in _FALSE
        return any(_name(one) == "rStyle" and attribute(one, "val") == "Strong" for one in properties)
    return False


def _symbol(element: etree._Element) -> str:
    """Return the character of a symbol font as the file has it, in the private range or not."""
    code = attribute(element, "char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
        return ""
    sign = chr(int(code, 16))
    return sign if sign.isprintable() or "\ue000" <= sign <= "\uf8ff" else ""


def _deletions(root: etree._Element) -> Iterator[str]:
    for element in root.iter("{*}del"):
        yield "".join(words.text or "" for words in element.iter("{*}delText", "{*}t"))


def _parts_beside(source: Source, archive: Archive, main: str) -> Iterator[tuple[str, int]]:
    """Return what stands beside the text, by kind, with its words."""
    folder = posixpath.dirname(main)
    for pattern, kind in _PARTS_BESIDE:
        members = [
            name
            for name in archive.names
            if posixpath.dirname(name) == folder and pattern.fullmatch(posixpath.basename(name))
        ]
        scripts = [_script(source, archive, member) for member in members]
        yield kind, _words(words for script in scripts for words in (script.text, *script.deleted))


def _counts(beside: Iterable[tuple[str, int]]) -> Iterator[LeftOut]:
    return (LeftOut(kind, words) for kind, words in beside if words)


def _unread(number: int) -> Iterator[LeftOut]:
    if number:
        yield LeftOut(f"{told(number, 'embedded document')} that cannot be read")


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)
