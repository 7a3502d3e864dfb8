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
from toolkit.formats.projects.refi.guids import Guids
from toolkit.formats.projects.refi.shapes import NAMESPACE, PARTS, local, shaped

_TOP: Final = {
    "Graphs": ("Graph",),
    "Links": ("Link",),
    "Notes": ("Note",),
    "Sets": ("Set",),
    "Sources": ("AudioSource", "PDFSource", "PictureSource", "TextSource", "VideoSource"),
    "Variables": ("Variable",),
}
"""What goes where at the top of a project."""
_INSIDE: Final = {
    "Cases": ("CodeRef", "SelectionRef"),
    "Notes": ("PlainTextSelection", "Coding", "NoteRef", "VariableValue"),
    "Within": ("PlainTextSelection", "Coding", "NoteRef", "VariableValue"),
}
"""What of a case, a note or a text that the project holds itself is added to it."""
_HOLD_TEXT: Final = ("Note", "Representation", "TextDescription", "TextSource", "Transcript")
_PATHS: Final = ("path", "plainTextPath", "richTextPath")
_OUTSIDE: Final = ("absolute://", "relative://", "http://", "https://")
_REPRESENTATION: Final = f"{{{NAMESPACE}}}Representation"
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
        Elements by the name of the container they go to.
    inside
        What is added to things the project holds itself, by `Cases`, `Notes` or `Within` and their key.
    around
        The PDF that a text is the text of, by the key of the text.
    inner
        What such a text goes by in its PDF, for the PDF has the guid of the text.
    left_out
        What of it is not put back, by name of the element.
    unknown
        Where things belong that there is no such place for.
    """

    parts: dict[str, list[etree._Element]] = field(default_factory=dict)
    inside: dict[tuple[str, str], list[etree._Element]] = field(default_factory=dict)
    around: dict[str, etree._Element] = field(default_factory=dict)
    inner: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)


def restored(kept: Mapping[str, str], held: Mapping[str, Collection[str]]) -> Restored:
    """Read what was kept.

    Parameters
    ----------
    kept
        XML by where it belongs, see `Project.kept`.
    held
        Keys of what the project holds itself, by `Cases`, `Notes` and `Within` (texts).
    """
    made = Restored()
    for place, xml in kept.items():
        container, _, key = place.partition("/")
        roots = _roots(xml, container, made)
        if key in held.get(container, ()):
            for root in roots:
                _put_inside(root, container, key, made)
        elif container in _TOP:
            allowed = _TOP[container]
            each = [one for root in roots for one in (root if local(root) == container else [root])]
            made.parts.setdefault(container, []).extend(_sound(each, allowed, made.left_out))
        else:
            made.unknown.append(place)
    return made


def with_own_guids(made: Restored, guids: Guids) -> None:
    """Let every guid of what is put back be one that nothing else has."""
    for text, pdf in made.around.items():
        inner = pdf.find(_REPRESENTATION)
        wanted = pdf.get("guid", "")
        if inner is not None:
            wanted = inner.get("guid", "")
            pdf.remove(inner)
        made.inner[text] = guids.again(wanted)
        _make_unique(list(pdf.iter())[1:], guids)
    for container, elements in (*made.parts.items(), *made.inside.items()):
        if container != "Variables":  # these had theirs first
            _make_unique((each for element in elements for each in element.iter()), guids)


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


def _roots(xml: str, container: str, made: Restored) -> list[etree._Element]:
    text = f"<kept>{_DECLARATION.sub('', xml)}</kept>"
    try:
        return list(parsed("kept", container, text.encode("utf-8", "replace")))
    except ToolkitError:
        made.left_out[container] += 1
        return []


def _sound(
    elements: Iterable[etree._Element], allowed: Collection[str], left_out: Counter[str]
) -> Iterator[etree._Element]:
    for element in elements:
        if local(element) not in allowed:
            left_out[local(element)] += 1
        elif (sound := shaped(element, left_out)) is not None:
            yield sound


def _put_inside(root: etree._Element, container: str, key: str, made: Restored) -> None:
    """Add what was kept of something the project holds itself; a PDF is put around its text."""
    allowed = _INSIDE[container]
    place = made.inside.setdefault((container, key), [])
    if local(root) == "PDFSource" and container == "Within" and key not in made.around:
        for pdf in _sound([root], ("PDFSource",), made.left_out):
            made.around[key] = pdf
            inner = pdf.find(_REPRESENTATION)
            place += _sound([] if inner is None else inner, allowed, made.left_out)
    elif local(root) in allowed:
        place += _sound([root], allowed, made.left_out)
    else:
        # What else the element says, the project says itself.
        said = ("Description", "PlainTextContent", "VariableValue", "SourceRef", "NoteRef")
        rest = [child for child in root if local(child) in allowed or local(child) not in said]
        place += _sound(rest, allowed, made.left_out)


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
