"""OpenDocument text (.odt), by a walk over its XML: every word a reader sees, once.

Paragraphs and headings are joined by line ends, cells of a table row by tabs; `text:s`, `text:tab` and
`text:line-break` are the characters they stand for. Tracked deletions, notes, comments and page headers and
footers are left out and counted.

In the report, `words` counts runs of non-blank characters in the text and in the parts left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.archive import Archive
from toolkit.formats.markup import parsed
from toolkit.formats.transcripts.assemble import LeftOut
from toolkit.formats.transcripts.pages import reading_of_page
from toolkit.formats.transcripts.script import Script, page_of
from toolkit.formats.transcripts.signatures import ZIP, disguise
from toolkit.model.transcript import Reading, Source

NAME = "OpenDocument text"
ENDINGS = (".odt", ".ott")

_MARK = b"mimetypeapplication/vnd.oasis.opendocument.text"
_HEAD = 200
_CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_MOST_BLANKS = 1_000
# Beside the text, by the name under which the report counts it.
_BESIDE = {"tracked-changes": "tracked deletions", "note": "notes", "annotation": "comments"}
_PARAGRAPHS = frozenset(("p", "h"))
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-hyphen": ""}
_SKIPPED = frozenset(
    (
        *("sequence-decls", "variable-decls", "user-field-decls", "forms", "table-column", "bookmark"),
        *(
            "change",
            "change-start",
            "change-end",
            "annotation-end",
            "desc",
            "title",
            "ruby-text",
            "binary-data",
        ),
    )
)
_BOLD = frozenset(("bold", "600", "700", "800", "900"))
# The format counts blanks with elements: a run of characters is one blank, as in a web page.
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the walk writes: the text, and what stands beside it by kind."""

    script: Script
    beside: dict[str, list[str]]
    bold_styles: frozenset[str]


def sniff(head: bytes) -> bool:
    """Tell whether the bytes begin a zip archive that calls itself an OpenDocument text."""
    return head.startswith(ZIP) and _MARK in head[:_HEAD]


def read(source: Source) -> Reading:
    """Read an OpenDocument text.

    Raises
    ------
    ToolkitError
        If it is none, damaged, locked, hostile, or holds nothing spoken.
    """
    archive = Archive(source.name, _checked(source))
    _refuse_locked(source, archive)
    walk = _walked(source, archive)
    counts = [(kind, _words(texts)) for kind, texts in walk.beside.items()]
    counts += _headers_and_footers(source, archive)
    page = page_of(
        source,
        walk.script,
        beside=tuple(LeftOut(kind, words) for kind, words in counts if words),
        words_beside=sum(words for _, words in counts),
    )
    return reading_of_page(source, page, format_name=NAME)


def _checked(source: Source) -> bytes:
    if not source.data:
        raise ToolkitError(source.name, "is empty", "give a file with spoken text in it")
    if not source.data.startswith(ZIP):
        kind, remedy = disguise(source.data) or (
            "no OpenDocument text",
            "save it as .odt, or name it for what it is",
        )
        raise ToolkitError(source.name, f"is {kind}", remedy)
    return source.data


def _refuse_locked(source: Source, archive: Archive) -> None:
    if _MANIFEST not in archive.names:
        return
    manifest = parsed(source.name, _MANIFEST, archive.read(_MANIFEST))
    if next(manifest.iter("{*}encryption-data"), None) is not None:
        raise ToolkitError(source.name, "is locked by a password", "save it without one")


def _walked(source: Source, archive: Archive) -> _Walk:
    if _CONTENT not in archive.names:
        kind, remedy = disguise(source.data) or ("a zip archive", "save it as .odt")
        raise ToolkitError(source.name, f"is {kind} without OpenDocument text in it", remedy)
    root = parsed(source.name, _CONTENT, archive.read(_CONTENT))
    walk = _Walk(Script(source.name), {kind: [] for kind in _BESIDE.values()}, frozenset(_bold_styles(root)))
    body = next(root.iter(f"{{{_SPACE}office:1.0}}text"), None)
    if body is None:
        raise ToolkitError(source.name, f"holds no text in {_CONTENT}", "save it again as .odt")
    _walk_element(body, walk, 0, bold=False)
    return walk


def _bold_styles(root: etree._Element) -> Iterator[str]:
    """Return the names of the document's own styles that are bold."""
    for style in root.iter(f"{{{_SPACE}style:1.0}}style"):
        weights = (
            _attribute(properties, "font-weight")
            for properties in style.iter(f"{{{_SPACE}style:1.0}}text-properties")
        )
        if any(weight in _BOLD for weight in weights):
            yield _attribute(style, "name")


def _walk_element(element: etree._Element, walk: _Walk, depth: int, *, bold: bool) -> None:
    """Write an element's text. What is not known to be otherwise is a wrapper: its children are walked."""
    if depth > limits.DEEPEST_XML:
        raise ToolkitError(walk.script.file, "is nested too deeply", "save it again in its own program")
    name = _local(element.tag)
    if kind := _BESIDE.get(name):
        walk.beside[kind].append(
            _all_text(element, skipping=("change-info", "note-citation", "creator", "date"))
        )
    elif name == "s":
        walk.script.write(" " * _blanks(element), bold=bold)
    elif name in _SIGNS:
        walk.script.write(_SIGNS[name], bold=bold)
    elif name in _PARAGRAPHS:
        _walk_paragraph(element, walk, depth)
    elif name == "text-box" and walk.script.open_paragraphs:
        walk.script.boxes.append((element, depth))
    elif name not in _SKIPPED:
        if name == "table-cell" and any(
            _local(one.tag) == name for one in element.itersiblings(preceding=True)
        ):
            walk.script.joint = "\t"
        _walk_content(element, walk, depth, bold=bold or _is_bold(element, walk))


def _walk_content(element: etree._Element, walk: _Walk, depth: int, *, bold: bool) -> None:
    """Write an element's own characters and its children's, in their order."""
    # Outside of paragraphs there are no words, only the blanks that lay the file out.
    within = walk.script.open_paragraphs > 0
    if within:
        walk.script.write(_characters(element.text), bold=bold)
    for child in element:
        _walk_element(child, walk, depth + 1, bold=bold)
        if within:
            walk.script.write(_characters(child.tail), bold=bold)


def _walk_paragraph(element: etree._Element, walk: _Walk, depth: int) -> None:
    script = walk.script
    script.begin_paragraph()
    around, script.boxes = script.boxes, []
    script.open_paragraphs += 1
    _walk_content(element, walk, depth, bold=_is_bold(element, walk))
    script.open_paragraphs -= 1
    boxes, script.boxes = script.boxes, around
    # A text box hangs in the middle of a paragraph's words; it is read after them.
    for box, box_depth in boxes:
        _walk_content(box, walk, box_depth, bold=False)


def _is_bold(element: etree._Element, walk: _Walk) -> bool:
    return _attribute(element, "style-name") in walk.bold_styles


def _blanks(element: etree._Element) -> int:
    count = _attribute(element, "c") or "1"
    return min(int(count), _MOST_BLANKS) if count.isdecimal() and len(count) <= len("1000") else 1


def _characters(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(tag).localname


def _attribute(element: etree._Element, name: str) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if etree.QName(str(key)).localname == name), ""
    )


def _headers_and_footers(source: Source, archive: Archive) -> list[tuple[str, int]]:
    if _STYLES not in archive.names:
        return []
    root = parsed(source.name, _STYLES, archive.read(_STYLES))
    return [
        (f"page {kind}s", _words(_all_text(element) for element in root.iter(f"{{{_SPACE}style:1.0}}{kind}")))
        for kind in ("header", "footer")
    ]


def _all_text(element: etree._Element, skipping: Iterable[str] = ()) -> str:
    """Return all words in an element, with blanks between its paragraphs."""
    skipped = frozenset(skipping)
    words: list[str] = []
    for one in element.iter():
        if _local(one.tag) in _PARAGRAPHS:
            words.append(" ")
        if _local(one.tag) not in skipped:
            words.append(one.text or "")
        words.append(one.tail or "" if one is not element else "")
    return "".join(words)


def _words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)
