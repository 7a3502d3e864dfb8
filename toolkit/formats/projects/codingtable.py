"""Tables of codings: a row for each coded passage, with its document, its words or positions, and its codes.

Columns are known by their names in English and German, so that highlights of Taguette, coded segments of
MAXQDA and quotations of ATLAS.ti are read as they come; the others are left out and told. A table holds no
texts: its documents come with a name alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

from toolkit.errors import Fault, FaultyFile, Invalid, ToolkitError
from toolkit.formats import limits
from toolkit.formats.codebooks.workbook import Bounds
from toolkit.formats.projects.draft import Draft
from toolkit.formats.projects.scale import in_lf
from toolkit.formats.ratings.grid import Grid, opened
from toolkit.formats.transcripts.encoding import opening
from toolkit.formats.transcripts.signatures import ZIP
from toolkit.model.project import Positions, Project
from toolkit.model.transcript import Source

NAME = "table of codings"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")

# The likelier name first: a column is taken once, by the first kind that knows its name.
_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "document": (
        *("document", "document name", "file", "filename", "file name", "transcript", "interview", "source"),
        *("source name", "documents", "dokument", "dokumentname", "datei", "dateiname", "transkript"),
        *("quelle", "quellenname"),
    ),
    "quote": (
        *("quote", "quotation", "quotation content", "quotation text", "segment", "coded segment"),
        *(
            "coded segments",
            "coded text",
            "passage",
            "excerpt",
            "highlight",
            "selected text",
            "content",
            "text",
        ),
        *(
            "zitat",
            "zitatinhalt",
            "textstelle",
            "codiertes segment",
            "kodiertes segment",
            "codierte segmente",
        ),
        *("fundstelle", "inhalt"),
    ),
    "start": (
        *(
            "start",
            "start position",
            "start offset",
            "start char",
            "begin",
            "beginning",
            "from",
            "startposition",
        ),
        *("anfang", "beginn", "von"),
    ),
    "end": ("end", "end position", "end offset", "end char", "stop", "to", "endposition", "ende", "bis"),
    "code": (
        *("code", "codes", "code name", "codename", "tag", "tags", "tag name", "label", "labels", "category"),
        *("categories", "node", "nodes", "theme", "kode", "kodes", "codename", "kategorie", "kategorien"),
        *("knoten", "schlagwort", "schlagworte"),
    ),
    "coder": (
        *(
            "coder",
            "coder name",
            "coded by",
            "created by",
            "author",
            "user",
            "username",
            "annotator",
            "rater",
        ),
        *(
            "researcher",
            "codierer",
            "kodierer",
            "codierer/in",
            "autor",
            "autorin",
            "erstellt von",
            "codiert von",
        ),
        *("kodiert von", "benutzer"),
    ),
    "date": (
        *(
            "date",
            "created",
            "created at",
            "created on",
            "creation date",
            "date created",
            "timestamp",
            "coded at",
        ),
        *("datum", "erstellt", "erstellt am", "erstelldatum"),
    ),
    "memo": (
        *("memo", "comment", "comments", "note", "notes", "quotation comment", "kommentar", "kommentare"),
        *("notiz", "notizen", "anmerkung", "anmerkungen"),
    ),
}
_SEVERAL = frozenset(("codes", "tags", "labels", "categories", "nodes", "kodes", "kategorien", "schlagworte"))
_OF_MAXQDA = frozenset(("document group", "dokumentgruppe"))
_NOT_NEEDED = frozenset(("", "id", "#", "nr", "no", "row"))
_APART = re.compile(r"[\s_\-.]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEVELS = re.compile(r"\s*(?:>|\\)\s*")
_WHOLE = re.compile(r"-?\d{1,12}(?:\.0{1,6})?")
_HEADS = 20
_HEAD = 2**16
_LEAST = 0.5
_LONGEST_NAME = 200
_MOST_TOLD = 12
_OF_CODINGS = Bounds("a table of codings", limits.LARGEST_TEXT, 300_000, "save it as .csv")
_EMPTY = Fault(
    0, "has no rows", "name columns document, quote and code in the first one, and write one for each coding"
)
FIRSTS: Final = (0, 1)
ENDS: Final = ("exclusive", "inclusive")


class _Columns(NamedTuple):
    """Places of columns by kind, and the row that names them."""

    row: int
    places: Mapping[str, int]


class _Row(NamedTuple):
    """One coding, or several of one passage; positions as the file has them."""

    line: int
    document: str
    quote: str
    start: int | None
    end: int | None
    codes: tuple[str, ...]
    coder: str
    date: str
    memo: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """How positions are counted: from what, and whether the last one is of the passage."""

    first: int
    end: str

    @property
    def told(self) -> str:
        """The rule in words of the options."""
        return f"first {self.first}, end {self.end}"

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """Return positions as ours: from 0, the end left out."""
        return start - self.first, end - self.first + (self.end == "inclusive")


def sniff(source: Source) -> bool:
    """Tell whether the file names columns of documents, codes and passages."""
    try:
        if source.data.startswith(ZIP):
            return source.ending in ENDINGS and _is_codings(_found(opened(source, _OF_CODINGS, _EMPTY)))
        head = opening(source.data[:_HEAD])
        if not head.strip() or head.lstrip()[:1] in "{[<" or head.startswith("#"):
            return False
        lines = head.split("\n")
        lines = lines if len(source.data) <= _HEAD or len(lines) == 1 else lines[:-1]
        beginning = Source(source.name, "\n".join(lines[: _HEADS * 4]).encode(), "utf-8")
        return _is_codings(_found(opened(beginning, _OF_CODINGS, _EMPTY)))
    except (ToolkitError, ValueError, RecursionError):
        # Cut within a long quotation, the first row that names columns may still be told.
        return _first_row(source)


def _first_row(source: Source) -> bool:
    head = opening(source.data[:_HEAD]).lstrip().partition("\n")[0]
    if not head or source.data.startswith(ZIP) or head[:1] in "{[<#":
        return False
    try:
        grid = opened(Source(source.name, head.encode(), "utf-8"), _OF_CODINGS, _EMPTY)
    except (ToolkitError, ValueError):
        return False
    return _is_codings(_found(grid))


def _is_codings(found: _Columns) -> bool:
    places = found.places
    return (
        "document" in places and "code" in places and ("quote" in places or {"start", "end"} <= places.keys())
    )


def read(
    source: Source, *, first: int | None = None, end: str = "", separator: str = "", coder: str = ""
) -> Project:
    """Read a table of codings.

    Parameters
    ----------
    first
        What the first character of a text counts as, 0 or 1; None if nothing is known, which is taken as 0.
    end
        Whether the position of the end is of the passage, `inclusive`, or the one after, `exclusive`; empty
        to find out by the length of what is quoted.
    separator
        What parts several codes in one cell; empty for line ends, semicolons and bars, and commas where the
        column is named for several.
    coder
        Whose codings they are, where no column says.

    Raises
    ------
    ToolkitError
        If it is no such table; with a fault for each row to mend.
    """
    _check(first, end)
    grid = opened(source, _OF_CODINGS, _EMPTY)
    columns = _found(grid)
    names = [grid.names, *(cells for _, cells in grid.rows)][columns.row]
    line = [grid.line, *(number for number, _ in grid.rows)][columns.row]
    places = columns.places
    if "code" not in places or not ({"quote", "start"} & places.keys()):
        what = "has no columns for codes and for what is coded"
        there = ", ".join(name[:40] for name in grid.names[:_MOST_TOLD] if name)
        raise FaultyFile(source.name, [Fault(line, what, f"name them code and quote; there are: {there}")])
    draft = Draft(source, NAME)
    draft.notes += grid.notes
    reader = _Reader(draft, names, places, separator, source.stem)
    rows = [row for number, cells in grid.rows[columns.row :] if (row := reader.row(number, cells))]
    _tell_columns(draft, names, places, columns.row)
    levelled = any(_tidy(name) in _OF_MAXQDA for name in names)
    positions = _give(draft, rows, coder, _counted(rows, first, end), levelled=levelled)
    if not coder and "coder" not in places:
        draft.notes.append("No column says who coded.")
    return draft.project(positions)


def _check(first: int | None, end: str) -> None:
    if first is not None and first not in FIRSTS:
        raise Invalid(f"the first position is {first}", "use 0 or 1")
    if end and end not in ENDS:
        raise Invalid(f"the end is {end[:40]!r}", f"use {' or '.join(ENDS)}")


# --- columns ------------------------------------------------------------------------------------------


def _found(grid: Grid) -> _Columns:
    """Return the columns of the first row that names those of codings, else of the very first."""
    heads = [grid.names, *(list(cells) for _, cells in grid.rows[:_HEADS])]
    known = [_Columns(place, _places(cells)) for place, cells in enumerate(heads)]
    return next((each for each in known if _is_codings(each)), known[0])


def _tidy(name: str) -> str:
    return _APART.sub(" ", _IN_BRACKETS.sub(" ", name[:_LONGEST_NAME])).strip().casefold()


def _places(names: Sequence[str]) -> dict[str, int]:
    tidy = [_tidy(name) for name in names]
    places: dict[str, int] = {}
    for kind, spellings in _SPELLINGS.items():
        free = (tidy.index(name) for name in spellings if name in tidy)
        place = next((each for each in free if each not in places.values()), None)
        if place is not None:
            places[kind] = place
    return places


def _tell_columns(draft: Draft, names: Sequence[str], places: Mapping[str, int], above: int) -> None:
    read_so = [f"{names[place]} as {kind}" for kind, place in places.items() if _tidy(names[place]) != kind]
    if read_so:
        draft.notes.append(f"Columns are read so: {', '.join(read_so)}.")
    for place, name in enumerate(names):
        if place not in places.values() and _tidy(name) not in _NOT_NEEDED:
            draft.leave_out(f"the column {name[:60]!r}")
    draft.leave_out("rows above the names of columns", count=above)


# --- rows ---------------------------------------------------------------------------------------------


class _Reader:
    """Reads rows one by one; what is wrong with them goes to the draft."""

    def __init__(
        self, draft: Draft, names: Sequence[str], places: Mapping[str, int], separator: str, stem: str
    ) -> None:
        self._draft, self._places, self._stem = draft, places, stem
        several = _tidy(names[places["code"]]) in _SEVERAL
        signs = re.escape(separator) if separator else "[\n;|,]" if several else "[\n;|]"
        self._between = re.compile(signs)

    def row(self, line: int, cells: Sequence[str]) -> _Row | None:
        """Return what a row says; None, with a fault or counted, if it says nothing of use."""
        told_of = {kind: cells[place] if place < len(cells) else "" for kind, place in self._places.items()}
        codes = tuple(name for part in self._between.split(told_of["code"]) if (name := _line(part)))
        quote = in_lf(told_of.get("quote", ""))
        if not codes:
            self._draft.leave_out("passages without a code")
            return None
        document = _line(told_of.get("document", "")) if "document" in self._places else self._stem
        if not document:
            self._fault(line, "names no document", "fill it in, or take the row out")
            return None
        start, end = self._positions(line, told_of)
        if start is None and not quote:
            if not (told_of.get("start") or told_of.get("end")):
                self._fault(line, "has neither words nor positions", "fill them in, or take the row out")
            return None
        memo, date = in_lf(told_of.get("memo", "")), told_of.get("date", "")
        return _Row(line, document, quote, start, end, codes, _line(told_of.get("coder", "")), date, memo)

    def _positions(self, line: int, told_of: Mapping[str, str]) -> tuple[int | None, int | None]:
        written = [told_of.get("start", ""), told_of.get("end", "")]
        if not any(written):
            return None, None
        found = [int(float(each)) if _WHOLE.fullmatch(each) else None for each in written]
        if None not in found:
            return found[0], found[1]
        if told_of.get("quote"):
            self._draft.leave_out("positions that are no whole numbers")
        else:
            what = f"has positions {written[0][:20]!r} to {written[1][:20]!r}"
            self._fault(line, what, "write whole numbers, counted in characters")
        return None, None

    def _fault(self, line: int, what: str, remedy: str) -> None:
        self._draft.fault(line, what, remedy)


def _line(written: str) -> str:
    return " ".join(written.split())


# --- codings ------------------------------------------------------------------------------------------


def _give(
    draft: Draft,
    rows: Sequence[_Row],
    coder: str,
    counted: tuple[Positions | None, _Rule | None],
    *,
    levelled: bool,
) -> Positions | None:
    positions, rule = counted
    if positions is not None and rule is None:
        why = "they fit no quotation; they may count paragraphs or lines"
        draft.leave_out("positions", why, sum(row.start is not None for row in rows))
    elif positions is not None and not positions.chosen and all(row.start for row in rows):
        draft.notes.append("A table does not tell whether positions begin at 0 or 1; they are taken from 0.")
    for row in rows:
        start, last = row.start, row.end
        if start is not None and last is not None:
            start, last = rule.placed(start, last) if rule else (None, None)
        if start is None and not row.quote:
            draft.leave_out("codings without words", "their positions cannot be used")
            continue
        text = draft.named(row.document)
        by, made_at = draft.coder(row.coder or coder), draft.moment(row.date)
        for name in dict.fromkeys(row.codes):
            code = _code(draft, name, levelled=levelled)
            key = draft.coding(
                row.line, text, code, coder=by, start=start, end=last, quote=row.quote, made_at=made_at
            )
            if key:
                draft.memo("coding", key, row.memo, by, made_at)
    return positions if rule else None


def _counted(rows: Sequence[_Row], first: int | None, end: str) -> tuple[Positions | None, _Rule | None]:
    """Find out how positions count, by the lengths of quotations; no rule if it is not in characters."""
    placed = [row for row in rows if row.start is not None]
    if not placed:
        return None, None
    quoting = [row for row in placed if row.quote]
    begins = first if first is not None else 0
    rules = [_Rule(begin, each) for begin, each in product((begins,), ENDS)]
    fits = {rule.told: sum(_fits(row, rule) for row in quoting) for rule in rules}
    rules.sort(key=lambda rule: (bool(end) and rule.end != end, -fits[rule.told]))
    rule, other = rules
    count = len(quoting)
    positions = Positions(
        rule=rule.told,
        score=fits[rule.told] / count if count else None,
        n=count,
        evidence="quotes" if count else "words",
        runner_up=other.told if count else "",
        runner_up_score=fits[other.told] / count if count else None,
        chosen=first is not None or bool(end),
    )
    is_of_characters = not count or positions.chosen or fits[rule.told] >= _LEAST * count
    return positions, rule if is_of_characters else None


def _fits(row: _Row, rule: _Rule) -> bool:
    """Tell whether a passage is as long as what is quoted, whose outer blanks the table may have lost."""
    if row.start is None or row.end is None:
        return False
    start, end = rule.placed(row.start, row.end)
    return end - start == len(row.quote)


def _code(draft: Draft, name: str, *, levelled: bool) -> str:
    """Return the key of a code, and add those above it where it is a path: `Parent > Code`."""
    parts = [part for part in _LEVELS.split(name) if part] if levelled else []
    *above, last = parts or [name]
    parent = ""
    for part in above:
        parent = draft.code(part, parent, codable=False)
    return draft.code(last, parent)
