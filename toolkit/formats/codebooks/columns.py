"""Which column of a table with codes holds what: guessed from its name, or as the researcher says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from toolkit.errors import Fault
from toolkit.formats.codebooks.nodes import shown
from toolkit.formats.codebooks.outline import enumerated
from toolkit.model.checks import repeated

MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns; None to guess, empty if the table has none that should be read so.

    Attributes
    ----------
    code
        What the code is called.
    parent
        Label or id of the theme or code directly above.
    theme
        Label or id of the theme, where it is not the parent.
    """

    code: str | None = None
    id: str | None = None
    theme: str | None = None
    parent: str | None = None
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    example: str | None = None
    boundary: str | None = None
    alt_labels: str | None = None
    aligned_with: str | None = None
    notes: str | None = None
    since: str | None = None
    codable: str | None = None
    colour: str | None = None


FIELDS = tuple(field.name for field in fields(Columns))
# The likelier meaning of a name first: a column is taken once, by the first field that knows its name.
_SPELLINGS = {
    "id": ("id", "code id", "codeid", "identifier", "uid", "key", "notation"),
    "code": (
        *("code", "code name", "codename", "code label", "code title", "name", "label", "pref label", "tag"),
        *("tag name", "node", "node name", "title", "term"),
    ),
    "theme": (
        *("theme", "theme name", "main theme", "overarching theme", "group", "code group", "code group 1"),
        *("section", "domain", "dimension", "family", "topic"),
    ),
    "parent": (
        *(
            "parent",
            "parent code",
            "parent name",
            "parent id",
            "parentid",
            "broader",
            "category",
            "sub theme",
        ),
        *("subtheme", "sub category", "subcategory", "path", "folder"),
    ),
    "definition": (
        *("definition", "full definition", "operational definition", "code definition", "description"),
        *("code description", "meaning", "brief definition", "brief description", "explanation", "comment"),
        *("memo", "code memo"),
    ),
    "include": (
        *(
            "include",
            "includes",
            "inclusion",
            "inclusion criteria",
            "when to use",
            "when to use it",
            "use when",
        ),
        *("use for", "use it for"),
    ),
    "exclude": (
        *("exclude", "excludes", "exclusion", "exclusion criteria", "when not to use", "when not to use it"),
        *("do not use when", "do not use for", "do not use it for", "not for"),
    ),
    "example": (
        *("example", "examples", "example quote", "quote", "quotes", "illustrative quote", "sample quote"),
        *("typical exemplar", "exemplar", "quotation"),
    ),
    "boundary": ("boundary", "boundary case", "atypical exemplar", "close but no"),
    "alt_labels": ("alt labels", "alt label", "alternative labels", "also called", "synonyms", "aliases"),
    "aligned_with": ("aligned with", "exact match", "close match"),
    "notes": ("notes", "note", "remarks", "editorial note"),
    "since": ("since", "since version"),
    "codable": ("codable", "is codable", "iscodable"),
    "colour": ("colour", "color", "code colour", "code color"),
}
_APART = re.compile(r"[\s_\-./:*?]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of columns by field, and what a researcher should know about them."""

    places: dict[str, int]
    doubts: tuple[Fault, ...]
    faults: tuple[Fault, ...]


def recognised(names: Sequence[str], wanted: Columns) -> int:
    """Count the columns whose names say what they hold; 0 if none of them holds codes."""
    if len(names) > MOST_COLUMNS:
        return 0
    places = _places(names, wanted)
    return len(places) if "code" in places else 0


def laid_out(line: int, names: Sequence[str], wanted: Columns) -> Layout:
    """Find out what each column holds.

    Parameters
    ----------
    line
        Where the names stand, for messages.
    names
        As in the file; a column without a name may hold anything.
    wanted
        What the researcher says.
    """
    places = _places(names, wanted)
    faults = [*_missing(line, names, wanted, places)]
    faults += [
        Fault(line, f"names the column {shown(name)} a second time", "give each column its own name")
        for name in repeated(filter(None, names))
        if any(names[place] == name for place in places.values())
    ]
    return Layout(places, tuple(_told(line, names, places)), tuple(faults))


def _places(names: Sequence[str], wanted: Columns) -> dict[str, int]:
    plain = [_plain(name) for name in names]
    said = {name: value for name in FIELDS if (value := getattr(wanted, name)) is not None}
    places = {}
    for name, value in said.items():
        place = _place_of(value, names, plain)
        if place is not None:
            places[name] = place
    for name, spellings in _SPELLINGS.items():
        if name not in said:
            fitting = (p for spelt in spellings for p, given in enumerate(plain) if given == spelt)
            place = next((p for p in fitting if p not in places.values()), None)
            if place is not None:
                places[name] = place
    if "code" not in places and "code" not in said:
        _take_groups_for_codes(places, said)
    return places


def _take_groups_for_codes(places: dict[str, int], said: dict[str, str]) -> None:
    """Let the lowest level a table has hold its codes: a list of themes is a codebook too."""
    for name in ("parent", "theme"):
        if name in places and name not in said:
            places["code"] = places.pop(name)
            return


def _plain(name: str) -> str:
    return _APART.sub(" ", _IN_BRACKETS.sub(" ", name[:_LONGEST].casefold())).strip()


def _place_of(value: str, names: Sequence[str], plain: Sequence[str]) -> int | None:
    if not value.strip():
        return None
    if value in names:
        return names.index(value)
    return plain.index(_plain(value)) if _plain(value) in plain else None


def _missing(line: int, names: Sequence[str], wanted: Columns, places: dict[str, int]) -> Iterator[Fault]:
    there = f"there are: {enumerated([name for name in names if name])}"
    for name in FIELDS:
        value = getattr(wanted, name)
        if value and name not in places:
            yield Fault(line, f"has no column {shown(value)}", there)
    if "code" not in places and not wanted.code:
        yield Fault(
            line, "has no column for codes, such as 'code', 'name' or 'tag'", f"say which it is; {there}"
        )


def _told(line: int, names: Sequence[str], places: dict[str, int]) -> Iterator[Fault]:
    """Say which column is read as what, where its name is not just that, and which are left out."""
    read = [f"{shown(names[place])} as {field}" for field, place in places.items() if names[place] != field]
    if read:
        yield Fault(
            line, f"columns are read so: {', '.join(read)}", "say which column is which if that is wrong"
        )
    left = [name for place, name in enumerate(names) if name and place not in places.values()]
    if left:
        count = "1 column is" if len(left) == 1 else f"{len(left)} columns are"
        yield Fault(line, f"{count} left out: {enumerated(left)}")
