"""How far a project file keeps to the schema of 18 March 2019: what is odd is told, and read all the same."""

from __future__ import annotations

from lxml import etree

from toolkit.formats.projects.refi.account import Account
from toolkit.formats.projects.refi.elements import NAMESPACE, local

_KNOWN_SPACES = {
    NAMESPACE,
    "urn:QDA-XML:project:0:4",
    "urn:QDA-XML:project:0:10",
    "urn:QDA-XML:project:1:0",
}
_AFTER = ("Coding", "NoteRef", "VariableValue")
_TEXT = ("Description", "PlainTextContent", "PlainTextSelection", *_AFTER)
_SELECTION = ("Description", "Coding", "NoteRef")
_ORDER: dict[str, tuple[str, ...]] = {
    "Project": (
        *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"),
        *("Description", "NoteRef"),
    ),
    "Users": ("User",),
    "CodeBook": ("Codes",),
    "Codes": ("Code",),
    "Code": ("Description", "NoteRef", "Code"),
    "Variables": ("Variable",),
    "Variable": ("Description",),
    "Cases": ("Case",),
    "Case": ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"),
    "TextSource": _TEXT,
    "Representation": _TEXT,
    "TextDescription": _TEXT,
    "Note": _TEXT,
    "PlainTextSelection": _SELECTION,
    "PictureSelection": _SELECTION,
    "AudioSelection": _SELECTION,
    "VideoSelection": _SELECTION,
    "TranscriptSelection": _SELECTION,
    "PDFSelection": ("Description", "Representation", "Coding", "NoteRef"),
    "PictureSource": ("Description", "TextDescription", "PictureSelection", *_AFTER),
    "PDFSource": ("Description", "PDFSelection", "Representation", *_AFTER),
    "AudioSource": ("Description", "Transcript", "AudioSelection", *_AFTER),
    "VideoSource": ("Description", "Transcript", "VideoSelection", *_AFTER),
    "Transcript": ("Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef"),
    "Coding": ("CodeRef", "NoteRef"),
    "Notes": ("Note",),
    "Links": ("Link",),
    "Link": ("NoteRef",),
    "Sets": ("Set",),
    "Set": ("Description", "MemberCode", "MemberSource", "MemberNote"),
    "Graphs": ("Graph",),
}
# Any order is right in these.
_MIXED = {
    "Sources": frozenset(("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")),
    "Graph": frozenset(("Vertex", "Edge")),
}
_NEVER_EMPTY = frozenset(
    ("Users", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs")
)


def in_one_namespace(root: etree._Element, account: Account) -> None:
    """Give every element of the project the namespace of the standard, and say so if it had another."""
    space = etree.QName(root).namespace or ""
    if space == NAMESPACE:
        return
    told = f"the namespace {space!r}" if space in _KNOWN_SPACES else "a namespace that is not known here"
    account.note(
        f"The file has {told if space else 'no namespace'}, not {NAMESPACE!r}; it is read all the same."
    )
    for element in root.iter():
        if (etree.QName(element).namespace or "") == space:
            element.tag = f"{{{NAMESPACE}}}{local(element)}"
    etree.cleanup_namespaces(root)


def look_over(root: etree._Element, account: Account) -> None:
    """Tell what is out of order, empty against the rules, or unknown."""
    for element in root.iter():
        name = local(element)
        if name in _NEVER_EMPTY and not len(element):
            account.odd("containers are empty, which the standard forbids", name)
        allowed = _ORDER.get(name)
        if allowed is not None:
            _look_at(element, allowed, account)
        elif name in _MIXED:
            for child in element:
                if local(child) not in _MIXED[name]:
                    _tell_unknown(child, account)


def _look_at(element: etree._Element, allowed: tuple[str, ...], account: Account) -> None:
    reached, is_told = 0, False
    for child in element:
        name = local(child)
        if name not in allowed:
            _tell_unknown(child, account)
            continue
        place = allowed.index(name)
        if place < reached and not is_told:
            account.odd("elements have their parts in another order than the standard", local(element))
            is_told = True
        reached = max(place, reached)


def _tell_unknown(child: etree._Element, account: Account) -> None:
    account.leave_out("unknown elements", "the standard has no such elements there")
    account.odd("elements are unknown to the standard where they stand", local(child))
