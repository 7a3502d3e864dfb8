"""The shape of elements under the schema of 18 March 2019, for what was kept of another program's project.

Programs write against the schema, and what is kept is as they wrote it. `shaped` makes it sound: parts in
their order, each as often as it may be, attributes of their type; what cannot be made sound is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import etree

from toolkit.formats.projects.refi.guids import normal
from toolkit.formats.projects.refi.typed import colour, moment, visible

NAMESPACE: Final = "urn:QDA-XML:project:1.0"

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,11})?|\.[0-9]{1,11})")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_AFTER: Final = ("Coding", "NoteRef", "VariableValue")
_TEXT: Final = ("Description", "PlainTextContent", "PlainTextSelection", *_AFTER)
_SELECTION: Final = ("Description", "Coding", "NoteRef")
_VALUES: Final = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "AudioSelection": _SELECTION,
    "AudioSource": ("Description", "Transcript", "AudioSelection", *_AFTER),
    "Case": ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"),
    "Coding": ("CodeRef", "NoteRef"),
    "Graph": ("Vertex", "Edge"),
    "Link": ("NoteRef",),
    "Note": _TEXT,
    "PDFSelection": ("Description", "Representation", "Coding", "NoteRef"),
    "PDFSource": ("Description", "PDFSelection", "Representation", *_AFTER),
    "PictureSelection": _SELECTION,
    "PictureSource": ("Description", "TextDescription", "PictureSelection", *_AFTER),
    "PlainTextSelection": _SELECTION,
    "Representation": _TEXT,
    "Set": ("Description", "MemberCode", "MemberSource", "MemberNote"),
    "TextDescription": _TEXT,
    "TextSource": _TEXT,
    "Transcript": ("Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef"),
    "TranscriptSelection": _SELECTION,
    "Variable": ("Description",),
    "VariableValue": ("VariableRef", *_VALUES),
    "VideoSelection": _SELECTION,
    "VideoSource": ("Description", "Transcript", "VideoSelection", *_AFTER),
}
"""What an element may hold, in order; those without an entry hold text or nothing."""
_WORDS: Final = ("Description", "PlainTextContent", *_VALUES)
_ONCE: Final = frozenset((*_WORDS, "Representation", "TextDescription", "VariableRef"))
_REFERENCES: Final = (
    *("CodeRef", "MemberCode", "MemberNote", "MemberSource", "NoteRef", "SelectionRef", "SourceRef"),
    "VariableRef",
)
_TYPES_OF_VARIABLES: Final = tuple(name.removesuffix("Value") for name in _VALUES)
_NEEDED: Final = {"Coding": "CodeRef", "VariableValue": "VariableRef"}

_MADE: Final = {
    "creatingUser": "guid",
    "creationDateTime": "moment",
    "modifyingUser": "guid",
    "modifiedDateTime": "moment",
}
_CALLED: Final = {"guid": "guid!", "name": "text"}
_POINTING: Final = {"targetGUID": "guid!"}
_CORNERS: Final = dict.fromkeys(("firstX", "firstY", "secondX", "secondY"), "whole!")
_SPAN: Final = dict.fromkeys(("begin", "end"), "whole!")
_TEXTUAL: Final = _CALLED | {"richTextPath": "text", "plainTextPath": "text"} | _MADE
_FILED: Final = _CALLED | {"path": "text", "currentPath": "text"} | _MADE
_DRAWN: Final = _CALLED | {"representedGUID": "guid", "color": "colour"}

ATTRIBUTES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(_REFERENCES, _POINTING),
    **dict.fromkeys(("TextSource", "Representation", "TextDescription", "Note", "Transcript"), _TEXTUAL),
    **dict.fromkeys(("PictureSource", "PDFSource", "AudioSource", "VideoSource"), _FILED),
    **dict.fromkeys(("AudioSelection", "VideoSelection"), _CALLED | _SPAN | _MADE),
    "Case": _CALLED,
    "Coding": {"guid": "guid!", "creatingUser": "guid", "creationDateTime": "moment"},
    "Edge": _DRAWN
    | {"sourceVertex": "guid!", "targetVertex": "guid!", "direction": "direction", "lineStyle": "line"},
    "Graph": _CALLED,
    "Link": _CALLED
    | {"direction": "direction", "color": "colour", "originGUID": "guid", "targetGUID": "guid"},
    "PDFSelection": _CALLED | {"page": "whole!"} | _CORNERS | _MADE,
    "PictureSelection": _CALLED | _CORNERS | _MADE,
    "PlainTextSelection": _CALLED | {"startPosition": "whole!", "endPosition": "whole!"} | _MADE,
    "Set": {"guid": "guid!", "name": "text!"},
    "SyncPoint": {"guid": "guid!", "timeStamp": "whole", "position": "whole"},
    "TranscriptSelection": _CALLED | {"fromSyncPoint": "guid", "toSyncPoint": "guid"} | _MADE,
    "Variable": {"guid": "guid!", "name": "text!", "typeOfVariable": "variable!"},
    "Vertex": _DRAWN
    | {"firstX": "whole!", "firstY": "whole!", "secondX": "whole", "secondY": "whole", "shape": "shape"},
}
"""The type of each attribute; those that have to be there end with an exclamation mark."""

_SHAPES: Final = (
    *("Person", "Oval", "Rectangle", "RoundedRectangle", "Star", "LeftTriangle", "RightTriangle"),
    *("UpTriangle", "DownTriangle", "Note"),
)


def shaped(element: etree._Element, left_out: Counter[str]) -> etree._Element | None:
    """Return an element that is sound, of what an element says; None if nothing sound can be made of it.

    Parameters
    ----------
    element
        An element of a project, whatever its namespace.
    left_out
        Is told the name of each part that is left out.
    """
    name = local(element)
    attributes = _attributes(element, name)
    if attributes is None or (name not in PARTS and name not in ATTRIBUTES and name not in _WORDS):
        left_out[name] += 1
        return None
    made = etree.Element(f"{{{NAMESPACE}}}{name}", attributes)
    if name in _WORDS:
        return _worded(made, element, left_out)
    for part in sorted(_sound_parts(element, name, left_out), key=lambda part: _place(name, part)):
        made.append(part)
    if (needed := _NEEDED.get(name)) and not any(local(part) == needed for part in made):
        left_out[name] += 1
        return None
    return made


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _place(name: str, part: etree._Element) -> int:
    return PARTS[name].index(local(part))


def _sound_parts(element: etree._Element, name: str, left_out: Counter[str]) -> Iterator[etree._Element]:
    once: set[str] = set()
    for child in element:
        called = local(child)
        slot = "value" if called in _VALUES else called
        if called not in PARTS.get(name, ()) or slot in once:
            left_out[called] += 1
        elif (part := shaped(child, left_out)) is not None:
            once |= {slot} if called in _ONCE or (name, called) == ("Coding", "CodeRef") else set()
            yield part


def _worded(made: etree._Element, element: etree._Element, left_out: Counter[str]) -> etree._Element | None:
    text = visible("".join(map(str, element.itertext())))
    value = _VALUE_TYPES.get(local(element), visible)(text)
    if text and not value:
        left_out[local(element)] += 1
        return None
    if not text and local(element) in _VALUE_TYPES:
        return None
    made.text = value
    return made


def _attributes(element: etree._Element, name: str) -> dict[str, str] | None:
    """Return the attributes that are sound; None if one is not that has to be there."""
    made: dict[str, str] = {}
    for key, kind in ATTRIBUTES.get(name, {}).items():
        told = element.get(key)
        value = None if told is None else _TYPES[kind.rstrip("!")](str(told))
        if value or (value is not None and kind.startswith("text")):
            made[key] = value
        elif kind.endswith("!"):
            return None
    return made


def _whole(told: str) -> str:
    return told.strip() if _WHOLE.fullmatch(told.strip()) else ""


def _decimal(told: str) -> str:
    return told.strip() if _DECIMAL.fullmatch(told.strip()) else ""


def _day(told: str) -> str:
    found = told.strip()
    return found if _DAY.fullmatch(found) and moment(f"{found}T00:00:00") else ""


def _flag(told: str) -> str:
    return told.strip() if told.strip() in ("true", "false", "1", "0") else ""


def _one_of(*allowed: str) -> Callable[[str], str]:
    return lambda told: told.strip() if told.strip() in allowed else ""


def _moment(told: str) -> str:
    return moment(told.strip())


_TYPES: Final[Mapping[str, Callable[[str], str]]] = {
    "guid": normal,
    "text": visible,
    "whole": _whole,
    "moment": _moment,
    "colour": colour,
    "direction": _one_of("Associative", "OneWay", "Bidirectional"),
    "shape": _one_of(*_SHAPES),
    "variable": _one_of(*_TYPES_OF_VARIABLES),
    "line": _one_of("dotted", "dashed", "solid"),
}
_VALUE_TYPES: Final[Mapping[str, Callable[[str], str]]] = {
    "BooleanValue": _flag,
    "IntegerValue": _whole,
    "FloatValue": _decimal,
    "DateValue": _day,
    "DateTimeValue": _moment,
}
