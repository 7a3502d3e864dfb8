"""From rows to ratings: what each coder gave each unit, with every fault of the table at once."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.errors import Fault, FaultyFile, Invalid
from toolkit.formats.ratings.grid import Grid
from toolkit.formats.ratings.layout import YES_OR_NO, Layout
from toolkit.formats.ratings.reading import Options, RatingsReading
from toolkit.formats.transcripts.cues import first_faults
from toolkit.model.checks import check_name
from toolkit.model.reliability import Cell, ReliabilityData, Unit
from toolkit.model.transcript import Span

MOST_CODERS, MOST_CODES, MOST_CELLS = 100, 1_000, 5_000_000
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,17})?(?:[eE][+-]?\d{1,2})?")
_LOOKS_MISSING = ("na", "n/a", "nan", "null", "none", ".", "-", "?", "missing")

_Key = tuple[str, str]
"""A unit: its interview, empty where the table names none, and its name."""


class _Said(NamedTuple):
    """What one row says of one unit by one coder; None if it says that nothing was judged."""

    line: int
    coder: str
    unit: _Key
    codes: Cell
    is_blank: bool = False


@dataclass
class _Tally:
    faults: list[Fault] = field(default_factory=list)
    given: dict[tuple[_Key, str], frozenset[str] | None] = field(default_factory=dict)
    line: dict[tuple[_Key, str], int] = field(default_factory=dict)
    coders: dict[str, None] = field(default_factory=dict)
    units: dict[_Key, None] = field(default_factory=dict)
    codes: dict[str, None] = field(default_factory=dict)
    blank: int = 0
    repeats: int = 0


def rated(name: str, grid: Grid, layout: Layout, options: Options) -> RatingsReading:
    """Turn the rows of a table into ratings.

    Raises
    ------
    FaultyFile
        With every row that cannot be, or if there are more coders, codes or units than can be compared.
    """
    tally = _Tally(coders=dict.fromkeys(layout.coders))
    if layout.yes_or_no:
        tally.codes = dict.fromkeys(grid.names[place] for place in layout.codes)
    reader = _Reader(grid, layout, options, tally)
    for line, cells in grid.rows:
        for said in reader.row(line, cells):
            _take(tally, said, options)
    faults = first_faults(tally.faults) or list(_size_faults(grid, tally))
    if faults:
        raise FaultyFile(name, faults)
    return _reading(grid, layout, options, tally)


class _Reader:
    """Reads rows one by one; faults go to the tally."""

    def __init__(self, grid: Grid, layout: Layout, options: Options, tally: _Tally) -> None:
        self._names, self._layout, self._options = grid.names, layout, options
        self._tally = tally
        self._named = [("unit", layout.unit)]
        self._named += [] if layout.cluster is None else [("interview", layout.cluster)]
        self._named += [] if layout.coder is None else [("coder", layout.coder)]
        self._known: set[tuple[str, str]] = set()
        self._read: dict[str, frozenset[str]] = {}
        self._lines: dict[_Key, int] = {}

    def row(self, line: int, cells: Sequence[str]) -> Sequence[_Said]:
        """Return what a row says; nothing if it cannot be."""
        layout, width = self._layout, len(self._names)
        if len(cells) != width:
            if any(cells[width:]):
                self._fault(line, f"has {len(cells)} cells, and there are names for {width}")
                return ()
            cells = [*cells, *[""] * (width - len(cells))]
        known, is_sound = self._known, True
        for what, place in self._named:
            # Nearly all names were seen before, and tables may have hundreds of thousands of rows.
            if (what, cells[place]) not in known:
                is_sound = self._is_name(line, what, cells[place]) and is_sound
        if not is_sound:
            return ()
        unit = ("" if layout.cluster is None else cells[layout.cluster], cells[layout.unit])
        if layout.yes_or_no:
            return self._decisions(line, cells, unit)
        if layout.coder is not None:
            return self._long(line, cells, cells[layout.coder], unit)
        return self._wide(line, cells, unit)

    def _wide(self, line: int, cells: Sequence[str], unit: _Key) -> Sequence[_Said]:
        if unit in self._lines:
            remedy = "give each unit one row, or name the column of units 'unit'"
            self._fault(line, f"names the unit {unit[1]!r} again, as line {self._lines[unit]} does", remedy)
            return ()
        self._lines[unit] = line
        found = []
        for coder, place in self._layout.coders.items():
            codes = self._codes(line, cells[place])
            if codes is not None:
                found.append(self._said(line, coder, unit, codes))
        return found

    def _long(self, line: int, cells: Sequence[str], coder: str, unit: _Key) -> Sequence[_Said]:
        found: frozenset[str] = frozenset()
        for place in self._layout.codes:
            codes = self._codes(line, cells[place])
            if codes is None:
                return ()
            found = found | codes if found and codes else found or codes
        return (self._said(line, coder, unit, found),)

    def _decisions(self, line: int, cells: Sequence[str], unit: _Key) -> Sequence[_Said]:
        """Read one column of 0 and 1 for each code."""
        coder = cells[self._layout.coder or 0]
        values = {self._names[place]: cells[place].casefold() for place in self._layout.codes}
        empty = [code for code, value in values.items() if not value]
        if empty and len(empty) < len(values) and self._options.blank == "missing":
            what = f"says nothing of {', '.join(empty[:3])}{' …' if len(empty) > 3 else ''}"  # noqa: PLR2004
            self._fault(line, what, "write 0 where a code was not given, or use --blank nothing")
            return ()
        is_blank = len(empty) == len(values)
        codes = frozenset(code for code, value in values.items() if YES_OR_NO[value])
        is_missing = is_blank and self._options.blank == "missing"
        return (_Said(line, coder, unit, None if is_missing else codes, is_blank),)

    def _said(self, line: int, coder: str, unit: _Key, codes: frozenset[str]) -> _Said:
        if codes or self._options.blank == "nothing":
            return _Said(line, coder, unit, codes, not codes)
        return _Said(line, coder, unit, None, is_blank=True)

    def _codes(self, line: int, cell: str) -> frozenset[str] | None:
        """Return the codes of a cell, or None if they cannot be."""
        found = self._read.get(cell)
        if found is None and (codes := self._apart(line, cell)) is not None:
            self._tally.codes |= dict.fromkeys(codes)
            found = self._read[cell] = frozenset(codes)
        return found

    def _apart(self, line: int, cell: str) -> list[str] | None:
        """Take a cell apart into codes; None if they cannot be."""
        level = self._options.level
        if level != "nominal":
            return self._number(line, cell)
        codes = [part for part in map(str.strip, cell.split(";")) if part]
        sound = [self._is_name(line, "code", code) for code in codes]
        return codes if all(sound) else None

    def _number(self, line: int, cell: str) -> list[str] | None:
        if not cell:
            return []
        level = self._options.level
        value = float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else math.nan
        if math.isnan(value):
            self._fault(
                line,
                f"has {cell[:40]!r} where --level {level} asks for a number",
                "leave missing ratings blank",
            )
            return None
        if level == "ratio" and value < 0:
            self._fault(line, f"has {cell!r}, and a ratio scale begins at 0", "use --level interval")
            return None
        return [str(int(value)) if value.is_integer() else repr(value)]

    def _is_name(self, line: int, what: str, value: str) -> bool:
        if (what, value) in self._known:
            return True
        if not value:
            self._fault(line, f"names no {what}", f"fill in the {what}, or take the row out")
            return False
        try:
            check_name(what, value)
        except Invalid as refused:
            self._fault(line, refused.what, refused.remedy)
            return False
        self._known.add((what, value))
        return True

    def _fault(self, line: int, what: str, remedy: str = "") -> None:
        self._tally.faults.append(Fault(line, what, remedy))


def _take(tally: _Tally, said: _Said, options: Options) -> None:
    line, coder, unit, codes, is_blank = said
    key = (unit, coder)
    tally.units[unit] = None
    tally.coders[coder] = None
    tally.blank += is_blank
    known = tally.given.get(key)
    if codes is None:
        tally.given[key] = known
        return
    if known is None:
        tally.given[key] = codes
        tally.line[key] = line
    elif codes <= known:
        tally.repeats += 1
    elif known and options.level != "nominal":
        what = f"gives {unit[1]!r} by {coder!r} a second number, after line {tally.line[key]}"
        tally.faults.append(Fault(line, what, "a coder gives one number to a unit"))
    else:
        tally.given[key] = codes | known


def _size_faults(grid: Grid, tally: _Tally) -> Iterator[Fault]:
    if not tally.units:
        yield Fault(grid.line, "is followed by no row", "write one for each rating")
    n_coders, n_codes, n_units = len(tally.coders), len(tally.codes), len(tally.units)
    if n_coders > MOST_CODERS:
        what = f"leads to {n_coders:,} coders, and at most {MOST_CODERS} are compared"
        yield Fault(grid.line, what, "is it the column of coders?")
    if n_codes > MOST_CODES:
        what = f"leads to {n_codes:,} codes, and at most {MOST_CODES:,} are compared"
        yield Fault(grid.line, what, "is it the column of codes?")
    if n_coders * n_units > MOST_CELLS:
        what = (
            f"leads to {n_units:,} units x {n_coders:,} coders, and at most {MOST_CELLS:,} cells are compared"
        )
        yield Fault(grid.line, what, "compare some of the interviews at a time")


# --- what was read --------------------------------------------------------------------------------------


def _reading(grid: Grid, layout: Layout, options: Options, tally: _Tally) -> RatingsReading:
    is_single = all(codes is None or len(codes) <= 1 for codes in tally.given.values())
    absent = options.absent or ("missing" if is_single else "nothing")
    seen = {(unit[0], coder) for unit, coder in tally.given} if absent == "nothing" else frozenset()
    nothing: frozenset[str] = frozenset()
    counts: Counter[str] = Counter()
    one: dict[Cell, Cell] = {}

    def cell(unit: _Key, coder: str) -> Cell:
        found = tally.given.get((unit, coder), ...)
        if found is not ...:
            return one.setdefault(found, found)
        is_nothing = absent == "nothing" and (unit[0], coder) in seen
        counts["nothing" if is_nothing else "missing"] += 1
        return nothing if is_nothing else None

    cells = tuple(tuple(cell(unit, coder) for coder in tally.coders) for unit in tally.units)
    codes = sorted(tally.codes, key=float) if options.level != "nominal" else list(tally.codes)
    units = tuple(
        Unit(interview if layout.cluster is not None else name, Span(row, row + 1))
        for row, (interview, name) in enumerate(tally.units)
    )
    data = ReliabilityData(
        units, tuple(tally.coders), tuple(codes), cells, clustered=layout.cluster is not None
    )
    notes = (*grid.notes, *layout.notes, *_notes(layout, options, tally, counts))
    return RatingsReading(data, notes)


def _notes(layout: Layout, options: Options, tally: _Tally, counts: Mapping[str, int]) -> Iterator[str]:
    if tally.blank:
        what = "not judged" if options.blank == "missing" else "given no code"
        yield f"Ratings left blank, taken as {what}: {tally.blank}."
    if count := counts.get("missing"):
        yield f"Units that a coder has no row for, taken as not judged: {count}."
    if count := counts.get("nothing"):
        where = "of an interview the coder has read" if layout.cluster is not None else "of the table"
        yield (
            f"Units {where} without a row by the coder, taken as given no code, as coders may give several: "
            f"{count}. Say --absent missing if they were not judged."
        )
    if tally.repeats:
        yield f"Rows that repeat what an earlier one says, counted once: {tally.repeats}."
    if odd := [code for code in tally.codes if code.casefold() in _LOOKS_MISSING]:
        yield f"Read as a code: {', '.join(odd)}. Leave a cell blank where nothing was judged."
    if layout.cluster is None:
        yield (
            "No column says which interview a unit is of; name one with --cluster to get intervals over "
            "interviews."
        )
