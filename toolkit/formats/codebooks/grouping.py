"""From rows with a code, a theme or a parent each to an outline: what stands under what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from toolkit.errors import Fault
from toolkit.formats.codebooks.nodes import shown
from toolkit.formats.codebooks.outline import Entry, enumerated, named
from toolkit.formats.codebooks.sections import Content
from toolkit.model.checks import LONGEST_NAME

_DEEPEST = 20
_GLUE = re.compile(r"[;|\n\t]")
_PATHS = (" -> ", "->", " > ", "::", " / ", " \u203a ", " \u2192 ")
_ENOUGH_FOR_PATHS = 3
_NO_PATH = "if that is a path, say what its parts are set apart by"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table."""

    line: int
    name: str
    id: str = ""
    theme: str = ""
    parent: str = ""
    codable: bool | None = None
    colour: str | None = None
    content: Content = field(default_factory=Content)


@dataclass(slots=True)
class Grouped:
    """The outline so far, with what is wrong and what to look at."""

    outline: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


def grouped(rows: Sequence[Row], path: str | None) -> Grouped:
    """Find out what each row stands under.

    Parameters
    ----------
    rows
        In the order of the file.
    path
        What sets apart the parts of a path such as `Motives > Duty` in names and parents; None if names are
        just names.
    """
    told = Grouped()
    rows = list(_named_rows(rows, told))
    made: _ByPath | _ByName = _ByName(rows, told) if path is None else _ByPath(rows, told, path)
    made.group()
    _refuse_circles(told)
    if path is None:
        _suspect_paths(rows, told)
    return told


def _named_rows(rows: Sequence[Row], told: Grouped) -> Iterator[Row]:
    """Yield rows with names that can be used; refuse the others."""
    names = {row.name.casefold() for row in rows}
    headings: set[str] = set()
    for row in rows:
        if not row.name and row.theme not in headings and not row.parent and named(row.theme):
            headings.add(row.theme)
            yield replace(row, name=named(row.theme))
        elif not named(row.name):
            told.faults.append(Fault(row.line, "names no code", "write its name, or remove the row"))
        elif len(row.name) > LONGEST_NAME:
            what = f"has a name of {len(row.name):,} characters, where {LONGEST_NAME} are most"
            told.faults.append(Fault(row.line, what, "is it the right column? shorten the name"))
        elif glued := _glued(row, names):
            what = f"names several codes in one cell: {enumerated(glued)}"
            told.faults.append(Fault(row.line, what, "give each a row of its own"))
        else:
            if _GLUE.search(row.name):
                what = f"names one code {shown(named(row.name))}"
                told.doubts.append(Fault(row.line, what, "give each a row of its own if these are several"))
            yield replace(row, name=named(row.name))


def _glued(row: Row, names: set[str]) -> list[str]:
    """Return the names in a cell with several, at least one of which has a row of its own."""
    parts = [part.strip() for part in _GLUE.split(row.name)]
    several = len(parts) > 1 and not row.id and any(part.casefold() in names for part in parts)
    return parts if several else []


def _entry(row: Row, above: int | None, *, is_theme: bool = False) -> Entry:
    return Entry(
        row.name,
        row.line,
        above,
        id=row.id,
        codable=not is_theme if row.codable is None else row.codable,
        is_theme=is_theme,
        colour=row.colour,
        content=row.content,
    )


class _ByName:
    """Rows that name what they stand under by label or id."""

    def __init__(self, rows: Sequence[Row], told: Grouped) -> None:
        self._rows = rows
        self._told = told
        self._by_id: dict[str, int] = {}
        self._by_label: dict[str, list[int]] = {}
        self._near: dict[tuple[str, str], list[int]] = {}
        self._made: dict[tuple[str, str], int] = {}
        for place, row in enumerate(rows):
            if row.id:
                self._add_id(place, row)
            label = row.name.casefold()
            self._by_label.setdefault(label, []).append(place)
            self._near.setdefault((label, row.theme.casefold()), []).append(place)

    def group(self) -> None:
        outline = self._told.outline
        outline += [_entry(row, None, is_theme=_names_itself(row)) for row in self._rows]
        for place, row in enumerate(self._rows):
            outline[place] = replace(outline[place], above=self._above(place, row))
        _tell_themes(outline[: len(self._rows)], self._told)
        _refuse_doubles(self._told)

    def _add_id(self, place: int, row: Row) -> None:
        if row.id in self._by_id:
            first = self._rows[self._by_id[row.id]].line
            what = f"has the id {shown(row.id)}, which the row on line {first} has"
            self._told.faults.append(Fault(row.line, what, "give each row an id of its own"))
        self._by_id.setdefault(row.id, place)

    def _above(self, place: int, row: Row) -> int | None:
        """Return what the row stands under; where no row is that, it is made."""
        theme = "" if _names_itself(row) else row.theme
        parent = "" if theme and row.parent.casefold() == theme.casefold() else row.parent
        if parent:
            found = self._found(place, row, parent, self._candidates(row, parent))
            return self._group("parent", parent, row, theme) if found is None else found
        if theme:
            at_top = [p for p in self._candidates(row, theme) if _is_at_top(self._rows[p])]
            found = self._found(place, row, theme, at_top)
            return self._group("theme", theme, row, "") if found is None else found
        return None

    def _candidates(self, row: Row, name: str) -> list[int]:
        """Return rows that may be meant: by id, else by label, those of the same theme first."""
        if name in self._by_id:
            return [self._by_id[name]]
        label = named(name).casefold()
        return self._near.get((label, row.theme.casefold())) or self._by_label.get(label, [])

    def _found(self, place: int, row: Row, name: str, candidates: list[int]) -> int | None:
        others = [candidate for candidate in candidates if candidate != place]
        if candidates and not others:
            self._told.faults.append(
                Fault(row.line, f"{shown(row.name)} stands under itself", "name another")
            )
            return place
        if len(others) > 1:
            lines = " and ".join(str(self._rows[other].line) for other in others[:2])
            what = f"stands under {shown(name)}, as rows {lines} are called"
            self._told.faults.append(Fault(row.line, what, "give the rows ids and name one of them"))
        return others[0] if others else None

    def _group(self, kind: str, name: str, row: Row, theme: str) -> int:
        """Return the entry made for a name that has no row: a theme, or a group of codes within one."""
        key = (theme.casefold(), named(name).casefold())
        if key in self._made:
            return self._made[key]
        above = None
        if theme:
            at_top = [p for p in self._candidates(row, theme) if _is_at_top(self._rows[p])]
            above = at_top[0] if at_top else self._group("theme", theme, row, "")
        label = named(name)[:LONGEST_NAME].strip() or kind
        self._told.outline.append(Entry(label, row.line, above, codable=False, is_theme=above is None))
        self._made[key] = len(self._told.outline) - 1
        return self._made[key]


def _names_itself(row: Row) -> bool:
    """Tell whether a row is that of a theme: it names as its theme what it is itself."""
    return (
        bool(row.theme)
        and not row.parent
        and row.theme.casefold() in (row.name.casefold(), row.id.casefold())
    )


def _is_at_top(row: Row) -> bool:
    return not row.parent and (not row.theme or _names_itself(row))


class _ByPath:
    """Rows whose names and parents are paths."""

    def __init__(self, rows: Sequence[Row], told: Grouped, path: str) -> None:
        self._rows = rows
        self._told = told
        self._path = path.strip() or path
        self._places: dict[tuple[str, ...], int] = {}

    def group(self) -> None:
        trails = [(row, self._trail(row)) for row in self._rows]
        kept = [(row, trail) for row, trail in trails if self._is_sound(row, trail)]
        for row, trail in kept:
            key = _key(trail)
            if key in self._places:
                first = self._told.outline[self._places[key]].line
                what = f"names {shown(row.name)} a second time (first on line {first})"
                self._told.faults.append(Fault(row.line, what, "keep one of the rows"))
            self._places[key] = len(self._told.outline)
            is_theme = not row.parent and row.theme.casefold() == row.name.casefold()
            self._told.outline.append(_entry(replace(row, name=trail[-1]), None, is_theme=is_theme))
        for place, (row, trail) in enumerate(kept):
            self._told.outline[place] = replace(self._told.outline[place], above=self._above(row, trail))
        _tell_themes(self._told.outline[: len(kept)], self._told)

    def _trail(self, row: Row) -> list[str]:
        """Return the names from the top down to the row's own."""
        above = [row.theme] if row.theme and row.theme.casefold() != row.name.casefold() else []
        cells = [*above, *([row.parent] if row.parent else []), row.name]
        return [part.strip() for cell in cells for part in cell.split(self._path)]

    def _is_sound(self, row: Row, trail: list[str]) -> bool:
        what = ""
        if not all(trail):
            what = f"{shown(row.name)} has an empty part"
        elif len(trail) > _DEEPEST:
            what = f"{shown(row.name)} is {len(trail)} levels deep, where {_DEEPEST} are most"
        if what:
            self._told.faults.append(Fault(row.line, what, f"are parts set apart by {self._path!r}?"))
        return not what

    def _above(self, row: Row, trail: list[str]) -> int | None:
        above = None
        for depth in range(1, len(trail)):
            key = _key(trail[:depth])
            if key not in self._places:
                self._places[key] = len(self._told.outline)
                label = named(trail[depth - 1])
                self._told.outline.append(
                    Entry(label, row.line, above, codable=False, is_theme=above is None)
                )
            above = self._places[key]
        return above


def _key(trail: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in trail)


def _tell_themes(entries: list[Entry], told: Grouped) -> None:
    """Take rows with others below for themes; say which are, as nobody said so."""
    with_below = {entry.above for entry in told.outline}
    found = [
        place
        for place, entry in enumerate(entries)
        if entry.above is None and not entry.is_theme and place in with_below
    ]
    for place in found:
        told.outline[place] = replace(told.outline[place], codable=False, is_theme=True)
    if found:
        labels = enumerated([entries[place].label for place in found])
        one, some = "1 row has others below, read as a theme", "rows have others below, read as themes"
        what = f"{one if len(found) == 1 else f'{len(found)} {some}'} that no passage is given: {labels}"
        told.doubts.append(Fault(entries[found[0]].line, what, "write codable: true where one should be"))


def _refuse_doubles(told: Grouped) -> None:
    """Refuse two codes of one name under one parent, unless ids tell them apart."""
    seen: dict[tuple[int | None, str], Entry] = {}
    for entry in told.outline:
        key = (entry.above, entry.label.casefold())
        first = seen.setdefault(key, entry)
        if first is not entry and not (first.id and entry.id):
            what = f"names {shown(entry.label)} a second time (first on line {first.line})"
            told.faults.append(
                Fault(entry.line, what, "keep one of the rows, or give them different parents")
            )


def _refuse_circles(told: Grouped) -> None:
    """Refuse rows that stand under themselves by way of others."""
    visited: set[int] = set()
    for start in range(len(told.outline)):
        walk: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in visited:
            visited.add(at)
            walk[at] = None
            at = told.outline[at].above
        if at in walk and told.outline[at].above != at:
            entry = told.outline[at]
            what = f"{shown(entry.label)} stands under itself by way of others"
            told.faults.append(Fault(entry.line, what, "put one of them under a theme"))


def _suspect_paths(rows: Sequence[Row], told: Grouped) -> None:
    """Say so if names look like paths; nothing is cut that the researcher did not ask for."""
    for mark in _PATHS:
        found = [row for row in rows if mark in row.name]
        if len(found) >= _ENOUGH_FOR_PATHS:
            what = f"{len(found)} names hold {mark!r}, such as {shown(found[0].name)}"
            told.doubts.append(Fault(found[0].line, what, _NO_PATH))
            return
