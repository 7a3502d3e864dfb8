"""Puts back what was kept of another program's project, if it is sound and points to what is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from toolkit.errors import ToolkitError
from toolkit.formats.markup import parsed
from toolkit.formats.projects.refi.guids import Guids, normal
from toolkit.formats.projects.refi.shapes import NAMESPACE, PARTS, local, shaped

_CONTAINERS: Final = {"Graphs": "Graph", "Links": "Link", "Sets": "Set"}
_SOURCES: Final = ("AudioSource", "PDFSource", "PictureSource", "TextSource", "VideoSource")
_HOLD_TEXT: Final = ("Note", "Representation", "TextDescription", "TextSource", "Transcript")
_PATHS: Final = ("path", "plainTextPath", "richTextPath")
_OUTSIDE: Final = ("absolute://", "relative://", "http://", "https://")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
# What an element does not say what it says without; the others can be left away.
_TELLING: Final = ("targetGUID", "originGUID", "sourceVertex", "targetVertex")
_POINTING: Final = (
    *_TELLING,
    *("creatingUser", "modifyingUser", "representedGUID", "fromSyncPoint", "toSyncPoint"),
)

FILE: Final = "file"
"""What is counted for a file that is not there."""


@dataclass
class Restored:
    """The elements that are put back, each sound by itself.

    Attributes
    ----------
    parts
        Elements by the name of the container they go to: `Sources`, `Notes`, `Links`, `Sets`, `Graphs`.
    around
        The PDF that a text which is written is the text of, and what the text goes by in it, by the guid of
        the text.
    within
        Further parts of the texts that are written, by the guid of the text.
    left_out
        What of it is not put back, by name of the element.
    unknown
        Where things belong that there is no such place for.
    """

    parts: dict[str, list[etree._Element]] = field(default_factory=dict)
    around: dict[str, tuple[etree._Element, str]] = field(default_factory=dict)
    within: dict[str, list[etree._Element]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)


def restored(kept: Mapping[str, str], texts: Collection[str], guids: Guids) -> Restored:
    """Read what was kept; every guid in it becomes one that nothing else has.

    Parameters
    ----------
    kept
        XML by where it belongs, see `Project.kept`.
    texts
        Guids of the texts that are written.
    guids
        Those of everything else, which come first.
    """
    made = Restored()
    for place, xml in kept.items():
        container, _, guid = place.partition("/")
        if not _allowed(container):
            made.unknown.append(place)
            continue
        elements = list(_elements(xml, container, made))
        if container == "Within":
            made.within.setdefault(normal(guid), []).extend(elements)
            _make_unique(_all_of(elements), guids)
            continue
        new = [each for each in elements if not _is_written(each, guids)]
        for element in new:
            _take_text_out(element, texts, guids, made)
        made.parts.setdefault(container, []).extend(new)
    return made


def completed(element: etree._Element, further: list[etree._Element]) -> None:
    """Put further parts into an element, each where the schema wants it, behind those of its name."""
    order = PARTS[local(element)]
    element[:] = sorted([*element, *further], key=lambda part: order.index(local(part)))


def without_files(root: etree._Element, members: frozenset[str], left_out: Counter[str]) -> None:
    """Take away paths to files in the archive that are not in it, and texts that lay in such files."""
    for element in list(root.iter()):
        for name in _PATHS:
            path = element.get(name)
            if path and not path.startswith(_OUTSIDE) and path.removeprefix("internal://") not in members:
                del element.attrib[name]
                left_out[FILE] += 1
        if local(element) in _HOLD_TEXT and not _has_text(element) and element.getparent() is not None:
            _drop(element, left_out)


def without_loose_ends(root: etree._Element, left_out: Counter[str]) -> None:
    """Take away what points to something that is not there, and what points to that, until nothing does."""
    there: set[str] = set()
    pointing: dict[str, list[tuple[etree._Element, str]]] = {}
    for element in root.iter():
        there.add(element.get("guid", ""))
        for name in _POINTING:
            if guid := element.get(name):
                pointing.setdefault(guid, []).append((element, name))
    gone: set[etree._Element] = set()
    missing = [guid for guid in pointing if guid not in there]
    while missing:
        for element, name in pointing.pop(missing.pop(), ()):
            if element in gone:
                continue
            if name not in _TELLING:
                del element.attrib[name]
                left_out[name] += 1
                continue
            dropped = list(_teller(element).iter())
            gone.update(dropped)
            missing += [guid for each in dropped if (guid := each.get("guid"))]
            _drop(dropped[0], left_out)


def _allowed(container: str) -> tuple[str, ...]:
    match container:
        case "Sources":
            return _SOURCES
        case "Notes":
            return ("Note",)
        case "Within":
            return PARTS["TextSource"]
        case _:
            return (_CONTAINERS[container],) if container in _CONTAINERS else ()


def _elements(xml: str, container: str, made: Restored) -> Iterator[etree._Element]:
    """Yield the sound elements in what was kept: those that belong there, or what is in one around them."""
    text = f"<kept>{_DECLARATION.sub('', xml)}</kept>"
    try:
        root = parsed("kept", container, text.encode("utf-8", "replace"))
    except ToolkitError:
        made.left_out[container] += 1
        return
    allowed = _allowed(container)
    for outer in root:
        is_around = local(outer) not in allowed and (container == "Within" or local(outer) == container)
        for element in outer if is_around else [outer]:
            if local(element) not in allowed:
                made.left_out[local(element)] += 1
            elif (sound := shaped(element, made.left_out)) is not None:
                yield sound


def _is_written(element: etree._Element, guids: Guids) -> bool:
    """Tell whether it is something that the project holds itself; a PDF may hold a text of the project."""
    return local(element) in ("TextSource", "Note") and element.get("guid", "") in guids


def _take_text_out(element: etree._Element, texts: Collection[str], guids: Guids, made: Restored) -> None:
    """Make guids unique; a PDF whose text is written goes without it, for it is put there as it is now."""
    own, inner = element.get("guid", ""), element.find(f"{{{NAMESPACE}}}Representation")
    called = "" if inner is None else inner.get("guid", "")
    text = next((guid for guid in (called, own) if guid in texts and guid not in made.around), "")
    if local(element) != "PDFSource" or not text:
        _make_unique(_all_of([element]), guids)
        return
    if inner is not None:
        element.remove(inner)
    # Programs that know a PDF's text by the guid of the PDF: that one stays, and the text gets its own.
    made.around[text] = (element, text if text == called else guids.again(called or text))
    _make_unique([each for each in element.iter() if each is not element or text == called], guids)


def _all_of(elements: Iterable[etree._Element]) -> list[etree._Element]:
    return [each for element in elements for each in element.iter()]


def _make_unique(elements: Iterable[etree._Element], guids: Guids) -> None:
    for element in elements:
        if (guid := element.get("guid")) is not None:
            element.set("guid", guids.again(guid))


def _has_text(element: etree._Element) -> bool:
    within = element.find(f"{{{NAMESPACE}}}PlainTextContent")
    return within is not None or element.get("plainTextPath") is not None


def _teller(element: etree._Element) -> etree._Element:
    """Return what says nothing without a reference: the coding of a code, the value of a variable."""
    parent = element.getparent()
    is_all = parent is not None and local(parent) in ("Coding", "VariableValue")
    return parent if is_all and local(element) != "NoteRef" and parent is not None else element


def _drop(element: etree._Element, left_out: Counter[str]) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        left_out[local(element)] += 1
