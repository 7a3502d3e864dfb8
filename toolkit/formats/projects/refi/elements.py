"""What elements of a project file have in common: names, guids, dates, whole numbers, text, their own XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime

from lxml import etree

from toolkit.formats.codebooks.sections import cleaned

NAMESPACE = "urn:QDA-XML:project:1.0"
FURTHEST = 2**53 - 1

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"[+-]?[0-9]+")
_DIGITS = len(str(FURTHEST))
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_SHORT_COLOUR = 4
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names."""
    return (child for child in element if local(child) in names)


def parts(root: etree._Element, container: str) -> Iterator[etree._Element]:
    """Yield what is in the containers of a name, which a sound file has once at most."""
    return (each for found in children(root, container) for each in found)


def bare(guid: str) -> str:
    """Return a guid as it is compared: without braces, in lower case.

    >>> bare("{0A6D5D2B-9E06-4B2F-8E4B-8B3D7F1C2A34}")
    '0a6d5d2b-9e06-4b2f-8e4b-8b3d7f1c2a34'
    """
    return guid.strip().removeprefix("{").removesuffix("}").strip().lower()


def is_guid(bared: str) -> bool:
    """Tell whether it is written as the standard has it."""
    return _GUID.fullmatch(bared) is not None


def target(reference: etree._Element) -> str:
    """Return the guid that a reference names."""
    return bare(reference.get("targetGUID", ""))


def words(element: etree._Element) -> str:
    """Return the text of an element, as it can be kept."""
    return cleaned("".join(map(str, element.itertext())))


def description(element: etree._Element) -> str:
    """Return what the element's description says; several are joined."""
    told = (words(child) for child in children(element, "Description"))
    return "\n\n".join(text for text in told if text.strip())


def whole_number(told: str | None) -> int | None:
    """Return a whole number, no further off than any text reaches; None if it is none.

    >>> whole_number(" +12 "), whole_number("1e3"), whole_number("-" + "9" * 5000) == -FURTHEST
    (12, None, True)
    """
    text = (told or "").strip()
    if not _NUMBER.fullmatch(text):
        return None
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-").lstrip("0")
    return sign * (min(int(digits or "0"), FURTHEST) if len(digits) <= _DIGITS else FURTHEST)


def moment(told: str) -> tuple[str, bool]:
    """Return a moment with its offset, and whether the file gave one; empty if it is no moment.

    >>> moment("2018-03-27T19:38:46.1234567"), moment("2018-03-27T19:38:46+02:00"), moment("yesterday")
    (('2018-03-27T19:38:46.123456Z', False), ('2018-03-27T19:38:46+02:00', True), ('', False))
    """
    parted = _MOMENT.fullmatch(told.strip())
    if parted is None:
        return "", False
    second, fraction, zone = parted[1], parted[2] or "", parted[3]
    try:
        made = datetime.fromisoformat(f"{second}{fraction[:7]}{zone or 'Z'}")
        made.astimezone(UTC)  # at the ends of the calendar there is no such moment
    except (ValueError, OverflowError):
        return "", False
    return made.isoformat().replace("+00:00", "Z"), zone is not None


def colour(told: str) -> str:
    """Return a colour as `#rrggbb`; empty if it is none.

    >>> colour("#0AF"), colour("red")
    ('#00aaff', '')
    """
    text = told.strip().lower()
    if not _COLOUR.fullmatch(text):
        return ""
    return "#" + "".join(2 * digit for digit in text[1:]) if len(text) == _SHORT_COLOUR else text


def original(element: etree._Element) -> str:
    """Return an element's own XML, canonical (exclusive C14N), without blanks that only lay it out.

    Those blanks are taken away from the element itself: a copy of a large one would cost as much again.
    """
    for each in element.iter():
        if len(each) and not (each.text or "").strip():
            each.text = None
        if not (each.tail or "").strip():
            each.tail = None
    try:
        written: bytes = etree.tostring(element, method="c14n", exclusive=True)
    except etree.C14NError:
        # Canonical XML knows no relative names of namespaces; what has one is kept as it stands.
        return etree.tostring(element, encoding="unicode", with_tail=False)
    return written.decode()


def shell(element: etree._Element, inside: list[etree._Element]) -> str:
    """Return the XML of an element with its attributes and only these of its children."""
    told = {str(key): str(value) for key, value in element.attrib.items()}
    empty = etree.Element(element.tag, told, nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs lack it
    empty.extend([deepcopy(child) for child in inside])
    return original(empty)
